//! The modules that are compared, in the order of `tests/data/parity.py`.

use cresset_autograd::{BagOptions, Options, Result, Tensor, tensor};
use cresset_nn::*;

use super::Kind::{Below, Leaf, Normal, Positive, Sign, Unit};
use super::{Case, Kind, Made, layer, made};

const PLANE: Kind = Normal(&[2, 4, 6, 5]);
const LINE: Kind = Normal(&[2, 4, 7]);
const VOLUME: Kind = Normal(&[1, 2, 4, 5, 4]);
const BLOCK: Kind = Normal(&[4, 5, 3]);
const ROWS: Kind = Normal(&[4, 5]);

fn case(name: &'static str, inputs: &[Kind], make: impl Fn() -> Result<Made> + 'static) -> Case {
    let make = Box::new(move || make().unwrap_or_else(|error| panic!("{name}: {error}")));
    Case { name, inputs: inputs.to_vec(), make }
}

pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(linear());
    cases.extend(activations());
    cases.extend(pooling());
    cases.extend(padding());
    cases.extend(normalisation());
    cases.extend(shapes());
    cases.extend(recurrent());
    cases.extend(transformers());
    cases.extend(losses());
    cases.extend(functions());
    cases
}

fn linear() -> Vec<Case> {
    let conv1d = || Conv1d::builder(4, 2, 3).padding_same().padding_mode(PadMode::Reflect).build();
    let conv2d = || Conv2d::builder(4, 2, (3, 2)).stride(2).padding(1).groups(2).dilation((1, 2)).build();
    let conv3d = || Conv3d::builder(2, 2, 2).padding(1).padding_mode(PadMode::Circular).build();
    let embedding = || Embedding::builder(6, 3).padding_idx(1).max_norm(1.0).scale_grad_by_freq(true).build();
    vec![
        case("Linear", &[Normal(&[2, 4])], || Ok(layer(Linear::new(4, 3)?))),
        case("Bilinear", &[Normal(&[5, 3]), Normal(&[5, 4])], || {
            Ok(made(Bilinear::new(3, 4, 2)?, |m, x| Ok(vec![m.forward(&x[0], &x[1])?])))
        }),
        case("Conv1d", &[LINE], move || Ok(layer(conv1d()?))),
        case("Conv2d", &[PLANE], move || Ok(layer(conv2d()?))),
        case("Conv3d", &[VOLUME], move || Ok(layer(conv3d()?))),
        case("ConvTranspose1d", &[LINE], || {
            Ok(layer(ConvTranspose1d::builder(4, 2, 3).stride(2).output_padding(1).build()?))
        }),
        case("ConvTranspose2d", &[PLANE], || {
            Ok(layer(ConvTranspose2d::builder(4, 2, 2).stride(2).padding(1).groups(2).build()?))
        }),
        case("ConvTranspose3d", &[VOLUME], || Ok(layer(ConvTranspose3d::builder(2, 1, 2).dilation(2).build()?))),
        case("Embedding", &[Below(6, &[4, 3])], move || Ok(layer(embedding()?))),
        case("EmbeddingBag", &[Below(6, &[4, 3])], || {
            let bag = EmbeddingBag::builder(6, 3).padding_idx(2).build()?;
            Ok(made(bag, |m, x| Ok(vec![m.forward(&x[0], None, None)?])))
        }),
    ]
}

fn activations() -> Vec<Case> {
    macro_rules! usual {
        ($($name:ident)*) => { vec![$(case(stringify!($name), &[BLOCK], || Ok(layer($name::default())))),*] };
    }
    let mut cases = usual! {
        ReLU ReLU6 Sigmoid LogSigmoid Tanh Tanhshrink Softsign SiLU Mish SELU Hardsigmoid Hardswish ELU CELU LeakyReLU
        Hardtanh Hardshrink Softshrink Softplus GELU RReLU Softmax2d
    };
    cases.extend([
        case("Threshold", &[ROWS], || Ok(layer(Threshold::new(0.1, 20.0)))),
        case("PReLU", &[LINE], || Ok(layer(PReLU::with(4, 0.25)?))),
        case("Softmax", &[BLOCK], || Ok(layer(Softmax::new(1)))),
        case("LogSoftmax", &[BLOCK], || Ok(layer(LogSoftmax::new(1)))),
        case("Softmin", &[BLOCK], || Ok(layer(Softmin::new(1)))),
        case("GLU", &[LINE], || Ok(layer(GLU::new(1)))),
        case("AdaptiveLogSoftmaxWithLoss", &[Normal(&[5, 8]), Below(12, &[5])], || {
            let module = AdaptiveLogSoftmaxWithLoss::new(8, 12, &[4, 8], 2.0, false)?;
            Ok(made(module, |m, x| m.forward(&x[0], &x[1]).map(|(out, loss)| vec![out, loss])))
        }),
    ]);
    cases
}

fn pooling() -> Vec<Case> {
    vec![
        case("MaxPool1d", &[LINE], || Ok(layer(MaxPool1d::builder(3).stride(2).padding(1).build()))),
        case("MaxPool2d", &[PLANE], || Ok(layer(MaxPool2d::builder((3, 2)).stride(2).ceil_mode(true).build()))),
        case("MaxPool3d", &[VOLUME], || Ok(layer(MaxPool3d::builder(2).dilation(2).stride(1).build()))),
        case("AvgPool1d", &[LINE], || {
            Ok(layer(AvgPool1d::builder(3).stride(2).padding(1).count_include_pad(false).build()))
        }),
        case("AvgPool2d", &[PLANE], || Ok(layer(AvgPool2d::builder(2).divisor_override(3).build()))),
        case("AvgPool3d", &[VOLUME], || Ok(layer(AvgPool3d::builder(2).ceil_mode(true).build()))),
        case("LPPool1d", &[LINE], || Ok(layer(LPPool1d::builder(2.0, 3).stride(2).build()))),
        case("LPPool2d", &[Leaf(&[2, 4, 6, 5])], || Ok(layer(LPPool2d::new(3.0, (3, 2))))),
        case("LPPool3d", &[VOLUME], || Ok(layer(LPPool3d::new(2.0, 2)))),
        case("AdaptiveAvgPool1d", &[LINE], || Ok(layer(AdaptiveAvgPool1d::new(3)))),
        case("AdaptiveAvgPool2d", &[PLANE], || Ok(layer(AdaptiveAvgPool2d::new([Some(4), None])))),
        case("AdaptiveAvgPool3d", &[VOLUME], || Ok(layer(AdaptiveAvgPool3d::new(3)))),
        case("AdaptiveMaxPool1d", &[LINE], || Ok(layer(AdaptiveMaxPool1d::new(3)))),
        case("AdaptiveMaxPool2d", &[PLANE], || Ok(layer(AdaptiveMaxPool2d::new([Some(4), None])))),
        case("AdaptiveMaxPool3d", &[VOLUME], || Ok(layer(AdaptiveMaxPool3d::new(3)))),
        case("FractionalMaxPool2d", &[PLANE], || {
            Ok(layer(FractionalMaxPool2d::new(2, FractionalOutput::Ratio([0.5; 2]))?))
        }),
        case("FractionalMaxPool3d", &[VOLUME], || {
            Ok(layer(FractionalMaxPool3d::new(2, FractionalOutput::Size([2, 3, 2].into()))?))
        }),
        case("MaxUnpool1d", &[LINE], || Ok(made(MaxPool1d::new(2), unpooled))),
        case("MaxUnpool2d", &[PLANE], || Ok(made(MaxPool2d::new(2), unpooled))),
        case("MaxUnpool3d", &[VOLUME], || Ok(made(MaxPool3d::new(2), unpooled))),
    ]
}

fn unpooled<const N: usize>(pool: &MaxPool<N>, x: &[Tensor]) -> Result<Vec<Tensor>> {
    let (out, indices) = pool.forward_with_indices(&x[0])?;
    let sizes: [usize; N] = x[0].sizes()[2..].try_into().unwrap();
    Ok(vec![MaxUnpool::<N>::new(2).forward(&out, &indices, Some(sizes.into()))?])
}

fn padding() -> Vec<Case> {
    let (one, two, three) = ((2, 1), (2, 1, 1, 2), (2, 1, 1, 2, 1, 1));
    macro_rules! pads {
        ($($name:ident $x:ident $padding:expr;)*) => {
            vec![$(case(stringify!($name), &[$x], move || Ok(layer($name::new($padding))))),*]
        };
    }
    let mut cases = pads! {
        ReflectionPad1d LINE one; ReplicationPad1d LINE one; CircularPad1d LINE one; ZeroPad1d LINE one;
    };
    cases.push(case("ConstantPad1d", &[LINE], || Ok(layer(ConstantPad1d::new(1, 3.5)))));
    cases.extend(pads! {
        ReflectionPad2d PLANE two; ReplicationPad2d PLANE two; CircularPad2d PLANE two; ZeroPad2d PLANE two;
    });
    cases.push(case("ConstantPad2d", &[PLANE], || Ok(layer(ConstantPad2d::new(1, 3.5)))));
    cases.extend(pads! {
        ReflectionPad3d VOLUME three; ReplicationPad3d VOLUME three; CircularPad3d VOLUME three; ZeroPad3d VOLUME three;
    });
    cases.push(case("ConstantPad3d", &[VOLUME], || Ok(layer(ConstantPad3d::new(1, 3.5)))));
    cases
}

fn normalisation() -> Vec<Case> {
    let affine = BatchNormOptions { affine: true, ..BatchNormOptions::instance() };
    vec![
        case("BatchNorm1d", &[LINE], || Ok(layer(BatchNorm1d::new(4)?))),
        case("InstanceNorm1d", &[LINE], move || Ok(layer(InstanceNorm1d::with(4, affine)?))),
        case("BatchNorm2d", &[PLANE], || Ok(layer(BatchNorm2d::new(4)?))),
        case("InstanceNorm2d", &[PLANE], move || Ok(layer(InstanceNorm2d::with(4, affine)?))),
        case("BatchNorm3d", &[VOLUME], || Ok(layer(BatchNorm3d::new(2)?))),
        case("InstanceNorm3d", &[VOLUME], move || Ok(layer(InstanceNorm3d::with(2, affine)?))),
        case("LayerNorm", &[PLANE], || Ok(layer(LayerNorm::new([6, 5])?))),
        case("GroupNorm", &[PLANE], || Ok(layer(GroupNorm::new(2, 4)?))),
        case("RMSNorm", &[PLANE], || Ok(layer(RMSNorm::builder(5).eps(1e-5).build()?))),
        case("LocalResponseNorm", &[PLANE], || {
            Ok(layer(LocalResponseNorm { alpha: 0.5, ..LocalResponseNorm::new(3) }))
        }),
        case("Dropout", &[LINE], || Ok(layer(Dropout::new(0.3)?))),
        case("Dropout1d", &[LINE], || Ok(layer(Dropout1d::new(0.3)?))),
        case("Dropout2d", &[PLANE], || Ok(layer(Dropout2d::new(0.3)?))),
        case("Dropout3d", &[VOLUME], || Ok(layer(Dropout3d::new(0.3)?))),
        case("AlphaDropout", &[LINE], || Ok(layer(AlphaDropout::new(0.3)?))),
        case("FeatureAlphaDropout", &[LINE], || Ok(layer(FeatureAlphaDropout::new(0.3)?))),
    ]
}

fn shapes() -> Vec<Case> {
    vec![
        case("Flatten", &[PLANE], || Ok(layer(Flatten::new()))),
        case("Unflatten", &[LINE], || Ok(layer(Unflatten::new(1, &[2, 2])))),
        case("Identity", &[LINE], || Ok(layer(Identity))),
        case("PixelShuffle", &[PLANE], || Ok(layer(PixelShuffle::new(2)))),
        case("PixelUnshuffle", &[Normal(&[1, 2, 4, 6])], || Ok(layer(PixelUnshuffle::new(2)))),
        case("ChannelShuffle", &[PLANE], || Ok(layer(ChannelShuffle::new(2)))),
        case("Unfold", &[PLANE], || Ok(layer(Unfold::new((2, 3)).padding(1).stride(2)))),
        case("Fold", &[Normal(&[1, 8, 12])], || Ok(layer(Fold::new((4, 5), (2, 2))))),
        case("Upsample", &[PLANE], || Ok(layer(Upsample::scale_factor(&[1.5]).mode(InterpolateMode::Bicubic)))),
        case("UpsamplingNearest2d", &[PLANE], || Ok(layer(UpsamplingNearest2d::scale_factor(&[2.0])))),
        case("UpsamplingBilinear2d", &[PLANE], || Ok(layer(UpsamplingBilinear2d::size(&[8, 7])))),
        case("CosineSimilarity", &[Normal(&[3, 5]), Normal(&[3, 5])], || {
            Ok(made(CosineSimilarity::default(), |m, x| Ok(vec![m.forward(&x[0], &x[1])?])))
        }),
        case("PairwiseDistance", &[Normal(&[3, 5]), Normal(&[3, 5])], || {
            let distance = PairwiseDistance { p: 3.0, ..PairwiseDistance::default() };
            Ok(made(distance, |m, x| Ok(vec![m.forward(&x[0], &x[1])?])))
        }),
    ]
}

fn recurrent() -> Vec<Case> {
    const STEPS: Kind = Normal(&[5, 2, 3]);
    const BATCH: Kind = Normal(&[2, 5, 3]);
    const PACKED: Kind = Normal(&[5, 3, 3]);
    let pack = |x: &Tensor| pack_padded_sequence(x, &[3, 5, 2], false, false);
    let pad = |x: &PackedSequence| pad_packed_sequence(x, false, 0.0, Some(6)).map(|(out, _)| out);
    vec![
        case("RNN", &[STEPS], || {
            let module = RNN::builder(3, 4).num_layers(2).relu().build()?;
            Ok(made(module, |m, x| m.forward(&x[0], None).map(|(out, last)| vec![out, last])))
        }),
        case("LSTM", &[STEPS], || {
            let module = LSTM::builder(3, 4).num_layers(2).bidirectional(true).dropout(0.4).build()?;
            Ok(made(module, |m, x| m.forward(&x[0], None).map(|(out, (h, c))| vec![out, h, c])))
        }),
        case("LSTM, projected", &[BATCH, Normal(&[1, 2, 2]), Normal(&[1, 2, 4])], || {
            let module = LSTM::builder(3, 4).proj_size(2).batch_first(true).build()?;
            Ok(made(module, |m, x| m.forward(&x[0], Some((&x[1], &x[2]))).map(|(out, (h, c))| vec![out, h, c])))
        }),
        case("GRU", &[BATCH, Normal(&[2, 2, 4])], || {
            let module = GRU::builder(3, 4).batch_first(true).bidirectional(true).build()?;
            Ok(made(module, |m, x| m.forward(&x[0], Some(&x[1])).map(|(out, last)| vec![out, last])))
        }),
        case("GRU, packed", &[PACKED, Normal(&[4, 3, 4])], move || {
            let module = GRU::builder(3, 4).num_layers(2).bidirectional(true).build()?;
            Ok(made(module, move |m, x| {
                let (out, last) = m.forward_packed(&pack(&x[0])?, Some(&x[1]))?;
                Ok(vec![pad(&out)?, last])
            }))
        }),
        case("LSTM, packed", &[PACKED, Normal(&[2, 3, 4]), Normal(&[2, 3, 4])], move || {
            let module = LSTM::builder(3, 4).bidirectional(true).build()?;
            Ok(made(module, move |m, x| {
                let (out, (h, c)) = m.forward_packed(&pack(&x[0])?, Some((&x[1], &x[2])))?;
                Ok(vec![pad(&out)?, h, c])
            }))
        }),
        case("RNNCell", &[Normal(&[2, 3]), Normal(&[2, 4])], || {
            Ok(made(RNNCell::new(3, 4)?, |m, x| Ok(vec![m.forward(&x[0], Some(&x[1]))?])))
        }),
        case("GRUCell", &[Normal(&[3])], || Ok(made(GRUCell::new(3, 4)?, |m, x| Ok(vec![m.forward(&x[0], None)?])))),
        case("LSTMCell", &[Normal(&[2, 3]), Normal(&[2, 4]), Normal(&[2, 4])], || {
            let module = LSTMCell::builder(3, 4).bias(false).build()?;
            Ok(made(module, |m, x| m.forward(&x[0], Some((&x[1], &x[2]))).map(|(h, c)| vec![h, c])))
        }),
    ]
}

fn transformers() -> Vec<Case> {
    const SHORT: Kind = Normal(&[3, 2, 4]);
    const LONG: Kind = Normal(&[5, 2, 4]);
    let encoder_layer = || TransformerEncoderLayer::builder(4, 2).dim_feedforward(6).dropout(0.0);
    let decoder_layer = || TransformerDecoderLayer::builder(4, 2).dim_feedforward(6).dropout(0.0);
    vec![
        case("MultiheadAttention", &[SHORT, Normal(&[5, 2, 3]), Normal(&[5, 2, 5])], || {
            let builder = MultiheadAttention::builder(4, 2).kdim(3).vdim(5).add_bias_kv(true).add_zero_attn(true);
            Ok(made(builder.build()?, |m, x| {
                let (out, weights) = m.forward(&x[0], &x[1], &x[2], AttentionOptions::default())?;
                Ok(vec![out, weights.unwrap()])
            }))
        }),
        case("MultiheadAttention, masked", &[Normal(&[2, 3, 4])], || {
            let module = MultiheadAttention::builder(4, 2).batch_first(true).build()?;
            Ok(made(module, |m, x| {
                let hidden = tensor([[false, false, true], [false, false, false]]);
                let causal = generate_square_subsequent_mask(3)?;
                let (key_padding_mask, attn_mask) = (Some(&hidden), Some(&causal));
                let options = AttentionOptions { key_padding_mask, attn_mask, ..AttentionOptions::default() };
                let (out, weights) = m.forward(&x[0], &x[0], &x[0], options)?;
                Ok(vec![out, weights.unwrap()])
            }))
        }),
        case("TransformerEncoderLayer", &[SHORT], move || Ok(layer(encoder_layer().build()?))),
        case("TransformerDecoderLayer", &[SHORT, LONG], move || {
            let module = decoder_layer().norm_first(true).build()?;
            Ok(made(module, |m, x| Ok(vec![m.forward(&x[0], &x[1], DecoderMasks::default())?])))
        }),
        case("TransformerEncoder", &[Normal(&[2, 3, 4])], move || {
            let one = encoder_layer().activation(Tensor::try_gelu).batch_first(true).build()?;
            Ok(layer(TransformerEncoder::new(&one, 2, None)?))
        }),
        case("TransformerDecoder", &[SHORT, LONG], move || {
            let module = TransformerDecoder::new(&decoder_layer().build()?, 2, None)?;
            Ok(made(module, |m, x| Ok(vec![m.forward(&x[0], &x[1], DecoderMasks::default())?])))
        }),
        case("Transformer", &[LONG, SHORT], || {
            let builder = Transformer::builder(4, 2).num_encoder_layers(1).num_decoder_layers(1);
            Ok(made(builder.dim_feedforward(6).dropout(0.0).build()?, |m, x| {
                let mask = generate_square_subsequent_mask(3)?;
                let masks = TransformerMasks { tgt_mask: Some(&mask), tgt_is_causal: true, ..Default::default() };
                Ok(vec![m.forward(&x[0], &x[1], masks)?])
            }))
        }),
        case("TransformerEncoderLayer, dropout", &[SHORT], move || Ok(layer(encoder_layer().dropout(0.3).build()?))),
        case("weight_norm", &[Normal(&[2, 4])], || Ok(layer(weight_norm(Linear::new(4, 3)?, "weight", 0)?))),
        case("spectral_norm", &[LINE], || Ok(layer(spectral_norm(Conv1d::new(4, 3, 2)?, "weight", 1, 0, 1e-12)?))),
    ]
}

fn losses() -> Vec<Case> {
    const UNIT: Kind = Unit(&[4, 5]);
    const SIGN: Kind = Sign(&[4, 5]);
    macro_rules! two {
        ($name:literal, $lhs:expr, $rhs:expr, $loss:expr) => {
            case($name, &[$lhs, $rhs], || Ok(made($loss, |loss, x| Ok(vec![loss.forward(&x[0], &x[1])?]))))
        };
    }
    macro_rules! three {
        ($name:literal, $one:expr, $two:expr, $three:expr, $loss:expr) => {
            case($name, &[$one, $two, $three], || {
                Ok(made($loss, |loss, x| Ok(vec![loss.forward(&x[0], &x[1], &x[2])?])))
            })
        };
    }
    let weights = || Options::new().tensor([1.0, 2.0, 3.0]);
    vec![
        two!("MSELoss", ROWS, ROWS, MSELoss::new()),
        two!("L1Loss", ROWS, ROWS, L1Loss::new()),
        two!("SmoothL1Loss", ROWS, ROWS, SmoothL1Loss::new()),
        two!("HuberLoss", ROWS, ROWS, HuberLoss::new()),
        two!("KLDivLoss", ROWS, UNIT, KLDivLoss::new().batch_mean(true)),
        two!("BCELoss", Leaf(&[4, 5]), UNIT, BCELoss::new()),
        case("BCEWithLogitsLoss", &[Normal(&[4, 3]), Unit(&[4, 3])], move || {
            let loss = BCEWithLogitsLoss::new().pos_weight(&weights());
            Ok(made(loss, |loss, x| Ok(vec![loss.forward(&x[0], &x[1])?])))
        }),
        two!("PoissonNLLLoss", ROWS, Positive(&[4, 5]), PoissonNLLLoss::new().full(true)),
        three!("GaussianNLLLoss", ROWS, ROWS, Positive(&[4, 5]), GaussianNLLLoss::new().full(true)),
        two!("SoftMarginLoss", ROWS, SIGN, SoftMarginLoss::new()),
        two!("HingeEmbeddingLoss", ROWS, SIGN, HingeEmbeddingLoss::new()),
        three!("MarginRankingLoss", Normal(&[5]), Normal(&[5]), Sign(&[5]), MarginRankingLoss::new().margin(0.2)),
        three!("CosineEmbeddingLoss", ROWS, ROWS, Sign(&[4]), CosineEmbeddingLoss::new().margin(0.1)),
        two!("MultiLabelMarginLoss", ROWS, Below(5, &[4, 5]), MultiLabelMarginLoss::new()),
        two!("MultiLabelSoftMarginLoss", ROWS, UNIT, MultiLabelSoftMarginLoss::new()),
        two!("MultiMarginLoss", ROWS, Below(5, &[4]), MultiMarginLoss::new().p(2).margin(0.5)),
        three!("TripletMarginLoss", ROWS, ROWS, ROWS, TripletMarginLoss::new().swap(true)),
        three!("TripletMarginWithDistanceLoss", ROWS, ROWS, ROWS, TripletMarginWithDistanceLoss::default().margin(0.5)),
        two!("NLLLoss", Normal(&[4, 5, 2]), Below(5, &[4, 2]), NLLLoss::new()),
        two!("CrossEntropyLoss", ROWS, Below(5, &[4]), CrossEntropyLoss::new().label_smoothing(0.1)),
        case("SyncBatchNorm", &[PLANE], || Ok(layer(SyncBatchNorm::new(4)?))),
        two!(
            "LinearCrossEntropyLoss",
            Normal(&[3, 4]),
            Below(5, &[3, 2]),
            LinearCrossEntropyLoss::with(4, 5, &[2], true)?
        ),
        case("CTCLoss", &[Normal(&[7, 2, 5]), Below(4, &[2, 3])], || {
            Ok(made(CTCLoss::new(), |loss, x| {
                Ok(vec![loss.forward(&x[0].log_softmax(-1), &x[1].add(1), &[7, 5], &[3, 2])?])
            }))
        }),
    ]
}

/// Functions that no module calls so.
fn functions() -> Vec<Case> {
    fn function(
        name: &'static str,
        inputs: &[Kind],
        call: impl Fn(&[Tensor]) -> Result<Vec<Tensor>> + Copy + 'static,
    ) -> Case {
        case(name, inputs, move || Ok(Made { parameters: Vec::new(), run: Box::new(call) }))
    }
    let rows = Normal(&[5, 2, 4]);
    let further = Normal(&[1, 1, 4]);
    let heads = [Normal(&[3, 2, 4]), rows, rows, Normal(&[12, 4]), Normal(&[12]), further, further];
    vec![
        function("functional.conv_tbc", &[Normal(&[7, 2, 4]), Normal(&[3, 4, 5]), Normal(&[5])], |x| {
            Ok(vec![functional::conv_tbc(&x[0], &x[1], &x[2], 1)?])
        }),
        function("functional.embedding_bag", &[Below(6, &[9]), Normal(&[6, 3]), Normal(&[9])], |x| {
            let options = BagOptions {
                mode: BagMode::Sum,
                scale_grad_by_freq: false,
                per_sample_weights: Some(&x[2]),
                include_last_offset: false,
                padding_idx: Some(1),
            };
            Ok(vec![functional::embedding_bag(&x[0], &x[1], Some(&tensor([0, 4, 4])), options)?])
        }),
        function("functional.fold", &[PLANE], |x| {
            let [kernel, dilation, padding, stride] = [[2, 2], [1, 2], [1, 1], [2, 1]];
            let columns = functional::unfold(&x[0], kernel, dilation, padding, stride)?.square();
            Ok(vec![functional::fold(&columns, [6, 5], kernel, dilation, padding, stride)?])
        }),
        function(
            "functional.multi_head_attention_forward",
            &[&heads[..], &[Normal(&[4, 4]), Normal(&[4])]].concat(),
            |x| {
                let weights = functional::AttentionWeights {
                    in_proj_weight: Some(&x[3]),
                    q_proj_weight: None,
                    k_proj_weight: None,
                    v_proj_weight: None,
                    in_proj_bias: Some(&x[4]),
                    bias_k: Some(&x[5]),
                    bias_v: Some(&x[6]),
                    out_proj_weight: &x[7],
                    out_proj_bias: Some(&x[8]),
                    add_zero_attn: true,
                };
                let options = AttentionOptions::default();
                let [q, k, v] = [&x[0], &x[1], &x[2]];
                let (out, seen) = functional::multi_head_attention_forward(q, k, v, 2, &weights, 0.0, true, options)?;
                Ok([Some(out), seen].into_iter().flatten().collect())
            },
        ),
        function("functional.dropout1d", &[LINE], |x| Ok(vec![functional::dropout1d(&x[0].select(0, 0), 0.5, true)?])),
        function("functional.lp_pool3d", &[VOLUME], |x| {
            Ok(vec![functional::lp_pool3d(&x[0], 2.0, [2; 3], [2; 3], false)?])
        }),
        function("functional.adaptive_max_pool2d", &[PLANE], |x| {
            Ok(vec![functional::adaptive_max_pool2d(&x[0], [3, 3])?])
        }),
        function("functional.fractional_max_pool3d", &[VOLUME], |x| {
            let output = FractionalOutput::Size((2, 3, 2).into());
            Ok(vec![functional::fractional_max_pool3d(&x[0], 2, output)?])
        }),
    ]
}
