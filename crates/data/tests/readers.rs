//! Files of the usual formats, whole and broken; samplers against PyTorch; transforms; passes that go on in the middle.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cresset_autograd::{DType, Error, Generator, Result, Tensor, arange, manual_seed, ones, tensor, zeros};
use cresset_data::readers::*;
use cresset_data::transforms::*;
use cresset_data::*;
use serde_json::{Value, from_value};

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("cresset-data-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn idx_file(code: u8, sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    let head = [0, 0, code, sizes.len() as u8];
    let sizes = sizes.iter().flat_map(|size| size.to_be_bytes());
    head.into_iter().chain(sizes).chain(bytes.iter().copied()).collect()
}

#[test]
fn idx_files() {
    let folder = Folder::new("idx");
    let images = folder.write("images", &idx_file(8, &[2, 1, 2], &[0, 255, 51, 102]));
    let labels = folder.write("labels", &idx_file(8, &[2], &[3, 1]));
    let digits = mnist(&images, &labels, 4).unwrap();
    let (image, label) = digits.get(1).unwrap();
    assert_eq!((image.sizes(), image.to_vec::<f32>(), label.item()), (&[1, 1, 2][..], vec![0.2, 0.4], 1.0));
    let error = mnist(&images, &labels, 3).err().unwrap().to_string();
    assert!(error.starts_with("mnist: a label out of range: label 3 of item 0 in "), "{error}");
    let halves = folder.write("halves", &idx_file(0x0d, &[2], &[0x3f, 0, 0, 0, 0xc0, 0, 0, 0]));
    assert_eq!(idx(&halves).unwrap().to_vec::<f32>(), [0.5, -2.0]);
    let whole = idx_file(8, &[2, 1, 2], &[0, 255, 51, 102]);
    for cut in 0..whole.len() {
        assert!(idx(folder.write("cut", &whole[..cut])).is_err(), "{cut}");
    }
    let huge = idx_file(8, &[u32::MAX, u32::MAX, u32::MAX], &[1]);
    assert!(idx(folder.write("huge", &huge)).unwrap_err().to_string().contains("not as many bytes"));
}

#[test]
fn cifar_files() {
    let folder = Folder::new("cifar");
    let mut record = vec![7];
    record.extend((0..3072).map(|at| (at / 1024 * 100) as u8));
    let path = folder.write("data_batch_1.bin", &[record.clone(), record.clone()].concat());
    let (image, label) = cifar10(&[&path, &path]).unwrap().get(3).unwrap();
    assert_eq!((image.sizes(), label.item()), (&[3, 32, 32][..], 7.0));
    assert_eq!(image.select(1, 0).select(1, 0).to_vec::<f32>(), [0.0, 100.0 / 255.0, 200.0 / 255.0]);
    assert!(cifar100(&[&path]).err().unwrap().to_string().contains("not a whole number of images"));
    let odd = folder.write("odd.bin", &[&[10], &record[1..]].concat());
    assert!(cifar10(&[&odd]).err().unwrap().to_string().contains("label 10 of item 0"));
}

#[test]
fn tables() {
    let folder = Folder::new("csv");
    let table = read_csv(folder.write("fine.csv", b"a,b,class\n1, 2.5,0\n-3,4e1,1\n"), true).unwrap();
    assert_eq!((table.columns[1].as_str(), table.values.to_vec::<f64>()), ("b", vec![1.0, 2.5, 0.0, -3.0, 40.0, 1.0]));
    let (x, y) = table.labelled("class", 2).unwrap().get(1).unwrap();
    assert_eq!((x.dtype(), x.to_vec::<f32>(), y.item()), (DType::F32, vec![-3.0, 40.0], 1.0));
    assert!(table.labelled("b", 2).err().unwrap().to_string().contains("a label out of range"));
    assert!(table.labelled("d", 2).err().unwrap().to_string().contains("\"d\" of a, b, class"));
    let refuse = |text: &str| read_csv(folder.write("odd.csv", text.as_bytes()), true).unwrap_err().to_string();
    let error = refuse("a,b\n1,2\n3,x\n");
    assert!(error.starts_with("read_csv: not a number: \"x\" in line 3, column b of "), "{error}");
    let error = refuse("a,b\n1,2\n3\n");
    assert!(error.contains("line 3") && error.contains("1 fields, 2 before"), "{error}");
    assert!(refuse("a,b\n").contains("no rows"));
    let error = read_csv(folder.write("latin.csv", b"a,b\n1,2\n3,\xff\n"), true).unwrap_err().to_string();
    assert!(error.contains("line 3, column b") && error.contains("not UTF-8"), "{error}");
}

#[test]
fn images_that_pretend_to_be_large_take_no_memory() {
    let mut file = Vec::new();
    let mut writer = png::Encoder::new(&mut file, 1 << 20, 1 << 20).write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, &[0x78, 0x9c]).unwrap();
    drop(writer);
    let error = decode_image(&file).unwrap_err().to_string();
    assert!(error.contains("(too large)"), "{error}");
    let blank = png_file(2000, 2000, png::ColorType::Grayscale, &vec![0; 4_000_000]);
    assert_eq!(decode_image(&blank).unwrap().sizes(), [3, 2000, 2000]);
}

fn png_file(width: u32, height: u32, colours: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colours);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    file
}

/// A JPEG image of 8 by 8 grey points of 200: one block whose first coefficient is 8 * (200 - 128).
fn jpeg_file() -> Vec<u8> {
    let table = |kind: u8, symbol: u8| [&[0xff, 0xc4, 0, 20, kind, 1][..], &[0; 15], &[symbol]].concat();
    [
        &[0xff, 0xd8, 0xff, 0xdb, 0, 67, 0][..],
        &[1; 64],
        &[0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0],
        &table(0x00, 10),
        &table(0x10, 0),
        &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
        // A code of one bit, 576 in ten, the code for the end of the block, and ones.
        &[0b0100_1000, 0b0000_1111, 0xff, 0xd9],
    ]
    .concat()
}

#[test]
fn images_of_the_other_format() {
    let image = decode_image(&jpeg_file()).unwrap();
    assert_eq!(image.sizes(), [3, 8, 8]);
    assert!(image.to_vec::<f32>().iter().all(|&value| value == 200.0 / 255.0));
    (0..100).for_each(|cut| assert!(decode_image(&jpeg_file()[..cut]).is_err(), "{cut}"));
}

#[test]
fn images_in_folders() {
    let folder = Folder::new("images");
    let colour = png_file(2, 1, png::ColorType::Rgba, &[255, 0, 51, 9, 0, 102, 0, 9]);
    folder.write("cat/b.png", &colour);
    folder.write("cat/a.png", &png_file(1, 2, png::ColorType::Grayscale, &[0, 255]));
    folder.write("dog/broken.jpg", &colour[..30]);
    folder.write("dog/notes.txt", b"not an image");
    let images = ImageFolder::new(&folder.0).unwrap();
    assert_eq!((images.classes(), images.len()), (&["cat".to_string(), "dog".to_string()][..], 3));
    let (grey, class) = images.get(0).unwrap();
    assert_eq!((grey.sizes(), grey.to_vec::<f32>(), class), (&[3, 2, 1][..], vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0], 0));
    assert_eq!(images.get(1).unwrap().0.to_vec::<f32>(), [1.0, 0.0, 0.0, 0.4, 0.2, 0.0]);
    let error = images.get(2).unwrap_err().to_string();
    assert!(error.contains("not a whole PNG or JPEG image") && error.contains("broken.jpg"), "{error}");
    for cut in 0..colour.len() - 12 {
        assert!(decode_image(&colour[..cut]).is_err(), "{cut}");
    }
    folder.write("empty/notes.txt", b"");
    assert!(ImageFolder::new(&folder.0).unwrap_err().to_string().contains("a class without images"));
}

#[test]
fn texts() {
    let folder = Folder::new("text");
    assert_eq!(read_lines(folder.write("lines", "one\nzwei ü\n".as_bytes())).unwrap(), ["one", "zwei ü"]);
    assert!(read_lines(folder.write("bytes", b"ab\xff")).unwrap_err().to_string().contains("byte 2"));
    let windows = CharacterWindows::new("abcab", 3).unwrap();
    assert_eq!((windows.len(), windows.vocabulary().len()), (2, 3));
    let (x, y) = windows.get(1).unwrap();
    assert_eq!((x.to_vec::<i64>(), y.to_vec::<i64>()), (vec![1, 2, 0], vec![2, 0, 1]));
    assert!(CharacterWindows::new("abc", 3).is_err());
    let words = Vocabulary::build(["b", "a", "b", "c"], 1, &["<pad>"]).unwrap();
    assert_eq!(words.encode(["c", "b", "<pad>"]).unwrap(), [3, 1, 0]);
    assert!(words.encode(["x"]).is_err() && words.decode(&[9]).is_err() && words.decode(&[-1]).is_err());
    let text = serde_json::to_string(&words).unwrap();
    assert_eq!(serde_json::from_str::<Vocabulary>(&text).unwrap(), words);
}

fn order(sampler: &dyn Sampler) -> Vec<usize> {
    let order: Vec<usize> = sampler.iter().collect::<Result<_>>().unwrap();
    assert_eq!(order.len(), sampler.len());
    order
}

#[test]
fn samplers_give_the_orders_of_pytorch() {
    let data: Value = serde_json::from_str(include_str!("data/samplers.json")).unwrap();
    let numbers = |value: &Value| from_value::<Vec<usize>>(value.clone()).unwrap();
    let subset = SubsetRandomSampler::new(numbers(&data["subset"]["indices"])).generator(&Generator::new(5));
    assert_eq!(order(&subset), numbers(&data["subset"]["order"]));
    for one in data["weighted"].as_array().unwrap() {
        let weights: Vec<f64> = from_value(one["weights"].clone()).unwrap();
        let (n, replacement) = (one["n"].as_u64().unwrap() as usize, one["replacement"].as_bool().unwrap());
        let sampler = WeightedRandomSampler::new(&weights, n, replacement).unwrap().generator(&Generator::new(6));
        assert_eq!(order(&sampler), numbers(&one["order"]));
    }
    for one in data["distributed"].as_array().unwrap() {
        let size = |name: &str| one[name].as_u64().unwrap() as usize;
        let option = |name: &str, usual: bool| one["options"][name].as_bool().unwrap_or(usual);
        let sampler = DistributedSampler::new(size("n"), size("replicas"), size("rank")).unwrap();
        let sampler = sampler.shuffle(option("shuffle", true)).drop_last(option("drop_last", false));
        let sampler = sampler.seed(one["options"]["seed"].as_u64().unwrap_or(0));
        sampler.set_epoch(one["epoch"].as_u64().unwrap());
        assert_eq!(order(&sampler), numbers(&one["order"]), "{one}");
    }
    assert!(WeightedRandomSampler::new(&[0.0, 1.0], 2, false).is_err());
    assert!(WeightedRandomSampler::new(&[f64::NAN], 1, true).is_err());
    assert!(DistributedSampler::new(5, 2, 2).is_err());
}

#[test]
fn a_pass_goes_on_at_the_same_sample() {
    for (n_workers, own) in [(0, true), (0, false), (2, true), (2, false)] {
        let generator = Generator::new(3);
        manual_seed(3);
        let noisy = Mapped::new((0..20).collect::<Vec<i64>>(), |x, generator: &Generator| {
            Ok((x, (generator.random_u32() >> 8) as i64))
        });
        let builder = DataLoader::builder(noisy).batch_size(3).shuffle(true).num_workers(n_workers);
        let loader = if own { builder.generator(&generator) } else { builder }.build().unwrap();
        let values = |(x, noise): (Tensor, Tensor)| [x.to_vec::<i64>(), noise.to_vec::<i64>()].concat();
        let mut pass = loader.iter();
        (0..3).for_each(|_| drop(pass.next().unwrap().unwrap()));
        let text = serde_json::to_string(&pass.state()).unwrap();
        let rest: Vec<Vec<i64>> = pass.by_ref().map(|batch| values(batch.unwrap())).collect();
        let over = pass.state();
        drop(pass);
        let next: Vec<Vec<i64>> = loader.iter().map(|batch| values(batch.unwrap())).collect();

        // Elsewhere, later, with everything drawn from other places.
        generator.manual_seed(99);
        manual_seed(99);
        let state: LoaderState = serde_json::from_str(&text).unwrap();
        let resumed: Vec<Vec<i64>> = loader.resume(&state).unwrap().map(|batch| values(batch.unwrap())).collect();
        assert_eq!(resumed, rest);
        if n_workers == 0 {
            let again: Vec<Vec<i64>> = loader.iter().map(|batch| values(batch.unwrap())).collect();
            assert_eq!(again, next, "the next pass too");
        }
        assert_eq!((over.n_given, loader.resume(&over).unwrap().count()), (7, 0));
        let longer = LoaderState { n_given: 8, ..state.clone() };
        assert!(loader.resume(&longer).err().unwrap().to_string().contains("the pass was longer"));
        assert!(loader.resume(&LoaderState::default()).is_err());
    }
}

/// The numbers below 10 of each worker's share; the last worker may panic.
struct Shares {
    panics: bool,
}

impl IterableDataset for Shares {
    type Item = i64;

    fn iter(&self, worker: WorkerInfo) -> Box<dyn Iterator<Item = Result<i64>> + Send + '_> {
        let panics = self.panics;
        Box::new((worker.id as i64..10).step_by(worker.num_workers).map(move |x| {
            assert!(!(panics && x == 5), "no five");
            Ok(x)
        }))
    }
}

#[test]
fn streams_come_in_batches_from_workers_in_turn() {
    let pass = |loader: &StreamLoader<Shares>| -> Vec<Result<Vec<i64>>> {
        loader.iter().unwrap().map(|batch| batch.map(|batch| batch.to_vec())).collect()
    };
    let fine = |loader: &StreamLoader<Shares>| pass(loader).into_iter().map(Result::unwrap).collect::<Vec<_>>();
    let loader = |panics| StreamLoader::new(Shares { panics }, 3).unwrap();
    assert_eq!(fine(&loader(false)), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8], vec![9]]);
    assert_eq!(fine(&loader(false).drop_last(true)).len(), 3);
    let two = loader(false).num_workers(2);
    assert_eq!(fine(&two), [vec![0, 2, 4], vec![1, 3, 5], vec![6, 8], vec![7, 9]]);
    for n_workers in [0, 2] {
        let results = pass(&loader(true).num_workers(n_workers));
        let error = results.last().unwrap().as_ref().unwrap_err().to_string();
        assert!(error.contains("panicked: no five; return an error instead"), "{error}");
    }
    drop(two.iter().unwrap());
}

#[test]
fn items_of_maps_and_of_different_lengths() {
    let map = |a: f64, b: i64| BTreeMap::from([("a".to_string(), tensor([a])), ("b".to_string(), tensor(b))]);
    let batch = Collate::collate(vec![map(1.0, 2), map(3.0, 4)]).unwrap();
    assert_eq!((batch["a"].sizes(), batch["b"].to_vec::<i64>()), (&[2, 1][..], vec![2, 4]));
    let mut odd = map(1.0, 2);
    odd.remove("a");
    assert!(Collate::collate(vec![map(1.0, 2), odd]).is_err());
    let ragged = Collate::collate(vec![zeros([3]), zeros([2])]).unwrap_err().to_string();
    assert!(ragged.starts_with("collate: items of different sizes: first [3], other [2]; pad them"), "{ragged}");
    let (padded, lengths) = pad_collate(vec![ones([1, 2]), ones([3, 2])], 7.0).unwrap();
    assert_eq!((padded.sizes(), lengths.to_vec::<i64>()), (&[2, 3, 2][..], vec![1, 3]));
    assert_eq!(padded.select(0, 0).to_vec::<f32>(), [1.0, 1.0, 7.0, 7.0, 7.0, 7.0]);
    assert!(pad_collate(vec![zeros([1, 2]), zeros([1, 3])], 0).is_err());
}

#[test]
fn items_are_made_once_by_a_cache() {
    let counted = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&counted);
    let slow = Mapped::new(vec![1_i64, 2], move |x, _: &Generator| {
        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(x * 10)
    });
    let cached = Cached::new(slow);
    assert_eq!([0, 1, 1, 0].map(|index| cached.get(index).unwrap()), [10, 20, 20, 10]);
    assert_eq!(counted.load(std::sync::atomic::Ordering::Relaxed), 2);
    assert!(cached.get(2).is_err());

    let odd = |x: i64, _: &Generator| match x % 3 {
        2 => Err(Error::argument("odd", "x", x, "give another")),
        _ => Ok(x * 10),
    };
    let all = Cached::new(Mapped::new((0..100_i64).filter(|x| x % 3 != 2).collect::<Vec<_>>(), odd));
    all.fill().unwrap();
    assert_eq!((all.get(0).unwrap(), all.get(66).unwrap()), (0, 990));
    let error = Cached::new(Mapped::new((0..100_i64).collect::<Vec<_>>(), odd)).fill().unwrap_err().to_string();
    assert!(error.contains("x = 2;"), "the first that failed: {error}");
}

#[test]
fn transforms_change_images_as_they_say() {
    let generator = Generator::new(1);
    let image = arange(0.0, 32.0, 1.0).reshape([2, 4, 4]) / 32.0;
    let apply = |change: &dyn Transform| change.apply(&image, &generator).unwrap();
    assert_eq!(apply(&CenterCrop::new(2, 2)).to_vec::<f32>()[..2], [5.0 / 32.0, 6.0 / 32.0]);
    let error = CenterCrop::new(5, 5).apply(&image, &generator).unwrap_err().to_string();
    assert!(error.contains("the image is smaller than the crop"), "{error}");
    assert_eq!(apply(&RandomHorizontalFlip::new(1.0).unwrap()).to_vec::<f32>()[0], 3.0 / 32.0);
    assert_eq!(apply(&RandomVerticalFlip::new(0.0).unwrap()).to_vec::<f32>(), image.to_vec::<f32>());
    let normal = apply(&Normalize::new(&[0.5, 0.0], &[0.25, 2.0]).unwrap());
    assert_eq!((normal.to_vec::<f32>()[0], normal.to_vec::<f32>()[31]), (-2.0, 31.0 / 64.0));
    assert!(Normalize::new(&[0.0], &[0.0]).is_err());
    let half = apply(&Resize::new(2, 2));
    assert_eq!(half.sizes(), [2, 2, 2]);
    assert!((half.mean().item() - image.mean().item()).abs() < 1e-6);
    let crops: Vec<f64> =
        (0..20).map(|_| apply(&RandomCrop::new(3, 3)).select(0, 0).select(0, 0).select(0, 0).item()).collect();
    assert!(crops.iter().any(|&first| first != crops[0]));
    assert_eq!(apply(&RandomCrop::new(6, 6).padding(1)).sum().item(), image.sum().item());
    let erased: Vec<Tensor> = (0..20).map(|_| apply(&RandomErasing::new(1.0).unwrap())).collect();
    assert!(erased.iter().any(|erased| erased.eq(0.0).sum().item() > 1.0));
    assert_eq!(image.eq(0.0).sum().item(), 1.0, "the image itself stays");
    let jittered = ColorJitter::new(0.4, 0.4, 0.4, 0.5).unwrap().apply(&ones([3, 2, 2]), &generator).unwrap();
    assert!(jittered.max().item() <= 1.0 && jittered.min().item() >= 0.5);
    let same = ColorJitter::new(0.0, 0.0, 0.0, 0.0).unwrap().apply(&image, &generator).unwrap();
    assert_eq!(same.to_vec::<f32>(), image.to_vec::<f32>());
}

#[test]
fn hues_turn_as_in_other_programs() {
    // The columns are colours; Python's `colorsys` turns them by a fifth of the circle.
    let image = tensor([[[0.8, 0.1, 0.2, 0.4]], [[0.3, 0.6, 0.25, 0.4]], [[0.5, 0.2, 0.9, 0.4]]]);
    let turned = [0.8, 0.1, 0.9, 0.4, 0.7, 0.4, 0.2, 0.4, 0.3, 0.6, 0.81, 0.4];
    for (got, want) in adjust_hue(&image, 0.2).unwrap().to_vec::<f64>().into_iter().zip(turned) {
        assert!((got - want).abs() < 1e-6, "{got} {want}");
    }
    assert_eq!(adjust_hue(&ones([1, 2, 2]), 0.2).unwrap().to_vec::<f32>(), [1.0; 4]);
    assert!(ColorJitter::new(0.0, 0.0, 0.0, 0.6).is_err());
}

#[test]
fn mixed_batches_keep_their_shares() {
    let (x, y) = (arange(0.0, 3.0, 1.0).reshape([3, 1, 1, 1]).expand([3, 1, 8, 8]).contiguous(), tensor([0, 1, 2]));
    for seed in 0..10 {
        let generator = Generator::new(seed);
        // A point's value is its class: so are the shares of values the shares of classes.
        let (images, shares) = MixUp::new(0.4, 3).unwrap().apply(&x, &y, &generator).unwrap();
        let expected = shares.matmul(&arange(0.0, 3.0, 1.0).to_dtype(DType::F32));
        assert!((images.mean_dim([1, 2, 3], false) - &expected).abs().max().item() < 1e-5);
        let (images, shares) = CutMix::new(1.0, 3).unwrap().apply(&x, &y, &generator).unwrap();
        let expected = shares.matmul(&arange(0.0, 3.0, 1.0).to_dtype(DType::F32));
        assert!((images.mean_dim([1, 2, 3], false) - &expected).abs().max().item() < 1e-5);
        assert!((shares.sum().item() - 3.0).abs() < 1e-5);
    }
    assert!(
        MixUp::new(0.0, 3).is_err() && MixUp::new(1.0, 3).unwrap().apply(&x, &tensor([0]), &Generator::new(0)).is_err()
    );
    assert!(read_image(Path::new("/nowhere.png")).is_err());
}
