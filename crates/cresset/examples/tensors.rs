//! Creating tensors, computing with them, and getting values in and out.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "an example prints")]

use clap::Parser;
use cresset::prelude::*;

/// Creates tensors and computes with them.
#[derive(Parser)]
struct Arguments {
    /// Where to compute: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

fn main() -> Result<()> {
    let Arguments { device } = Arguments::parse();
    manual_seed(0);

    // Memory as it was, zeros, random numbers, given values.
    let x = Options::new().device(device).empty([5, 3]);
    println!("empty: {:?} {} on {}", x.sizes(), x.dtype(), x.device());
    let x = rand([5, 3]).to_device(device);
    println!("rand:\n{x}");
    println!("zeros:\n{}", Options::new().dtype(DType::I64).zeros([2, 3]));
    println!("tensor: {}", tensor([5.5, 3.0]));
    println!("rand_like: {:?}", rand_like(&x).sizes());

    // Three ways to write one sum.
    let y = rand([5, 3]).to_device(device);
    let sum = &x + &y;
    assert_eq!(sum.to_vec::<f32>(), x.add(&y).to_vec::<f32>());
    let in_place = x.copy();
    in_place.add_(&y);
    assert_eq!(sum.to_vec::<f32>(), in_place.to_vec::<f32>());

    // Products, powers, bounds, sums.
    println!("mm: {:?}", x.mm(&y.t()).sizes());
    println!("clamp: {}", tensor([-2.0, 0.5, 2.0]).to_device(device).clamp(-1.0, 1.0));
    println!("pow: {}", tensor([1.0, 2.0, 3.0]).to_device(device).pow(2.0));
    println!("sum: {}, mean of columns: {}", x.sum().item(), x.mean_dim([0], false));

    // A trailing underscore writes in place; t_ changes what the handle looks at.
    let mut m = tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).to_device(device);
    m.t_();
    println!("t_: {:?}", m.sizes());
    let target = Options::like(&m).zeros([3, 2]);
    target.copy_(&m);
    println!("copy_:\n{target}");

    // Views share memory.
    let row = target.select(0, 0);
    row.fill_(9.0);
    println!("after writing a row:\n{target}");

    // To and from plain Rust.
    let values: Vec<f32> = target.to_vec();
    let back = Tensor::from_vec(values, [3, 2]).to_device(device);
    assert_eq!(back.to_vec::<f32>(), target.to_vec::<f32>());

    // Every method has a form that returns a Result.
    let error = x.try_mm(&y).map(|_| ()).expect_err("5x3 times 5x3 does not fit");
    println!("error: {error}");
    Ok(())
}
