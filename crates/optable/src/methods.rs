//! All operators that are not elementwise, room by room.
use crate::method::Method;

mod attention;
mod complex;
mod conversion;
mod elementwise;
mod fft;
mod folded_scatter;
mod indexing;
mod join;
mod layers;
mod linalg;
mod linear_algebra;
mod neural;
mod padding;
mod pieces;
mod pooling;
mod products;
mod recurrent;
mod reduced_losses;
mod reductions;
mod resizing;
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
        ("linalg", linalg::methods()),
        ("shape", shape::methods()),
        ("pieces", pieces::methods()),
        ("products", products::methods()),
        ("softmax", softmax::methods()),
        ("reduced_losses", reduced_losses::methods()),
        ("join", join::methods()),
        ("indexing", indexing::methods()),
        ("folded_scatter", folded_scatter::methods()),
        ("neural", neural::methods()),
        ("complex", complex::methods()),
        ("fft", fft::methods()),
        ("pooling", pooling::methods()),
        ("padding", padding::methods()),
        ("resizing", resizing::methods()),
        ("layers", layers::methods()),
        ("recurrent", recurrent::methods()),
        ("attention", attention::methods()),
        ("conversion", conversion::methods()),
    ];
    let named =
        |(room, methods): (&'static str, Vec<Method>)| methods.into_iter().map(move |method| Method { room, ..method });
    rooms.into_iter().flat_map(named).collect()
}
