//! Generators: saved states, seeding, sharing, and arguments that are refused.

#![allow(clippy::unwrap_used, reason = "tests may, and clippy sees functions beside the tests as library code")]

use cresset_ops::random::{self, Generator, RandomError};

fn draw_everything(generator: &Generator) -> Vec<f64> {
    let mut doubles = [0.0; 21];
    let mut floats = [0.0_f32; 5];
    random::normal(&mut doubles, 0.0, 1.0, generator).unwrap();
    random::normal(&mut floats, 0.0, 1.0, generator).unwrap();
    let mut drawn = doubles.to_vec();
    drawn.extend(floats.map(f64::from));
    drawn.extend(random::randperm(700, generator).iter().map(|&index| index as f64));
    drawn
}

#[test]
fn saved_state_restores_every_later_draw() {
    for n_words in [0, 1, 2, 623, 624, 625, 1249] {
        for n_normals in [0, 1] {
            let generator = Generator::new(0x1_2345_6789);
            (0..n_words).for_each(|_| _ = generator.random_u32());
            (0..n_normals).for_each(|_| _ = generator.next_normal());
            let state = generator.state();
            let (copy, restored) = (generator.clone_state(), Generator::new(7));
            restored.set_state(&state).unwrap();
            assert_eq!(restored.state(), state);
            assert_eq!(restored.initial_seed(), 0x1_2345_6789);
            let want = draw_everything(&generator);
            assert_eq!(draw_everything(&restored), want, "{n_words} words, {n_normals} normals");
            assert_eq!(draw_everything(&copy), want);
        }
    }
}

#[test]
fn state_has_the_fields_of_pytorch() {
    let integer = |state: &[u8], at: usize| i32::from_le_bytes(state[at..at + 4].try_into().unwrap());
    let generator = Generator::new(42);
    let fresh = generator.state();
    assert_eq!(fresh.len(), 5056);
    // Seed, left, seeded, next, first word, whether a normal is kept.
    let fields = |state: &[u8]| [0, 8, 12, 16, 24, 5040].map(|at| integer(state, at));
    assert_eq!(fields(&fresh), [42, 1, 1, 0, 42, 0]);
    (0..3).for_each(|_| _ = generator.random_u32());
    assert_eq!(fields(&generator.state())[1..4], [622, 1, 3]);
    generator.next_normal();
    let kept = generator.state();
    assert_eq!(fields(&kept)[1..4], [618, 1, 7]);
    assert_eq!(integer(&kept, 5040), 1);
    assert_eq!(kept[5024..5032], generator.next_normal().to_le_bytes());
    (0..617).for_each(|_| _ = generator.random_u32());
    assert_eq!(fields(&generator.state())[1..4], [1, 1, 624]);
}

#[test]
fn damaged_states_are_refused_and_change_nothing() {
    let generator = Generator::new(1);
    let before = generator.state();
    let refused = |at: usize, value: &[u8]| {
        let mut state = before.clone();
        state[at..at + value.len()].copy_from_slice(value);
        generator.set_state(&state).unwrap_err()
    };
    assert_eq!(refused(8, &(-1_i32).to_le_bytes()), RandomError::StateCounters { left: -1, next: 0 });
    assert_eq!(refused(8, &626_i32.to_le_bytes()), RandomError::StateCounters { left: 626, next: 0 });
    assert_eq!(refused(16, &u64::MAX.to_le_bytes()), RandomError::StateCounters { left: 1, next: u64::MAX });
    assert_eq!(refused(12, &[0; 4]), RandomError::StateCounters { left: 1, next: 0 });
    let error = generator.set_state(&before[1..]).unwrap_err();
    assert_eq!(error.to_string(), "set_state: wrong size: 5055 bytes; a state has 5056 bytes");
    assert_eq!(generator.state(), before);
}

#[test]
fn seeding_drops_the_kept_normal() {
    let generator = Generator::new(3);
    let want = [generator.next_normal(), generator.next_normal()];
    generator.next_normal();
    generator.manual_seed(3);
    assert_eq!([generator.next_normal(), generator.next_normal()], want);
}

#[test]
fn seeds_are_cut_to_32_bits_and_remembered_whole() {
    let (short, long) = (Generator::new(9), Generator::new(9 | 1 << 40));
    assert_eq!(short.random_u64(), long.random_u64());
    assert_eq!(long.initial_seed(), 9 | 1 << 40);
    assert_ne!(short.seed(), short.seed());
}

#[test]
fn clones_share_a_stream_across_threads() {
    let generator = Generator::new(11);
    let clone = generator.clone();
    let first = std::thread::spawn(move || clone.random_u32()).join().unwrap();
    let again = Generator::new(11);
    assert_eq!([first, generator.random_u32()], [again.random_u32(), again.random_u32()]);
}

#[test]
fn default_generator_is_one_stream() {
    random::manual_seed(5);
    assert_eq!(random::initial_seed(), 5);
    let state = random::get_rng_state();
    let first = random::default_generator().random_u32();
    random::set_rng_state(&state).unwrap();
    assert_eq!(random::default_generator().clone().random_u32(), first);
    assert_eq!(first, Generator::new(5).random_u32());
}

#[test]
fn half_types_never_reach_the_upper_bound() {
    let generator = Generator::new(0);
    let mut out = vec![half::bf16::ZERO; 100_000];
    random::uniform(&mut out, 0.0, 1.0, &generator).unwrap();
    assert!(out.iter().all(|&value| value < half::bf16::ONE));
    assert!(out.iter().any(|&value| value == half::bf16::from_f32(0.99609375)));
}

#[test]
fn block_normals_do_not_depend_on_where_a_block_ends() {
    let (mut short, mut long) = ([0.0_f32; 16], [0.0_f32; 2000]);
    let generator = Generator::new(8);
    random::normal(&mut long, 0.0, 1.0, &generator).unwrap();
    generator.manual_seed(8);
    for block in long.chunks_exact(16) {
        random::normal(&mut short, 0.0, 1.0, &generator).unwrap();
        assert_eq!(short, block);
    }
    let (sum, squares) = long.iter().fold((0.0, 0.0), |(sum, squares), &z| (sum + z, squares + z * z));
    assert!((sum / 2000.0).abs() < 0.08 && (squares / 2000.0 - 1.0).abs() < 0.12);
}

#[test]
fn unbounded_random_reaches_the_whole_range() {
    let generator = Generator::new(2);
    let mut wide = [0_i64; 64];
    random::random_from(&mut wide, i64::MIN, &generator).unwrap();
    let same = Generator::new(2);
    assert_eq!(wide, std::array::from_fn(|_| same.random_u64() as i64));
    let mut bytes = [0_i8; 4000];
    random::random_from(&mut bytes, -128, &generator).unwrap();
    assert!(bytes.contains(&-128) && bytes.contains(&127));
    random::random(&mut bytes, &generator);
    assert!(bytes.iter().all(|&byte| byte >= 0) && bytes.contains(&127));
}

#[test]
fn wrong_arguments_are_refused_before_a_draw() {
    let generator = Generator::new(0);
    let before = generator.state();
    let (mut floats, mut bytes) = ([0.0_f32; 2], [0_u8; 2]);
    let nan = f64::NAN;
    let errors = [
        random::uniform(&mut floats, 1.0, 0.0, &generator),
        random::uniform(&mut floats, -3e38, 3e38, &generator),
        random::normal(&mut floats, 0.0, -1.0, &generator),
        random::normal_serial(&mut floats, 0.0, nan, &generator),
        random::exponential(&mut floats, 0.0, &generator),
        random::cauchy(&mut floats, 0.0, 0.0, &generator),
        random::log_normal(&mut floats, 0.0, nan, &generator),
        random::geometric(&mut floats, 1.0, &generator),
        random::bernoulli(&mut floats, 1.5, &generator),
        random::bernoulli_from(&mut floats, &[0.5, nan], &generator),
        random::bernoulli_from(&mut floats, &[0.5], &generator),
        random::poisson(&mut floats, &[1.0, -1.0], &generator),
        random::dropout_noise(&mut floats, nan, &generator),
        random::rrelu_slopes(&[1.0], &mut floats, 0.1, 0.2, &generator),
        random::randint(&mut bytes, 3, 3, &generator),
        random::randint(&mut bytes, 0, 257, &generator),
        random::random_from(&mut bytes, -1, &generator),
        random::multinomial(&[1.0, 2.0], 2, 3, false, &generator).map(|_| ()),
        random::multinomial(&[1.0, 2.0, 3.0], 2, 1, false, &generator).map(|_| ()),
        random::multinomial(&[1.0, -2.0], 2, 1, true, &generator).map(|_| ()),
        random::multinomial(&[1.0, 1.0, 0.0, 0.0], 2, 2, true, &generator).map(|_| ()),
    ];
    for (index, result) in errors.into_iter().enumerate() {
        let text = result.expect_err(&format!("call {index}")).to_string();
        assert!(text.matches(": ").count() >= 2 && text.contains("; ") && !text.contains('\n'), "{text}");
    }
    assert_eq!(generator.state(), before);
}

#[test]
fn ten_thousandth_word_is_the_one_of_the_c_standard_library() {
    let generator = Generator::new(5489);
    (1..10_000).for_each(|_| _ = generator.random_u32());
    assert_eq!(generator.random_u32(), 4_123_659_995);
}

#[test]
fn words_do_not_depend_on_how_many_are_drawn_at_once() {
    let (single, bulk) = (Generator::new(7), Generator::new(7));
    for n in (0..60).chain([623, 624, 625, 1300]) {
        let mut units = vec![0.0_f32; n];
        random::uniform(&mut units, 0.0, 1.0, &bulk).unwrap();
        let want = |()| (single.random_u32() % (1 << 24)) as f32 / (1 << 24) as f32;
        assert!(units.iter().all(|&unit| unit == want(())), "{n}");
        let mut units = vec![0.0_f64; n];
        random::uniform(&mut units, 0.0, 1.0, &bulk).unwrap();
        let want = |()| {
            let high = u64::from(single.random_u32());
            ((high << 32 | u64::from(single.random_u32())) % (1 << 53)) as f64 / (1u64 << 53) as f64
        };
        assert!(units.iter().all(|&unit| unit == want(())), "{n} doubles");
    }
}
