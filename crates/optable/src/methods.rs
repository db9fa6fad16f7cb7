//! All operators that are not elementwise, room by room.
use crate::method::Method;

mod conversion;
mod indexing;
mod join;
mod linear_algebra;
mod neural;
mod reductions;
mod shape;

/// Every method row, in the order of generated code.
pub fn methods() -> Vec<Method> {
    let rooms = [
        ("shape", shape::methods()),
        ("join", join::methods()),
        ("indexing", indexing::methods()),
        ("conversion", conversion::methods()),
    ];
    let named =
        |(room, methods): (&'static str, Vec<Method>)| methods.into_iter().map(move |method| Method { room, ..method });
    rooms.into_iter().flat_map(named).collect()
}
