//! The largest element of each bin of a plane.

use crate::bins::Grid;
use crate::parallel::for_chunks;
use crate::plain::Plain;
use crate::window::Sizes;

/// The place of the largest element of each bin.
pub(crate) fn largest<T: Plain>(sizes: Sizes, grids: &[Grid], x: &[T], indices: &mut [i64])
where
    T::Wide: PartialOrd,
{
    let Some(first) = grids.first() else { return };
    let outputs: usize = first.iter().map(Vec::len).product();
    let inputs: usize = sizes.iter().product();
    for_chunks(indices, outputs, x.len(), &|at, indices| {
        let [depths, heights, widths] = &grids[if grids.len() == 1 { 0 } else { at }];
        let plane = &x[at * inputs..][..inputs];
        let mut places = indices.iter_mut();
        for depth in depths {
            for height in heights {
                for width in widths {
                    let mut found: Option<(usize, T::Wide)> = None;
                    for row in depth.clone().flat_map(|depth| height.clone().map(move |height| [depth, height])) {
                        let start = (row[0] * sizes[1] + row[1]) * sizes[2];
                        for (column, value) in plane[start..][width.clone()].iter().enumerate() {
                            let (place, value) = (start + width.start + column, value.widen());
                            // A NaN does not compare with itself.
                            let wins =
                                found.is_none_or(|(_, best)| value > best || value.partial_cmp(&value).is_none());
                            if wins {
                                found = Some((place, value));
                            }
                        }
                    }
                    if let (Some(index), Some((place, _))) = (places.next(), found) {
                        *index = place as i64;
                    }
                }
            }
        }
    });
}
