//! Pending.
use crate::{Result, Tensor};
impl Tensor {
    pub(crate) fn try_sum_dim(&self, dims: impl AsRef<[i64]>, _keepdim: bool) -> Result<Tensor> {
        let mut sizes: Vec<usize> = self.sizes().to_vec();
        for &dim in dims.as_ref() {
            sizes[dim as usize] = 1;
        }
        let out = crate::Options::like(self).try_zeros(&sizes)?;
        let n: usize = self.numel();
        let xs = self.try_to_vec::<f64>()?;
        let mut o = vec![0.0f64; out.numel()];
        for at in 0..n {
            let mut rest = at;
            let mut idx = vec![0; sizes.len()];
            for d in (0..sizes.len()).rev() {
                idx[d] = rest % self.sizes()[d];
                rest /= self.sizes()[d];
            }
            let mut p = 0;
            for d in 0..sizes.len() {
                p = p * sizes[d] + if sizes[d] == 1 { 0 } else { idx[d] };
            }
            o[p] += xs[at];
        }
        Tensor::try_from_vec(o, &sizes)?.try_to_dtype(self.dtype())
    }
    pub(crate) fn try_any(&self) -> Result<Tensor> {
        Tensor::try_from_vec(vec![self.try_to_vec::<bool>()?.contains(&true)], [])
    }
    pub(crate) fn try_cat(parts: &[&Tensor], _dim: i64) -> Result<Tensor> {
        Ok(parts[0].clone())
    }
}
impl Tensor {
    /// Pending.
    pub fn try_sum(&self) -> Result<Tensor> {
        self.try_sum_dim((0..self.dim() as i64).collect::<Vec<_>>(), true)?.try_reshape([])
    }
    /// Pending.
    pub fn sum(&self) -> Tensor {
        crate::plain(self.try_sum())
    }
}
