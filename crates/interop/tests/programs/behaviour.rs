//! What programs do beside computing outputs.

use std::io::{Cursor, Read, Write};

use cresset_autograd::{Tensor, arange, manual_seed, no_grad, ones, randn};
use cresset_interop::ExportedProgram;
use cresset_nn::{Module, StateDict};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Set;

fn archive(name: &str) -> Vec<u8> {
    Set::committed(super::COMMITTED).read(&format!("{name}.pt2"))
}

fn program(name: &str) -> ExportedProgram {
    ExportedProgram::from_bytes(archive(name)).unwrap()
}

fn refused(program: &ExportedProgram, inputs: &[Tensor]) -> String {
    program.forward(inputs).unwrap_err().to_string()
}

/// The archive with every entry as `change` leaves it.
fn changed(archive: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut entry = from.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        to.start_file(&name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).unwrap();
        to.write_all(&change(&name, bytes)).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// The program with its JSON changed.
fn with_model(archive: &[u8], from: &str, to: &str) -> Vec<u8> {
    changed(archive, |name, bytes| match name.ends_with("model.json") {
        true => {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{from}");
            text.replace(from, to).into_bytes()
        }
        false => bytes,
    })
}

fn load_error(archive: Vec<u8>) -> String {
    ExportedProgram::from_bytes(archive).err().unwrap().to_string()
}

#[test]
fn dynamic_sizes_take_what_the_export_allows() {
    for name in ["llama/eval", "llama/eval_decomposed"] {
        let program = program(name);
        let ids = arange(1, 19, 1).try_reshape([2, 9]).unwrap();
        let whole = &program.forward(std::slice::from_ref(&ids)).unwrap()[0];
        let part = &program.forward(&[ids.try_narrow(1, 0, 4).unwrap()]).unwrap()[0];
        // A causal model says the same of a prefix.
        let difference = (&whole.try_narrow(1, 0, 4).unwrap() - part).abs().max();
        assert!(difference.item() < 1e-5, "{name}");
        let single = &program.forward(&[ids.try_narrow(0, 1, 1).unwrap()]).unwrap()[0];
        assert!((&whole.try_narrow(0, 1, 1).unwrap() - single).abs().max().item() < 1e-5, "{name}");
    }
    let program = program("mlp/eval");
    let text = refused(&program, &[ones([65, 6])]);
    assert!(
        text.starts_with("program: an input of another size: x has 65, the program wants s")
            && text.contains("from 1 to 64"),
        "{text}"
    );
    let text = refused(&program, &[ones([3, 7])]);
    assert!(text.contains("x has 7, the program wants 6"), "{text}");
    let text = refused(&program, &[ones([6])]);
    assert!(text.contains("an input has another number of dims"), "{text}");
    let text = refused(&program, &[]);
    assert!(text.contains("inputs = 0; give one"), "{text}");
    // Two inputs whose sizes are one symbol.
    let text = refused(&self::program("bert/train"), &[ones([2, 5]), ones([2, 6])]);
    assert!(text.contains("mask has 6, the program wants s") && text.contains("= 5"), "{text}");
}

#[test]
fn training_makes_the_loss_smaller_and_loads_back() {
    manual_seed(3);
    let program = program("mobilenet_v3/train");
    let input = randn([3, 3, 12, 12]);
    let loss = || {
        let out = &program.forward(std::slice::from_ref(&input)).unwrap()[0];
        (out - 1.0).square().mean()
    };
    let before = program.state_dict();
    let before: StateDict = before.iter().map(|(name, tensor)| (name.to_owned(), tensor.copy())).collect();
    let first = loss().item();
    for _ in 0..40 {
        program.zero_grad();
        loss().backward();
        no_grad(|| {
            for parameter in program.parameters() {
                let grad = parameter.grad().unwrap();
                parameter.try_sub_(&(&grad * 0.05)).unwrap();
            }
        });
    }
    let last = loss().item();
    assert!(last < 0.2 * first, "{first} {last}");
    let counted = |dict: &StateDict| dict.get("stem.1.num_batches_tracked").unwrap().item();
    assert_eq!(counted(&program.state_dict()) - counted(&before), 42.0);
    program.load_state_dict(&before, true).unwrap();
    assert!((loss().item() - first).abs() < 1e-6);
}

#[test]
fn dropout_and_batch_norm_switch_between_training_and_evaluation() {
    manual_seed(5);
    let x = randn([5, 6]);
    let run = |program: &ExportedProgram| program.forward(std::slice::from_ref(&x)).unwrap()[0].to_vec::<f32>();
    let mut train = program("mlp/train");
    let eval = program("mlp/eval");
    eval.load_state_dict(&train.state_dict(), true).unwrap();
    assert_ne!(run(&train), run(&train));
    train.switch_training(false).unwrap();
    assert_eq!(run(&train), run(&eval));
    train.switch_training(true).unwrap();
    assert_ne!(run(&train), run(&eval));

    let x = randn([3, 3, 12, 12]);
    let mut train = program("mobilenet_v3/train");
    let eval = program("mobilenet_v3/eval");
    train.switch_training(false).unwrap();
    let before = train.state_dict().get("stem.1.num_batches_tracked").unwrap().item();
    eval.load_state_dict(&train.state_dict(), true).unwrap();
    let of = |program: &ExportedProgram| program.forward(std::slice::from_ref(&x)).unwrap()[0].to_vec::<f32>();
    assert_eq!(of(&train), of(&eval));
    assert_eq!(train.state_dict().get("stem.1.num_batches_tracked").unwrap().item(), before);

    let text = program("mlp/train_decomposed").switch_training(false).unwrap_err().to_string();
    assert!(text.starts_with("switch_training: the program is decomposed: native_dropout.default"), "{text}");
}

#[test]
fn constants_are_folded_once_and_parameters_are_not() {
    let swin = program("swin/eval_decomposed");
    let (steps, folded) = swin.n_steps();
    assert!(folded >= 10, "{folded} of {steps}");
    let x = randn([2, 4, 4, 8]);
    let run = || swin.forward(std::slice::from_ref(&x)).unwrap()[0].to_vec::<f32>();
    let first = run();
    assert_eq!(first, run());
    no_grad(|| {
        swin.parameters().iter().for_each(|parameter| {
            parameter.mul_(0.5);
        })
    });
    assert_ne!(first, run());
}

#[test]
fn a_folded_constant_that_is_returned_is_a_copy() {
    let (from, to) = ("{\"name\": \"add_6\"}}], \"nodes\"", "{\"name\": \"fmod\"}}], \"nodes\"");
    let program = ExportedProgram::from_bytes(with_model(&archive("swin/eval_decomposed"), from, to)).unwrap();
    let run = || program.forward(&[ones([2, 4, 4, 8])]).unwrap().remove(0);
    let first = run();
    assert_eq!(first.to_vec::<i64>(), [1, 2, 3, 0]);
    first.zero_();
    assert_eq!(run().to_vec::<i64>(), [1, 2, 3, 0]);
}

#[test]
fn tied_parameters_are_one() {
    let program = program("gpt2/eval");
    let names: Vec<String> = program.named_parameters().into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"wte.weight".to_owned()) ^ names.contains(&"head.weight".to_owned()), "{names:?}");
    assert!(
        program
            .state_dict()
            .get("head.weight")
            .unwrap()
            .shares_storage(program.state_dict().get("wte.weight").unwrap())
    );
}

#[test]
fn programs_run_in_another_dtype() {
    let mut program = program("convnext/eval");
    let x = randn([2, 3, 16, 16]);
    let single =
        program.forward(std::slice::from_ref(&x)).unwrap()[0].try_to_dtype(cresset_autograd::DType::F64).unwrap();
    program.to_dtype(cresset_autograd::DType::F64).unwrap();
    let double = &program.forward(&[x.try_to_dtype(cresset_autograd::DType::F64).unwrap()]).unwrap()[0];
    assert_eq!(double.dtype(), cresset_autograd::DType::F64);
    assert!((single - double).abs().max().item() < 1e-5);
}

#[test]
fn symbols_have_bounds_or_none() {
    let shown = |(name, bounds): (&str, cresset_interop::Bounds)| format!("{name} {bounds}");
    let all: Vec<String> = program("sizes/eval").symbols().map(shown).collect();
    assert_eq!(all, ["s27 from 3 up", "s77 from 1 to 64", "u0 from 0 up"]);
}

#[test]
fn unknown_operators_are_all_named_at_load() {
    let archive = archive("mlp/eval");
    let archive = with_model(&archive, "torch.ops.aten.silu.default", "torch.ops.mine.silu.default");
    let archive = with_model(&archive, "torch.ops.aten.dropout.default", "torch.ops.aten.no_such.default");
    assert_eq!(
        load_error(archive),
        "ExportedProgram::from_bytes: unknown operators: bytes: aten.no_such.default, mine.silu.default; export it with \
         run_decompositions(), or leave these out"
    );
}

#[test]
fn damaged_programs_are_refused_by_name() {
    let archive = archive("mlp/eval");
    let change = |from: &str, to: &str| load_error(with_model(&archive, from, to));
    let has = |text: String, part: &str| assert!(text.contains(part), "{text}");
    has(change("\"major\": 8", "\"major\": 9"), "another version of the schema");
    has(
        change("{\"as_tensor\": {\"name\": \"silu\"}}", "{\"as_tensor\": {\"name\": \"x\"}}"),
        "a name stands for two values",
    );
    has(change("\"name\": \"input\"", "\"name\": \"no_such\""), "an argument that the schema does not have");
    has(change("\"parameter_name\": \"first.bias\"", "\"parameter_name\": \"no_such\""), "a tensor without data");
    let deep = format!("\"min_val\": {}1{}, \"other\": ", "[".repeat(5000), "]".repeat(5000));
    has(change("\"min_val\": ", &deep), "recursion limit");
    let config = |from: &str, to: &str| {
        load_error(changed(&archive, |name, bytes| match name.ends_with("model_weights_config.json") {
            true => String::from_utf8(bytes).unwrap().replace(from, to).into_bytes(),
            false => bytes,
        }))
    };
    has(
        config("\"storage_offset\": {\"as_int\": 0}", "\"storage_offset\": {\"as_int\": 999}"),
        "reaches out of its storage",
    );
    has(config("{\"as_int\": 6}", "{\"as_int\": 4611686018427387904}"), "size overflows");
    has(config("{\"as_int\": 8}", "{\"as_int\": -8}"), "a negative size");
    has(config("weight_0", "../weight_0"), "no such entry");
    has(config("\"second.bias\"", "\"first.bias\""), "stands twice");
    let mut torn = archive.clone();
    torn.truncate(archive.len() / 2);
    has(load_error(torn), "not a zip archive");
}
