//! Reading and writing by position against loops over single elements.
#![allow(clippy::unwrap_used, clippy::panic)]

use cresset_ops::index::{self, Rows};
use cresset_ops::{Array, Operand, reading, set_num_threads};
use cresset_storage::{DType, Dims, ErrorKind, Result, Scalar};

const OP: &str = "test";

fn dims(sizes: &[usize]) -> Dims {
    Dims::new(OP, sizes).unwrap()
}

/// 1, 2, 3 and so on.
fn counted(sizes: &[usize]) -> Array {
    let n: usize = sizes.iter().product();
    Array::from_vec((1..=n).map(|value| value as f32).collect(), sizes).unwrap()
}

fn longs(values: &[i64], sizes: &[usize]) -> Array {
    Array::from_vec(values.to_vec(), sizes).unwrap()
}

fn bools(values: &[bool], sizes: &[usize]) -> Array {
    Array::from_vec(values.to_vec(), sizes).unwrap()
}

fn floats(x: &Array) -> Vec<f32> {
    reading::to_vec(x).unwrap()
}

/// The same elements, lying transposed in memory.
fn turned(x: &Array) -> Array {
    let order: Vec<i64> = (0..x.rank() as i64).rev().collect();
    let turned = x.with_layout(x.layout().permute(OP, &order).unwrap());
    let copy = cresset_ops::copy::contiguous_copy(OP, &turned).unwrap();
    copy.with_layout(copy.layout().permute(OP, &order).unwrap())
}

/// A repeatable stream of small numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % end as u64) as usize
    }
}

/// Every index of an array of these sizes.
fn indices_of(sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for &size in sizes {
        all = all.iter().flat_map(|lead| (0..size).map(move |at| [&lead[..], &[at]].concat())).collect();
    }
    all
}

fn place(sizes: &[usize], index: &[usize]) -> usize {
    sizes.iter().zip(index).fold(0, |place, (size, at)| place * size + at)
}

fn is_index_error<T>(result: Result<T>) -> bool {
    result.is_err_and(|error| matches!(error.kind(), ErrorKind::Index { .. }))
}

#[test]
fn gather_and_scatter_move_each_element_along_the_dimension() {
    let mut numbers = Numbers(1);
    for sizes in [[2usize, 3, 4], [5, 1, 3], [1, 4, 2]] {
        for dim in 0..3 {
            for _ in 0..4 {
                // The index is no larger than self but along the dimension.
                let mut own: Vec<usize> = sizes.iter().map(|&size| 1 + numbers.below(size)).collect();
                own[dim] = 1 + numbers.below(7);
                let places = indices_of(&own);
                let at: Vec<usize> = places.iter().map(|_| numbers.below(sizes[dim])).collect();
                let index = longs(&at.iter().map(|&at| at as i64).collect::<Vec<_>>(), &own);
                let larger: Vec<usize> = own.iter().map(|size| size + 1).collect();
                let (x, source) = (counted(&sizes), counted(&larger));
                let (values, from) = (floats(&x), floats(&source));
                let (mut gathered, mut replaced, mut added) = (vec![], values.clone(), values.clone());
                for (index, &at) in places.iter().zip(&at) {
                    let mut target = index.clone();
                    target[dim] = at;
                    gathered.push(values[place(&sizes, &target)]);
                    replaced[place(&sizes, &target)] = from[place(&larger, index)];
                    added[place(&sizes, &target)] += from[place(&larger, index)];
                }
                let dim = dim as i64;
                for (x, index, source) in
                    [(x.clone(), index.clone(), source.clone()), (turned(&x), turned(&index), turned(&source))]
                {
                    let got = index::gather(OP, &x, dim, &index).unwrap();
                    assert_eq!((floats(&got), got.sizes()), (gathered.clone(), &dims(&own)));
                    let got = index::scatter(OP, &x, dim, &index, Operand::Array(&source)).unwrap();
                    assert_eq!(floats(&got), replaced);
                    assert_eq!(floats(&index::scatter_add(OP, &x, dim, &index, &source).unwrap()), added);
                    index::scatter_add_(OP, &x, dim, &index, &source).unwrap();
                    assert_eq!(floats(&x), added);
                }
            }
        }
    }
}

#[test]
fn gather_takes_scalars_and_empty_indices() {
    let scalar = counted(&[]);
    assert_eq!(floats(&index::gather(OP, &scalar, -1, &longs(&[0], &[])).unwrap()), [1.0]);
    assert_eq!(floats(&index::gather(OP, &scalar, 0, &longs(&[0, 0], &[2])).unwrap()), [1.0, 1.0]);
    let empty = index::gather(OP, &counted(&[2, 3]), 1, &longs(&[], &[2, 0])).unwrap();
    assert_eq!(*empty.sizes(), dims(&[2, 0]));
    assert!(index::gather(OP, &scalar, 1, &longs(&[0], &[])).is_err());
}

#[test]
fn indices_outside_of_their_dimension_are_refused_before_anything_is_written() {
    let x = counted(&[2, 3]);
    for wrong in [3, -1, i64::MAX, i64::MIN] {
        assert!(is_index_error(index::gather(OP, &x, 1, &longs(&[0, wrong], &[2, 1]))));
        assert!(is_index_error(index::scatter_(OP, &x, 1, &longs(&[0, wrong], &[2, 1]), Operand::Scalar(9.into()))));
        assert!(is_index_error(index::index_select(OP, &x, 1, &longs(&[wrong], &[1]))));
        assert!(is_index_error(index::index_add_(OP, &x, 1, &longs(&[0, wrong], &[2]), &counted(&[2, 2]), 1.into())));
        assert!(is_index_error(index::index_copy_(OP, &x, 1, &longs(&[wrong], &[1]), &counted(&[2, 1]))));
    }
    for wrong in [3, -4, i64::MAX, i64::MIN] {
        let at = longs(&[0, wrong], &[2]);
        assert!(is_index_error(index::index(OP, &x, &[None, Some(&at)])));
        assert!(is_index_error(index::index_put_(OP, &x, &[None, Some(&at)], &counted(&[1]), false)));
        assert!(is_index_error(index::index_fill_(OP, &x, 1, &at, Operand::Scalar(9.into()))));
    }
    assert!(is_index_error(index::take(OP, &x, &longs(&[6], &[1]))));
    assert!(is_index_error(index::embedding_read(OP, &x, &longs(&[-1], &[1]), Rows::default())));
    assert_eq!(floats(&x), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(
        index::index_select(OP, &x, 1, &longs(&[3], &[1])).unwrap_err().to_string(),
        "test: index out of range: index 3, dim 1 of size 3; index must be in -3..=2"
    );
}

#[test]
fn rows_of_any_length_are_gathered_and_scattered() {
    let mut numbers = Numbers(7);
    let rows = 3;
    for (width, size) in
        [1, 15, 16, 17, 50].into_iter().flat_map(|width| [1, 16, 60, 9000, 33000].map(|size| (width, size)))
    {
        let at: Vec<i64> = (0..rows * width).map(|_| numbers.below(size) as i64).collect();
        let (x, source, index) = (counted(&[rows, size]), counted(&[rows, width]), longs(&at, &[rows, width]));
        let (values, from) = (floats(&x), floats(&source));
        let (mut gathered, mut replaced, mut added, mut summed) =
            (vec![], values.clone(), values.clone(), vec![0.0; rows * size]);
        for (nth, &at) in at.iter().enumerate() {
            let to = nth / width * size + at as usize;
            gathered.push(values[to]);
            replaced[to] = from[nth];
            added[to] += from[nth];
            summed[to] += from[nth];
        }
        let what = format!("{width} of {size}");
        assert_eq!(floats(&index::gather(OP, &x, 1, &index).unwrap()), gathered, "{what}");
        assert_eq!(floats(&index::scatter(OP, &x, 1, &index, Operand::Array(&source)).unwrap()), replaced, "{what}");
        assert_eq!(floats(&index::scatter_add(OP, &x, 1, &index, &source).unwrap()), added, "{what}");
        assert_eq!(floats(&index::scatter_sum(OP, x.sizes(), 1, &index, &source).unwrap()), summed, "{what}");
        // An array of which the index leaves rows out.
        let larger = counted(&[rows + 1, size]);
        let out = floats(&index::scatter_add(OP, &larger, 1, &index, &source).unwrap());
        assert_eq!((&out[..rows * size], &out[rows * size..]), (&added[..], &floats(&larger)[rows * size..]), "{what}");
        for (place, wrong) in [(0, -1), (width - 1, size as i64), (rows * width - 1, i64::MIN)] {
            let mut at = at.clone();
            at[place] = wrong;
            let index = longs(&at, &[rows, width]);
            assert!(is_index_error(index::gather(OP, &x, 1, &index)), "{what}");
            assert!(is_index_error(index::scatter_add(OP, &x, 1, &index, &source)), "{what}");
        }
    }
}

#[test]
fn large_selections_go_past_the_caches_at_any_alignment() {
    // More than 32 MiB of rows that begin anywhere in a line of memory.
    let (size, width, n) = (50, 1003, 34_000);
    let mut numbers = Numbers(9);
    let values: Vec<u8> = (0..size * width).map(|_| numbers.below(256) as u8).collect();
    let at: Vec<i64> = (0..n).map(|_| numbers.below(size) as i64).collect();
    let x = Array::from_vec(values.clone(), &[size, width]).unwrap();
    let out: Vec<u8> = reading::to_vec(&index::index_select(OP, &x, 0, &longs(&at, &[n])).unwrap()).unwrap();
    for (row, &at) in out.chunks_exact(width).zip(&at) {
        assert!(row == &values[at as usize * width..][..width]);
    }
}

#[test]
fn of_several_writes_to_one_place_the_last_stays() {
    let index = longs(&[0, 0, 0], &[3]);
    let out = index::scatter(OP, &counted(&[2]), 0, &index, Operand::Array(&counted(&[3]))).unwrap();
    assert_eq!(floats(&out), [3.0, 2.0]);
    assert_eq!(floats(&index::index_copy(OP, &counted(&[2]), 0, &index, &counted(&[3])).unwrap()), [3.0, 2.0]);
    let put = index::index_put(OP, &counted(&[2]), &[Some(&index)], &counted(&[3]), false).unwrap();
    assert_eq!(floats(&put), [3.0, 2.0]);
}

#[test]
fn places_of_each_dimension_are_read_and_written() {
    let sizes = [3usize, 4, 2];
    let mut numbers = Numbers(2);
    for dim in 0..3 {
        let at: Vec<usize> = (0..5).map(|_| numbers.below(sizes[dim])).collect();
        let index = longs(&at.iter().map(|&at| at as i64).collect::<Vec<_>>(), &[5]);
        let mut own = sizes;
        own[dim] = 5;
        let (x, source) = (counted(&sizes), counted(&own));
        let (values, from) = (floats(&x), floats(&source));
        let (mut read, mut added, mut copied, mut filled) = (vec![], values.clone(), values.clone(), values.clone());
        for from_at in indices_of(&own) {
            let mut target = from_at.clone();
            target[dim] = at[from_at[dim]];
            let target = place(&sizes, &target);
            read.push(values[target]);
            added[target] += 2.5 * from[place(&own, &from_at)];
            copied[target] = from[place(&own, &from_at)];
            filled[target] = -1.0;
        }
        let dim = dim as i64;
        for (x, source) in [(x.clone(), source.clone()), (turned(&x), turned(&source))] {
            assert_eq!(floats(&index::index_select(OP, &x, dim, &index).unwrap()), read);
            assert_eq!(floats(&index::index_add(OP, &x, dim, &index, &source, 2.5.into()).unwrap()), added);
            assert_eq!(floats(&index::index_copy(OP, &x, dim, &index, &source).unwrap()), copied);
            assert_eq!(floats(&index::index_fill(OP, &x, dim, &index, Operand::Scalar((-1).into())).unwrap()), filled);
            index::index_add_(OP, &x, dim, &index, &source, 2.5.into()).unwrap();
            assert_eq!(floats(&x), added);
        }
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let (rows, width) = (500, 40);
    let mut numbers = Numbers(3);
    let at: Vec<i64> = (0..3000).map(|_| numbers.below(rows) as i64).collect();
    let values: Vec<f32> = (0..3000 * width).map(|_| numbers.below(1 << 20) as f32 / 777.0).collect();
    let (index, source) = (longs(&at, &[3000]), Array::from_vec(values.clone(), &[3000, width]).unwrap());
    let mut expected = vec![0f32; rows * width];
    for (row, &at) in at.iter().enumerate() {
        for column in 0..width {
            expected[at as usize * width + column] += values[row * width + column];
        }
    }
    for threads in [1, 2] {
        set_num_threads(threads);
        assert_eq!(floats(&index::places_sum(OP, &dims(&[rows, width]), 0, &index, &source).unwrap()), expected);
        let back = index::index_select(OP, &source, 0, &index).unwrap();
        assert_eq!(floats(&back)[..width], values[at[0] as usize * width..][..width]);
    }
}

#[test]
fn a_write_sees_the_source_as_it_was() {
    let x = counted(&[4]);
    let part = x.with_layout(x.layout().narrow(OP, 0, 0, 3).unwrap());
    index::index_copy_(OP, &x, 0, &longs(&[1, 2, 3], &[3]), &part).unwrap();
    assert_eq!(floats(&x), [1.0, 1.0, 2.0, 3.0]);
    let positions = longs(&[1, 0], &[2]);
    index::scatter_(OP, &positions, 0, &positions, Operand::Array(&positions)).unwrap();
    assert_eq!(reading::to_vec::<i64>(&positions).unwrap(), [0, 1]);
}

#[test]
fn whole_numbers_truth_values_and_halves_add_as_their_kind() {
    let large = (1i64 << 60) + 1;
    let sum = index::index_add(OP, &longs(&[large], &[1]), 0, &longs(&[0], &[1]), &longs(&[large], &[1]), 1.into());
    assert_eq!(reading::to_vec::<i64>(&sum.unwrap()).unwrap(), [2 * large]);
    let any = index::scatter_add(OP, &bools(&[false], &[1]), 0, &longs(&[0, 0], &[2]), &bools(&[true, true], &[2]));
    assert_eq!(reading::to_vec::<bool>(&any.unwrap()).unwrap(), [true]);
    // 2048 + 1 has no half of its own: only a wider sum gets past it.
    let ones = cresset_ops::copy::full(OP, &dims(&[4096]), 1.into(), DType::F16, cresset_storage::Device::Cpu).unwrap();
    let zeros = longs(&[0; 4096], &[4096]);
    assert_eq!(floats(&index::places_sum(OP, &dims(&[1]), 0, &zeros, &ones).unwrap()), [4096.0]);
    assert!(index::index_add(OP, &longs(&[1], &[1]), 0, &longs(&[0], &[1]), &longs(&[1], &[1]), 0.5.into()).is_err());
}

#[test]
fn masks_fill_select_and_spread() {
    let x = counted(&[2, 3]);
    let mask = bools(&[true, false, true], &[3]);
    let filled = index::masked_fill(OP, &x, &mask, Operand::Scalar(0.5.into())).unwrap();
    assert_eq!(floats(&filled), [0.5, 2.0, 0.5, 0.5, 5.0, 0.5]);
    let column = bools(&[true, false], &[2, 1]);
    assert_eq!(floats(&index::masked_select(OP, &turned(&x), &column).unwrap()), [1.0, 2.0, 3.0]);
    let spread = index::masked_scatter(OP, &turned(&x), &mask, &counted(&[9])).unwrap();
    assert_eq!(floats(&spread), [1.0, 2.0, 2.0, 3.0, 5.0, 4.0]);
    assert!(index::masked_scatter(OP, &x, &mask, &counted(&[3])).is_err());
    assert!(index::masked_fill(OP, &x, &longs(&[1, 0, 1], &[3]), Operand::Scalar(0.5.into())).is_err());
    let wider = bools(&[true; 4], &[4, 1, 1]);
    assert!(index::masked_fill_(OP, &x, &wider, Operand::Scalar(0.5.into())).is_err());
    assert_eq!(*index::masked_fill(OP, &x, &wider, Operand::Scalar(0.5.into())).unwrap().sizes(), dims(&[4, 2, 3]));
    let view = turned(&x);
    index::masked_fill_(OP, &view, &column, Operand::Array(&counted(&[]))).unwrap();
    assert_eq!(floats(&view), [1.0, 1.0, 1.0, 4.0, 5.0, 6.0]);
}

#[test]
fn nonzero_lists_indices() {
    let x = Array::from_vec(vec![0.0, -0.0, f32::NAN, 2.0], &[2, 2]).unwrap();
    assert_eq!(reading::to_vec::<i64>(&index::nonzero(OP, &x).unwrap()).unwrap(), [1, 0, 1, 1]);
    assert_eq!(*index::nonzero(OP, &counted(&[])).unwrap().sizes(), dims(&[1, 0]));
    assert_eq!(*index::nonzero(OP, &counted(&[0, 3])).unwrap().sizes(), dims(&[0, 2]));
}

/// The element that each index names, worked out one by one.
fn indexed(x: &Array, given: &[Option<&Array>]) -> (Vec<f32>, Vec<usize>) {
    let sizes = x.sizes().to_vec();
    let values = floats(x);
    let named: Vec<usize> = (0..given.len()).filter(|&dim| given[dim].is_some()).collect();
    let mut common = dims(&[]);
    for &dim in &named {
        common = cresset_ops::broadcast_sizes(OP, &common, given[dim].unwrap().sizes()).unwrap();
    }
    let rest: Vec<usize> = (0..sizes.len()).filter(|dim| !named.contains(dim)).collect();
    let together = named.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let lead = if together { named[0] } else { 0 };
    let out: Vec<usize> = rest[..lead]
        .iter()
        .map(|&dim| sizes[dim])
        .chain(common.iter().copied())
        .chain(rest[lead..].iter().map(|&dim| sizes[dim]))
        .collect();
    let elements = indices_of(&out).into_iter().map(|at| {
        let mut full = vec![0; sizes.len()];
        for (nth, &dim) in rest.iter().enumerate() {
            full[dim] = at[if nth < lead { nth } else { nth + common.len() }];
        }
        for &dim in &named {
            let index = given[dim].unwrap();
            let layout = index.layout().broadcast_to(OP, &common).unwrap();
            let list = reading::to_vec::<i64>(&index.with_layout(layout)).unwrap();
            let position = list[place(&common, &at[lead..lead + common.len()])];
            full[dim] = position.rem_euclid(sizes[dim] as i64) as usize;
        }
        values[place(&sizes, &full)]
    });
    (elements.collect(), out)
}

#[test]
fn index_tensors_broadcast_and_stand_where_pytorch_puts_them() {
    let x = counted(&[2, 3, 4, 5]);
    let (column, row) = (longs(&[0, -1], &[2, 1]), longs(&[2, 1, -3], &[3]));
    let cases: [Vec<Option<&Array>>; 6] = [
        vec![Some(&column)],
        vec![None, Some(&row)],
        vec![None, Some(&column), Some(&row)],
        vec![Some(&column), None, Some(&row)],
        vec![None, Some(&column), None, Some(&row)],
        vec![Some(&column), Some(&row), Some(&column), Some(&row)],
    ];
    for given in &cases {
        let (expected, sizes) = indexed(&x, given);
        for x in [x.clone(), turned(&x)] {
            let got = index::index(OP, &x, given).unwrap();
            assert_eq!(got.sizes().to_vec(), sizes);
            assert_eq!(floats(&got), expected);
            // What was read and is put back changes nothing; what is put there is read again.
            let negated = Array::from_vec(expected.iter().map(|value| -value).collect(), &sizes).unwrap();
            let put = index::index_put(OP, &x, given, &negated, false).unwrap();
            assert_eq!(floats(&index::index(OP, &put, given).unwrap()), floats(&negated));
            assert_eq!(floats(&index::index_put(OP, &put, given, &got, false).unwrap()), floats(&x));
            index::index_put_(OP, &x, given, &negated, false).unwrap();
            assert_eq!(floats(&x), floats(&put));
            index::index_put_(OP, &x, given, &got, false).unwrap();
        }
    }
    let small = Array::from_vec(vec![0i32, 1], &[2]).unwrap();
    assert_eq!(index::index(OP, &x, &[Some(&small)]).unwrap().sizes().to_vec(), [2, 3, 4, 5]);
    assert!(index::index(OP, &x, &[]).is_err());
    assert!(index::index(OP, &x, &[None, None, None, None, Some(&row)]).is_err());
    assert!(index::index(OP, &x, &[Some(&row), Some(&longs(&[0, 1], &[2]))]).is_err());
    assert!(index::index(OP, &x, &[Some(&counted(&[1]))]).is_err());
}

#[test]
fn masks_index_the_dimensions_they_stand_for() {
    let x = counted(&[2, 3, 2]);
    let mask = bools(&[true, false, false, false, false, true], &[2, 3]);
    let got = index::index(OP, &x, &[Some(&mask)]).unwrap();
    assert_eq!((floats(&got), got.sizes().to_vec()), (vec![1.0, 2.0, 11.0, 12.0], vec![2, 2]));
    let bytes = Array::from_vec(vec![0u8, 1, 7], &[3]).unwrap();
    assert_eq!(*index::index(OP, &x, &[None, Some(&bytes)]).unwrap().sizes(), dims(&[2, 2, 2]));
    assert!(index::index(OP, &x, &[None, Some(&mask)]).is_err());
    let put = index::index_put(OP, &x, &[Some(&mask)], &counted(&[1]), true).unwrap();
    assert_eq!(floats(&put)[..3], [2.0, 3.0, 3.0]);
}

#[test]
fn sums_are_the_transposes_of_reads() {
    let sizes = dims(&[3, 4]);
    let (x, n) = (counted(&sizes), 12);
    let at = longs(&[1, 1, 0, 2, 2, 2, 1, 0, 0], &[3, 3]);
    let flat = longs(&[3, 3, -1, 0, 11, 4, 3, 0, 0], &[9]);
    #[expect(clippy::type_complexity, reason = "a table of cases")]
    let reads: [(&dyn Fn(&Array) -> Result<Array>, &dyn Fn(&Array) -> Result<Array>); 4] = [
        (&|x| index::gather(OP, x, 0, &at), &|y| index::scatter_sum(OP, &sizes, 0, &at, y)),
        (&|x| index::index(OP, x, &[Some(&at)]), &|y| index::index_sum(OP, &sizes, &[Some(&at)], y)),
        (&|x| index::take(OP, x, &flat), &|y| index::take_sum(OP, &sizes, &flat, y)),
        (&|x| index::embedding_read(OP, x, &at, Rows::default()), &|y| {
            index::embedding_sum(OP, &sizes, &at, y, Rows::default())
        }),
    ];
    let dot = |lhs: &[f32], rhs: &[f32]| lhs.iter().zip(rhs).map(|(lhs, rhs)| lhs * rhs).sum::<f32>();
    for (read, sum) in reads {
        let y = read(&x).unwrap();
        let other = counted(y.sizes());
        let back = sum(&other).unwrap();
        assert_eq!(back.numel(), n);
        assert_eq!(dot(&floats(&y), &floats(&other)), dot(&floats(&x), &floats(&back)));
    }
}

#[test]
fn embedding_gradients_leave_out_the_padding_and_scale() {
    let at = longs(&[1, 1, 2, 0], &[4]);
    let rows = Rows { padding: Some(2), scale_by_frequency: true };
    let grad = Array::from_vec(vec![1.0f32, 3.0, f32::NAN, 5.0], &[4, 1]).unwrap();
    assert_eq!(floats(&index::embedding_sum(OP, &dims(&[3, 1]), &at, &grad, rows).unwrap()), [5.0, 2.0, 0.0]);
}

#[test]
fn one_hot_counts_classes() {
    let hot = index::one_hot(OP, &longs(&[2, 0], &[2]), -1).unwrap();
    assert_eq!(reading::to_vec::<i64>(&hot).unwrap(), [0, 0, 1, 1, 0, 0]);
    assert_eq!(*index::one_hot(OP, &longs(&[], &[0]), 4).unwrap().sizes(), dims(&[0, 4]));
    assert!(index::one_hot(OP, &longs(&[2], &[1]), 2).is_err());
    assert!(index::one_hot(OP, &longs(&[-1], &[1]), -1).is_err());
    assert!(index::one_hot(OP, &longs(&[], &[0]), -1).is_err());
    assert!(index::one_hot(OP, &longs(&[i64::MAX], &[1]), -1).is_err());
}

#[test]
fn numbers_fill_every_dtype() {
    for dtype in DType::ALL {
        let x = cresset_ops::copy::full(OP, &dims(&[3]), 0.into(), dtype, cresset_storage::Device::Cpu).unwrap();
        let at = longs(&[1], &[1]);
        let out = index::scatter(OP, &x, 0, &at, Operand::Scalar(Scalar::I64(1))).unwrap();
        assert_eq!((floats(&out), out.dtype()), (vec![0.0, 1.0, 0.0], dtype));
    }
}

/// `gather`, `scatter_add` and `scatter` along every dimension, large enough for several threads, against plain loops.
#[test]
fn one_index_for_each_element_along_every_dim() {
    let mut numbers = Numbers(5);
    for (sizes, index_sizes, dim) in [
        ([60, 40, 30], [60, 40, 70], 2),
        ([60, 40, 30], [55, 90, 21], 1),
        ([60, 40, 30], [900, 40, 30], 0),
        ([3, 2, 4000], [3, 40, 4000], 1),
        ([1, 1, 500], [1, 1, 50_000], 2),
    ] {
        let mut source_sizes = index_sizes;
        source_sizes[(dim + 1) % 3] += 1;
        let n = |sizes: [usize; 3]| sizes.iter().product::<usize>();
        let at: Vec<i64> = (0..n(index_sizes)).map(|_| numbers.below(sizes[dim]) as i64).collect();
        let x: Vec<f32> = (0..n(sizes)).map(|_| numbers.below(1 << 20) as f32 / 777.0).collect();
        let source: Vec<f32> = (0..n(source_sizes)).map(|_| numbers.below(1 << 20) as f32 / 777.0).collect();
        let place = |sizes: [usize; 3], [i, j, k]: [usize; 3]| (i * sizes[1] + j) * sizes[2] + k;
        let (mut gathered, mut added, mut replaced) = (vec![0f32; at.len()], x.clone(), x.clone());
        for unit in 0..at.len() {
            let here = [
                unit / (index_sizes[1] * index_sizes[2]),
                unit / index_sizes[2] % index_sizes[1],
                unit % index_sizes[2],
            ];
            let mut there = here;
            there[dim] = at[unit] as usize;
            // A gather may not reach beyond the other sizes of what it reads: these indices do not.
            gathered[unit] = x[place(sizes, there)];
            added[place(sizes, there)] += source[place(source_sizes, here)];
            replaced[place(sizes, there)] = source[place(source_sizes, here)];
        }
        let given = Array::from_vec(x.clone(), &sizes).unwrap();
        let source = Array::from_vec(source, &source_sizes).unwrap();
        let along = dim as i64;
        for threads in [1, 2] {
            set_num_threads(threads);
            let whole = longs(&at, &index_sizes);
            for index in [cresset_ops::copy::to_dtype(OP, &whole, DType::I32).unwrap(), whole] {
                assert_eq!(floats(&index::gather(OP, &given, along, &index).unwrap()), gathered);
                assert_eq!(floats(&index::scatter_add(OP, &given, along, &index, &source).unwrap()), added);
                let written = index::scatter(OP, &given, along, &index, Operand::Array(&source)).unwrap();
                assert_eq!(floats(&written), replaced);
            }
        }
        for outside in [sizes[dim] as i64, -1] {
            let mut at = at.clone();
            *at.last_mut().unwrap() = outside;
            let index = longs(&at, &index_sizes);
            let error = index::gather(OP, &given, along, &index).unwrap_err().to_string();
            assert!(error.contains(&outside.to_string()), "{error}");
            assert!(index::scatter_add_(OP, &given, along, &index, &source).is_err());
            assert_eq!(floats(&given), x);
        }
    }
}
