//! Several index tensors at once.

use cresset_ops::{Array, index as ops};
use cresset_storage::{Dims, Result, Scalar};
use smallvec::{SmallVec, smallvec};

use super::record::{Move, Rule, moved, record, record_};
use crate::graph::{Gradients, NodeRef};
use crate::{Options, Tensor};

/// Which of the leading dimensions have an index tensor.
type Given = SmallVec<[bool; 8]>;

/// The tensors of a call's indices, and where they stand.
fn take_apart<'a>(indices: &[Option<&'a Tensor>]) -> (Given, SmallVec<[&'a Tensor; 4]>) {
    (indices.iter().map(Option::is_some).collect(), indices.iter().flatten().copied().collect())
}

/// What [`take_apart`] took apart.
fn put_together<T: Copy>(given: &Given, kept: &[T]) -> SmallVec<[Option<T>; 8]> {
    let mut kept = kept.iter().copied();
    given.iter().map(|&given| if given { kept.next() } else { None }).collect()
}

/// Elements at indices; back: their sum.
#[derive(Clone)]
struct Index {
    given: Given,
    sizes: Dims,
}

impl Move for Index {
    fn name(&self) -> &'static str {
        "IndexBackward0"
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::index("index", x, &put_together(&self.given, kept))
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::index_sum("index_backward", &self.sizes, &put_together(&self.given, kept), grad)
    }
}

#[track_caller]
pub(crate) fn index(x: &Tensor, indices: &[Option<&Tensor>]) -> Result<Tensor> {
    let (given, kept) = take_apart(indices);
    moved(x, &kept, Index { given, sizes: *x.array().sizes() })
}

/// Values written, or added, at indices. What is overwritten gets no gradient.
struct Put {
    given: Given,
    accumulate: bool,
    values: Dims,
}

impl Rule for Put {
    fn name(&self) -> &'static str {
        "IndexPutBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let indices = put_together(&self.given, kept);
        let own = match node.needs_input_grad(0) {
            true if self.accumulate => Some(grad.clone()),
            true => {
                let zero = Options::like(grad).try_full([], Scalar::I64(0))?;
                Some(index_put(grad, &indices, &zero, false)?)
            }
            false => None,
        };
        let values = match node.needs_input_grad(1) {
            true => Some(index(grad, &indices)?.try_sum_to_size(&self.values)?),
            false => None,
        };
        Ok(smallvec![own, values])
    }
}

fn arrays<'a>(indices: &[Option<&'a Tensor>]) -> SmallVec<[Option<&'a Array>; 8]> {
    indices.iter().map(|index| index.map(Tensor::array)).collect()
}

#[track_caller]
pub(crate) fn index_put(x: &Tensor, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> Result<Tensor> {
    let out = ops::index_put("index_put", x.array(), &arrays(indices), values.array(), accumulate)?;
    let (given, kept) = take_apart(indices);
    record(&[x, values], &kept, out, Put { given, accumulate, values: *values.array().sizes() })
}

#[track_caller]
pub(crate) fn index_put_(x: &Tensor, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> Result<()> {
    let write = || ops::index_put_("index_put_", x.array(), &arrays(indices), values.array(), accumulate);
    let (given, kept) = take_apart(indices);
    let rule = Put { given, accumulate, values: *values.array().sizes() };
    record_("index_put_", &[x, values], &kept, write, rule)
}
