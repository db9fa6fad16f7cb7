//! What the command shows on a terminal while it works. Elsewhere it shows nothing.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Runs `work` with a line that says for how long it has been at it.
pub fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let bar = shown(ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}", what);
    let done = work();
    bar.finish_and_clear();
    done
}

/// A bar over so many bytes.
pub fn of_bytes(what: &str, n_bytes: u64) -> ProgressBar {
    shown(ProgressBar::new(n_bytes), "{msg} {wide_bar} {bytes} of {total_bytes} {eta}", what)
}

/// A bar over so many runs.
pub fn of_runs(what: &str, n_runs: u64) -> ProgressBar {
    shown(ProgressBar::new(n_runs), "{msg} {wide_bar} {pos} of {len} {eta}", what)
}

fn shown(bar: ProgressBar, template: &str, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = bar.with_style(style).with_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
