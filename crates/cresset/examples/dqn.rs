//! Learns to balance a pole on a cart by deep Q-learning.
#![allow(clippy::print_stdout, reason = "a program prints")]

use clap::Parser;
use cresset::optim::{AdamW, AdamWOptions, clip_grad_norm_};
use cresset::prelude::*;

/// Learns to balance a pole on a cart.
#[derive(Parser)]
struct Arguments {
    /// Moves of the cart
    #[arg(long, default_value_t = 12_000)]
    steps: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

/// Place and speed of the cart, angle and turning speed of the pole.
type State = [f32; 4];

/// The cart and the pole of Barto, Sutton and Anderson, <https://doi.org/10.1109/TSMC.1983.6313077>.
struct CartPole {
    state: State,
    n_moves: usize,
}

impl CartPole {
    const LIMIT: usize = 500;

    fn new(generator: &Generator) -> CartPole {
        let start = || (generator.random_u32() as f32 / u32::MAX as f32 - 0.5) * 0.1;
        CartPole { state: [start(), start(), start(), start()], n_moves: 0 }
    }

    /// Pushes the cart to the left (0) or right (1) for a fiftieth of a second; whether the pole stands.
    fn push(&mut self, action: i64) -> bool {
        let (gravity, half_length, pole, all, tick) = (9.8, 0.5, 0.1, 1.1, 0.02_f32);
        let [place, speed, angle, turning] = self.state;
        let force = if action == 1 { 10.0 } else { -10.0 };
        let (sin, cos) = angle.sin_cos();
        let pull = (force + pole * half_length * turning * turning * sin) / all;
        let fall = (gravity * sin - cos * pull) / (half_length * (4.0 / 3.0 - pole * cos * cos / all));
        let push = pull - pole * half_length * fall * cos / all;
        self.state = [place + tick * speed, speed + tick * push, angle + tick * turning, turning + tick * fall];
        self.n_moves += 1;
        self.state[0].abs() < 2.4 && self.state[2].abs() < 12.0_f32.to_radians()
    }
}

/// A move: the state, the action, the state after it, and whether the pole still stood.
type Move = (State, i64, State, bool);

fn network(device: Device) -> Result<nn::Sequential> {
    let mut network = nn::Sequential::new()
        .add(nn::Linear::new(4, 128)?)
        .add(nn::ReLU)
        .add(nn::Linear::new(128, 128)?)
        .add(nn::ReLU)
        .add(nn::Linear::new(128, 2)?);
    network.to_device(device)?;
    Ok(network)
}

fn states<'a>(states: impl Iterator<Item = &'a State>, device: Device) -> Result<Tensor> {
    let values: Vec<f32> = states.flatten().copied().collect();
    let n = values.len() / 4;
    Tensor::try_from_vec(values, [n, 4])?.try_to_device(device)
}

/// One step towards the reward of a move and the best value after it, as the slower network sees it.
fn learn(online: &nn::Sequential, target: &nn::Sequential, moves: &[&Move], device: Device) -> Result<Tensor> {
    let before = states(moves.iter().map(|(state, ..)| state), device)?;
    let after = states(moves.iter().map(|(_, _, state, _)| state), device)?;
    let column = |values: Vec<f32>| Tensor::try_from_vec(values, [moves.len()])?.try_to_device(device);
    let stands = column(moves.iter().map(|(.., stands)| f32::from(u8::from(*stands))).collect())?;
    let actions: Vec<i64> = moves.iter().map(|(_, action, ..)| *action).collect();
    let actions = Tensor::try_from_vec(actions, [moves.len(), 1])?.try_to_device(device)?;
    let value = online.forward(&before)?.try_gather(1, &actions)?.try_squeeze_dims([1])?;
    let best = no_grad(|| target.forward(&after)?.try_amax([1], false))?;
    value.try_smooth_l1_loss(&(best * stands * 0.99 + 1.0), Reduction::Mean, 1.0)
}

fn main() -> Result<()> {
    let Arguments { steps, device } = Arguments::parse();
    manual_seed(0);
    let generator = Generator::new(0);
    let (online, target) = (network(device)?, network(device)?);
    target.load_state_dict(&online.state_dict(), true)?;
    let options = AdamWOptions { lr: 1e-3, amsgrad: true, ..AdamWOptions::default() };
    let mut optimizer = AdamW::new(online.parameters(), options)?;
    let (mut memory, mut returns): (Vec<Move>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut cart = CartPole::new(&generator);
    for step in 0..steps {
        // Fewer and fewer moves are tried at random.
        let chance = 0.05 + 0.85 * (-(step as f64) / 1500.0).exp();
        let action = match f64::from(generator.random_u32()) / f64::from(u32::MAX) < chance {
            true => i64::from(generator.random_u32() & 1),
            false => {
                let values = no_grad(|| online.forward(&states([cart.state].iter(), device)?))?;
                values.try_argmax(None, false)?.try_item()? as i64
            }
        };
        let before = cart.state;
        let stands = cart.push(action);
        let made = (before, action, cart.state, stands);
        if memory.len() < 10_000 {
            memory.push(made)
        } else {
            memory[step % 10_000] = made
        }
        if !stands || cart.n_moves == CartPole::LIMIT {
            returns.push(cart.n_moves);
            cart = CartPole::new(&generator);
        }
        if memory.len() >= 128 {
            let drawn: Vec<&Move> = (0..128).map(|_| &memory[generator.random_u64() as usize % memory.len()]).collect();
            optimizer.zero_grad();
            learn(&online, &target, &drawn, device)?.try_backward()?;
            clip_grad_norm_(&online.parameters(), 10.0, 2.0, true)?;
            optimizer.step()?;
            // The target follows slowly.
            no_grad(|| {
                let mut pairs = target.parameters().into_iter().zip(online.parameters());
                pairs.try_for_each(|(slow, fast)| slow.try_lerp_(&fast, 0.005).map(drop))
            })?;
        }
        if (step + 1) % 1000 == 0 || step + 1 == steps {
            let last = &returns[returns.len().saturating_sub(10)..];
            let mean = last.iter().sum::<usize>() as f64 / last.len().max(1) as f64;
            println!("step {:6}  episodes {:4}  moves in the last ten: {mean:.1}", step + 1, returns.len());
        }
    }
    Ok(())
}
