//! The table as a whole: every row is complete and what it refers to exists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]
use std::collections::{HashMap, HashSet};

use cresset_optable::function::{Binary, Comparison, Predicate, Unary};
use cresset_optable::{
    ArgumentKind, Calls, Class, Expr, Kind, Leaf, Literal, Point, Program, Row, Step, Value, methods, rows, rules,
};

fn value_program(row: &Row) -> Program {
    match &row.value {
        Value::Expr(expr) => Program::of_expr(expr, Calls::Inline),
        Value::Test(test) => Program::of_test(test, Calls::Inline),
    }
}

fn is_snake(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.starts_with(char::is_alphabetic)
}

#[test]
fn there_are_many_rows_with_unique_names() {
    let names: Vec<&str> = rows().iter().map(|row| row.name).chain(methods().iter().map(|row| row.name)).collect();
    let unique: HashSet<&str> = names.iter().copied().collect();
    assert_eq!(unique.len(), names.len());
    assert!(rows().len() >= 110, "{}", rows().len());
    for name in names {
        assert!(is_snake(name) && !name.ends_with('_'), "{name}");
    }
}

#[test]
fn every_row_has_doc_and_domain_and_gradient_or_reason() {
    for row in rows() {
        let name = row.name;
        assert!(row.doc.ends_with('.') && !row.doc.contains('\n'), "{name}");
        assert_eq!(row.gradients.len(), row.inputs.len(), "{name}");
        let mut any = false;
        for (input, gradient) in row.inputs.iter().zip(&row.gradients) {
            match &input.kind {
                Kind::Operand { domain } => {
                    assert!(domain.start < domain.end && domain.start.is_finite() && domain.end.is_finite(), "{name}");
                    assert_eq!(gradient.is_some(), row.no_grad.is_none(), "{name}: {}", input.name);
                    any |= gradient.is_some();
                }
                Kind::Condition | Kind::Number { .. } => assert!(gradient.is_none(), "{name}: {}", input.name),
            }
        }
        assert_ne!(any, row.no_grad.is_some(), "{name}");
    }
    for method in methods() {
        assert!(method.doc.ends_with('.') && !method.doc.contains('\n'), "{}", method.name);
        assert_ne!(method.samples.is_empty(), method.no_grad.is_none(), "{}", method.name);
    }
}

#[test]
fn overloads_are_well_formed() {
    let of_rows = rows().into_iter().flat_map(|row| row.aten);
    let of_methods = methods().into_iter().flat_map(|row| row.aten).map(str::to_owned);
    for overload in of_rows.chain(of_methods) {
        let (name, kind) = overload.split_once('.').expect("name.overload");
        assert!(is_snake(name.trim_start_matches('_')), "{overload}");
        assert!(!kind.is_empty() && kind.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{overload}");
    }
}

#[test]
fn inputs_are_named_used_and_in_order() {
    for row in rows() {
        let name = row.name;
        let names: HashSet<&str> = row.input_names().into_iter().collect();
        assert_eq!(names.len(), row.inputs.len(), "{name}");
        assert!(!names.contains("g") && !names.contains("out"), "{name}");
        let program = value_program(&row);
        let is_number = |position: usize| matches!(row.inputs[position].kind, Kind::Number { .. });
        for position in 0..row.inputs.len() {
            assert!(program.mentions(Leaf::Input(position)), "{name}: input {position} is not used");
            assert!(position == 0 || is_number(position) || !is_number(position - 1), "{name}: numbers come last");
        }
        for program in row.gradients.iter().flatten().map(|expr| Program::of_expr(expr, Calls::Keep)).chain([program]) {
            for step in program.steps() {
                if let Step::Leaf(Leaf::Input(position)) = step {
                    assert!(*position < row.inputs.len(), "{name}: no input {position}");
                }
            }
        }
        let value = value_program(&row);
        assert!(!value.mentions(Leaf::Output) && !value.mentions(Leaf::Grad), "{name}: a value is made of inputs");
    }
}

/// Integers have no exponential: what a class computes with must exist for its dtypes.
#[test]
fn values_use_functions_that_their_dtypes_have() {
    use Binary as B;
    use Unary as U;
    for row in rows() {
        let name = row.name;
        assert_eq!(
            matches!(row.value, Value::Test(_)),
            matches!(row.class, Class::Comparison | Class::Predicate | Class::Logical),
            "{name}"
        );
        for step in value_program(&row).steps() {
            let bits = match step {
                Step::Unary(function, _) => *function == U::BitNot,
                Step::Binary(function, ..) => matches!(
                    function,
                    B::BitAnd | B::BitOr | B::BitXor | B::ShiftLeft | B::ShiftRight | B::Gcd | B::Lcm
                ),
                Step::Constant(_) | Step::Leaf(_) => continue,
                _ => false,
            };
            assert_eq!(bits, row.class == Class::Bitwise, "{name}: {step:?}");
            let fractions = match step {
                Step::Unary(function, _) => !matches!(function, U::Abs | U::Neg | U::Sign | U::BitNot),
                Step::Binary(function, ..) => {
                    matches!(function, B::Div | B::Atan2 | B::Hypot | B::Copysign | B::Nextafter | B::Fmin | B::Fmax)
                }
                Step::Holds(..) => true,
                _ => false,
            };
            let any = matches!(row.class, Class::Arithmetic | Class::Select | Class::Comparison | Class::Logical);
            assert!(!(fractions && any), "{name}: {step:?}");
        }
    }
}

/// Gradients of gradients run on tensors: each step of a gradient must be a row that has a gradient itself.
#[test]
fn every_step_of_a_gradient_is_a_row_with_a_gradient() {
    let table: HashMap<&str, Row> = rows().into_iter().map(|row| (row.name, row)).collect();
    for row in table.values() {
        for gradient in row.gradients.iter().flatten() {
            for step in Program::of_expr(gradient, Calls::Keep).steps() {
                let (name, test) = match step {
                    Step::Constant(_) | Step::Leaf(_) => continue,
                    Step::Unary(function, _) => (function.row(), false),
                    Step::Binary(function, ..) => (function.row(), false),
                    Step::Compare(comparison, ..) => (comparison.row(), true),
                    Step::Holds(predicate, _) => (predicate.row(), true),
                    Step::Join(connective, ..) => (connective.row(), true),
                    Step::Not(_) => ("logical_not", true),
                    Step::Select(..) => ("where_self", false),
                    Step::Call(name, arguments) => {
                        assert_eq!(arguments.len(), table[name].inputs.len(), "{}: {name}", row.name);
                        (*name, false)
                    }
                };
                let Some(used) = table.get(name) else { panic!("{}: no row {name}", row.name) };
                assert!(test || used.no_grad.is_none(), "{}: {name} has no gradient", row.name);
            }
        }
    }
}

#[test]
fn every_function_has_its_row() {
    let names: HashSet<&str> = rows().iter().map(|row| row.name).collect();
    let functions = Unary::ALL.iter().map(|function| function.row());
    let functions = functions.chain(Binary::ALL.iter().map(|function| function.row()));
    let functions = functions.chain(Comparison::ALL.iter().map(|function| function.row()));
    for name in functions.chain(Predicate::ALL.iter().map(|function| function.row())) {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn sample_arguments_fit_their_kinds() {
    use ArgumentKind as K;
    use Literal as L;
    for method in methods() {
        let name = method.name;
        for sample in &method.samples {
            assert_eq!(sample.arguments.len(), method.arguments.len(), "{name}");
            let mut used = vec![false; sample.inputs.len()];
            used[0] |= method.receiver;
            for (argument, literal) in method.arguments.iter().zip(&sample.arguments) {
                let fits = match literal {
                    L::Input(_) => matches!(argument.kind, K::Tensor | K::Elsewhere | K::OptionalTensor | K::Operand),
                    L::Inputs(_) => argument.kind == K::Tensors,
                    L::None => matches!(
                        argument.kind,
                        K::OptionalTensor
                            | K::OptionalInt
                            | K::OptionalFloat
                            | K::OptionalInts
                            | K::OptionalFloats
                            | K::OptionalDType
                            | K::OptionalBool
                            | K::OptionalScalar
                            | K::OptionalText
                    ),
                    L::Int(_) => {
                        matches!(
                            argument.kind,
                            K::Int | K::OptionalInt | K::Size | K::Scalar | K::OptionalScalar | K::Operand
                        )
                    }
                    L::Float(_) => matches!(
                        argument.kind,
                        K::Float | K::OptionalFloat | K::Scalar | K::OptionalScalar | K::Operand
                    ),
                    L::Bool(_) => matches!(argument.kind, K::Bool | K::OptionalBool),
                    L::Ints(_) => matches!(argument.kind, K::Ints | K::OptionalInts),
                    L::Indices(..) | L::Mask(..) => {
                        matches!(argument.kind, K::Tensor | K::Elsewhere | K::OptionalTensor | K::Operand)
                    }
                    L::IndexList(_) => argument.kind == K::OptionalTensors,
                    L::Text(_) => matches!(argument.kind, K::Text | K::OptionalText | K::Named(_)),
                    L::Variant(_) => matches!(argument.kind, K::Named(_) | K::DType),
                };
                assert!(fits, "{name}: {} = {literal:?}", argument.name);
                match literal {
                    L::Input(position) => used[*position] = true,
                    L::Inputs(positions) => positions.iter().for_each(|position| used[*position] = true),
                    L::Indices(values, sizes) => {
                        assert_eq!(values.len() as i64, sizes.iter().product::<i64>(), "{name}")
                    }
                    L::IndexList(tensors) => tensors.iter().flatten().for_each(|(values, sizes)| {
                        assert_eq!(values.len() as i64, sizes.iter().product::<i64>(), "{name}");
                    }),
                    L::Mask(values, sizes) => assert_eq!(values.len() as i64, sizes.iter().product::<i64>(), "{name}"),
                    _ => {}
                }
            }
            assert!(used.iter().all(|used| *used), "{name}: an input is not used");
        }
    }
}

#[test]
fn shared_parts_are_computed_once() {
    let doubled = (0..60).fold(Expr::from(cresset_optable::X), |sum, _| &sum + &sum);
    let program = Program::of_expr(&doubled, Calls::Inline);
    assert_eq!(program.steps().len(), 61);
    let at = cresset_optable::Point { inputs: &[1.0], out: 0.0, grad: 0.0 };
    assert_eq!(program.evaluate(at), 2.0_f64.powi(60));
}

#[test]
fn formulas_read_well() {
    let table: HashMap<&str, Row> = rows().into_iter().map(|row| (row.name, row)).collect();
    let text = |name: &str| table[name].value_text();
    assert_eq!(text("lerp"), "where(abs(weight) < 0.5, x + weight * (end - x), end - (end - x) * (1 - weight))");
    assert_eq!(text("softsign"), "x / (1 + abs(x))");
    assert_eq!(text("isfinite"), "not (is_inf(x) or is_nan(x))");
    assert_eq!(text("logical_xor"), "x != 0 xor other != 0");
    assert_eq!(text("deg2rad"), "x * (pi/180)");
}

/// The parameter after some steps down a parabola, by the rule's own formulas.
fn parameter_after(rule: &cresset_optable::Rule, maximize: bool) -> f64 {
    let programs: Vec<Program> = rule.updates.iter().map(|update| Program::of_expr(update, Calls::Inline)).collect();
    let option = |name: &&str| match *name {
        "lr" | "eta" => 0.01,
        "eps" | "smallest" => 1e-8,
        "weight_decay" | "lambd" | "lr_decay" | "dampening" => 0.0,
        "grow" => 1.2,
        "largest" => 50.0,
        _ => 0.5,
    };
    let options: Vec<f64> = rule.options.iter().map(option).collect();
    let flags = rule.flags.iter().map(|flag| f64::from(u8::from(*flag == "maximize" && maximize)));
    let flags: Vec<f64> = flags.collect();
    // Step sizes that Rprop multiplies do not begin with 0.
    let mut state: Vec<f64> = rule.states.iter().map(|state| if *state == "size" { 0.01 } else { 0.0 }).collect();
    let mut param = 1.0;
    for step in 1..=10 {
        let inputs = [&[param, param, f64::from(step)], &state[..], &options, &flags].concat();
        let value = |program: &Program| program.evaluate(Point { inputs: &inputs, out: 0.0, grad: 0.0 });
        let updated: Vec<f64> = programs.iter().map(value).collect();
        param = updated[0];
        state.copy_from_slice(&updated[1..]);
    }
    param
}

#[test]
fn rules_use_all_they_are_given_and_go_down() {
    let rules = rules();
    let names: HashSet<&str> = rules.iter().map(|rule| rule.name).collect();
    assert_eq!((names.len(), rules.len()), (rules.len(), 15));
    for rule in &rules {
        let name = rule.name;
        assert!(is_snake(name) && rule.doc.ends_with('.'), "{name}");
        assert_eq!(rule.updates.len(), 1 + rule.states.len(), "{name}");
        let (program, _) = Program::of_exprs(&rule.updates, Calls::Inline);
        for (at, input) in rule.input_names().into_iter().enumerate().filter(|(_, input)| *input != "step") {
            assert!(program.mentions(Leaf::Input(at)), "{name} has no use for {input}");
        }
        let (down, up) = (parameter_after(rule, false), parameter_after(rule, true));
        assert!((0.0..1.0).contains(&down) && up > 1.0, "{name}: {down} {up}");
    }
}
