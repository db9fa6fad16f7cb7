//! Which operators autocast runs in another dtype: PyTorch's lists for the CPU.
//!
//! Recurrent layers and bilinear maps stand where PyTorch's results put them: its LSTM is one operator of lower precision,
//! the results of its other layers, of all cells and of bilinear maps are f32.

use crate::Method;

/// What autocast does with the floating inputs of an operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cast {
    /// They become the dtype of the scope.
    Lower,
    /// They become f32.
    Single,
    /// They become f32 where one of them is, else the dtype of the scope.
    Widest,
}

/// What autocast does with an operator, by its name here and its overloads in PyTorch.
#[must_use]
pub fn cast(method: &Method) -> Option<Cast> {
    let overloads = method.aten.iter().filter_map(|overload| overload.split('.').next());
    let names: Vec<&str> = overloads.chain([method.name]).collect();
    let is_in = |list: &str| list.split_whitespace().any(|entry| names.contains(&entry));
    let lists = [(Cast::Lower, LOWER), (Cast::Single, SINGLE), (Cast::Widest, WIDEST)];
    lists.into_iter().find_map(|(cast, list)| is_in(list).then_some(cast))
}

const LOWER: &str = "
    conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d convolution
    mm bmm matmul linear addmm baddbmm addbmm linalg_vecdot prelu scaled_dot_product_attention lstm
";

const SINGLE: &str = "
    avg_pool3d adaptive_avg_pool3d adaptive_max_pool3d max_pool3d max_pool3d_with_indices fractional_max_pool2d
    fractional_max_pool3d max_unpool1d max_unpool2d max_unpool3d
    reflection_pad1d reflection_pad2d replication_pad1d replication_pad2d replication_pad3d
    grid_sample grid_sampler grid_sampler_2d grid_sampler_3d
    binary_cross_entropy binary_cross_entropy_with_logits cosine_embedding_loss cross_entropy_loss ctc_loss
    hinge_embedding_loss huber_loss kl_div l1_loss margin_ranking_loss mse_loss multi_margin_loss
    multilabel_margin_loss nll_loss nll_loss2d nll_loss_nd poisson_nll_loss smooth_l1_loss soft_margin_loss
    triplet_margin_loss
    gru rnn_tanh rnn_relu lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell
    bilinear cdist polar prod quantile nanquantile stft trace view_as_complex
    fft_fft fft_ifft fft_fft2 fft_ifft2 fft_fftn fft_ifftn fft_rfft fft_irfft fft_rfft2 fft_irfft2 fft_rfftn fft_irfftn
    fft_hfft fft_ihfft
    cholesky cholesky_inverse cholesky_solve inverse lu_solve orgqr ormqr pinverse geqrf qr svd triangular_solve
    linalg_cholesky linalg_cholesky_ex linalg_cond linalg_eig linalg_eigh linalg_eigvals linalg_eigvalsh
    linalg_householder_product linalg_inv linalg_inv_ex linalg_lstsq linalg_matrix_rank linalg_qr linalg_solve
    linalg_svd linalg_svdvals linalg_tensorinv linalg_tensorsolve
";

const WIDEST: &str = "cat concat stack index_copy";
