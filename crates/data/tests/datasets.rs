//! Datasets made of others, random parts, and how items become batches.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use cresset_autograd::{BackwardOptions, DType, Generator, Tensor, arange, ones, tensor, zeros};
use cresset_data::{
    ChainDataset, Collate, ConcatDataset, Dataset, IterableDataset, StackDataset, StreamLoader, Subset, TensorDataset,
    WorkerInfo, random_split,
};

fn numbers(n: i64) -> Vec<i64> {
    (0..n).collect()
}

fn items<D: Dataset<Item = i64>>(dataset: &D) -> Vec<i64> {
    (0..dataset.len()).map(|index| dataset.get(index).unwrap()).collect()
}

#[test]
fn tensor_datasets_give_places_of_the_first_dim() {
    let dataset = TensorDataset::new((arange(0, 6, 1).reshape([3, 2]), tensor([7, 8, 9]))).unwrap();
    let (x, y) = dataset.get(1).unwrap();
    assert_eq!((dataset.len(), x.to_vec::<i64>(), y.item()), (3, vec![2, 3], 8.0));
    let error = dataset.get(3).unwrap_err().to_string();
    assert_eq!(error, "TensorDataset::get: index out of range: index 3, dim 0 of size 3; index must be in -3..=2");
    let error = TensorDataset::new((zeros([3, 2]), zeros([2]))).unwrap_err().to_string();
    assert_eq!(error, "TensorDataset: first sizes differ: first [3, 2], other [2]; give as many items in every tensor");
    assert!(TensorDataset::new(zeros([])).is_err());
    assert!(TensorDataset::new(Vec::<Tensor>::new()).is_err());
}

#[test]
fn datasets_one_after_another() {
    let joined = ConcatDataset::new(vec![numbers(2), Vec::new(), numbers(3)]).unwrap();
    assert_eq!(items(&joined), [0, 1, 0, 1, 2]);
    assert!(joined.get(5).is_err());
    assert!(ConcatDataset::<Vec<i64>>::new(Vec::new()).is_err());
    let mixed: Vec<Box<dyn Dataset<Item = i64>>> =
        vec![Box::new(numbers(2)), Box::new(Subset::new(numbers(9), vec![8, 8]).unwrap())];
    assert_eq!(items(&ConcatDataset::new(mixed).unwrap()), [0, 1, 8, 8]);
}

#[test]
fn datasets_side_by_side() {
    let both = StackDataset::new((numbers(3), Subset::new(numbers(9), vec![8, 7, 6]).unwrap())).unwrap();
    assert_eq!((both.len(), both.get(2).unwrap()), (3, (2, 6)));
    assert!(both.get(3).is_err());
    assert_eq!(StackDataset::new(vec![numbers(2), numbers(2)]).unwrap().get(1).unwrap(), [1, 1]);
    let line = StackDataset::new((numbers(3), numbers(2), numbers(3))).unwrap_err().to_string();
    assert!(line.contains("of lengths [3, 2, 3]"), "{line}");
    assert!(StackDataset::new(Vec::<Vec<i64>>::new()).is_err());
}

/// Numbers from the first to below the second, by turns for each worker.
struct Counted(i64, i64);

impl IterableDataset for Counted {
    type Item = Tensor;

    fn iter(&self, worker: WorkerInfo) -> Box<dyn Iterator<Item = cresset_autograd::Result<Tensor>> + Send + '_> {
        Box::new((self.0 + worker.id as i64..self.1).step_by(worker.num_workers).map(|x| Ok(tensor(x))))
    }
}

#[test]
fn streams_one_after_another() {
    for (num_workers, want) in [(0, vec![vec![0, 1, 2], vec![7, 8]]), (2, vec![vec![0, 2, 7], vec![1, 8]])] {
        let chain = ChainDataset::new(vec![Counted(0, 3), Counted(3, 3), Counted(7, 9)]);
        let loader = StreamLoader::new(chain, 3).unwrap().num_workers(num_workers);
        let got: Vec<Vec<i64>> = loader.iter().unwrap().map(|batch| batch.unwrap().to_vec()).collect();
        assert_eq!(got, want);
    }
}

#[test]
fn subsets_and_splits() {
    let subset = Subset::new(numbers(5), vec![4, 0, 4]).unwrap();
    assert_eq!(items(&subset), [4, 0, 4]);
    assert!(subset.get(3).is_err());
    assert!(Subset::new(numbers(5), vec![5]).is_err());

    // torch.utils.data.random_split(range(10), [3, 7], generator=torch.Generator().manual_seed(42))
    let [few, many] = random_split(numbers(10), [3, 7], &Generator::new(42)).unwrap();
    assert_eq!((few.indices(), many.indices()), (&[2, 6, 1][..], &[8, 4, 5, 0, 9, 3, 7][..]));
    // Fractions: 10 * [0.35, 0.35, 0.3] are 3, 3 and 3 whole items; the first part gets the one left.
    let parts = random_split(numbers(10), [0.35, 0.35, 0.3], &Generator::new(0)).unwrap();
    assert_eq!(parts.each_ref().map(Dataset::len), [4, 3, 3]);
    let mut all: Vec<i64> = parts.iter().flat_map(items).collect();
    all.sort_unstable();
    assert_eq!(all, numbers(10));
    assert!(random_split(numbers(10), [3, 6], &Generator::new(0)).is_err());
    assert!(random_split(numbers(10), [usize::MAX, 11], &Generator::new(0)).is_err());
    assert!(random_split(numbers(10), [0.5, 0.4], &Generator::new(0)).is_err());
    assert!(random_split(numbers(10), [1.5, -0.5], &Generator::new(0)).is_err());
    assert!(random_split(numbers(10), [f64::NAN, 0.5], &Generator::new(0)).is_err());
}

#[test]
fn items_become_batches() {
    let text = |text: &str| text.to_string();
    let items = vec![(tensor([1.0, 2.0]), 3_i64, (true, text("a"))), (tensor([4.0, 5.0]), 6, (false, text("b")))];
    let (x, n, (flag, texts)) = Collate::collate(items).unwrap();
    assert_eq!((x.sizes(), x.to_vec::<f32>()), (&[2, 2][..], vec![1.0, 2.0, 4.0, 5.0]));
    assert_eq!(
        (n.dtype(), n.to_vec::<i64>(), flag.dtype(), flag.to_vec::<bool>()),
        (DType::I64, vec![3, 6], DType::Bool, vec![true, false])
    );
    assert_eq!(texts, ["a", "b"]);
    let columns = Collate::collate(vec![vec![1_usize, 2], vec![3, 4]]).unwrap();
    assert_eq!(columns.iter().map(Tensor::to_vec::<i64>).collect::<Vec<_>>(), [[1, 3], [2, 4]]);
    assert!(Collate::collate(vec![vec![1_i64, 2], vec![3]]).is_err());
    assert!(Collate::collate(vec![zeros([2]), zeros([1])]).unwrap_err().to_string().contains("[2]"));
    assert!(Collate::collate(Vec::<Tensor>::new()).is_err());
}

#[test]
fn gradients_flow_through_a_batch() {
    let weights = tensor([2.0, 3.0]);
    weights.requires_grad_(true);
    let batch = Collate::collate(vec![&weights * 2.0, weights.clone()]).unwrap();
    let gradient = ones([2, 2]);
    (&batch * &batch).backward_with(BackwardOptions { gradient: Some(&gradient), ..BackwardOptions::default() });
    // The sum of (2w)² + w² has the gradient 10w.
    assert_eq!(weights.grad().unwrap().to_vec::<f32>(), [20.0, 30.0]);
}
