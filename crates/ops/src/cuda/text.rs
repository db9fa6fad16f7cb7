//! The text of an elementwise kernel, written for its formula and dtypes.

use cresset_storage::DType;

/// What an input is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    Array(DType),
    Number,
}

/// An elementwise kernel: what it computes, in which dtypes.
pub(super) struct Kernel<'a> {
    /// A C function's body, of `x0`, `x1`, ... of the type `C`.
    pub(super) body: &'a str,
    pub(super) inputs: &'a [Source],
    pub(super) compute: DType,
    /// What the formula gives, before it becomes `out`.
    pub(super) gives: DType,
    pub(super) out: DType,
    pub(super) argument_bytes: usize,
}

/// Types of elements in memory, in the order of [`DType`]; none for complex numbers.
const STORED: [Option<&str>; DType::ALL.len()] = [
    Some("truth"),
    Some("unsigned char"),
    Some("signed char"),
    Some("short"),
    Some("int"),
    Some("long long"),
    Some("f16"),
    Some("bf16"),
    Some("float"),
    Some("double"),
    None,
    None,
];

/// The type that elements of a dtype are in memory.
pub(super) fn stored(dtype: DType) -> Option<&'static str> {
    STORED[dtype as usize]
}

/// The same, where complex numbers have kernels too.
pub(super) fn element(dtype: DType) -> &'static str {
    stored(dtype).unwrap_or(if dtype == DType::C64 { "complex<float>" } else { "complex<double>" })
}

/// The type that is computed in: a truth value by itself, a half as a float.
pub(super) fn computed(dtype: DType) -> &'static str {
    match dtype {
        DType::Bool => "bool",
        _ => element(crate::pointwise::computing(dtype)),
    }
}

/// What every text begins with, for its types.
fn prelude(types: &str) -> String {
    let complex = if types.contains("complex<") { include_str!("complex.cu") } else { "" };
    [include_str!("prelude.cu"), "\n", complex].concat()
}

/// A whole text: the prelude, a name for each type, a number for each constant, and the kernels of a file.
pub(super) fn whole(types: &[(&str, &str)], constants: &[(&str, usize)], file: &str) -> String {
    let types: String = types.iter().map(|(name, is)| format!("typedef {is} {name};\n")).collect();
    let constants: String = constants.iter().map(|(name, is)| format!("#define {name} {is}\n")).collect();
    [&prelude(&types), "\n", &types, &constants, "\n", file].concat()
}

impl Kernel<'_> {
    /// The elements of a pack: 16 bytes of the widest dtype.
    pub(super) fn width(&self) -> usize {
        let arrays = self.inputs.iter().filter_map(|source| match source {
            Source::Array(dtype) => Some(dtype.n_bytes()),
            Source::Number => None,
        });
        16 / arrays.fold(self.out.n_bytes(), usize::max)
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        let numbered: Vec<(usize, Source)> = self.inputs.iter().copied().enumerate().collect();
        let arrays = || numbered.iter().filter(|(_, source)| *source != Source::Number).map(|(at, _)| *at);
        let lines = |line: &dyn Fn(usize) -> String| arrays().map(line).collect::<Vec<_>>().join(" ");
        let parameters: Vec<String> = numbered.iter().map(|(at, _)| format!("C x{at}")).collect();
        let called = |element: &dyn Fn(usize) -> String| {
            let one = |&(at, source): &(usize, Source)| match source {
                Source::Array(_) => format!("C(widen({}))", element(at)),
                Source::Number => format!("number{at}"),
            };
            numbered.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let inputs: String = numbered
            .iter()
            .filter_map(|&(at, source)| match source {
                Source::Array(dtype) => Some(format!("typedef {} In{at};\n", element(dtype))),
                Source::Number => None,
            })
            .collect();
        let [compute, gives, out] = [computed(self.compute), computed(self.gives), element(self.out)];
        let types = format!("typedef {compute} C;\ntypedef {gives} Gives;\ntypedef {out} Out;\n{inputs}");
        let value = |at: usize| match self.compute.is_complex() {
            true => format!("C(p.real[{at}], p.imaginary[{at}])"),
            false => format!("number<C>(p.real[{at}], p.whole[{at}])"),
        };
        let numbers: Vec<String> = numbered
            .iter()
            .filter(|(_, source)| *source == Source::Number)
            .map(|(at, _)| format!("const C number{at} = {};", value(*at)))
            .collect();
        let defined = [
            ("WIDTH", self.width().to_string()),
            ("ARGUMENT_BYTES", self.argument_bytes.to_string()),
            ("NUMBERS", numbers.join(" ")),
            (
                "LOAD_PACKS",
                lines(&|at| {
                    format!("const Pack<In{at}, WIDTH> pack{at} = ((const Pack<In{at}, WIDTH> *)p.inputs[{at}])[pack];")
                }),
            ),
            ("PACKED", called(&|at| format!("pack{at}.at[lane]"))),
            ("ELEMENTS", called(&|at| format!("((const In{at} *)p.inputs[{at}])[at]"))),
            ("OFFSETS", lines(&|at| format!("long long offset{at} = 0;"))),
            ("STEP", lines(&|at| format!("offset{at} += index * p.strides[{at}][dim];"))),
            ("STRIDED", called(&|at| format!("((const In{at} *)p.inputs[{at}])[offset{at}]"))),
        ];
        let defined: String = defined.iter().map(|(name, text)| format!("#define {name} {text}\n")).collect();
        format!(
            "{prelude}\n{special}{types}\
             __device__ __forceinline__ auto value({parameters}) {{ {body} }}\n{defined}\n{ways}",
            prelude = prelude(&types),
            special = if self.body.contains("special::") { include_str!("special.cu") } else { "" },
            parameters = parameters.join(", "),
            body = self.body,
            ways = include_str!("pointwise.cu"),
        )
    }
}
