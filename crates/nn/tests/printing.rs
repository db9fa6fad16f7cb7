//! Printed modules against what PyTorch prints.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_nn::*;

fn same(module: impl std::fmt::Display, want: &str) {
    assert_eq!(module.to_string(), want);
}

#[test]
fn modules_print_as_in_pytorch() {
    same(ELU::default(), "ELU(alpha=1.0)");
    same(Hardshrink::default(), "Hardshrink(0.5)");
    same(Hardtanh::default(), "Hardtanh(min_val=-1.0, max_val=1.0)");
    same(Softplus::default(), "Softplus(beta=1.0, threshold=20.0)");
    same(RReLU::default(), "RReLU(lower=0.125, upper=0.3333333333333333)");
    same(GLU::new(-1), "GLU(dim=-1)");
    same(PReLU::with(3, 0.25).unwrap(), "PReLU(num_parameters=3)");
    same(MaxPool1d::new(2), "MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)");
    same(
        MaxPool3d::new((2, 2, 2)),
        "MaxPool3d(kernel_size=(2, 2, 2), stride=(2, 2, 2), padding=0, dilation=1, ceil_mode=False)",
    );
    same(AvgPool1d::new(2), "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))");
    same(AvgPool2d::new(2), "AvgPool2d(kernel_size=2, stride=2, padding=0)");
    same(AdaptiveAvgPool2d::new([Some(3), None]), "AdaptiveAvgPool2d(output_size=(3, None))");
    same(MaxUnpool2d::new(2), "MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))");
    same(ConstantPad1d::new(2, 3.5), "ConstantPad1d(padding=(2, 2), value=3.5)");
    same(ZeroPad2d::new((1, 2, 3, 4)), "ZeroPad2d((1, 2, 3, 4))");
    same(ReplicationPad3d::new(1), "ReplicationPad3d((1, 1, 1, 1, 1, 1))");
    same(
        InstanceNorm2d::new(3).unwrap(),
        "InstanceNorm2d(3, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=False)",
    );
    same(LocalResponseNorm::new(2), "LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)");
    same(CrossMapLRN2d::new(2), "CrossMapLRN2d(2, alpha=0.0001, beta=0.75, k=1.0)");
    same(
        SyncBatchNorm::new(4).unwrap(),
        "SyncBatchNorm(4, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)",
    );
    same(
        LinearCrossEntropyLoss::with(4, 5, &[2], true).unwrap(),
        "LinearCrossEntropyLoss(
  in_features=4, num_classes=5, out_features=(2,), bias=True, reduction=mean, ignore_index=None, label_smoothing=0.0, options=None
  (linear): Linear(in_features=4, out_features=10, bias=True)
)",
    );
    same(RMSNorm::new(4).unwrap(), "RMSNorm((4,), eps=None, elementwise_affine=True)");
    same(GroupNorm::new(2, 4).unwrap(), "GroupNorm(2, 4, eps=1e-05, affine=True, bias=True)");
    same(Upsample::scale_factor(&[2.0]), "Upsample(scale_factor=2.0, mode='nearest')");
    same(Upsample::size(&[3, 4]).mode(InterpolateMode::Linear), "Upsample(size=(3, 4), mode='bilinear')");
    same(UpsamplingBilinear2d::size(&[4]), "UpsamplingBilinear2d(size=4, mode='bilinear')");
    same(PixelShuffle::new(2), "PixelShuffle(upscale_factor=2)");
    same(Fold::new((4, 5), (2, 2)), "Fold(output_size=(4, 5), kernel_size=(2, 2), dilation=1, padding=0, stride=1)");
    same(Unfold::new(3), "Unfold(kernel_size=3, dilation=1, padding=0, stride=1)");
    same(Dropout2d::new(0.5).unwrap(), "Dropout2d(p=0.5, inplace=False)");
    same(Unflatten::new(1, &[2, 3]), "Unflatten(dim=1, unflattened_size=(2, 3))");
    same(EmbeddingBag::builder(3, 4).max_norm(1.0).build().unwrap(), "EmbeddingBag(3, 4, max_norm=1.0, mode='mean')");
    same(
        Conv1d::builder(4, 4, 3).padding_same().padding_mode(PadMode::Reflect).build().unwrap(),
        "Conv1d(4, 4, kernel_size=(3,), stride=(1,), padding=same, padding_mode=reflect)",
    );
    same(
        ConvTranspose1d::builder(4, 4, 2).padding(1).output_padding(1).dilation(2).build().unwrap(),
        "ConvTranspose1d(4, 4, kernel_size=(2,), stride=(1,), padding=(1,), dilation=(2,), output_padding=(1,))",
    );
    let lstm = LSTM::builder(3, 4).num_layers(2).bidirectional(true).dropout(0.1).build().unwrap();
    same(lstm, "LSTM(3, 4, num_layers=2, dropout=0.1, bidirectional=True)");
    let lstm = LSTM::builder(3, 4).proj_size(2).batch_first(true).build().unwrap();
    same(lstm, "LSTM(3, 4, proj_size=2, batch_first=True)");
    same(RNN::builder(3, 4).relu().build().unwrap(), "RNN(3, 4)");
    same(RNNCell::builder(3, 4).relu().build().unwrap(), "RNNCell(3, 4, nonlinearity=relu)");
    same(LSTMCell::builder(3, 4).bias(false).build().unwrap(), "LSTMCell(3, 4, bias=False)");
    same(
        TransformerEncoderLayer::builder(8, 2).dim_feedforward(12).build().unwrap(),
        "TransformerEncoderLayer(
  (self_attn): MultiheadAttention(
    (out_proj): NonDynamicallyQuantizableLinear(in_features=8, out_features=8, bias=True)
  )
  (linear1): Linear(in_features=8, out_features=12, bias=True)
  (dropout): Dropout(p=0.1, inplace=False)
  (linear2): Linear(in_features=12, out_features=8, bias=True)
  (norm1): LayerNorm((8,), eps=1e-05, elementwise_affine=True, bias=True)
  (norm2): LayerNorm((8,), eps=1e-05, elementwise_affine=True, bias=True)
  (dropout1): Dropout(p=0.1, inplace=False)
  (dropout2): Dropout(p=0.1, inplace=False)
)",
    );
}
