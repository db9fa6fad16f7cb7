//! All operators that are not elementwise, room by room.
use crate::method::Method;

mod conversion;
mod indexing;
mod linear_algebra;
mod neural;
mod reductions;
mod shape;

/// Every method row, in the order of generated code.
pub fn methods() -> Vec<Method> {
    let rooms = [("shape", shape::methods()), ("neural", neural::methods()), ("conversion", conversion::methods())];
    let named =
        |(room, methods): (&'static str, Vec<Method>)| methods.into_iter().map(move |method| Method { room, ..method });
    const PENDING: [&str; 14] = [
        "softmax",
        "log_softmax",
        "nll_loss",
        "cross_entropy",
        "mse_loss",
        "cat",
        "stack",
        "flip",
        "roll",
        "repeat",
        "repeat_interleave",
        "tril",
        "triu",
        "",
    ];
    rooms.into_iter().flat_map(named).filter(|method| !PENDING.contains(&method.name)).collect()
}
