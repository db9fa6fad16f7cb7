//! Softmax and its logarithm.

use cresset_ops::{Array, softmax as ops};
use cresset_storage::Result;
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Tensor, mode};

/// One of the two, and the dimension it runs along.
#[derive(Clone, Copy)]
struct Form {
    dim: i64,
    log: bool,
}

struct SoftmaxBackward {
    form: Form,
    out: Keep<Saved>,
}

impl Backward for SoftmaxBackward {
    fn name(&self) -> &'static str {
        if self.form.log { "LogSoftmaxBackward0" } else { "SoftmaxBackward0" }
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let Form { dim, log } = self.form;
        let sent = self.out.with(node, |out| {
            if !mode::is_grad_enabled() {
                let fused = if log { ops::log_softmax_backward } else { ops::softmax_backward };
                return Ok(Tensor::new(fused(grad.array(), out.array(node)?, dim)?));
            }
            let out = out.tensor(node)?;
            if log {
                grad.try_sub(&out.try_exp()?.try_mul(&grad.try_sum_dim([dim], true)?)?)
            } else {
                out.try_mul(&grad.try_sub(&grad.try_mul(&out)?.try_sum_dim([dim], true)?)?)
            }
        })?;
        Ok(smallvec![Some(sent)])
    }

    fn release(&self) {
        self.out.release();
    }
}

#[track_caller]
fn recorded(x: &Tensor, out: Array, form: Form) -> Result<Tensor> {
    record(&[Some(x)], out, |out| Ok(SoftmaxBackward { form, out: Keep::new(Saved::output(out, 0)) }))
}

#[track_caller]
pub(crate) fn softmax(x: &Tensor, dim: i64) -> Result<Tensor> {
    recorded(x, ops::softmax(x.array(), dim)?, Form { dim, log: false })
}

#[track_caller]
pub(crate) fn log_softmax(x: &Tensor, dim: i64) -> Result<Tensor> {
    recorded(x, ops::log_softmax(x.array(), dim)?, Form { dim, log: true })
}
