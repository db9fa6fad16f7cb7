//! All operators that are not elementwise, room by room.
use crate::method::Method;

mod conversion;
mod indexing;
mod join;
mod linalg;
mod linear_algebra;
mod neural;
mod reduced_losses;
mod reductions;
mod shape;
mod softmax;

/// Every method row, in the order of generated code.
pub fn methods() -> Vec<Method> {
    let rooms = [
        ("reductions", reductions::methods()),
        ("linear_algebra", linear_algebra::methods()),
        ("linalg", linalg::methods()),
        ("shape", shape::methods()),
        ("softmax", softmax::methods()),
        ("reduced_losses", reduced_losses::methods()),
        ("join", join::methods()),
        ("indexing", indexing::methods()),
        ("neural", neural::methods()),
        ("conversion", conversion::methods()),
    ];
    let named =
        |(room, methods): (&'static str, Vec<Method>)| methods.into_iter().map(move |method| Method { room, ..method });
    rooms.into_iter().flat_map(named).collect()
}
