//! Kernel bodies and the table of rows: `crates/ops/src/generated`.
use cresset_optable::function::{Binary, Unary};
use cresset_optable::{Calls, Class, Complex, Expr, Kind, Leaf, Program, Row, Step, Value};

use super::formulas::{Fused, gradient_leaves, is_passed_on, lanes, value_program, variable};
use super::{Files, camel, grouped, header, imports};

/// Trait of the body, bound of its lanes, result, and constructor of its tiles.
struct Shape {
    body: &'static str,
    lanes: &'static str,
    result: &'static str,
    tiles: &'static str,
}

fn shape(class: Class) -> Shape {
    let (body, lanes, result, tiles) = match class {
        Class::Arithmetic | Class::Select => ("NumberBody", "Number", "V", "number"),
        Class::Comparison | Class::Logical => ("NumberTest", "Number", "V::Mask", "number_test"),
        Class::Float | Class::FloatOnly | Class::Rounding => ("FloatBody", "Float", "V", "float"),
        Class::Predicate => ("FloatTest", "Float", "V::Mask", "float_test"),
        Class::Bitwise => ("IntegerBody", "Integer", "V", "integer"),
    };
    Shape { body, lanes, result, tiles }
}

pub fn write(rows: &[Row], files: &mut Files) {
    for (section, members) in grouped(rows, |row| row.section) {
        let body: String = members.iter().map(|row| row_text(row)).collect();
        let uses = imports(
            &body,
            &[
                ("crate::cpu", &["tiles"]),
                ("crate::cpu::complex", &["ComplexNumber"]),
                (
                    "crate::pointwise::body",
                    &[
                        "ComplexBody",
                        "ComplexTest",
                        "FloatBody",
                        "FloatTest",
                        "IntegerBody",
                        "NumberBody",
                        "NumberTest",
                    ],
                ),
                ("crate::pointwise::table", &["Arg", "Class", "Gradient", "Row"]),
                ("crate::simd", &["Float", "Integer", "Number"]),
            ],
        );
        // Masks are joined by methods of their trait.
        let joins = |text: &str| [".and(", ".or(", ".xor(", ".not("].iter().any(|call| text.contains(call));
        let of_complex = |row: &&&Row| row.complex != Complex::Refused;
        let mut complex = members.iter().filter(of_complex).map(|row| complex_text(row, "", &value_program(row)).0);
        let truth = if complex.any(|text| joins(&text)) { "use crate::cpu::complex::Truth;\n" } else { "" };
        let mask = if joins(&body) { format!("{truth}use crate::simd::Mask;\n") } else { String::new() };
        let text = header(&format!("Rows of the section `{section}`.")) + &uses + &mask + &body;
        files.insert(format!("crates/ops/src/generated/{section}.rs"), text);
    }
    files.insert("crates/ops/src/generated.rs".to_owned(), root(rows));
}

fn root(rows: &[Row]) -> String {
    let modules: String = grouped(rows, |row| row.section).iter().map(|(name, _)| format!("mod {name};\n")).collect();
    let variants: String = rows.iter().map(|row| format!("/// {}\n{},\n", row.doc, camel(row.name))).collect();
    let entries: String = rows.iter().map(|row| format!("{}::{},\n", row.section, row.name.to_uppercase())).collect();
    format!(
        "{header}{modules}pub(crate) mod kernels;
        pub(crate) mod rules;
        use crate::pointwise::table::Row;

        /// The elementwise operators.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Pointwise {{ {variants} }}

        impl Pointwise {{
            /// Every operator.
            pub const ALL: [Pointwise; {count}] = [{all}];
        }}

        /// One row for each operator, in the order of [`Pointwise`].
        pub static ROWS: [Row; {count}] = [{entries}];",
        header = header("The elementwise operators and their kernels."),
        count = rows.len(),
        all = rows.iter().map(|row| format!("Pointwise::{},\n", camel(row.name))).collect::<String>(),
    )
}

/// The body of the value over complex numbers, and what adds its kernels to the others.
fn complex_text(row: &Row, name: &str, program: &Program) -> (String, String) {
    let (body, result, tiles) = match row.value {
        Value::Expr(_) => ("ComplexBody", "V", "complex"),
        Value::Test(_) => ("ComplexTest", "bool", "complex_test"),
    };
    let count = row.inputs.len();
    let names: Vec<&str> = (0..count).map(|at| variable(row, Leaf::Input(at))).collect();
    let text = format!(
        "impl {body}<{count}> for {name} {{
            #[inline(always)]
            fn eval<V: ComplexNumber>([{names}]: [V; {count}]) -> {result} {{ {block} }}
        }}\n\n",
        names = names.join(", "),
        block = lanes(row, program, Fused::No),
    );
    (text, format!(".{tiles}::<{name}, {count}>()"))
}

fn row_text(row: &Row) -> String {
    let shape = shape(row.class);
    let program = value_program(row);
    let count = row.inputs.len();
    let value = format!("{}Value", camel(row.name));
    let leaves: Vec<Leaf> = (0..count).map(Leaf::Input).collect();
    let mut text = body_text(row, &value, &row.value_text(), &shape, &leaves, &program);
    let mut complex_tiles = String::new();
    if row.complex != Complex::Refused {
        let (body, tiles) = complex_text(row, &value, &program);
        text += &body;
        complex_tiles = tiles;
    }
    let mut gradients = Vec::new();
    for (position, gradient) in row.gradients.iter().enumerate() {
        let Some(gradient) = gradient else {
            gradients.push("None".to_owned());
            continue;
        };
        let (body, entry) = gradient_text(row, position, gradient);
        text += &body;
        gradients.push(entry);
    }
    let operands = row.inputs.iter().filter(|input| !matches!(input.kind, Kind::Number { .. })).count();
    text + &format!(
        "pub(super) const {constant}: Row = Row {{
            name: {name:?}, class: Class::{class:?}, boolean: {boolean}, real: {real}, inputs: {count}, operands: {operands},
            value: tiles::{tiles}::<{value}, {count}>(){complex_tiles}, gradients: &[{gradients}], no_grad: {no_grad:?},
        }};\n\n",
        constant = row.name.to_uppercase(),
        name = row.name,
        class = row.class,
        boolean = row.boolean,
        real = row.complex == Complex::Real,
        tiles = shape.tiles,
        gradients = gradients.join(", "),
        no_grad = row.no_grad,
    )
}

/// The body of one gradient, and its entry in the row. A gradient that is passed on as it is needs no kernel.
fn gradient_text(row: &Row, position: usize, gradient: &Expr) -> (String, String) {
    let program = Program::of_expr(gradient, Calls::Inline);
    if is_passed_on(row, gradient) {
        return (String::new(), "Some(Gradient::PASS)".to_owned());
    }
    let leaves = gradient_leaves(row, &program);
    let name = format!("{}Grad{position}", camel(row.name));
    let formula = cresset_optable::formula::expression(gradient, &row.input_names());
    let body = body_text(row, &name, &formula, &shape(Class::Float), &leaves, &program);
    let argument = |leaf: &Leaf| match leaf {
        Leaf::Grad => "Arg::Grad".to_owned(),
        Leaf::Output => "Arg::Output".to_owned(),
        Leaf::Input(position) => format!("Arg::Input({position})"),
    };
    let arguments: Vec<String> = leaves.iter().map(argument).collect();
    let entry = format!(
        "Some(Gradient {{ args: &[{}], tiles: tiles::float::<{name}, {}>() }})",
        arguments.join(", "),
        leaves.len()
    );
    (body, entry)
}

/// Whether a formula takes a few instructions, so that a kernel waits for memory.
fn is_cheap(program: &Program) -> bool {
    let few = |step: &Step| match step {
        Step::Unary(function, _) => matches!(function, Unary::Abs | Unary::Neg | Unary::Recip),
        Step::Binary(function, ..) => {
            use Binary::{Add, BitAnd, BitOr, BitXor, Div, Fmax, Fmin, Maximum, Minimum, Mul, Sub};
            matches!(function, Add | Sub | Mul | Div | Minimum | Maximum | Fmin | Fmax | BitAnd | BitOr | BitXor)
        }
        Step::Call(..) => false,
        _ => true,
    };
    let n_read = |step: &&Step| matches!(step, Step::Constant(_) | Step::Leaf(_));
    program.steps().iter().all(few) && program.steps().len() - program.steps().iter().filter(n_read).count() <= 4
}

fn body_text(row: &Row, name: &str, formula: &str, shape: &Shape, leaves: &[Leaf], program: &Program) -> String {
    let used = |leaf: &Leaf| if program.mentions(*leaf) { variable(row, *leaf) } else { "_" };
    let names: Vec<&str> = leaves.iter().map(used).collect();
    let cheap =
        if shape.result == "V" { format!("const CHEAP: bool = {};\n", is_cheap(program)) } else { String::new() };
    format!(
        "/// `{formula}`
        pub struct {name};
        impl {body}<{count}> for {name} {{
            {cheap}#[inline(always)]
            fn eval<V: {lanes}>([{names}]: [V; {count}]) -> {result} {{ {block} }}
        }}\n\n",
        body = shape.body,
        count = leaves.len(),
        lanes = shape.lanes,
        names = names.join(", "),
        result = shape.result,
        block = lanes(row, program, if shape.lanes == "Float" { Fused::Any } else { Fused::No }),
    )
}
