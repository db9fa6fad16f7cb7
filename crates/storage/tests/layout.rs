//! Every view against a model that looks at one index after the other.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use cresset_storage::{DType, Dims, Layout, MAX_DIMS};
use proptest::prelude::*;
use proptest::sample::Index;

fn dims(values: &[usize]) -> Dims {
    Dims::new("test", values).unwrap()
}

/// Every index of a shape, in row-major order.
fn indices(sizes: &[usize]) -> Vec<Vec<usize>> {
    sizes.iter().fold(vec![vec![]], |heads, &size| {
        heads.iter().flat_map(|head| (0..size).map(|at| [head.as_slice(), &[at]].concat())).collect()
    })
}

/// Where in the buffer an index leads.
fn place(layout: &Layout, index: &[usize]) -> usize {
    layout.offset() + index.iter().zip(layout.strides()).map(|(at, stride)| at * stride).sum::<usize>()
}

fn places(layout: &Layout) -> Vec<usize> {
    indices(layout.sizes()).iter().map(|index| place(layout, index)).collect()
}

/// Checks that `out` has these sizes, and at each index the element of `layout` at the index that `source` names.
#[track_caller]
fn check(layout: &Layout, out: &Layout, sizes: &[usize], source: impl Fn(&[usize]) -> Vec<usize>) {
    assert_eq!(&out.sizes()[..], sizes);
    for index in indices(sizes) {
        assert_eq!(place(out, &index), place(layout, &source(&index)), "index {index:?} of {out:?} from {layout:?}");
    }
    check_properties(out);
}

/// What a layout says of itself, against its elements.
#[track_caller]
fn check_properties(layout: &Layout) {
    let held = places(layout);
    let mut sorted = held.clone();
    sorted.sort_unstable();
    let gap_free = |places: &[usize]| places.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let distinct = sorted.windows(2).all(|pair| pair[1] > pair[0]);
    assert_eq!(layout.numel(), held.len());
    assert_eq!(layout.is_contiguous(), gap_free(&held), "{layout:?}");
    assert_eq!(layout.is_dense(), gap_free(&sorted), "{layout:?}");
    assert!(layout.may_overlap_itself() || distinct, "{layout:?}");
    assert!(!(layout.is_dense() && layout.may_overlap_itself()), "{layout:?}");
    match (sorted.first(), sorted.last()) {
        (Some(&first), Some(&last)) => assert_eq!(layout.span(), first..last + 1),
        _ => assert!(layout.span().is_empty() && layout.span().start == layout.offset()),
    }
    let strides: Vec<usize> = layout.memory_order().iter().map(|&dim| layout.strides()[dim]).collect();
    assert!(strides.is_sorted_by(|lhs, rhs| lhs >= rhs));
}

/// Layouts of all kinds: with gaps, overlaps, repeats, dimensions that are empty or of size 1.
fn layouts() -> impl Strategy<Value = Layout> {
    let wild = prop::collection::vec((0..5usize, 0..7usize), 0..5).prop_flat_map(|dims| {
        let (sizes, strides): (Vec<usize>, Vec<usize>) = dims.into_iter().unzip();
        (0..5usize).prop_map(move |offset| Layout::strided("test", &sizes, &strides, offset, 1000).unwrap())
    });
    let orderly = prop::collection::vec(1..5usize, 0..5).prop_flat_map(|sizes| {
        let layout = Layout::contiguous(dims(&sizes));
        let order: Vec<i64> = (0..sizes.len() as i64).collect();
        (Just(order).prop_shuffle(), 0..3usize).prop_map(move |(order, n_swaps)| {
            let order: Vec<i64> = if n_swaps > 0 { order } else { (0..order.len() as i64).collect() };
            let permuted = layout.permute("test", &order).unwrap();
            match n_swaps {
                2 if permuted.rank() > 0 => permuted.slice("test", 0, Some(1), None, 2).unwrap(),
                _ => permuted,
            }
        })
    });
    // A dimension of size 1 may have any stride, and must not matter wherever it stands.
    let with_a_one = (orderly.clone(), any::<Index>(), 0..7usize).prop_map(|(layout, at, stride)| {
        let at = at.index(layout.rank() + 1);
        let (sizes, strides) = (inserted(layout.sizes(), at, 1), inserted(layout.strides(), at, stride));
        Layout::strided("test", &sizes, &strides, layout.offset(), 1000).unwrap()
    });
    prop_oneof![wild, orderly, with_a_one]
}

/// A layout of at least one dimension, and one of these dimensions as a caller may name it.
fn layouts_with_dim() -> impl Strategy<Value = (Layout, usize, i64)> {
    let with_rank = layouts().prop_filter("a scalar has no dims", |layout| layout.rank() > 0);
    (with_rank, any::<Index>(), any::<bool>()).prop_map(|(layout, dim, from_back)| {
        let at = dim.index(layout.rank());
        (layout, at, at as i64 - if from_back { layout.rank() as i64 } else { 0 })
    })
}

fn with<T: Clone>(values: &[T], at: usize, value: T) -> Vec<T> {
    let mut values = values.to_vec();
    values[at] = value;
    values
}

fn without<T: Clone>(values: &[T], at: usize) -> Vec<T> {
    [&values[..at], &values[at + 1..]].concat()
}

fn inserted<T: Clone>(values: &[T], at: usize, value: T) -> Vec<T> {
    [&values[..at], &[value], &values[at..]].concat()
}

/// Every shape of at most three dimensions with `numel` elements.
fn shapes(numel: usize, rank: usize) -> Vec<Vec<usize>> {
    if rank == 0 {
        return if numel == 1 { vec![vec![]] } else { vec![] };
    }
    (1..=numel)
        .filter(|size| numel.is_multiple_of(*size))
        .flat_map(|size| shapes(numel / size, rank - 1).into_iter().map(move |rest| [vec![size], rest].concat()))
        .collect()
}

/// Whether any strides at all put these elements in row-major order under `sizes`: each stride must be the step to the
/// element that is one further in its dimension.
fn has_strides(places: &[usize], sizes: &[usize]) -> bool {
    let block = |dim: usize| sizes[dim + 1..].iter().product::<usize>();
    indices(sizes).iter().zip(places).all(|(index, &place)| {
        let steps = index.iter().enumerate().filter(|&(_, &at)| at > 0);
        let sum: i64 = steps.map(|(dim, &at)| at as i64 * (places[block(dim)] as i64 - places[0] as i64)).sum();
        places[0] as i64 + sum == place as i64
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 5 } else { 1000 }, failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn properties(layout in layouts()) {
        check_properties(&layout);
    }

    #[test]
    fn permute((layout, order) in layouts().prop_flat_map(|layout| {
        let order: Vec<usize> = (0..layout.rank()).collect();
        (Just(layout), Just(order).prop_shuffle())
    })) {
        let named: Vec<i64> =
            order.iter().map(|&dim| dim as i64 - if dim % 2 == 0 { layout.rank() as i64 } else { 0 }).collect();
        let out = layout.permute("test", &named).unwrap();
        let sizes: Vec<usize> = order.iter().map(|&dim| layout.sizes()[dim]).collect();
        check(&layout, &out, &sizes, |index| {
            (0..index.len()).map(|dim| index[order.iter().position(|&from| from == dim).unwrap()]).collect()
        });
    }

    #[test]
    fn transpose((layout, at, dim) in layouts_with_dim(), other in any::<Index>()) {
        let other = other.index(layout.rank());
        let swap = |values: &[usize]| {
            let mut values = values.to_vec();
            values.swap(at, other);
            values
        };
        let out = layout.transpose("test", dim, other as i64).unwrap();
        check(&layout, &out, &swap(layout.sizes()), swap);
    }

    #[test]
    fn narrow((layout, at, dim) in layouts_with_dim(), start in -6..7i64, length in 0..6usize) {
        let size = layout.sizes()[at];
        let first = if start < 0 { start + size as i64 } else { start };
        let fits = first >= 0 && first as usize + length <= size;
        let out = layout.narrow("test", dim, start, length);
        prop_assert_eq!(out.is_ok(), fits);
        if let Ok(out) = out {
            check(&layout, &out, &with(layout.sizes(), at, length), |index| {
                with(index, at, index[at] + first as usize)
            });
        }
    }

    #[test]
    fn slice(
        (layout, at, dim) in layouts_with_dim(),
        start in prop::option::of(prop_oneof![-7..8i64, Just(i64::MIN), Just(i64::MAX)]),
        end in prop::option::of(prop_oneof![-7..8i64, Just(i64::MIN), Just(i64::MAX)]),
        step in prop_oneof![1..5i64, Just(i64::MAX)],
    ) {
        let size = layout.sizes()[at] as i128;
        let from_front = |bound: Option<i64>, default: i128| match bound.map(i128::from) {
            Some(bound) if bound < 0 => bound + size,
            Some(bound) => bound,
            None => default,
        };
        let (first, last) = (from_front(start, 0).max(0), from_front(end, size));
        let is_taken = |at: &i128| (first..last).contains(at) && (at - first) % i128::from(step) == 0;
        let taken: Vec<usize> = (0..size).filter(is_taken).map(|at| at as usize).collect();
        let out = layout.slice("test", dim, start, end, step).unwrap();
        check(&layout, &out, &with(layout.sizes(), at, taken.len()), |index| with(index, at, taken[index[at]]));
        prop_assert_eq!(out.strides()[at], layout.strides()[at].saturating_mul(step as usize));
    }

    #[test]
    fn select((layout, at, dim) in layouts_with_dim(), index in prop_oneof![-6..7i64, Just(i64::MIN), Just(i64::MAX)]) {
        let size = layout.sizes()[at] as i64;
        let out = layout.select("test", dim, index);
        prop_assert_eq!(out.is_ok(), (-size..size).contains(&index));
        if let Ok(out) = out {
            let place = index.rem_euclid(size) as usize;
            check(&layout, &out, &without(layout.sizes(), at), |rest| inserted(rest, at, place));
        }
    }

    #[test]
    fn squeeze_undoes_unsqueeze(layout in layouts(), dim in any::<Index>()) {
        let at = dim.index(layout.rank() + 1);
        let named = if at.is_multiple_of(2) { at as i64 } else { at as i64 - layout.rank() as i64 - 1 };
        let out = layout.unsqueeze("test", named).unwrap();
        check(&layout, &out, &inserted(layout.sizes(), at, 1), |index| without(index, at));
        prop_assert_eq!(out.squeeze("test", named).unwrap(), layout);
        for other in (0..out.rank()).filter(|&other| out.sizes()[other] != 1) {
            prop_assert_eq!(out.squeeze("test", other as i64).unwrap(), out);
        }
    }

    #[test]
    fn expand(
        layout in layouts(),
        lead in prop::collection::vec(0..3i64, 0..3),
        wanted in prop::collection::vec(-2..5i64, 5),
    ) {
        let sizes = [&lead[..], &wanted[..layout.rank()]].concat();
        let held = [vec![1; lead.len()], layout.sizes().to_vec()].concat();
        let expected: Option<Vec<usize>> = sizes.iter().zip(&held).map(|(&size, &held)| match size {
            -1 => Some(held),
            0.. if held == 1 || held == size as usize => Some(size as usize),
            _ => None,
        }).collect();
        let out = layout.expand("test", &sizes).ok();
        prop_assert_eq!(out.map(|out| out.sizes().to_vec()), expected.clone());
        if let (Some(out), Some(expected)) = (out, expected) {
            let source = |index: &[usize]| -> Vec<usize> {
                let inner = index[lead.len()..].iter().zip(layout.sizes());
                inner.map(|(&at, &size)| if size == 1 { 0 } else { at }).collect()
            };
            check(&layout, &out, &expected, source);
            prop_assert_eq!(layout.broadcast_to("test", &dims(&expected)).unwrap(), out);
        }
    }

    #[test]
    fn view(layout in layouts().prop_filter("few elements", |layout| layout.numel() <= 64)) {
        let held = places(&layout);
        let numel = layout.numel();
        for sizes in (0..=3).flat_map(|rank| shapes(numel, rank)) {
            let out = layout.view(&dims(&sizes));
            prop_assert_eq!(out.is_some(), has_strides(&held, &sizes), "{:?} as {:?}", layout, sizes);
            if let Some(out) = out {
                check_properties(&out);
                prop_assert_eq!(&out.sizes()[..], &sizes[..]);
                prop_assert_eq!(&places(&out), &held);
            }
        }
        prop_assert_eq!(layout.view(&dims(&[numel + 1])), None);
        if numel > 0 {
            prop_assert_eq!(layout.view(&dims(&[numel, 0])), None);
        }
    }

    #[test]
    fn diagonal((layout, row, dim) in layouts_with_dim(), other in any::<Index>(), offset in -6..7i64) {
        let column = other.index(layout.rank());
        let out = layout.diagonal("test", offset, dim, column as i64);
        prop_assert_eq!(out.is_ok(), row != column);
        if let Ok(out) = out {
            let (skip_rows, skip_columns) = ((-offset).max(0) as usize, offset.max(0) as usize);
            let (n_rows, n_columns) = (layout.sizes()[row], layout.sizes()[column]);
            let length = (0..5).filter(|at| at + skip_rows < n_rows && at + skip_columns < n_columns).count();
            let kept: Vec<usize> = (0..layout.rank()).filter(|&dim| dim != row && dim != column).collect();
            let sizes: Vec<usize> = kept.iter().map(|&dim| layout.sizes()[dim]).chain([length]).collect();
            check(&layout, &out, &sizes, |index| {
                let mut source = vec![0; layout.rank()];
                kept.iter().zip(index).for_each(|(&dim, &at)| source[dim] = at);
                let at = index[index.len() - 1];
                (source[row], source[column]) = (at + skip_rows, at + skip_columns);
                source
            });
        }
    }

    #[test]
    fn unfold((layout, at, dim) in layouts_with_dim(), size in 0..6usize, step in 0..4usize) {
        let held = layout.sizes()[at];
        let out = layout.unfold("test", dim, size, step);
        prop_assert_eq!(out.is_ok(), size <= held && step > 0);
        if let Ok(out) = out {
            let n_windows = (0..=held).step_by(step).filter(|start| start + size <= held).count();
            let sizes = [with(layout.sizes(), at, n_windows), vec![size]].concat();
            check(&layout, &out, &sizes, |index| {
                let (within, window) = (index[index.len() - 1], &index[..index.len() - 1]);
                with(window, at, index[at] * step + within)
            });
        }
    }
}

/// Strides that PyTorch gives and no element depends on.
#[test]
fn strides_without_effect_are_those_of_pytorch() {
    let strides = |layout: Layout| layout.strides().to_vec();
    let base = Layout::contiguous(dims(&[2, 3]));
    assert_eq!(strides(Layout::contiguous(dims(&[2, 0, 3]))), [3, 3, 1]);
    assert_eq!(strides(base.unsqueeze("test", 0).unwrap()), [6, 3, 1]);
    assert_eq!(strides(base.unsqueeze("test", 1).unwrap()), [3, 3, 1]);
    assert_eq!(strides(base.unsqueeze("test", -1).unwrap()), [3, 1, 1]);
    assert_eq!(strides(base.expand("test", &[1, 2, 3]).unwrap()), [6, 3, 1]);
    assert_eq!(strides(base.expand("test", &[4, 2, 3]).unwrap()), [0, 3, 1]);
    assert_eq!(strides(base.slice("test", 1, None, Some(1), 2).unwrap()), [3, 2]);
    assert_eq!(strides(base.slice("test", 1, None, Some(1), 3).unwrap().view(&dims(&[1, 2, 1])).unwrap()), [6, 3, 3]);
    let empty = base.slice("test", 1, Some(3), None, 1).unwrap();
    assert_eq!((strides(empty), empty.offset()), (vec![3, 1], 0));
    assert_eq!(strides(empty.transpose("test", 0, 1).unwrap().view(&dims(&[0, 2])).unwrap()), [1, 3]);
    assert_eq!(strides(empty.view(&dims(&[4, 0, 5])).unwrap()), [5, 5, 1]);
    assert_eq!(strides(Layout::contiguous(Dims::EMPTY).view(&dims(&[1, 1])).unwrap()), [1, 1]);
}

#[test]
fn nothing_overflows_where_sizes_or_strides_are_enormous() {
    const MOST: usize = isize::MAX as usize;
    let empty = Layout::strided("test", &[0, MOST, MOST], &[MOST, usize::MAX, MOST], 10, 10).unwrap();
    assert_eq!((empty.numel(), empty.offset_bytes(DType::F64)), (0, 80));
    for layout in [
        empty.select("test", 1, -1),
        empty.narrow("test", 1, MOST as i64 - 1, 1),
        empty.slice("test", 1, Some(5), None, i64::MAX),
        empty.diagonal("test", i64::MIN, 1, 2),
        empty.diagonal("test", 7, 1, 2),
        empty.unfold("test", 2, MOST, 1),
        empty.unsqueeze("test", 2),
        empty.expand("test", &[MOST as i64, 0, -1, -1]),
    ] {
        assert_eq!(layout.unwrap().offset(), 10);
    }
    let one = Layout::strided("test", &[1, 1], &[usize::MAX, usize::MAX], 3, 4).unwrap();
    assert_eq!(one.span(), 3..4);
    assert_eq!(one.diagonal("test", 0, 0, 1).unwrap().offset(), 3);
    assert!(one.view(&dims(&[1, 1, 1])).is_some());
    assert!(one.expand("test", &[1 << 40, 1 << 40]).is_err());
    assert!(Layout::contiguous(dims(&[1 << 33])).unfold("test", 0, 1 << 32, 1).is_err());
}

#[test]
fn strided_stays_within_the_buffer() {
    let strided =
        |sizes: &[usize], strides: &[usize], offset| Layout::strided("as_strided", sizes, strides, offset, 12);
    assert!(strided(&[3, 4], &[4, 1], 0).is_ok());
    assert!(strided(&[4, 3], &[1, 4], 0).is_ok());
    assert!(strided(&[3, 4], &[4, 1], 1).is_err());
    assert!(strided(&[3, 2], &[5, 1], 0).is_ok());
    assert!(strided(&[3, 3], &[5, 1], 0).is_err());
    assert!(strided(&[], &[], 11).is_ok());
    assert!(strided(&[], &[], 12).is_err());
    assert!(strided(&[0], &[1], 12).is_ok());
    assert!(strided(&[0], &[1], 13).is_err());
    assert!(strided(&[2], &[usize::MAX], 0).is_err());
    assert!(strided(&[3, 3], &[usize::MAX / 2, 1], 11).is_err());
    assert!(strided(&[0, usize::MAX], &[1, 1], 0).is_err());
    assert!(strided(&[2], &[1, 1], 0).is_err());
    assert!(strided(&[1; MAX_DIMS + 1], &[1; MAX_DIMS + 1], 0).is_err());
}

#[test]
fn dims_are_named_once_and_within_the_rank() {
    let layout = Layout::contiguous(dims(&[2, 3]));
    let text = |result: cresset_storage::Result<Layout>| result.unwrap_err().to_string();
    assert_eq!(text(layout.permute("permute", &[0, -2])), "permute: dim given twice: dim -2; name each dim once");
    assert_eq!(
        text(layout.permute("permute", &[0, -1, 1])),
        "permute: bad argument: dims = [0, -1, 1] for sizes [2, 3]; name every dim once"
    );
    assert_eq!(
        text(layout.transpose("transpose", 0, 2)),
        "transpose: dim out of range: dim 2, rank 2; dim must be in -2..=1"
    );
    assert_eq!(
        text(layout.expand("expand", &[-1, 2, 3])),
        "expand: bad argument: sizes = [-1, 2, 3] for sizes [2, 3]; \
         each size must equal the tensor's, or the tensor's must be 1; -1 keeps one"
    );
    assert_eq!(
        text(layout.expand("add", &[3, 3])),
        "add: sizes do not expand: self [2, 3], sizes [3, 3]; \
         each size must equal the tensor's, or the tensor's must be 1; -1 keeps one"
    );
    let scalar = Layout::contiguous(Dims::EMPTY);
    assert_eq!(text(scalar.select("select", 0, 0)), "select: a scalar has no dims: self []; unsqueeze it first");
    assert_eq!(scalar.transpose("transpose", 0, -1).unwrap(), scalar);
    assert_eq!(scalar.unfold("unfold", 0, 1, 1).unwrap(), Layout::contiguous(dims(&[1])));
    let full = Layout::contiguous(dims(&[1; MAX_DIMS]));
    assert!(full.unsqueeze("unsqueeze", 0).is_err());
    assert!(full.unfold("unfold", 0, 1, 1).is_err());
    assert!(full.expand("expand", &[1; MAX_DIMS + 1]).is_err());
}
