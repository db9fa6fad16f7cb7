//! Every gradient of the table against differences of its value, and every gradient's own gradient, taken through the
//! rows as the library takes it, against differences of the gradient.
use std::collections::HashMap;

use cresset_optable::{Calls, Kind, Leaf, Point, Program, Row, Step, Value, rows};

const POINTS: usize = 400;

/// A small generator, so that failures repeat.
struct Draw(u64);

impl Draw {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (high - low) * ((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// Derivative by fourth-order differences; none near a kink, a jump or a bend, where two step sizes disagree.
fn slope(f: impl Fn(f64) -> f64, at: f64) -> Option<f64> {
    let central = |h: f64| {
        let [a, b, c, d] = [-2.0, -1.0, 1.0, 2.0].map(|k| f(at + k * h));
        (a - 8.0 * b + 8.0 * c - d) / (12.0 * h)
    };
    let (coarse, fine) = (central(5e-4), central(3e-4));
    close(coarse, fine, 1e-8).then_some(fine)
}

fn sample(row: &Row, draw: &mut Draw) -> Vec<f64> {
    let value = |kind: &Kind| match kind {
        Kind::Operand { domain } => draw.between(domain.start, domain.end),
        Kind::Condition => draw.between(0.0, 2.0).floor(),
        Kind::Number { sample, .. } => *sample,
    };
    row.inputs.iter().map(|input| &input.kind).map(value).collect()
}

fn value_of(row: &Row) -> Program {
    match &row.value {
        Value::Expr(expr) => Program::of_expr(expr, Calls::Inline),
        Value::Test(test) => Program::of_test(test, Calls::Inline),
    }
}

fn replaced(inputs: &[f64], position: usize, value: f64) -> Vec<f64> {
    let mut inputs = inputs.to_vec();
    inputs[position] = value;
    inputs
}

fn close(got: f64, want: f64, tolerance: f64) -> bool {
    (got - want).abs() <= tolerance * (1.0 + want.abs())
}

#[test]
fn gradients_match_differences_of_values() {
    for row in rows() {
        let mut draw = Draw(1);
        let value = value_of(&row);
        let apply = |inputs: &[f64]| value.evaluate(Point { inputs, out: f64::NAN, grad: f64::NAN });
        for (position, gradient) in row.gradients.iter().enumerate() {
            let Some(gradient) = gradient else { continue };
            let gradient = Program::of_expr(gradient, Calls::Inline);
            let mut smooth = 0;
            for _ in 0..POINTS {
                let inputs = sample(&row, &mut draw);
                let grad = draw.between(-2.0, 2.0);
                let along = |at: f64| grad * apply(&replaced(&inputs, position, at));
                let Some(want) = slope(along, inputs[position]) else { continue };
                let got = gradient.evaluate(Point { inputs: &inputs, out: apply(&inputs), grad });
                assert!(
                    close(got, want, 1e-7),
                    "{} d{position} at {inputs:?}: {got}, differences say {want}",
                    row.name
                );
                smooth += 1;
            }
            assert!(smooth > POINTS * 9 / 10, "{} d{position}: only {smooth} smooth points", row.name);
        }
    }
}

/// One step as the row that computes it on tensors, with its operands.
fn row_of<'a>(step: &Step, table: &'a HashMap<&'static str, Row>) -> Option<&'a Row> {
    let name = match step {
        Step::Constant(_) | Step::Leaf(_) => return None,
        Step::Unary(function, _) => function.row(),
        Step::Binary(function, ..) => function.row(),
        Step::Compare(comparison, ..) => comparison.row(),
        Step::Holds(predicate, _) => predicate.row(),
        Step::Join(connective, ..) => connective.row(),
        Step::Not(_) => "logical_not",
        Step::Select(..) => "where_self",
        Step::Call(name, _) => name,
    };
    table.get(name)
}

/// Value of the last step and its derivative in every leaf, using nothing but the values and gradients of rows.
fn through_rows(program: &Program, at: Point<'_>, table: &HashMap<&'static str, Row>) -> (f64, HashMap<Leaf, f64>) {
    let mut values: Vec<f64> = Vec::new();
    for step in program.steps() {
        let operands: Vec<f64> = step.operands().iter().map(|&operand| values[operand]).collect();
        values.push(match (step, row_of(step, table)) {
            (_, Some(row)) => value_of(row).evaluate(Point { inputs: &operands, out: f64::NAN, grad: f64::NAN }),
            (Step::Constant(bits), None) => f64::from_bits(*bits),
            (Step::Leaf(Leaf::Input(position)), None) => at.inputs[*position],
            (Step::Leaf(Leaf::Output), None) => at.out,
            (Step::Leaf(Leaf::Grad), None) => at.grad,
            (_, None) => f64::NAN,
        });
    }
    let mut flows = vec![0.0; values.len()];
    let last = values.len() - 1;
    flows[last] = 1.0;
    let mut leaves = HashMap::new();
    for (position, step) in program.steps().iter().enumerate().rev() {
        if let Step::Leaf(leaf) = step {
            *leaves.entry(*leaf).or_insert(0.0) += flows[position];
        }
        let Some(row) = row_of(step, table) else { continue };
        let operands = step.operands();
        let inputs: Vec<f64> = operands.iter().map(|&operand| values[operand]).collect();
        for (gradient, &operand) in row.gradients.iter().zip(&operands) {
            // A flow of zero times an infinite slope is not wanted: the branch was not taken.
            if let (Some(gradient), true) = (gradient, flows[position] != 0.0) {
                let at = Point { inputs: &inputs, out: values[position], grad: flows[position] };
                flows[operand] += Program::of_expr(gradient, Calls::Inline).evaluate(at);
            }
        }
    }
    (values[last], leaves)
}

#[test]
fn gradients_of_gradients_match_differences_of_gradients() {
    let table: HashMap<&'static str, Row> = rows().into_iter().map(|row| (row.name, row)).collect();
    for row in table.values() {
        let mut draw = Draw(2);
        let value = value_of(row);
        let apply = |inputs: &[f64]| value.evaluate(Point { inputs, out: f64::NAN, grad: f64::NAN });
        let wanted: Vec<(usize, &_)> = row
            .gradients
            .iter()
            .enumerate()
            .filter_map(|(position, gradient)| Some((position, gradient.as_ref()?)))
            .collect();
        for (first, gradient) in &wanted {
            let inlined = Program::of_expr(gradient, Calls::Inline);
            let kept = Program::of_expr(gradient, Calls::Keep);
            let mut smooth = 0;
            for _ in 0..POINTS / 8 {
                let inputs = sample(row, &mut draw);
                let grad = draw.between(-2.0, 2.0);
                let out = apply(&inputs);
                let (got, leaves) = through_rows(&kept, Point { inputs: &inputs, out, grad }, &table);
                let want = inlined.evaluate(Point { inputs: &inputs, out, grad });
                assert!(close(got, want, 1e-12), "{} d{first} at {inputs:?}: rows say {got}, formula {want}", row.name);
                for (second, derivative) in &wanted {
                    let through_out =
                        Program::of_expr(derivative, Calls::Inline).evaluate(Point { inputs: &inputs, out, grad: 1.0 });
                    let flow = |leaf| leaves.get(&leaf).copied().unwrap_or(0.0);
                    let got = flow(Leaf::Input(*second))
                        + match flow(Leaf::Output) {
                            0.0 => 0.0,
                            flow => flow * through_out,
                        };
                    let along = |at: f64| {
                        let inputs = replaced(&inputs, *second, at);
                        inlined.evaluate(Point { inputs: &inputs, out: apply(&inputs), grad })
                    };
                    let Some(want) = slope(along, inputs[*second]) else { continue };
                    assert!(
                        close(got, want, 1e-6),
                        "{} d{first} d{second} at {inputs:?}: {got}, differences say {want}",
                        row.name
                    );
                    smooth += 1;
                }
            }
            assert!(smooth > POINTS / 8 * wanted.len() / 2, "{} d{first}: only {smooth} smooth points", row.name);
        }
    }
}

/// What PyTorch returns where no difference can decide.
#[test]
fn kinks_and_ties_are_pytorchs() {
    let table: HashMap<&'static str, Row> = rows().into_iter().map(|row| (row.name, row)).collect();
    let gradient = |name: &str, inputs: &[f64], position: usize| {
        let row = &table[name];
        let out = value_of(row).evaluate(Point { inputs, out: f64::NAN, grad: f64::NAN });
        let gradient = row.gradients[position].as_ref().expect("differentiable");
        Program::of_expr(gradient, Calls::Inline).evaluate(Point { inputs, out, grad: 1.0 })
    };
    for (name, inputs, want) in [
        ("relu", &[0.0][..], &[0.0][..]),
        ("abs", &[0.0], &[0.0]),
        ("relu6", &[6.0], &[0.0]),
        ("elu", &[0.0, 0.7], &[0.7]),
        ("leaky_relu", &[0.0, 0.2], &[0.2]),
        ("hardtanh", &[1.0, -1.0, 1.0], &[0.0]),
        ("maximum", &[2.0, 2.0], &[0.5, 0.5]),
        ("minimum", &[2.0, 2.0], &[0.5, 0.5]),
        ("fmax", &[2.0, 2.0], &[0.5, 0.5]),
        ("fmin", &[f64::NAN, 2.0], &[0.0, 1.0]),
        ("clamp", &[-1.0, -1.0, 1.0], &[1.0, 0.0, 0.0]),
        ("clamp", &[1.0, -1.0, 1.0], &[1.0, 0.0, 0.0]),
        ("clamp_min", &[-1.0, -1.0], &[1.0, 0.0]),
        ("pow", &[0.0, 0.0], &[0.0, 0.0]),
        ("pow", &[0.0, 2.0], &[0.0, 0.0]),
        ("xlogy", &[0.0, 0.0], &[0.0]),
        ("sinc", &[0.0], &[0.0]),
        ("copysign", &[0.0, -1.0], &[0.0, 0.0]),
        ("nan_to_num", &[f64::INFINITY, 0.0, 9.0, -9.0], &[0.0]),
        ("i1", &[0.0], &[0.5]),
        ("hardshrink", &[0.5, 0.5], &[0.0]),
    ] {
        for (position, want) in want.iter().enumerate() {
            assert_eq!(gradient(name, inputs, position), *want, "{name}{inputs:?} d{position}");
        }
    }
    // Reflected: pi^2 - trigamma(3/2) = pi^2 - (pi^2 / 2 - 4).
    assert!(close(gradient("digamma", &[-0.5], 0), std::f64::consts::PI.powi(2) / 2.0 + 4.0, 1e-14));
}
