//! Complex numbers.

use cresset_ops::complex::{conj, view_as_complex, view_as_real};
use cresset_ops::join::{Sources, rearrange, rearrange_sum};
use cresset_ops::pointwise::{pointwise, pointwise_};
use cresset_ops::scan::Direction;
use cresset_ops::{Array, Operand, Pointwise, copy, index, matmul, reduce, scan, strided};
use cresset_storage::{Complex64, DType, Scalar};

use crate::device::{alike, present, values};

const DTYPES: [DType; 2] = [DType::C64, DType::C128];

/// Numbers with both parts in -0.9..0.9.
fn complex(sizes: &[usize], seed: usize, dtype: DType) -> Array {
    let parts = values(&[sizes, &[2]].concat(), seed, dtype.to_real());
    let sign = |x: &Array| {
        pointwise(
            Pointwise::Sin,
            &[pointwise(Pointwise::Mul, &[x.into(), Operand::Scalar(40.0.into())]).as_ref().unwrap().into()],
        )
    };
    view_as_complex(&pointwise(Pointwise::Mul, &[(&parts).into(), (&sign(&parts).unwrap()).into()]).unwrap()).unwrap()
}

/// All pairs of parts that functions treat in ways of their own, and some between.
fn edges(dtype: DType) -> Array {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let parts = [0.0, -0.0, 1.0, -1.0, 0.3, -2.5, 30.0, inf, -inf, nan];
    let pairs: Vec<f64> = parts.iter().flat_map(|&re| parts.iter().flat_map(move |&im| [re, im])).collect();
    let real = Array::from_vec(pairs, &[parts.len() * parts.len(), 2]).unwrap();
    view_as_complex(&copy::to_dtype("test", &real, dtype.to_real()).unwrap()).unwrap()
}

/// The parts of results, so that both are compared.
fn parts(x: Array) -> Array {
    if x.dtype().is_complex() { view_as_real(&x).unwrap() } else { x }
}

#[test]
fn every_row_gives_what_the_cpu_gives() {
    if !present() {
        return;
    }
    for op in Pointwise::ALL {
        let row = op.row();
        // The functions of one size are those of the other, by way of it.
        let dtypes = if row.operands == 2 || op == Pointwise::Exp { &DTYPES[..] } else { &DTYPES[1..] };
        for &dtype in dtypes.iter().filter(|&&dtype| row.value.get(dtype).is_some()) {
            let n = usize::from(row.operands);
            let call = |inputs: &[&Array]| {
                let number = Operand::Scalar(Scalar::Complex(Complex64::new(0.5, -0.25)));
                let all = (0..usize::from(row.inputs)).map(|at| if at < n { inputs[at].into() } else { number });
                parts(pointwise(op, &all.collect::<Vec<_>>()).unwrap())
            };
            let inputs = [1, 2, 3].map(|seed| complex(&[67], seed, dtype));
            alike(&[row.name], inputs.each_ref(), |inputs| vec![call(&inputs)]);
            // Each of the edges with each of them.
            let x = edges(dtype);
            let y = x.with_layout(x.layout().unsqueeze("test", 1).unwrap());
            alike(&[row.name], [&x, &y, &x], |inputs| vec![call(&inputs)]);
        }
    }
}

#[test]
fn copies_conversions_and_numbers() {
    if !present() {
        return;
    }
    for dtype in DTYPES {
        let x = complex(&[6, 35], 1, dtype);
        alike(&["copy", "copy_", "to", "conj", "full", "add", "mul"], [&x], |[x]| {
            let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
            let number = Operand::Scalar(Scalar::Complex(Complex64::new(0.5, -2.0)));
            let written = copy::contiguous_copy("test", x).unwrap();
            copy::copy_("copy_", &written.with_layout(written.layout().select("test", 0, 1).unwrap()), number).unwrap();
            pointwise_(Pointwise::Mul, &written, &[number]).unwrap();
            let full = copy::full("full", x.sizes(), Scalar::Complex(Complex64::new(1.0, 3.0)), dtype, x.device());
            let real = view_as_real(x).unwrap();
            let real = real.with_layout(real.layout().select("test", 2, 0).unwrap());
            let mixed = pointwise(Pointwise::Add, &[(&real).into(), x.into()]).unwrap();
            let with_number = pointwise(Pointwise::Add, &[(&real).into(), number]).unwrap();
            let to = |dtype| copy::to_dtype("to", x, dtype).unwrap();
            let from = |dtype| copy::to_dtype("to", &copy::to_dtype("to", &real, dtype).unwrap(), x.dtype()).unwrap();
            let made = [copy::contiguous_copy("test", &turned), conj(&turned), conj(x), full].map(Result::unwrap);
            let all = made.into_iter().chain([written, mixed, with_number]);
            let all = all.chain(DTYPES.map(to)).chain([DType::F16, DType::F32, DType::F64, DType::Bool].map(to));
            all.chain([DType::BF16, DType::I64, DType::Bool].map(from)).map(parts).collect()
        });
    }
}

#[test]
fn reductions() {
    if !present() {
        return;
    }
    for dtype in DTYPES {
        for sizes in [&[3, 5, 4][..], &[2, 1000], &[700, 2], &[0, 3], &[1]] {
            let x = complex(sizes, 1, dtype);
            alike(&["sum", "mean", "prod", "all", "any"], [&x], |[x]| {
                let dims: Vec<&[i64]> = if sizes.len() > 1 { vec![&[], &[0], &[1]] } else { vec![&[]] };
                let of = |dims: &[i64]| {
                    let product = reduce::prod(
                        &pointwise(Pointwise::Mul, &[x.into(), Operand::Scalar(1.5.into())]).unwrap(),
                        dims,
                        true,
                    );
                    [reduce::sum(x, dims, false), reduce::mean(x, dims, true), product].map(|x| parts(x.unwrap()))
                };
                dims.into_iter().flat_map(of).collect()
            });
        }
    }
}

#[test]
fn scans_and_sums_by_position() {
    if !present() {
        return;
    }
    for dtype in DTYPES {
        for sizes in [&[4, 700][..], &[2000, 2], &[3, 5, 2]] {
            let x = complex(sizes, 1, dtype);
            alike(&["cumsum", "cumprod"], [&x], |[x]| {
                let near = pointwise(Pointwise::Add, &[x.into(), Operand::Scalar(0.5.into())]).unwrap();
                let forward = Direction::Forward;
                let all = [
                    scan::cumsum(x, 1, forward),
                    scan::cumsum(x, 0, Direction::Backward),
                    scan::cumprod(&near, 0, forward),
                ];
                all.into_iter().map(|x| parts(x.unwrap())).collect()
            });
        }
        let (x, rows) = (complex(&[5, 40], 1, dtype), complex(&[7, 40], 2, dtype));
        let at = Array::from_vec(vec![4_i64, 0, 4, 2, 2, 1, 4], &[7]).unwrap();
        let along = Array::from_vec((0..280).map(|at| at * 3 % 5).collect::<Vec<i64>>(), &[7, 40]).unwrap();
        alike(
            &["index_add", "scatter_add", "repeat", "as_strided"],
            [&x, &rows, &at, &along],
            |[x, rows, at, along]| {
                let scaled = |alpha: Scalar| index::index_add("index_add", x, 0, at, rows, alpha).unwrap();
                let sources = Sources::repeat("repeat", x, &[2, 3]).unwrap();
                let repeated = rearrange("repeat", x, &sources).unwrap();
                let view = x.as_strided("as_strided", &[30, 8], &[5, 3], 1).unwrap();
                vec![
                    scaled(1.into()),
                    scaled(0.5.into()),
                    index::scatter_add("scatter_add", x, 0, along, rows).unwrap(),
                    rearrange_sum("repeat", &repeated, &sources, x.sizes()).unwrap(),
                    strided::scatter("as_strided", &view, x.layout(), view.layout()).unwrap(),
                ]
                .into_iter()
                .map(parts)
                .collect()
            },
        );
    }
}

#[test]
fn products_of_matrices() {
    if !present() {
        return;
    }
    for dtype in DTYPES {
        let [lhs, rhs] = [(&[3, 17, 9][..], 1), (&[9, 20], 2)].map(|(sizes, seed)| complex(sizes, seed, dtype));
        alike(&["matmul", "addmm", "mv"], [&lhs, &rhs], |[lhs, rhs]| {
            let first = lhs.with_layout(lhs.layout().select("test", 0, 1).unwrap());
            let turned = rhs.with_layout(rhs.layout().transpose("test", 0, 1).unwrap());
            let row = turned.with_layout(turned.layout().select("test", 0, 3).unwrap());
            let input = matmul::matmul(&first, rhs).unwrap();
            let factor = |re, im| Scalar::Complex(Complex64::new(re, im));
            let made = [
                matmul::matmul(lhs, rhs),
                matmul::matmul(&conj(&turned).unwrap(), &conj(rhs).unwrap()),
                matmul::addmm(&input, &first, rhs, factor(0.5, 1.0), factor(0.0, 2.0)),
                matmul::mv(&first, &row),
            ];
            made.into_iter().map(|x| parts(x.unwrap())).collect()
        });
    }
}
