//! Convolutions.
//!
//! Input, weights and the gradient of the output take part alike in the sum of products behind a convolution. Given two
//! of them, the gradient of that sum with respect to the third is an operator, and its own gradients are the other two
//! operators: so three kernels give gradients of any order.

use cresset_ops::conv::{Convolution, conv_backward_input, conv_backward_weight, convolution};
use cresset_storage::{Dims, Result};

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::complex;
use crate::record::{Keep, record};
use crate::saved::Saved;

/// Who takes part in the sum of products.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Input,
    Weight,
    Output,
}

impl Part {
    /// The two others, in the order in which the operator takes them.
    fn others(self) -> [Part; 2] {
        match self {
            Part::Input => [Part::Output, Part::Weight],
            Part::Weight => [Part::Output, Part::Input],
            Part::Output => [Part::Input, Part::Weight],
        }
    }
}

/// A convolution of inputs and weights of some sizes.
#[derive(Clone, Copy)]
struct Call {
    convolution: Convolution,
    input: Dims,
    weight: Dims,
}

struct ConvolutionBackward {
    call: Call,
    /// What the recorded operator computed.
    computed: Part,
    /// The two others, each where the gradient of its fellow is wanted.
    kept: Keep<[Option<Saved>; 2]>,
}

impl Backward for ConvolutionBackward {
    fn name(&self) -> &'static str {
        if self.computed == Part::Output { "ConvolutionBackward0" } else { "ConvolutionBackwardBackward0" }
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let others = self.computed.others();
        let mut sent = Gradients::new();
        for at in 0..2 {
            let wanted = if node.needs_input_grad(at) { Some(others[at]) } else { None };
            sent.push(match wanted {
                Some(wanted) => {
                    let fellow = self.kept.with(node, |kept| match &kept[1 - at] {
                        Some(fellow) => fellow.tensor(node),
                        None => Ok(grad.clone()),
                    })?;
                    let given = wanted.others().map(|part| if part == self.computed { grad } else { &fellow });
                    Some(compute(self.call, wanted, given, None)?)
                }
                None => None,
            });
        }
        if node.needs_input_grad(2) {
            sent.push(Some(bias_gradient(grad, self.call.weight.len())?));
        }
        Ok(sent)
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// The sum over all but the channels.
fn bias_gradient(grad: &Tensor, weight_rank: usize) -> Result<Tensor> {
    let channel = grad.dim() + 1 - weight_rank;
    let dims: Vec<i64> = (0..grad.dim()).filter(|&dim| dim != channel).map(|dim| dim as i64).collect();
    grad.try_sum_dim(dims, false)
}

/// Computes one part from the two others, and records it.
#[track_caller]
fn compute(call: Call, wanted: Part, given: [&Tensor; 2], bias: Option<&Tensor>) -> Result<Tensor> {
    let [lhs, rhs] = given.map(Tensor::array);
    let out = match wanted {
        Part::Output => convolution(lhs, rhs, bias.map(Tensor::array), &call.convolution)?,
        Part::Input => conv_backward_input(lhs, rhs, &call.input, &call.convolution)?,
        Part::Weight => conv_backward_weight(lhs, rhs, &call.weight, &call.convolution)?,
    };
    record(&[Some(given[0]), Some(given[1]), bias], out, |_| {
        let keep = |at: usize| given[1 - at].requires_grad().then(|| Saved::input(given[at])).transpose();
        let kept = Keep::new([keep(0)?, keep(1)?]);
        Ok(ConvolutionBackward { call, computed: wanted, kept })
    })
}

macro_rules! convolutions {
    ($($name:ident $rank:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            weight: &Tensor,
            bias: Option<&Tensor>,
            stride: &[i64],
            padding: &[i64],
            dilation: &[i64],
            groups: i64,
        ) -> Result<Tensor> {
            if x.is_complex() && weight.is_complex() {
                let product = |x: &Tensor, weight: &Tensor| $name(x, weight, None, stride, padding, dilation, groups);
                let out = complex::bilinear(x, weight, product)?;
                let channel = [&[-1][..], &[1; $rank]].concat();
                return bias.map_or(Ok(out.clone()), |bias| out.try_add(&bias.try_reshape(channel)?));
            }
            let convolution = Convolution::new($rank, stride, padding, dilation, groups)?;
            let call = Call { convolution, input: *x.array().sizes(), weight: *weight.array().sizes() };
            compute(call, Part::Output, [x, weight], bias)
        }
    )*};
}

convolutions! {
    conv1d 1;
    conv2d 2;
    conv3d 3;
}
