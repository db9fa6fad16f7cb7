//! How long one run takes: the same procedure as on the PyTorch side.

use std::time::{Duration, Instant};

use cresset::prelude::*;

/// The middle and the shortest time of one run, in milliseconds, and how many runs there were.
pub struct Timing {
    pub median_ms: f64,
    pub min_ms: f64,
    pub runs: usize,
}

/// Warms up, then takes samples of at least 0.2 ms each for `budget_ms`, at least five.
pub fn timing(budget_ms: f64, mut run: impl FnMut() -> Result<()>) -> Result<Timing> {
    let budget = Duration::from_secs_f64(budget_ms / 1e3);
    run()?;
    let warming = Instant::now();
    run()?;
    while warming.elapsed() < Duration::from_millis(80).min(budget / 4) {
        run()?;
    }
    let (started, mut runs) = (Instant::now(), 0);
    while runs < 5 || (started.elapsed() < Duration::from_millis(10) && runs < 10_000) {
        run()?;
        runs += 1;
        if started.elapsed() > budget {
            break;
        }
    }
    let each = started.elapsed().as_secs_f64() / f64::from(runs);
    let batch = ((2e-4 / each) as usize).max(1);
    let mut samples = Vec::new();
    let started = Instant::now();
    while started.elapsed() < budget || samples.len() < 5 {
        let began = Instant::now();
        for _ in 0..batch {
            run()?;
        }
        samples.push(began.elapsed().as_secs_f64() * 1e3 / batch as f64);
        if each > 2.0 && samples.len() >= 3 {
            break;
        }
    }
    samples.sort_by(f64::total_cmp);
    Ok(Timing { median_ms: samples[samples.len() / 2], min_ms: samples[0], runs: samples.len() * batch })
}
