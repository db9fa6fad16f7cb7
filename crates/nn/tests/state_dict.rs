//! Saving and loading: round trips, refusals, broken files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use std::fs;
use std::path::PathBuf;

use cresset_autograd::{DType, Options, Tensor, manual_seed, ones, randn, tensor, zeros};
use cresset_nn::{BatchNorm2d, Linear, Module, Sequential, StateDict, load_safetensors, save_safetensors};

/// A path of its own for each test, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("cresset-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Place(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("model.safetensors")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn model() -> Sequential {
    Sequential::new().add(Linear::new(3, 2).unwrap()).add_module("norm", BatchNorm2d::new(2).unwrap())
}

fn values(dict: &StateDict) -> Vec<(String, DType, Vec<usize>, Vec<f64>)> {
    let mut values: Vec<_> =
        dict.iter().map(|(name, x)| (name.to_string(), x.dtype(), x.sizes().to_vec(), x.to_vec::<f64>())).collect();
    values.sort_by(|lhs, rhs| lhs.0.cmp(&rhs.0));
    values
}

#[test]
fn a_saved_module_loads_into_one_built_alike() {
    let place = Place::new("round-trip");
    manual_seed(1);
    let (first, second) = (model(), model());
    let keys = [
        "0.weight",
        "0.bias",
        "norm.weight",
        "norm.bias",
        "norm.running_mean",
        "norm.running_var",
        "norm.num_batches_tracked",
    ];
    assert_eq!(first.state_dict().keys().collect::<Vec<_>>(), keys);
    assert_ne!(values(&first.state_dict()), values(&second.state_dict()));
    save_safetensors(&first.state_dict(), place.file()).unwrap();
    let held = second.parameters();
    let report = second.load_state_dict(&load_safetensors(place.file()).unwrap(), true).unwrap();
    assert!(report.missing_keys.is_empty() && report.unexpected_keys.is_empty());
    assert_eq!(values(&first.state_dict()), values(&second.state_dict()));
    // The parameters are the same tensors as before: an optimiser goes on with them.
    assert!(held.iter().zip(second.parameters()).all(|(old, new)| old.is_same(&new) && new.requires_grad()));
    // Saving over a file replaces it.
    save_safetensors(&StateDict::new(), place.file()).unwrap();
    assert!(load_safetensors(place.file()).unwrap().is_empty());
    assert_eq!(fs::read_dir(&place.0).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn all_dtypes_and_layouts_come_back() {
    let place = Place::new("dtypes");
    // The format has no complex128.
    let dtypes = DType::ALL.into_iter().filter(|&dtype| dtype != DType::C128);
    let mut dict: StateDict = dtypes.map(|dtype| (dtype.name(), randn([2, 3]).mul(20.0).to_dtype(dtype))).collect();
    dict.insert("turned", tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).t());
    dict.insert("scalar", Options::new().full([], 2.5));
    dict.insert("none", zeros([0, 3]));
    save_safetensors(&dict, place.file()).unwrap();
    let back = load_safetensors(place.file()).unwrap();
    assert_eq!(values(&back), values(&dict));
    let of_one_dtype = back.iter().filter(|(_, tensor)| tensor.dtype() == DType::F32).map(|(name, _)| name);
    assert_eq!(of_one_dtype.collect::<Vec<_>>(), ["float32", "none", "scalar", "turned"]);
    assert_eq!(back.get("turned").unwrap().to_vec::<f32>(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
}

#[test]
fn all_that_does_not_fit_is_named_in_one_error() {
    let model = model();
    let before = values(&model.state_dict());
    let mut dict = model.state_dict();
    dict.remove("0.bias");
    dict.remove("norm.bias");
    dict.insert("0.weight", zeros([2, 4]));
    dict.insert("norm.weight", ones([2]).mul(7.0));
    dict.insert("extra", zeros([1]));
    assert_eq!(
        model.load_state_dict(&dict, true).unwrap_err().to_string(),
        "load_state_dict: does not fit the module: missing [0.bias, norm.bias], unexpected [extra], 0.weight has [2, 3], \
         given [2, 4]; give the state of a module built alike, or strict = false where only names differ"
    );
    model.load_state_dict(&dict, false).unwrap_err();
    assert_eq!(values(&model.state_dict()), before, "a refused dict changes nothing");
    dict.remove("0.weight");
    let report = model.load_state_dict(&dict, false).unwrap();
    assert_eq!(report.missing_keys, ["0.weight", "0.bias", "norm.bias"]);
    assert_eq!(report.unexpected_keys, ["extra"]);
    assert_eq!(model.state_dict().get("norm.weight").unwrap().to_vec::<f32>(), [7.0, 7.0]);
}

#[test]
fn loading_converts_dtypes_and_a_dict_keeps_its_order() {
    let linear = Linear::new(1, 1).unwrap();
    let half = |x: f64| tensor([[x]]).to_dtype(DType::F16);
    let mut dict: StateDict = [("bias", tensor([2.0])), ("weight", half(0.5))].into_iter().collect();
    linear.load_state_dict(&dict, true).unwrap();
    assert_eq!((linear.weight.dtype(), linear.weight.item()), (DType::F32, 0.5));
    let old = dict.insert("bias", tensor([3.0])).unwrap();
    assert_eq!(old.item(), 2.0);
    dict.insert("third", tensor([1.0]));
    dict.remove("bias").unwrap();
    assert_eq!(dict.keys().collect::<Vec<_>>(), ["weight", "third"]);
    assert_eq!((dict.get("third").map(Tensor::item), dict.len()), (Some(1.0), 2));
    assert!(dict.get("bias").is_none() && dict.remove("bias").is_none());
}

#[test]
fn broken_files_are_one_line_errors_with_the_path() {
    let place = Place::new("broken");
    let path = place.file();
    let refuse = || {
        let error = load_safetensors(&path).unwrap_err().to_string();
        assert!(error.contains(&*path.to_string_lossy()) && !error.contains('\n'), "{error}");
        error
    };
    assert!(refuse().starts_with("load_safetensors: cannot use the file: "));
    save_safetensors(&model().state_dict(), &path).unwrap();
    let whole = fs::read(&path).unwrap();
    for len in [0, 7, 8, 60, whole.len() - 1] {
        fs::write(&path, &whole[..len]).unwrap();
        assert!(refuse().starts_with("load_safetensors: not a whole safetensors file: "), "{len}");
    }
    // A header longer than the file, and every single byte of the header changed: an error or tensors, never a panic.
    let header = u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    for at in 0..8 + header {
        let mut changed = whole.clone();
        changed[at] ^= 0xff;
        fs::write(&path, &changed).unwrap();
        let _ = load_safetensors(&path);
    }
    let unknown = br#"{"x":{"dtype":"U16","shape":[1],"data_offsets":[0,2]}}"#;
    let mut file = (unknown.len() as u64).to_le_bytes().to_vec();
    file.extend(unknown);
    file.extend([0, 0]);
    fs::write(&path, file).unwrap();
    assert!(refuse().starts_with("load_safetensors: a dtype that tensors cannot have: x in "));
    let nowhere = place.0.join("no/such/folder/model.safetensors");
    assert!(save_safetensors(&StateDict::new(), nowhere).unwrap_err().to_string().starts_with("save_safetensors: "));
}
