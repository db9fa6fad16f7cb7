//! The caching allocator as its users see it: what is handed out, what is kept, what is counted and what is refused.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use cresset_storage::memory::{self, Stats};
use cresset_storage::{Device, ErrorKind, Storage};
use proptest::prelude::*;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Runs a test by itself and from an empty cache: statistics, the cap and the cache belong to the whole process. The
/// test has its own thread, which has given its blocks back by the time the next test begins.
fn alone<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    memory::set_cap(None);
    memory::empty_cache();
    memory::reset_peak();
    thread::spawn(test).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn empty(n_bytes: usize) -> Storage {
    Storage::empty(n_bytes, Device::Cpu).unwrap()
}

fn address(storage: &Storage) -> usize {
    storage.read().pointer().unwrap() as usize
}

fn bytes(storage: &mut Storage) -> &mut [u8] {
    let n_bytes = storage.n_bytes();
    let pointer = storage.exclusive().unwrap().unwrap();
    // SAFETY: the only handle is borrowed for the life of the slice, and memory is always initialised.
    unsafe { std::slice::from_raw_parts_mut(pointer, n_bytes) }
}

/// What `work` added to the counts of allocations, hits, and blocks from and to the system.
fn traffic(work: impl FnOnce()) -> [u64; 4] {
    let counts = |stats: Stats| [stats.allocations, stats.cache_hits, stats.system_allocations, stats.system_frees];
    let before = counts(memory::stats());
    work();
    let after = counts(memory::stats());
    std::array::from_fn(|at| after[at] - before[at])
}

#[test]
fn every_block_is_aligned_and_readable() {
    let sizes = [0, 1, 63, 64, 65, 1000, 64 * KIB, 64 * KIB + 1, 4 * MIB - 1, 4 * MIB, 9 * MIB + 5];
    alone(move || {
        for n_bytes in sizes.into_iter().filter(|&n_bytes| !cfg!(miri) || n_bytes < 70 * KIB) {
            for _ in 0..2 {
                let mut storage = empty(n_bytes);
                assert_eq!(address(&storage) % 64, 0, "{n_bytes} bytes");
                assert!(bytes(&mut storage).iter().all(|&byte| byte <= 1), "zero when fresh, else as it was left");
                bytes(&mut storage).fill(1);
            }
        }
    });
}

#[test]
fn a_freed_block_serves_the_next_request() {
    alone(|| {
        for n_bytes in [0, 100, 64 * KIB, 100 * KIB, 5 * MIB] {
            let first = address(&empty(n_bytes));
            let counts = traffic(|| assert_eq!(address(&empty(n_bytes)), first, "{n_bytes} bytes"));
            assert_eq!(counts, [1, 1, 0, 0], "{n_bytes} bytes");
        }
    });
}

#[test]
fn a_large_block_is_not_wasted_on_a_small_request() {
    alone(|| {
        drop(empty(8 * MIB));
        assert_eq!(traffic(|| drop(empty(5 * MIB))), [1, 0, 1, 0]);
        assert_eq!(traffic(|| drop(empty(7 * MIB))), [1, 1, 0, 0]);
    });
}

// A small buffer's block also holds its header of 128 bytes.
#[test]
fn statistics_count_what_one_thread_does_exactly() {
    alone(|| {
        let before = memory::stats();
        assert_eq!(before.peak_in_use_bytes, before.in_use_bytes);
        let small: Vec<Storage> = (0..100).map(|_| empty(100)).collect();
        let large = empty(MIB);
        assert_eq!(memory::stats().in_use_bytes - before.in_use_bytes, 100 * 256 + MIB);
        drop(small);
        let middling: Vec<Storage> = (0..6).map(|_| empty(KIB)).collect();
        drop(large);
        let stats = memory::stats();
        assert_eq!(stats.in_use_bytes - before.in_use_bytes, 6 * 1280);
        assert_eq!(stats.peak_in_use_bytes - before.in_use_bytes, 100 * 256 + MIB);
        assert_eq!(stats.cached_bytes, 100 * 256 + MIB);
        assert_eq!(stats.allocations - before.allocations, 107);
        memory::reset_peak();
        drop(middling);
        assert_eq!(memory::stats().peak_in_use_bytes - before.in_use_bytes, 6 * 1280);
        drop(empty(MIB));
        assert_eq!(memory::stats().peak_in_use_bytes - before.in_use_bytes, MIB, "the small ones were gone");
        memory::reset_peak();
        // Many more bytes than a thread keeps to itself before it hands them in.
        drop((0..5000).map(|_| empty(64)).collect::<Vec<_>>());
        assert_eq!(memory::stats().peak_in_use_bytes - before.in_use_bytes, 5000 * 192);
        assert_eq!(memory::stats().in_use_bytes, before.in_use_bytes);
    });
}

#[test]
fn empty_cache_leaves_nothing() {
    alone(|| {
        let kept = empty(10);
        drop((0..300).map(|at| empty(at * 400)).collect::<Vec<_>>());
        assert!(memory::stats().cached_bytes > 17 * MIB);
        memory::empty_cache();
        let stats = memory::stats();
        assert_eq!(stats.cached_bytes, 0);
        assert_eq!(stats.in_use_bytes, 192);
        assert_eq!(stats.system_allocations - stats.system_frees, 1);
        drop(kept);
    });
}

#[test]
fn a_block_can_be_freed_by_another_thread() {
    alone(|| {
        let before = memory::stats().in_use_bytes;
        for n_bytes in [100, MIB] {
            let storage = empty(n_bytes);
            let place = address(&storage);
            thread::spawn(move || drop(storage)).join().unwrap();
            assert_eq!(memory::stats().in_use_bytes, before);
            // The thread handed its front to the shared back when it ended.
            assert_eq!(traffic(|| assert_eq!(address(&empty(n_bytes)), place)), [1, 1, 0, 0]);
        }
    });
}

#[test]
fn another_thread_empties_its_front_when_asked() {
    alone(|| {
        let (ask, asked) = mpsc::channel::<()>();
        let (answer, answered) = mpsc::channel::<()>();
        let worker = thread::spawn(move || {
            for () in asked {
                drop(empty(1000));
                answer.send(()).unwrap();
            }
        });
        let round = || {
            ask.send(()).unwrap();
            answered.recv().unwrap();
        };
        assert_eq!(traffic(round), [1, 0, 1, 0]);
        assert_eq!(traffic(round), [1, 1, 0, 0]);
        memory::empty_cache();
        assert_eq!(traffic(round), [1, 0, 1, 1]);
        drop(ask);
        worker.join().unwrap();
    });
}

thread_local! {
    static LATE: RefCell<Option<Storage>> = const { RefCell::new(None) };
    static MAKES_ONE_LATE: RefCell<Option<AllocatesOnDrop>> = const { RefCell::new(None) };
}

struct AllocatesOnDrop(mpsc::Sender<usize>);

impl Drop for AllocatesOnDrop {
    fn drop(&mut self) {
        let [small, large] = [empty(100), empty(MIB)];
        self.0.send(small.n_bytes() + large.n_bytes()).unwrap();
    }
}

#[test]
fn blocks_live_and_die_while_their_thread_ends() {
    alone(|| {
        let before = memory::stats().in_use_bytes;
        for front_first in [false, true] {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || {
                // Destructors of thread-locals run in some order of their first use: try the front on either side.
                let early = front_first.then(|| empty(100));
                MAKES_ONE_LATE.with(|slot| *slot.borrow_mut() = Some(AllocatesOnDrop(sender)));
                LATE.with(|slot| *slot.borrow_mut() = Some(Storage::from_vec(vec![1u8])));
                LATE.with(|slot| *slot.borrow_mut() = Some(empty(200)));
                drop(early);
            })
            .join()
            .unwrap();
            assert_eq!(receiver.recv().unwrap(), 100 + MIB);
        }
        assert_eq!(memory::stats().in_use_bytes, before);
    });
}

#[test]
fn the_cap_frees_cached_blocks_first_and_then_refuses() {
    alone(|| {
        let held = empty(MIB);
        drop(empty(3 * MIB));
        memory::set_cap(Some(4 * MIB));
        assert_eq!(memory::stats().cached_bytes, 3 * MIB, "within the cap the cache stays");
        drop(empty(2 * MIB));
        assert_eq!(memory::stats().cached_bytes, 2 * MIB, "the cached block made room");
        let error = Storage::empty(3 * MIB + 1, Device::Cpu).unwrap_err();
        assert_eq!(
            error.to_string(),
            "allocate: out of memory: cpu, 3145729 bytes asked, 1048576 in use, cap 4194304; raise the cap or free tensors"
        );
        memory::set_cap(Some(10));
        assert_eq!((memory::cap(), memory::stats().cached_bytes), (Some(10), 0));
        assert!(Storage::empty(0, Device::Cpu).is_err(), "the cap holds for small blocks too");
        memory::set_cap(None);
        assert_eq!(memory::cap(), None);
        drop((empty(10), held));
    });
}

#[test]
#[cfg_attr(miri, ignore = "Miri ends where a machine would refuse")]
fn more_than_there_is_is_an_error() {
    alone(|| {
        for n_bytes in [usize::MAX, isize::MAX as usize + 1, isize::MAX as usize, 1 << 60] {
            let error = Storage::empty(n_bytes, Device::Cpu).unwrap_err();
            let expected = ErrorKind::OutOfMemory {
                device: Device::Cpu,
                requested_bytes: n_bytes,
                in_use_bytes: 0,
                cap_bytes: None,
            };
            assert_eq!(*error.kind(), expected);
        }
    });
}

/// A step in the life of a program: a block comes, a block goes, or the cache is emptied.
#[derive(Clone, Debug)]
enum Step {
    Take(usize),
    Give(usize),
    Send(usize),
    Empty,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..5000usize).prop_map(Step::Take),
        1 => (60 * KIB..70 * KIB).prop_map(Step::Take),
        1 => (3 * MIB..5 * MIB).prop_map(Step::Take),
        6 => any::<usize>().prop_map(Step::Give),
        1 => any::<usize>().prop_map(Step::Send),
        1 => Just(Step::Empty),
    ];
    prop::collection::vec(step, 0..if cfg!(miri) { 30 } else { 200 })
}

/// Both ends of a block, to be marked: blocks that overlapped would spoil each other's marks.
fn ends(storage: &mut Storage) -> impl Iterator<Item = &mut u8> {
    let bytes = bytes(storage);
    let (head, tail) = bytes.split_at_mut(bytes.len() / 2);
    let rest = tail.len().saturating_sub(200);
    head.iter_mut().take(200).chain(&mut tail[rest..])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 3 } else { 60 }, failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn blocks_in_use_never_overlap(steps in steps()) {
        alone(|| run(steps))?;
    }
}

fn run(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut held: Vec<(u8, Storage)> = Vec::new();
    for (at, step) in steps.into_iter().enumerate() {
        match step {
            Step::Take(n_bytes) => {
                let mut storage = empty(n_bytes);
                let mark = at as u8;
                ends(&mut storage).for_each(|byte| *byte = mark);
                held.push((mark, storage));
            }
            Step::Give(which) | Step::Send(which) if !held.is_empty() => {
                let (mark, mut storage) = held.swap_remove(which % held.len());
                prop_assert!(ends(&mut storage).all(|byte| *byte == mark));
                if matches!(step, Step::Send(_)) {
                    thread::spawn(move || drop(storage)).join().unwrap();
                }
            }
            Step::Empty => memory::empty_cache(),
            Step::Give(_) | Step::Send(_) => {}
        }
    }
    held.clear();
    prop_assert_eq!(memory::stats().in_use_bytes, 0);
    Ok(())
}

#[test]
fn threads_pass_blocks_around() {
    alone(|| {
        let n_threads = 4u8;
        let n_blocks = if cfg!(miri) { 20 } else { 3000 };
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..n_threads).map(|_| mpsc::channel::<(u8, Storage)>()).unzip();
        let threads: Vec<_> = receivers
            .into_iter()
            .enumerate()
            .map(|(at, receiver)| {
                let senders = senders.clone();
                thread::spawn(move || {
                    for block in 0..n_blocks {
                        let mut storage = empty(1 + (block * 37 + at * 11) % 3000);
                        bytes(&mut storage).fill(block as u8);
                        senders[(at + block) % senders.len()].send((block as u8, storage)).unwrap();
                        if let Ok((mark, mut storage)) = receiver.try_recv() {
                            assert!(bytes(&mut storage).iter().all(|&byte| byte == mark));
                        }
                        if at == 0 && block % 500 == 0 {
                            memory::empty_cache();
                        }
                    }
                    drop(senders);
                    for (mark, mut storage) in receiver {
                        assert!(bytes(&mut storage).iter().all(|&byte| byte == mark));
                    }
                })
            })
            .collect();
        drop(senders);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(memory::stats().in_use_bytes, 0);
        memory::empty_cache();
        assert_eq!(memory::stats().cached_bytes, 0);
    });
}
