//! Which device memory is whose: segments of the driver, cut into pieces, and the pieces that wait for reuse.
//!
//! A piece is reused only on the stream that gave it back, whose order makes that safe without waiting. Sizes are those
//! of PyTorch's allocator (`c10/cuda/CUDACachingAllocator.cpp`): small pieces come from segments of 2 MiB, so that they
//! do not break up large ones.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Pieces begin and end at multiples of this.
const ROUND: usize = 512;
/// The largest small piece.
const SMALL: usize = 1 << 20;
const SMALL_SEGMENT: usize = 2 << 20;
/// Requests below this share segments of [`LARGE_SEGMENT`].
const MIDDLE: usize = 10 << 20;
const LARGE_SEGMENT: usize = 20 << 20;

/// Lanes below this are those of the streams.
pub(super) const FIRST_OF_GRAPHS: usize = 64;

/// A piece of memory by its address and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) address: u64,
    pub(super) bytes: usize,
}

struct Piece {
    bytes: usize,
    segment: u64,
    free: bool,
}

/// The memory of one stream or of one graph.
#[derive(Default)]
struct Lane {
    segments: HashMap<u64, Segment>,
    pieces: BTreeMap<u64, Piece>,
    /// Free pieces by length, small ones apart from large ones.
    free: [BTreeSet<(usize, u64)>; 2],
}

#[derive(Clone, Copy)]
struct Segment {
    bytes: usize,
    large: bool,
}

/// All memory of a device, and its statistics.
pub(super) struct Pool {
    lanes: HashMap<usize, Lane>,
    /// Lanes that graphs hold: their free pieces are written by replays.
    held: HashSet<usize>,
    next_lane: usize,
    pub(super) cap_bytes: Option<usize>,
    pub(super) reserved_bytes: usize,
    pub(super) in_use_bytes: usize,
    pub(super) peak_bytes: usize,
    pub(super) allocations: u64,
    pub(super) hits: u64,
    pub(super) obtained: u64,
    pub(super) released: u64,
}

impl Pool {
    pub(super) fn new() -> Pool {
        Pool {
            lanes: HashMap::new(),
            held: HashSet::new(),
            next_lane: FIRST_OF_GRAPHS,
            cap_bytes: None,
            reserved_bytes: 0,
            in_use_bytes: 0,
            peak_bytes: 0,
            allocations: 0,
            hits: 0,
            obtained: 0,
            released: 0,
        }
    }

    /// A lane for a graph, whose memory stays until the lane is closed.
    pub(super) fn open_lane(&mut self) -> usize {
        let lane = self.next_lane;
        self.next_lane += 1;
        self.held.insert(lane);
        lane
    }

    /// Lets the memory of a lane go back to the driver with the next that does.
    pub(super) fn close_lane(&mut self, lane: usize) {
        self.held.remove(&lane);
    }

    /// Counts memory that somebody uses from now on.
    pub(super) fn count_use(&mut self, bytes: usize) {
        self.allocations += 1;
        self.in_use_bytes += bytes;
        self.peak_bytes = self.peak_bytes.max(self.in_use_bytes);
    }

    /// The smallest free piece of a stream that holds the request, cut to its size.
    pub(super) fn take(&mut self, slot: usize, n_bytes: usize) -> Option<Span> {
        let bytes = rounded(n_bytes)?;
        let large = bytes > SMALL;
        let lane = self.lanes.get_mut(&slot)?;
        let &(found, address) = lane.free[usize::from(large)].range((bytes, 0)..).next()?;
        lane.free[usize::from(large)].remove(&(found, address));
        let piece = lane.pieces.get_mut(&address)?;
        piece.free = false;
        let rest = found - bytes;
        // What is left of a large piece must be of use to another large request.
        if rest >= if large { SMALL + ROUND } else { ROUND } {
            piece.bytes = bytes;
            let segment = piece.segment;
            lane.pieces.insert(address + bytes as u64, Piece { bytes: rest, segment, free: true });
            lane.free[usize::from(large)].insert((rest, address + bytes as u64));
        }
        let taken = lane.pieces.get(&address)?.bytes;
        self.count_use(taken);
        Some(Span { address, bytes: taken })
    }

    /// Adds a free segment of the driver to a stream's memory. The kind of the pieces is that of the request.
    pub(super) fn add(&mut self, slot: usize, segment: Span, n_bytes: usize) {
        let large = n_bytes > SMALL;
        let lane = self.lanes.entry(slot).or_default();
        lane.segments.insert(segment.address, Segment { bytes: segment.bytes, large });
        let piece = Piece { bytes: segment.bytes, segment: segment.address, free: true };
        lane.pieces.insert(segment.address, piece);
        lane.free[usize::from(large)].insert((segment.bytes, segment.address));
    }

    /// Takes a piece back, joined with its free neighbours.
    pub(super) fn give(&mut self, slot: usize, span: Span) {
        self.in_use_bytes -= span.bytes;
        let Some(lane) = self.lanes.get_mut(&slot) else { return };
        let Some(Piece { segment, .. }) = lane.pieces.remove(&span.address) else { return };
        let Some(&Segment { large, .. }) = lane.segments.get(&segment) else { return };
        let free = &mut lane.free[usize::from(large)];
        let (mut start, mut bytes) = (span.address, span.bytes);
        let joins = |piece: &Piece| piece.free && piece.segment == segment;
        let after = span.address + span.bytes as u64;
        if let Some(next) = lane.pieces.get(&after).filter(|piece| joins(piece)) {
            bytes += next.bytes;
            free.remove(&(next.bytes, after));
            lane.pieces.remove(&after);
        }
        if let Some((&before, piece)) = lane.pieces.range(..start).next_back().filter(|(_, piece)| joins(piece)) {
            bytes += piece.bytes;
            free.remove(&(piece.bytes, before));
            start = before;
        }
        lane.pieces.insert(start, Piece { bytes, segment, free: true });
        free.insert((bytes, start));
    }

    /// Takes out the segments that nobody uses a piece of.
    pub(super) fn drain(&mut self) -> Vec<Span> {
        let mut idle = Vec::new();
        for (_, lane) in self.lanes.iter_mut().filter(|(at, _)| !self.held.contains(at)) {
            let Lane { segments, pieces, free } = lane;
            segments.retain(|&address, segment| {
                let whole = pieces.get(&address).is_some_and(|piece| piece.free && piece.bytes == segment.bytes);
                if whole {
                    pieces.remove(&address);
                    free[usize::from(segment.large)].remove(&(segment.bytes, address));
                    idle.push(Span { address, bytes: segment.bytes });
                }
                !whole
            });
        }
        self.lanes.retain(|_, lane| !lane.segments.is_empty());
        idle
    }
}

/// The length of the piece that serves a request.
pub(super) fn rounded(n_bytes: usize) -> Option<usize> {
    n_bytes.max(1).checked_next_multiple_of(ROUND)
}

/// The length of the segment that is asked of the driver for a request.
pub(super) fn segment_bytes(n_bytes: usize) -> Option<usize> {
    match n_bytes {
        ..=SMALL => Some(SMALL_SEGMENT),
        MIDDLE.. => n_bytes.checked_next_multiple_of(SMALL_SEGMENT),
        _ => Some(LARGE_SEGMENT),
    }
}
