//! Files of `torch.save`: the goldens are written by `data/torch_files.py`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::io::Cursor;
use std::path::{Path, PathBuf};

use cresset_autograd::{DType, Tensor, arange, bytes, ones, tensor, zeros};
use cresset_interop::{Pickled, Renames, SafeTensors, TorchFile, save_torch, write_torch};
use cresset_nn::{Linear, Module, StateDict};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/torch").join(name)
}

fn open(name: &str) -> TorchFile {
    TorchFile::open(path(&format!("{name}.pt"))).unwrap()
}

fn same(lhs: &Tensor, rhs: &Tensor) -> bool {
    lhs.dtype() == rhs.dtype()
        && lhs.sizes() == rhs.sizes()
        && bytes::to_bytes(lhs.array()).unwrap() == bytes::to_bytes(rhs.array()).unwrap()
}

#[test]
fn all_tensors_are_those_that_pytorch_saved() {
    let expected = SafeTensors::open(path("expected.safetensors")).unwrap();
    let files = ["state", "legacy", "checkpoint", "checkpoint_legacy", "checkpoint_protocol4", "windows"];
    for file in files.into_iter().chain(["windows_legacy", "dtypes"]) {
        let dict = open(file).state_dict(None).unwrap();
        let prefix = format!("{file}/");
        let wanted: Vec<&str> = expected.names().filter_map(|name| name.strip_prefix(prefix.as_str())).collect();
        assert_eq!(dict.len(), wanted.len(), "{file}");
        for name in wanted {
            let want = expected.tensor(&format!("{prefix}{name}")).unwrap();
            assert!(same(dict.get(name).unwrap(), &want), "{file}: {name}");
        }
    }
}

#[test]
fn sharing_strides_and_parameters_are_kept() {
    for file in ["windows", "windows_legacy"] {
        let file = open(file);
        let dict = file.state_dict(None).unwrap();
        let [whole, turned, part] = ["whole", "turned", "part"].map(|name| dict.get(name).unwrap());
        assert!(whole.shares_storage(turned) && whole.shares_storage(part));
        assert_eq!((turned.strides(), part.strides()), (&[1, 6][..], &[6, 2][..]));
        assert_eq!(dict.get("spread").unwrap().strides(), [0]);
        whole.try_fill_(7).unwrap();
        assert_eq!(dict.get("one").unwrap().item(), 7.0);
        let requires = |name: &str| match file.root().get(name) {
            Some(Pickled::Tensor(stored)) => stored.requires_grad(),
            _ => panic!("{name} is a tensor"),
        };
        assert!(requires("parameter") && !requires("frozen") && !requires("whole"));
    }
}

#[test]
fn plain_values_come_with_the_tensors() {
    for file in ["checkpoint", "checkpoint_legacy", "checkpoint_protocol4"] {
        let file = open(file);
        let get = |name: &str| file.root().get(name).unwrap().clone();
        let text = |text: &str| Pickled::Text(text.to_owned());
        assert_eq!(get("epoch"), Pickled::Int(7));
        assert_eq!(get("best"), Pickled::Float(0.25));
        assert_eq!(get("name"), text("tiny"));
        assert_eq!(get("done"), Pickled::Bool(false));
        assert_eq!(get("nothing"), Pickled::None);
        assert_eq!(get("big"), Pickled::Int(1 << 40));
        assert_eq!(get("minus"), Pickled::Int(-3));
        assert_eq!(get("sizes"), Pickled::Tuple(vec![Pickled::Int(2), Pickled::Int(3)]));
        assert_eq!(get("dtype"), Pickled::DType(DType::F16));
        assert_eq!(get("device"), text("cuda:1"));
        assert_eq!(get("raw"), Pickled::Bytes(vec![0, 255]));
        assert_eq!(get("kinds"), Pickled::Set(vec![Pickled::Int(1), Pickled::Int(2)]));
        assert_eq!(get("counts").get("a"), Some(&Pickled::Int(2)));
        let pair = |first, second| Pickled::Tuple(vec![Pickled::Int(first), Pickled::Float(second)]);
        assert_eq!(get("history"), Pickled::List(vec![pair(1, 2.5), pair(2, 1.5)]));
        assert_eq!(file.state_dict(Some("model")).unwrap().len(), 9);
    }
}

#[test]
fn code_in_a_pickle_is_refused_by_name() {
    let refused = |name: &str| TorchFile::open(path(name)).err().unwrap().to_string();
    for file in ["evil.pt", "evil_legacy.pt"] {
        let text = refused(file);
        let wanted = ": posix.system; save state_dict(), of tensors and plain values";
        assert!(text.contains("a pickle that wants more than data") && text.ends_with(wanted), "{text}");
    }
    assert!(refused("module.pt").contains("torch.nn.modules.linear.Linear"));
}

fn state() -> StateDict {
    let shared = arange(0, 6, 1).try_to_dtype(DType::F32).unwrap().try_reshape([2, 3]).unwrap();
    let named = [
        ("a.weight", shared.clone()),
        ("b.weight", shared.clone()),
        ("turned", shared.try_permute([1, 0]).unwrap()),
        ("empty", zeros([0, 3])),
        ("scalar", tensor(2.5)),
        ("flags", tensor([true, false])),
        ("half", ones([3]).try_to_dtype(DType::BF16).unwrap()),
    ];
    named.into_iter().collect()
}

#[test]
fn what_is_written_is_read_again() {
    let mut file = Cursor::new(Vec::new());
    write_torch(&mut file, &state()).unwrap();
    let back = TorchFile::from_bytes(file.into_inner()).unwrap().state_dict(None).unwrap();
    assert_eq!(back.keys().collect::<Vec<_>>(), state().keys().collect::<Vec<_>>());
    for (name, tensor) in state().iter() {
        assert!(same(tensor, back.get(name).unwrap()), "{name}");
    }
    assert!(back.get("a.weight").unwrap().shares_storage(back.get("b.weight").unwrap()));
}

/// PyTorch itself reads this file where the variable says where it is to be written.
#[test]
fn a_file_is_written_for_pytorch() {
    let folder = std::env::temp_dir().join(format!("cresset-torch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let target = std::env::var_os("CRESSET_TORCH_FILE").map_or(folder.join("state.pt"), PathBuf::from);
    save_torch(&target, &state()).unwrap();
    assert_eq!(TorchFile::open(&target).unwrap().state_dict(None).unwrap().len(), state().len());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn state_dicts_load_with_pytorchs_strictness() {
    let layer = Linear::new(3, 2).unwrap();
    let dict: StateDict = [("module.kernel", ones([2, 3])), ("module.bias", zeros([2]))].into_iter().collect();
    let text = layer.load_state_dict(&dict, true).unwrap_err().to_string();
    assert!(text.contains("missing [weight, bias], unexpected [module.kernel, module.bias]"), "{text}");
    let rules = Renames::new().strip_prefix("module.").replace("kernel", "weight");
    layer.load_state_dict(&rules.apply(dict).unwrap(), true).unwrap();
    assert_eq!(layer.parameters()[0].to_vec::<f32>(), [1.0; 6]);

    let dict: StateDict = [("weight", ones([3, 2])), ("bias", zeros([2]))].into_iter().collect();
    let text = layer.load_state_dict(&dict, true).unwrap_err().to_string();
    assert!(text.contains("weight has [2, 3], given [3, 2]"), "{text}");

    let clash: StateDict = [("x.a", ones([1])), ("a", ones([1]))].into_iter().collect();
    assert_eq!(
        Renames::new().strip_prefix("x.").apply(clash).unwrap_err().to_string(),
        "Renames: bad argument: name = a -> a; give rules that keep names apart"
    );
    let some: StateDict = [("x.a", ones([1])), ("b", ones([1]))].into_iter().collect();
    assert_eq!(Renames::new().only("x.").add_prefix("y.").apply(some).unwrap().keys().collect::<Vec<_>>(), ["y.x.a"]);
}
