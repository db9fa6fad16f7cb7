//! Random numbers drawn on a GPU.

use cresset_ops::random::{self, Generator};
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, cuda, sampling};
use cresset_storage::{DType, Dims};

use crate::device::{GPU, on_gpu, present, values};

const OP: &str = "random";

fn empty(sizes: &[usize], dtype: DType) -> Array {
    Array::empty(OP, &Dims::new(OP, sizes).unwrap(), dtype, GPU).unwrap()
}

fn numbers(x: &Array) -> Vec<f64> {
    assert_eq!(x.device(), GPU);
    to_vec(x).unwrap()
}

fn drawn(n: usize, dtype: DType, draw: impl FnOnce(&Array)) -> Vec<f64> {
    let out = empty(&[n], dtype);
    draw(&out);
    numbers(&out)
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
    }
}

/// The first of the numbers that `torch.manual_seed(0)` is followed by on NVIDIA's GPUs, as PyTorch prints them.
#[test]
fn the_numbers_are_those_of_pytorch() {
    if !present() {
        return;
    }
    let generator = Generator::new(0);
    let uniform = |n| drawn(n, DType::F32, |out| sampling::uniform_(out, 0.0, 1.0, &generator).unwrap());
    let first = [0.3990, 0.5167, 0.0249, 0.9401, 0.9459, 0.7967, 0.4150, 0.8203, 0.2290, 0.9096];
    let second = [0.9722, 0.7910, 0.4690, 0.3300, 0.3345, 0.3783, 0.7640, 0.6405, 0.1103, 0.3594];
    assert_near(&uniform(10), &first, 5e-5);
    assert_near(&uniform(10), &second, 5e-5);
    generator.manual_seed(0);
    let normal = drawn(16, DType::F32, |out| sampling::normal_(out, 0.0, 1.0, &generator).unwrap());
    let expected = [
        -0.9247, -0.4253, -2.6438, 0.1452, -0.1209, -0.5797, -0.6229, -0.3284, -1.0745, -0.3631, -1.6711, 2.2655,
        0.3117, -0.1842, 1.2866, 1.1820,
    ];
    assert_near(&normal, &expected, 1e-4);
}

/// Philox4x32-10, written for the test; the known answers are those of the authors' Random123.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let product = |factor: u64, by: u32| (factor * u64::from(by)).to_be_bytes();
        let halves = |bytes: [u8; 8]| {
            let whole = u64::from_be_bytes(bytes);
            ((whole >> 32) as u32, whole as u32)
        };
        let (high0, low0) = halves(product(0xD251_1F53, counter[0]));
        let (high1, low1) = halves(product(0xCD9E_8D57, counter[2]));
        counter = [high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0];
        key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
    }
    counter
}

#[test]
fn whole_numbers_are_the_bits_of_each_threads_sequence() {
    if !present() {
        return;
    }
    assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    let seed = 0x1234_5678_9abc_def0u64;
    let key = [seed as u32, (seed >> 32) as u32];
    let generator = Generator::new(seed);
    let n = 300;
    for call in 0..3u32 {
        let found = drawn(n, DType::I32, |out| sampling::randint_(out, -5, 1000, &generator).unwrap());
        let bits = |at: usize| philox([2 * call, 0, at as u32, 0], key)[0];
        let expected: Vec<f64> = (0..n).map(|at| f64::from(bits(at) % 1005) - 5.0).collect();
        assert_eq!(found, expected);
        let found = empty(&[n], DType::I64);
        sampling::random_from_(&found, i64::MIN, &generator).unwrap();
        let found: Vec<i64> = to_vec(&found).unwrap();
        let bits = |at: usize| philox([2 * call + 1, 0, at as u32, 0], key);
        let wide = |[high, low, ..]: [u32; 4]| (u64::from(high) << 32 | u64::from(low)) as i64;
        assert_eq!(found, (0..n).map(|at| wide(bits(at))).collect::<Vec<i64>>());
    }
    // Three draws of each kind, each of four places.
    assert_eq!(generator.cuda_state(0), [seed.to_le_bytes(), 24u64.to_le_bytes()].concat());
}

#[test]
fn states_are_kept_for_each_device_and_restored() {
    if !present() {
        return;
    }
    let generator = Generator::new(5);
    let draw = |n: usize| drawn(n, DType::F64, |out| sampling::normal_(out, 0.0, 1.0, &generator).unwrap());
    let on_cpu = generator.state();
    let first = draw(100);
    assert_eq!(generator.state(), on_cpu, "the CPU's stream has not moved");
    let (state, copy) = (generator.cuda_state(0), generator.clone_state());
    let second = draw(100);
    assert_ne!(first, second);
    generator.set_cuda_state(0, &state).unwrap();
    assert_eq!(draw(100), second);
    generator.copy_state(&copy);
    assert_eq!(draw(100), second);
    generator.manual_seed(5);
    assert_eq!(draw(100), first);
    assert_eq!(draw(0), []);
    for bad in [&[0u8; 15][..], &[1; 16], &[0; 17], &[]] {
        let error = generator.set_cuda_state(0, bad).unwrap_err().to_string();
        assert!(error.starts_with("set_cuda_state: no such state"), "{error}");
    }
    // A view is filled in the order in which it lies in memory.
    let (plain, turned) = (empty(&[7, 9], DType::F32), empty(&[9, 7], DType::F32));
    for (out, at) in [(&plain, &plain), (&turned, &turned)] {
        generator.manual_seed(1);
        let view = if out.sizes()[0] == 9 { at.as_strided(OP, &[7, 9], &[1, 7], 0).unwrap() } else { at.clone() };
        sampling::uniform_(&view, 0.0, 1.0, &generator).unwrap();
    }
    assert_eq!(numbers(&plain), numbers(&turned));
    let gaps = empty(&[7, 18], DType::F32);
    generator.manual_seed(1);
    sampling::uniform_(&gaps.as_strided(OP, &[7, 9], &[18, 2], 1).unwrap(), 0.0, 1.0, &generator).unwrap();
    assert_eq!(numbers(&gaps.as_strided(OP, &[7, 9], &[18, 2], 1).unwrap()), numbers(&plain));
}

/// The mean and the variance.
fn moments(x: &[f64]) -> [f64; 2] {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    [mean, x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n]
}

#[test]
fn distributions_have_their_moments_and_bounds() {
    if !present() {
        return;
    }
    let generator = &Generator::new(3);
    // More than the threads of the device, so that all numbers of a draw are used, and several draws.
    let n = 100_003;
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        let check = |[mean, variance]: [f64; 2], draw: &dyn Fn(&Array)| {
            let found = drawn(n, dtype, draw);
            let [found_mean, found_variance] = moments(&found);
            let near = |found: f64, expected: f64| (found - expected).abs() < 0.03 * (1.0 + expected.abs());
            assert!(near(found_mean, mean) && near(found_variance, variance), "{dtype} {found_mean} {found_variance}");
            // Neighbours, and elements of one draw, have nothing to do with each other.
            for apart in [1, 256, 8192] {
                let products = found.iter().zip(&found[apart..]).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
                assert!((products / n as f64).abs() < 0.02 * variance, "{dtype} {apart}");
            }
            found
        };
        let uniform = check([0.5, 25.0 / 12.0], &|out| sampling::uniform_(out, -2.0, 3.0, generator).unwrap());
        assert!(uniform.iter().all(|&x| (-2.0..3.0).contains(&x)));
        check([1.0, 4.0], &|out| sampling::normal_(out, 1.0, 2.0, generator).unwrap());
        let growth = check([0.5, 0.25], &|out| sampling::exponential_(out, 2.0, generator).unwrap());
        assert!(growth.iter().all(|&x| x > 0.0 || dtype == DType::F16));
        let [mean, variance] = [(0.125f64).exp(), (0.25f64.exp() - 1.0) * 0.25f64.exp()];
        check([mean, variance], &|out| sampling::log_normal_(out, 0.0, 0.5, generator).unwrap());
        check([4.0, 12.0], &|out| sampling::geometric_(out, 0.25, generator).unwrap());
        let kept = check([0.3, 0.21], &|out| sampling::bernoulli_(out, 0.3, generator).unwrap());
        assert!(kept.iter().all(|&x| x == 0.0 || x == 1.0));
        // It has no moments: the quartiles lie sigma away from the median.
        let mut cauchy = drawn(n, dtype, |out| sampling::cauchy_(out, 1.0, 2.0, generator).unwrap());
        cauchy.sort_by(f64::total_cmp);
        assert_near(&[cauchy[n / 4], cauchy[n / 2], cauchy[3 * n / 4]], &[-1.0, 1.0, 3.0], 0.1);
    }
}

#[test]
fn whole_numbers_cover_their_ranges() {
    if !present() {
        return;
    }
    let generator = &Generator::new(4);
    for dtype in [DType::Bool, DType::U8, DType::I8, DType::I16, DType::I32, DType::I64, DType::F16, DType::F32] {
        let low = if dtype == DType::Bool || dtype == DType::U8 { 0 } else { -1 };
        let found = drawn(5000, dtype, |out| sampling::randint_(out, low, 2, generator).unwrap());
        for value in low..2 {
            let share = found.iter().filter(|&&x| x == value as f64).count() as f64 / 5000.0;
            assert!((share - 1.0 / (2 - low) as f64).abs() < 0.03, "{dtype} {value} {share}");
        }
        let greatest = match dtype {
            DType::Bool => 1.0,
            DType::U8 => 255.0,
            DType::I8 => 127.0,
            DType::F16 => 2048.0,
            DType::I16 => 32767.0,
            DType::I32 => i32::MAX.into(),
            DType::F32 => 16777216.0,
            _ => i64::MAX as f64,
        };
        let found = drawn(5000, dtype, |out| sampling::random_(out, generator).unwrap());
        assert!(found.iter().all(|&x| (0.0..=greatest).contains(&x)), "{dtype}");
        let mean = found.iter().sum::<f64>() / 5000.0;
        assert!((mean / greatest - 0.5).abs() < 0.02, "{dtype} {mean}");
    }
    let wide = drawn(5000, DType::I64, |out| sampling::randint_(out, -(1 << 40), 1 << 40, generator).unwrap());
    assert!(wide.iter().all(|x| x.abs() <= (1u64 << 40) as f64) && wide.iter().any(|x| x.abs() > (1u64 << 39) as f64));
    let order = sampling::randperm(1000, DType::I64, GPU, generator).unwrap();
    let mut order = numbers(&order);
    assert!(order.windows(2).any(|pair| pair[0] > pair[1]));
    order.sort_by(f64::total_cmp);
    assert_eq!(order, (0..1000).map(f64::from).collect::<Vec<_>>());
}

#[test]
fn indices_are_drawn_by_their_weights() {
    if !present() {
        return;
    }
    let generator = &Generator::new(8);
    for dtype in [DType::F32, DType::F64, DType::F16] {
        let weights = Array::from_vec([vec![0.0, 1.0, 3.0, 0.0], vec![0.5; 4]].concat(), &[2, 4]).unwrap();
        let weights = on_gpu(&cresset_ops::copy::to_dtype(OP, &weights, dtype).unwrap());
        let drawn = numbers(&sampling::multinomial(&weights, 4000, true, generator).unwrap());
        let shares = |row: usize| {
            [0, 1, 2, 3].map(|index| {
                drawn[row * 4000..][..4000].iter().filter(|&&x| x == f64::from(index)).count() as f64 / 4000.0
            })
        };
        assert_near(&shares(0), &[0.0, 0.25, 0.75, 0.0], 0.03);
        assert!(shares(0)[0] == 0.0 && shares(0)[3] == 0.0);
        assert_near(&shares(1), &[0.25; 4], 0.03);
        // Without replacement all come, those of no weight last.
        for _ in 0..20 {
            let drawn = sampling::multinomial(&weights, 4, false, generator).unwrap();
            assert_eq!((drawn.sizes()[..].to_vec(), drawn.dtype()), (vec![2, 4], DType::I64));
            let mut drawn = numbers(&drawn);
            assert_eq!(drawn[2..4], [0.0, 3.0]);
            drawn[..4].sort_by(f64::total_cmp);
            drawn[4..].sort_by(f64::total_cmp);
            assert_eq!(drawn, [0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0]);
        }
    }
    // More categories than a block has threads, and one row.
    let many: Vec<f32> = (0..1000).map(|at| if at % 10 == 0 { 1.0 } else { 0.0 }).collect();
    let many = on_gpu(&Array::from_vec(many, &[1000]).unwrap());
    let mut drawn = numbers(&sampling::multinomial(&many, 100, false, generator).unwrap());
    assert!(drawn.windows(2).any(|pair| pair[0] > pair[1]));
    drawn.sort_by(f64::total_cmp);
    assert_eq!(drawn, (0..100).map(|at| f64::from(10 * at)).collect::<Vec<_>>());
}

/// The same on its device, less 3.
fn negative(x: &Array) -> Array {
    let three = cresset_ops::Operand::Scalar(3.0.into());
    cresset_ops::pointwise::pointwise(cresset_ops::Pointwise::Sub, &[cresset_ops::Operand::Array(x), three]).unwrap()
}

#[test]
fn layers_draw_and_errors_are_those_of_the_cpu() {
    if !present() {
        return;
    }
    let generator = &Generator::new(6);
    let sizes = *values(&[40, 50], 1, DType::F32).sizes();
    let noise = |p| numbers(&sampling::dropout_noise(&sizes, DType::F32, p, GPU, generator).unwrap());
    let half = noise(0.2);
    let kept = half.iter().filter(|&&x| x == 1.25).count();
    assert!(half.iter().all(|&x| x == 0.0 || x == 1.25) && (1500..1700).contains(&kept), "{kept}");
    assert!(noise(0.0).iter().all(|&x| x == 1.0) && noise(1.0).iter().all(|&x| x == 0.0));
    let chances: Vec<f32> = (0..3000).map(|at| [0.0, 0.25, 1.0][at % 3]).collect();
    let chances = on_gpu(&Array::from_vec(chances, &[3000]).unwrap());
    let ones = numbers(&sampling::bernoulli(&chances, generator).unwrap());
    let counts = [0, 1, 2].map(|nth| ones.iter().skip(nth).step_by(3).sum::<f64>());
    assert!(counts[0] == 0.0 && (200.0..300.0).contains(&counts[1]) && counts[2] == 1000.0, "{counts:?}");
    let signs: Vec<f64> = (0..1000).map(|at| if at % 2 == 0 { -1.0 } else { 1.0 }).collect();
    let signs = on_gpu(&Array::from_vec(signs, &[1000]).unwrap());
    let slopes = numbers(&sampling::rrelu_slopes(OP, &signs, 0.125, 0.375, generator).unwrap());
    let [below, above]: [Vec<f64>; 2] = [0, 1].map(|nth| slopes.iter().skip(nth).step_by(2).copied().collect());
    assert!(above.iter().all(|&x| x == 1.0) && below.iter().all(|x| (0.125..=0.375).contains(x)));
    assert!((moments(&below)[0] - 0.25).abs() < 0.02);

    let rates: Vec<f64> = (0..4000).map(|at| [0.0, 3.5, 200.0, 1e6][at % 4]).collect();
    let rates = on_gpu(&Array::from_vec(rates, &[4000]).unwrap());
    let counts = numbers(&sampling::poisson(&rates, generator).unwrap());
    for (nth, rate) in [0.0, 3.5, 200.0, 1e6].into_iter().enumerate() {
        let own: Vec<f64> = counts.iter().skip(nth).step_by(4).copied().collect();
        let [mean, variance] = moments(&own);
        assert!(own.iter().all(|&count| count >= 0.0 && count == count.floor()));
        assert!((mean - rate).abs() < 0.15 * (1.0 + rate.sqrt()), "{rate} {mean}");
        assert!((variance - rate).abs() <= 0.2 * rate, "{rate} {variance}");
    }

    let (there, here) = (empty(&[3], DType::F32), values(&[3], 1, DType::F32));
    let refused = |out: &Array| {
        [
            sampling::uniform_(out, 1.0, 0.0, generator).unwrap_err(),
            sampling::normal_(out, 0.0, -1.0, generator).unwrap_err(),
            sampling::exponential_(out, 0.0, generator).unwrap_err(),
            sampling::geometric_(out, 1.0, generator).unwrap_err(),
            sampling::bernoulli_(out, 1.5, generator).unwrap_err(),
            sampling::randint_(out, 3, 3, generator).unwrap_err(),
            sampling::bernoulli(&out.as_strided(OP, &[3], &[0], 0).unwrap(), generator).unwrap_err(),
            sampling::poisson(&negative(out), generator).unwrap_err(),
            sampling::multinomial(&negative(out), 2, true, generator).unwrap_err(),
            sampling::multinomial(out, 4, false, generator).unwrap_err(),
            sampling::multinomial(out, 0, true, generator).unwrap_err(),
        ]
        .map(|error| error.to_string())
    };
    for out in [&there, &here] {
        cresset_ops::copy::copy_(OP, out, cresset_ops::Operand::Scalar(2.0.into())).unwrap();
    }
    assert_eq!(refused(&there), refused(&here));
    for op in
        ["uniform_", "normal_", "exponential_", "cauchy_", "log_normal_", "geometric_", "random_", "randint", "dropout"]
    {
        assert!(!cuda::through_the_cpu().contains(&op), "the CPU computed {op}");
    }
    random::manual_seed(9);
    assert_eq!(random::get_cuda_rng_state(0), [9u64.to_le_bytes(), [0; 8]].concat());
}
