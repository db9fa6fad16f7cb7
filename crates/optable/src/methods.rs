//! All operators that are not elementwise, room by room.
use crate::method::Method;

mod conversion;
mod elementwise;
mod folded_scatter;
mod indexing;
mod join;
mod linear_algebra;
mod neural;
mod pieces;
mod products;
mod reduced_losses;
mod reductions;
mod shape;
mod softmax;
mod statistics;

/// Every method row, in the order of generated code.
pub fn methods() -> Vec<Method> {
    let rooms = [
        ("reductions", reductions::methods()),
        ("elementwise", elementwise::methods()),
        ("statistics", statistics::methods()),
        ("linear_algebra", linear_algebra::methods()),
        ("shape", shape::methods()),
        ("pieces", pieces::methods()),
        ("products", products::methods()),
        ("softmax", softmax::methods()),
        ("reduced_losses", reduced_losses::methods()),
        ("join", join::methods()),
        ("indexing", indexing::methods()),
        ("folded_scatter", folded_scatter::methods()),
        ("neural", neural::methods()),
        ("conversion", conversion::methods()),
    ];
    let named =
        |(room, methods): (&'static str, Vec<Method>)| methods.into_iter().map(move |method| Method { room, ..method });
    rooms.into_iter().flat_map(named).collect()
}
