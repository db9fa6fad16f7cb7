//! `.npy` and `.npz` files: NumPy's are read, ours are NumPy's, and nothing in a file can do harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use cresset_autograd::{DType, Options, Tensor, arange, tensor, zeros};
use cresset_interop::{SafeTensors, load_npy, load_npz, read_npy, read_npz, save_npy, save_npz, write_npy, write_npz};

const DTYPES: [DType; 9] =
    [DType::Bool, DType::U8, DType::I8, DType::I16, DType::I32, DType::I64, DType::F16, DType::F32, DType::F64];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The values that `make.py` gives each dtype.
fn expected(dtype: DType) -> Vec<f64> {
    match dtype {
        DType::Bool => vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
        DType::U8 => vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
        _ => vec![-3.0, -2.0, -1.0, 0.0, 1.0, 2.0],
    }
}

fn npy(tensor: &Tensor) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_npy(&mut bytes, tensor).unwrap();
    bytes
}

#[test]
fn arrays_of_numpy_are_read() {
    for dtype in DTYPES {
        let x = load_npy(golden(&format!("{dtype}.npy"))).unwrap();
        assert_eq!((x.dtype(), x.sizes(), x.to_vec::<f64>()), (dtype, &[2, 3][..], expected(dtype)));
    }
    let fortran = load_npy(golden("fortran.npy")).unwrap();
    assert_eq!((fortran.sizes(), fortran.strides()), (&[2, 3, 4][..], &[1, 2, 6][..]));
    assert_eq!(fortran.to_vec::<f32>(), (0..24).map(|value| value as f32).collect::<Vec<_>>());
    assert!(!fortran.is_view());
    assert_eq!(load_npy(golden("scalar.npy")).unwrap().item(), 2.5);
    assert_eq!(load_npy(golden("empty.npy")).unwrap().sizes(), [0, 3]);
    assert_eq!(load_npy(golden("version2.npy")).unwrap().to_vec::<i16>(), [0, 1, 2]);
}

#[test]
fn what_numpy_writes_is_what_we_write() {
    for dtype in DTYPES {
        let path = golden(&format!("{dtype}.npy"));
        assert_eq!(npy(&load_npy(&path).unwrap()), std::fs::read(&path).unwrap(), "{dtype}");
    }
}

#[test]
fn arrays_that_tensors_cannot_hold_are_refused() {
    for (name, problem) in [
        ("big_endian.npy", "big-endian elements"),
        ("complex.npy", "not a dtype of tensors"),
        ("fields.npy", "fields in the elements"),
        ("objects.npy", "not a dtype of tensors"),
        ("plain.npz", "not an .npy array"),
        ("absent.npy", "No such file"),
    ] {
        let error = load_npy(golden(name)).unwrap_err().to_string();
        assert!(error.contains(problem) && error.contains(name) && !error.contains('\n'), "{error}");
    }
    let half = Options::new().dtype(DType::BF16).zeros([2]);
    let error = write_npy(Vec::new(), &half).unwrap_err().to_string();
    assert_eq!(
        error,
        "write_npy: NumPy has no such dtype: tensor bfloat16; convert it with to_dtype(DType::F32) first"
    );
    // An old file is not lost to a tensor that cannot be saved.
    let path = folder("refused").join("kept.npy");
    save_npy(&path, &tensor([1.0])).unwrap();
    save_npy(&path, &half).unwrap_err();
    assert_eq!(load_npy(&path).unwrap().item(), 1.0);
}

#[test]
fn archives_keep_names_and_order() {
    for name in ["plain.npz", "compressed.npz"] {
        let members = load_npz(golden(name)).unwrap();
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["weight", "steps", "layer.bias"]);
        assert_eq!(members[0].1.to_vec::<f64>(), expected(DType::F32));
        assert_eq!((members[1].1.item(), members[1].1.dim()), (7.0, 0));
        assert_eq!(members[2].1.dtype(), DType::F64);
    }
    let (large, turned) = (zeros([1000]), arange(0, 6, 1).reshape([2, 3]).t());
    let mut lengths = Vec::new();
    for compressed in [false, true] {
        let path = folder("archives").join(format!("{compressed}.npz"));
        save_npz(&path, &[("z", &large), ("a.b/c", &turned)], compressed).unwrap();
        let members = load_npz(&path).unwrap();
        assert_eq!((members[0].0.as_str(), members[1].0.as_str()), ("z", "a.b/c"));
        assert_eq!((members[0].1.numel(), members[1].1.to_vec::<i64>()), (1000, vec![0, 3, 1, 4, 2, 5]));
        lengths.push(std::fs::metadata(&path).unwrap().len());
    }
    assert!(lengths[0] > 4000 && lengths[1] < 1000, "{lengths:?}");
    let error = write_npz(Cursor::new(Vec::new()), &[("z", &large), ("z", &large)], false).unwrap_err().to_string();
    assert_eq!(error, "write_npz: bad argument: name = z; give each name once");
    let error = load_npz(golden("scalar.npy")).unwrap_err().to_string();
    assert!(error.contains("not a zip archive"), "{error}");
}

#[test]
fn readers_are_left_after_the_array() {
    let bytes = [npy(&tensor([1.0, 2.0])), npy(&tensor([3]))].concat();
    let mut reader = &bytes[..];
    assert_eq!(read_npy(&mut reader).unwrap().to_vec::<f32>(), [1.0, 2.0]);
    assert_eq!(read_npy(&mut reader).unwrap().item(), 3.0);
    assert_eq!(read_npy(reader).unwrap_err().to_string().matches("ends within the header").count(), 1);
}

#[test]
fn claims_of_a_header_cost_no_memory() {
    for shape in
        ["(1000000000000000000,)", "(100000000000, 10000000)", "(18446744073709551615, 4)", "(1, 9999999999999)"]
    {
        let text = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(text.as_bytes());
        bytes.extend([0; 64]);
        let error = read_npy(&bytes[..]).unwrap_err().to_string();
        assert!(error.contains("ends within the elements") || error.contains("size overflows"), "{error}");
    }
    let long = [&b"\x93NUMPY\x02\x00\xff\xff\xff\xff"[..], &[b' '; 100]].concat();
    assert!(read_npy(&long[..]).unwrap_err().to_string().contains("header too long"));
}

/// A small generator, so that the same bytes are broken on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

#[test]
fn broken_files_give_a_value_or_an_error() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let names = ["float16.npy", "fortran.npy", "fields.npy", "version2.npy", "plain.npz", "compressed.npz"];
    let (mut n_values, mut n_errors) = (0, 0);
    for round in 0..3000 {
        let name = names[round % names.len()];
        let mut bytes = std::fs::read(golden(name)).unwrap();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] = b"0123456789()[]{}',: -\\\xff\x00"[random.below(24)],
                2 => bytes[at] ^= 1 << random.below(8),
                _ => bytes.insert(at, random.below(256) as u8),
            }
        }
        let result = match name.ends_with(".npz") {
            true => read_npz(Cursor::new(bytes)).map(drop),
            false => read_npy(&bytes[..]).map(drop),
        };
        match result {
            Ok(()) => n_values += 1,
            Err(error) => {
                n_errors += 1;
                let line = error.to_string();
                assert!(line.contains("read_np") && line.contains("reader") && !line.contains('\n'), "{line}");
            }
        }
    }
    assert!(n_values > 100 && n_errors > 1000, "{n_values} values, {n_errors} errors");
}

/// A Python that has NumPy, `CRESSET_PYTHON` or `python3`.
fn numpy() -> Option<String> {
    let python = std::env::var("CRESSET_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import numpy"]).output();
    found.is_ok_and(|output| output.status.success()).then_some(python)
}

#[test]
fn numpy_reads_what_is_written() {
    let Some(python) = numpy() else {
        println!("skipped: no Python with NumPy; name one in CRESSET_PYTHON");
        return;
    };
    let folder = folder("numpy");
    let mut script = String::from("import numpy as np\n");
    for dtype in DTYPES {
        let x = arange(0, 6, 1).reshape([2, 3]).to_dtype(dtype).t();
        save_npy(folder.join(format!("{dtype}.npy")), &x).unwrap();
        script += &format!("x = np.load('{dtype}.npy')\n");
        script +=
            &format!("assert x.dtype == '{dtype}' and (x == np.arange(6).reshape(2, 3).T.astype('{dtype}')).all()\n");
    }
    save_npy(folder.join("scalar.npy"), &tensor(2.5)).unwrap();
    script += "assert np.load('scalar.npy').shape == () and np.load('scalar.npy') == 2.5\n";
    for compressed in [false, true] {
        save_npz(folder.join("x.npz"), &[("b", &tensor([1, 2])), ("a.w", &zeros([0, 4]))], compressed).unwrap();
        std::fs::rename(folder.join("x.npz"), folder.join(format!("{compressed}.npz"))).unwrap();
        script += &format!("z = np.load('{compressed}.npz')\n");
        script += "assert z.files == ['b', 'a.w'] and z['b'].tolist() == [1, 2] and z['a.w'].shape == (0, 4)\n";
    }
    let output = Command::new(python).args(["-c", &script]).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn tensors_of_several_megabytes_are_read_whole() {
    let path = folder("large").join("large.safetensors");
    // More than one piece of the reader, and no multiple of it.
    let (whole, half) = (arange(0, 600_001, 1), arange(0, 700_003, 1).remainder(2048).to_dtype(DType::F16));
    let dict = [("whole", whole.reshape([1, 600_001, 1])), ("half", half.clone())].into_iter().collect();
    cresset_nn::save_safetensors(&dict, &path).unwrap();
    let file = SafeTensors::open(&path).unwrap();
    for (name, want) in dict.iter() {
        let got = file.tensor(name).unwrap();
        assert_eq!((got.dtype(), got.sizes()), (want.dtype(), want.sizes()));
        assert_eq!(got.eq(want).all().item(), 1.0, "{name}");
    }
    std::fs::remove_file(path).unwrap();
}

/// A safetensors file of two tensors of 20,000 elements, whose header has this many blanks at its end.
fn two_tensors(blanks: usize) -> Vec<u8> {
    let (floats, places) = (arange(0.0, 20_000.0, 1.0), arange(0, 20_000, 1));
    let header = format!(
        "{{\"x\":{{\"dtype\":\"F32\",\"shape\":[100,200],\"data_offsets\":[0,80000]}},\
         \"at\":{{\"dtype\":\"I64\",\"shape\":[20000],\"data_offsets\":[80000,240000]}}}}{}",
        " ".repeat(blanks)
    );
    let bytes = |x: &Tensor| cresset_autograd::bytes::to_bytes(x.array()).unwrap();
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &bytes(&floats), &bytes(&places)].concat()
}

#[test]
fn mapped_tensors_are_the_files_and_their_own() {
    let path = folder("mapped").join("mapped.safetensors");
    for blanks in 0..4 {
        std::fs::write(&path, two_tensors(blanks)).unwrap();
        let file = SafeTensors::open_mapped(&path).unwrap();
        let read = SafeTensors::open(&path).unwrap();
        let (x, again) = (file.tensor("x").unwrap(), file.tensor("x").unwrap());
        let same = |x: &Tensor, name: &str| x.eq(read.tensor(name).unwrap()).all().item() == 1.0;
        assert_eq!(x.sizes(), [100, 200]);
        assert!(same(&x, "x") && same(&file.tensor("at").unwrap(), "at"));
        // What is written stays with the one who writes, and outlives the open file.
        drop(file);
        x.requires_grad_(true);
        x.detach().mul_(2.0);
        assert!(same(&x.detach().div(2.0), "x") && same(&again, "x"));
        assert_eq!(std::fs::read(&path).unwrap(), two_tensors(blanks));
    }
    // The file was mapped, not read: its own elements are seen, by those that nobody wrote.
    let blanks = (0..4).find(|&blanks| (two_tensors(blanks).len() - 240_000).is_multiple_of(4)).unwrap();
    std::fs::write(&path, two_tensors(blanks)).unwrap();
    let file = SafeTensors::open_mapped(&path).unwrap();
    let (x, at) = (file.tensor("x").unwrap(), file.tensor("at").unwrap());
    let mut bytes = two_tensors(blanks);
    let start = bytes.len() - 240_000;
    bytes[start..].fill(0);
    let mut other = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    std::io::Write::write_all(&mut other, &bytes).unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(x.abs().sum().item(), 0.0);
    }
    // Positions that may have been checked do not change.
    assert_eq!(at.sum().item(), 199_990_000.0);
    drop((x, at));
    // What was cut off before it is asked for is an error, not a signal.
    other.set_len(start as u64 + 40_000).unwrap();
    for name in ["x", "at"] {
        let text = file.tensor(name).unwrap_err().to_string();
        assert!(text.contains("mapped.safetensors"), "{text}");
    }
    std::fs::remove_file(path).unwrap();
}
