//! The networks of the training workloads; parameters in the order of the PyTorch side.

use cresset::prelude::*;

/// Linear layers with ReLU between.
pub fn perceptron(widths: &[usize]) -> Result<nn::Sequential> {
    let mut net = nn::Sequential::new();
    for (at, pair) in widths.windows(2).enumerate() {
        if at > 0 {
            net.push(nn::ReLU);
        }
        net.push(nn::Linear::new(pair[0], pair[1])?);
    }
    Ok(net)
}

/// Two convolutions and three linear layers for images of 28 by 28.
pub fn lenet() -> Result<nn::Sequential> {
    let net = nn::Sequential::new().add(nn::Conv2d::builder(1, 6, 5).padding(2).build()?);
    let net = net.add(nn::ReLU).add(nn::MaxPool2d::new(2)).add(nn::Conv2d::new(6, 16, 5)?);
    let net = net.add(nn::ReLU).add(nn::MaxPool2d::new(2)).add(nn::Flatten::new());
    let net = net.add(nn::Linear::new(400, 120)?).add(nn::ReLU).add(nn::Linear::new(120, 84)?);
    Ok(net.add(nn::ReLU).add(nn::Linear::new(84, 10)?))
}

fn convolution(channels: [usize; 2], kernel: usize, stride: usize) -> Result<nn::Conv2d> {
    let padding = kernel / 2;
    nn::Conv2d::builder(channels[0], channels[1], kernel).stride(stride).padding(padding).bias(false).build()
}

#[derive(nn::Module)]
struct ResidualBlock {
    conv1: nn::Conv2d,
    norm1: nn::BatchNorm2d,
    conv2: nn::Conv2d,
    norm2: nn::BatchNorm2d,
    shortcut: Option<nn::Sequential>,
}

impl ResidualBlock {
    fn new(from: usize, to: usize, stride: usize) -> Result<ResidualBlock> {
        let shortcut = if stride != 1 || from != to {
            let conv = convolution([from, to], 1, stride)?;
            Some(nn::Sequential::new().add(conv).add(nn::BatchNorm2d::new(to)?))
        } else {
            None
        };
        Ok(ResidualBlock {
            conv1: convolution([from, to], 3, stride)?,
            norm1: nn::BatchNorm2d::new(to)?,
            conv2: convolution([to, to], 3, 1)?,
            norm2: nn::BatchNorm2d::new(to)?,
            shortcut,
        })
    }
}

impl Forward for ResidualBlock {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let y = self.norm1.forward(&self.conv1.forward(x)?)?.try_relu()?;
        let y = self.norm2.forward(&self.conv2.forward(&y)?)?;
        match &self.shortcut {
            Some(shortcut) => y.try_add(shortcut.forward(x)?)?.try_relu(),
            None => y.try_add(x)?.try_relu(),
        }
    }
}

/// ResNet-18 for images of 32 by 32: a stem of 3 by 3 without pooling.
#[derive(nn::Module)]
pub struct ResNet {
    stem: nn::Conv2d,
    norm: nn::BatchNorm2d,
    blocks: nn::Sequential,
    output: nn::Linear,
}

impl ResNet {
    pub fn new() -> Result<ResNet> {
        let (mut blocks, mut from) = (nn::Sequential::new(), 64);
        for (to, stride) in [(64, 1), (128, 2), (256, 2), (512, 2)] {
            blocks.push(ResidualBlock::new(from, to, stride)?);
            blocks.push(ResidualBlock::new(to, to, 1)?);
            from = to;
        }
        let stem = convolution([3, 64], 3, 1)?;
        Ok(ResNet { stem, norm: nn::BatchNorm2d::new(64)?, blocks, output: nn::Linear::new(512, 10)? })
    }
}

impl Forward for ResNet {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let y = self.norm.forward(&self.stem.forward(x)?)?.try_relu()?;
        self.output.forward(&self.blocks.forward(&y)?.try_mean_dim([2, 3], false)?)
    }
}

/// Attention and a linear pair, each after a norm and around a shortcut.
#[derive(nn::Module)]
struct Block {
    norm1: nn::LayerNorm,
    qkv: nn::Linear,
    projection: nn::Linear,
    norm2: nn::LayerNorm,
    wide: nn::Linear,
    narrow: nn::Linear,
    n_heads: i64,
    is_causal: bool,
}

impl Block {
    fn new(width: usize, n_heads: i64, inner: usize, is_causal: bool) -> Result<Block> {
        Ok(Block {
            norm1: nn::LayerNorm::new(width)?,
            qkv: nn::Linear::new(width, 3 * width)?,
            projection: nn::Linear::new(width, width)?,
            norm2: nn::LayerNorm::new(width)?,
            wide: nn::Linear::new(width, inner)?,
            narrow: nn::Linear::new(inner, width)?,
            n_heads,
            is_causal,
        })
    }
}

impl Forward for Block {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [batch, steps, width] = [0, 1, 2].map(|dim| x.size(dim) as i64);
        let qkv = self.qkv.forward(&self.norm1.forward(x)?)?;
        let heads = qkv.try_reshape([batch, steps, 3, self.n_heads, width / self.n_heads])?;
        let parts = heads.try_permute([2, 0, 3, 1, 4])?.try_unbind(0)?;
        let attended =
            parts[0].try_scaled_dot_product_attention(&parts[1], &parts[2], None, 0.0, self.is_causal, None, false)?;
        let attended = attended.try_transpose(1, 2)?.try_reshape([batch, steps, width])?;
        let x = x.try_add(self.projection.forward(&attended)?)?;
        let wide = self.wide.forward(&self.norm2.forward(&x)?)?.try_gelu()?;
        x.try_add(self.narrow.forward(&wide)?)
    }
}

fn blocks(width: usize, inner: usize, is_causal: bool) -> Result<nn::Sequential> {
    let mut blocks = nn::Sequential::new();
    for _ in 0..4 {
        blocks.push(Block::new(width, 4, inner, is_causal)?);
    }
    Ok(blocks)
}

/// Four encoder blocks and a norm.
pub fn encoder() -> Result<nn::Sequential> {
    Ok(nn::Sequential::new().add(blocks(256, 1024, false)?).add(nn::LayerNorm::new(256)?))
}

/// A language model of 65 characters: four causal blocks.
#[derive(nn::Module)]
pub struct Gpt {
    characters: nn::Embedding,
    positions: nn::Embedding,
    blocks: nn::Sequential,
    norm: nn::LayerNorm,
    head: nn::Linear,
}

impl Gpt {
    pub fn new() -> Result<Gpt> {
        Ok(Gpt {
            characters: nn::Embedding::new(65, 128)?,
            positions: nn::Embedding::new(256, 128)?,
            blocks: blocks(128, 512, true)?,
            norm: nn::LayerNorm::new(128)?,
            head: nn::Linear::new(128, 65)?,
        })
    }
}

impl Forward for Gpt {
    fn forward(&self, ids: &Tensor) -> Result<Tensor> {
        let x = self.characters.forward(ids)?.try_add(self.positions.weight.tensor())?;
        self.head.forward(&self.norm.forward(&self.blocks.forward(&x)?)?)?.try_reshape([-1, 65])
    }
}

/// A language model of 65 characters with a recurrent layer.
#[derive(nn::Module)]
pub struct CharacterLstm {
    characters: nn::Embedding,
    layer: nn::LSTM,
    head: nn::Linear,
}

impl CharacterLstm {
    pub fn new() -> Result<CharacterLstm> {
        Ok(CharacterLstm {
            characters: nn::Embedding::new(65, 128)?,
            layer: nn::LSTM::builder(128, 256).batch_first(true).build()?,
            head: nn::Linear::new(256, 65)?,
        })
    }
}

impl Forward for CharacterLstm {
    fn forward(&self, ids: &Tensor) -> Result<Tensor> {
        let states = self.layer.forward(&self.characters.forward(ids)?, None)?.0;
        self.head.forward(&states)?.try_reshape([-1, 65])
    }
}
