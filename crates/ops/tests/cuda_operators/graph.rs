//! Graphs: recorded once, replayed on new inputs.

use cresset_ops::optimizer::{Rule, Slot, state_like, step};
use cresset_ops::pointwise::pointwise;
use cresset_ops::random::Generator;
use cresset_ops::{Array, Operand, Pointwise, copy, decompose, reading, sampling};
use cresset_storage::cuda::{Graph, Stream, empty_cache, is_capturing, stats};
use cresset_storage::{DType, Dims, ErrorKind, Result};

use crate::device::{GPU, assert_alike, on_gpu, present, values};

/// Several results that live for a moment, and one that stays.
fn chain(x: &Array) -> Result<Array> {
    let square = pointwise(Pointwise::Mul, &[Operand::Array(x), Operand::Array(x)])?;
    let sum = pointwise(Pointwise::Add, &[Operand::Array(&square), Operand::Scalar(0.5.into())])?;
    let tanh = pointwise(Pointwise::Tanh, &[Operand::Array(&sum)])?;
    pointwise(Pointwise::Sub, &[Operand::Array(&tanh), Operand::Array(x)])
}

#[test]
fn replays_compute_what_is_there_then() {
    if !present() {
        return;
    }
    let inputs = [1, 2, 3].map(|seed| values(&[700], seed, DType::F32));
    let x = on_gpu(&inputs[0]);
    let (graph, out) = Graph::capture(|| chain(&x)).unwrap();
    assert!(!is_capturing(0));
    for (at, input) in inputs.iter().enumerate() {
        // The first is there already; the second comes from the device, the third is written by the processor.
        match at {
            0 => {}
            1 => copy::copy_("copy_", &x, Operand::Array(&on_gpu(input))).unwrap(),
            _ => copy::copy_("copy_", &x, Operand::Array(input)).unwrap(),
        }
        graph.replay().unwrap();
        assert_alike(&out, &chain(input).unwrap(), &format!("replay {at}"));
    }
    // Work of other streams, before and after.
    let other = Stream::new(0).unwrap().enter();
    copy::copy_("copy_", &x, Operand::Array(&on_gpu(&inputs[1]))).unwrap();
    graph.replay().unwrap();
    let twice = pointwise(Pointwise::Add, &[Operand::Array(&out), Operand::Array(&out)]).unwrap();
    copy::copy_("copy_", &x, Operand::Array(&on_gpu(&inputs[2]))).unwrap();
    graph.replay().unwrap();
    let expected = chain(&inputs[1]).unwrap();
    let expected = pointwise(Pointwise::Add, &[Operand::Array(&expected), Operand::Array(&expected)]).unwrap();
    assert_alike(&twice, &expected, "on another stream");
    drop(other);
}

#[test]
fn steps_of_optimisers_count_on() {
    if !present() {
        return;
    }
    let (lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize) =
        (0.1, 0.9, 0.99, 1e-8, 0.0, false, false);
    // What follows from the step changes with each replay; RAdam's first steps are of another form.
    let rules = [
        Rule::Adam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize },
        Rule::Radam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize },
        Rule::Adagrad { lr, lr_decay: 0.5, weight_decay, eps, maximize },
    ];
    let (start, grad) = (values(&[40], 1, DType::F64), values(&[40], 2, DType::F64));
    for rule in rules {
        let copied = |array: &Array| copy::contiguous_copy("test", array).unwrap();
        let (there, here, grad_there) = (on_gpu(&start), copied(&start), on_gpu(&grad));
        let state = |param: &Array| [(); 2].map(|()| state_like(param).unwrap());
        let (states, states_there) = (state(&here), state(&there));
        let run = |param: &Array, grad: &Array, states: &[Array; 2], count| {
            let [first, second] = states.each_ref().map(Some);
            step(&rule, &[Slot { param, grad, states: [first, second, None], step: count }])
        };
        run(&there, &grad_there, &states_there, 1).unwrap();
        let (graph, ()) = Graph::capture(|| run(&there, &grad_there, &states_there, 2)).unwrap();
        run(&here, &grad, &states, 1).unwrap();
        assert_alike(&there, &here, "a capture computes nothing");
        for count in 2..8 {
            graph.replay().unwrap();
            run(&here, &grad, &states, count).unwrap();
            assert_alike(&there, &here, &format!("{rule:?} step {count}"));
        }
    }
}

#[test]
fn what_needs_the_processor_is_refused_by_name_and_the_device_goes_on() {
    if !present() {
        return;
    }
    let x = on_gpu(&values(&[4, 4], 1, DType::F32));
    let refused = |record: &dyn Fn() -> Result<()>| Graph::capture(record).map(drop).unwrap_err();
    let error = refused(&|| decompose::matrix_exp("matrix_exp", &x).map(drop));
    assert!(matches!(error.kind(), ErrorKind::Graph { .. }), "{error}");
    assert!(error.to_string().contains("matrix_exp"), "{error}");
    let error = refused(&|| reading::to_vec::<f32>(&x).map(drop));
    assert!(error.to_string().contains("the processor needs elements of a GPU"), "{error}");
    let error = refused(&|| Graph::capture(|| Ok(())).map(drop));
    assert!(error.to_string().contains("a capture within another"), "{error}");
    let panicked = std::panic::catch_unwind(|| Graph::capture(|| -> Result<()> { panic!("in the middle") }));
    assert!(panicked.is_err() && !is_capturing(0));
    let (graph, out) = Graph::capture(|| chain(&x)).unwrap();
    graph.replay().unwrap();
    assert_alike(&out, &chain(&values(&[4, 4], 1, DType::F32)).unwrap(), "afterwards");
}

#[test]
fn what_the_captured_stream_used_before_may_go_meanwhile() {
    if !present() {
        return;
    }
    let input = values(&[300], 1, DType::F32);
    let (x, stream) = (on_gpu(&input), Stream::new(0).unwrap());
    // Two streams have used each; one goes in the capture, the other is read by it.
    let [gone, read] = [2, 3].map(|seed| on_gpu(&values(&[300], seed, DType::F32)));
    let inside = stream.enter();
    let warm = [&gone, &read].map(|array| chain(array).unwrap());
    drop(inside);
    let (graph, out) = Graph::capture_on(stream, || {
        drop(gone);
        pointwise(Pointwise::Add, &[Operand::Array(&chain(&x)?), Operand::Array(&read)])
    })
    .unwrap();
    graph.replay().unwrap();
    let expected = chain(&input).unwrap();
    let read = values(&[300], 3, DType::F32);
    let expected = pointwise(Pointwise::Add, &[Operand::Array(&expected), Operand::Array(&read)]).unwrap();
    assert_alike(&out, &expected, "the graph");
    assert_alike(&warm[1], &chain(&read).unwrap(), "what was before");
}

#[test]
fn memory_of_a_graph_is_its_own_and_goes_with_it() {
    if !present() {
        return;
    }
    let input = values(&[3000], 1, DType::F32);
    let x = on_gpu(&input);
    let (graph, out) = Graph::capture(|| chain(&x)).unwrap();
    // What a capture let go is the graph's all the same: others must not get it.
    empty_cache(0).unwrap();
    let others: Vec<Array> = (2..6).map(|seed| on_gpu(&values(&[3000], seed, DType::F32))).collect();
    // The graph holds what it reads.
    drop(x);
    let reused = on_gpu(&values(&[3000], 9, DType::F32));
    graph.replay().unwrap();
    assert_alike(&out, &chain(&input).unwrap(), "after others came");
    for (other, seed) in others.iter().zip(2..6) {
        assert_alike(other, &values(&[3000], seed, DType::F32), "the others");
    }
    assert_alike(&reused, &values(&[3000], 9, DType::F32), "the last");
    drop(graph);
    assert_alike(&out, &chain(&input).unwrap(), "a result outlives its graph");
    drop(out);
    empty_cache(0).unwrap();
    assert!(stats(0).is_ok());
}

#[test]
fn each_replay_draws_the_numbers_that_come_next() {
    if !present() {
        return;
    }
    let generators = || [Generator::new(3), Generator::new(4)];
    // Three draws of one generator and one of another, in several distributions and grids.
    let draws = |[first, second]: &[Generator; 2]| -> Result<Vec<Array>> {
        let noise = sampling::dropout_noise(&Dims::new("test", &[5, 70])?, DType::F32, 0.3, GPU, first)?;
        let filled = Array::empty("test", &Dims::new("test", &[300_000])?, DType::BF16, GPU)?;
        sampling::uniform_(&filled, 0.0, 1.0, first)?;
        let normal = Array::empty("test", &Dims::new("test", &[33])?, DType::F64, GPU)?;
        sampling::normal_(&normal, 0.0, 1.0, second)?;
        let slopes =
            sampling::rrelu_slopes("rrelu", &pointwise(Pointwise::Neg, &[(&normal).into()])?, 0.1, 0.3, first)?;
        Ok(vec![noise, filled, normal, slopes])
    };
    let numbers = |arrays: &[Array]| -> Vec<Vec<f64>> { arrays.iter().map(|x| reading::to_vec(x).unwrap()).collect() };
    let (eager, replayed) = (generators(), generators());
    let states = |of: &[Generator; 2]| of.each_ref().map(|generator| generator.cuda_state(0));
    let step = |of| numbers(&draws(of).unwrap());
    assert_eq!(step(&eager), step(&replayed));
    let before = states(&replayed);
    let (graph, out) = Graph::capture(|| draws(&replayed)).unwrap();
    assert_eq!(states(&replayed), before, "a capture draws nothing");
    let mut last = Vec::new();
    for count in 0..5 {
        match count {
            // Others draw in between, and a generator is seeded anew.
            2 => assert_eq!(step(&eager), step(&replayed)),
            3 => [&eager, &replayed].into_iter().for_each(|of| of[0].manual_seed(1 << 40)),
            _ => {}
        }
        graph.replay().unwrap();
        let found = numbers(&out);
        assert_eq!(found, step(&eager), "replay {count}");
        assert_eq!(states(&replayed), states(&eager), "replay {count}");
        assert_ne!(found, last, "replay {count}");
        last = found;
    }
    // As many generators as a graph has room for, and one more.
    let many: Vec<Generator> = (0..16).map(Generator::new).collect();
    let of = |many: &[Generator]| {
        let x = Array::empty("test", &Dims::new("test", &[3])?, DType::F32, GPU)?;
        many.iter().try_for_each(|generator| sampling::uniform_(&x, 0.0, 1.0, generator)).map(|()| x)
    };
    let (graph, last) = Graph::capture(|| of(&many[..15])).unwrap();
    graph.replay().unwrap();
    let found = numbers(&[last]);
    assert_eq!(found, numbers(&[of(&[Generator::new(14)]).unwrap()]));
    let error = Graph::capture(|| of(&many)).map(drop).unwrap_err();
    assert!(error.to_string().contains("more than 15 generators"), "{error}");
}
