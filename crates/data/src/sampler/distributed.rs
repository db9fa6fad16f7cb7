//! One process's share of the items.

use std::sync::atomic::{AtomicU64, Ordering};

use cresset_autograd::{Error, Generator, Options, Result};

use super::Sampler;

/// The items of one of several processes, as `torch.utils.data.distributed.DistributedSampler`. All processes get
/// equally many: the first items come twice, or with `drop_last` the last ones not at all.
#[derive(Debug)]
pub struct DistributedSampler {
    n_items: usize,
    num_replicas: usize,
    rank: usize,
    shuffle: bool,
    seed: u64,
    drop_last: bool,
    epoch: AtomicU64,
}

impl DistributedSampler {
    /// The share of process `rank` of `num_replicas`, shuffled with seed 0.
    ///
    /// # Errors
    /// No items, no processes, or a rank that is not below their number.
    pub fn new(n_items: usize, num_replicas: usize, rank: usize) -> Result<DistributedSampler> {
        const OP: &str = "DistributedSampler";
        if n_items == 0 {
            return Err(Error::argument(OP, "n_items", 0, "give a dataset with items"));
        }
        if rank >= num_replicas {
            let value = format!("{rank} of {num_replicas}");
            return Err(Error::argument(OP, "rank", value, "ranks are counted from 0"));
        }
        let epoch = AtomicU64::new(0);
        Ok(DistributedSampler { n_items, num_replicas, rank, shuffle: true, seed: 0, drop_last: false, epoch })
    }

    /// Whether the order is random.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> DistributedSampler {
        self.shuffle = shuffle;
        self
    }

    /// The seed of the order, the same in all processes.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> DistributedSampler {
        self.seed = seed;
        self
    }

    /// Whether items are left out, rather than given twice, where they do not share out evenly.
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> DistributedSampler {
        self.drop_last = drop_last;
        self
    }

    /// Sets the number of the next pass, which gives it an order of its own.
    pub fn set_epoch(&self, epoch: u64) {
        self.epoch.store(epoch, Ordering::Relaxed);
    }

    fn order(&self) -> Result<Vec<usize>> {
        let mut order: Vec<usize> = match self.shuffle {
            true => {
                let generator = Generator::new(self.seed.wrapping_add(self.epoch.load(Ordering::Relaxed)));
                let drawn = Options::new().generator(&generator).try_randperm(self.n_items)?;
                drawn.try_to_vec::<i64>()?.into_iter().map(|index| index as usize).collect()
            }
            false => (0..self.n_items).collect(),
        };
        let total = self.len() * self.num_replicas;
        let first = order.clone();
        while order.len() < total {
            order.extend(first.iter().take(total - order.len()));
        }
        order.truncate(total);
        Ok(order.into_iter().skip(self.rank).step_by(self.num_replicas).collect())
    }
}

impl Sampler for DistributedSampler {
    fn len(&self) -> usize {
        match self.drop_last {
            true => self.n_items / self.num_replicas,
            false => self.n_items.div_ceil(self.num_replicas),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
        match self.order() {
            Ok(order) => Box::new(order.into_iter().map(Ok)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}
