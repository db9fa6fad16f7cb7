//! The command `cresset`: what it prints, writes and refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cresset::interop::{Checkpoint, load_npz};
use cresset::nn::{StateDict, load_safetensors, save_safetensors};
use cresset::{ones, tensor};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("cresset-command-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn golden(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interop/tests/data").join(name);
    path.to_str().unwrap().to_owned()
}

fn cresset(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cresset")).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = cresset(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = cresset(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn files_are_inspected() {
    let text = printed(&["inspect", &golden("torch/state.pt")]);
    assert!(text.contains("0.weight"), "{text}");
    assert!(text.contains("torch: 9 tensors, 78 elements, 316 bytes"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&printed(&["inspect", &golden("plain.npz"), "--json"])).unwrap();
    assert_eq!(json["format"], "npz");
    assert_eq!(json["tensors"][0]["name"], "weight");
    assert_eq!(json["tensors"][0]["sizes"], serde_json::json!([2, 3]));
    let text = refused(&["inspect", &golden("torch/evil.pt")]);
    assert!(text.contains("posix.system"), "{text}");
    assert!(refused(&["inspect", "/no/such/file.pt"]).contains("cannot use the file"));
}

#[test]
fn files_are_converted_and_keep_every_tensor() {
    let folder = Folder::new("convert");
    let path = |name: &str| folder.file(name);
    let from = golden("torch/state.pt");
    let want = Checkpoint::open(&from).unwrap().state_dict().unwrap();
    let chain = [("a.safetensors", "b.npz"), ("b.npz", "c.pt"), ("c.pt", "d.safetensors")];
    printed(&["convert", &from, &path("a.safetensors")]);
    for (from, to) in chain {
        printed(&["convert", &path(from), &path(to)]);
    }
    let found = load_safetensors(path("d.safetensors")).unwrap();
    assert_eq!(found.len(), want.len());
    for (name, tensor) in want.iter() {
        let found = found.get(name).unwrap();
        assert_eq!((found.dtype(), found.sizes()), (tensor.dtype(), tensor.sizes()));
        assert!(found.eq(tensor).all().item() != 0.0, "{name}");
    }
    printed(&["convert", &from, &path("e.npz"), "--only", "1.", "--strip-prefix", "1."]);
    let names: Vec<String> = load_npz(path("e.npz")).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]);
    assert!(refused(&["convert", &from, &path("a.txt")]).contains("the ending names the format"));
}

#[test]
fn programs_run() {
    let folder = Folder::new("run");
    let program = golden("plus.pt2");
    let inputs: StateDict = [("x", tensor([1.0, 2.0]).try_reshape([2, 1]).unwrap())].into_iter().collect();
    let (inputs_at, outputs_at) = (folder.file("in.safetensors"), folder.file("out.safetensors"));
    save_safetensors(&inputs, &inputs_at).unwrap();
    let run = ["run", &program, "--inputs", &inputs_at, "--outputs", &outputs_at, "--repeat", "3"];
    let text = printed(&run);
    assert!(text.contains("median of 3") && text.contains("out.0 float32 [2, 1]"), "{text}");
    let out = load_safetensors(&outputs_at).unwrap();
    assert_eq!(out.get("out.0").unwrap().to_vec::<f32>(), [2.5, 4.5]);

    let text = printed(&["inspect", &program]);
    assert!(text.contains("1 aten.linear.default"), "{text}");
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with(['i', 'o', 's'])).collect();
    let [input, output, size] = lines[..] else { panic!("{text}") };
    let symbol = size.split_whitespace().nth(1).unwrap();
    assert_eq!(input, format!("input  x float32 [{symbol}, 1]"));
    assert_eq!(output, format!("output linear float32 [{symbol}, 1]"));
    assert_eq!(size, format!("size   {symbol} from 1 to 64"));

    let other: StateDict = [("y", ones([2, 1]))].into_iter().collect();
    save_safetensors(&other, &inputs_at).unwrap();
    assert!(refused(&run).contains("no x"), "the input is missing");
}

#[test]
fn misuse_has_its_own_code() {
    for arguments in [&["inspect"][..], &["no-such"], &["run", "x", "--inputs", "y", "--repeat", "0"], &[]] {
        assert_eq!(cresset(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let help = printed(&["run", "--help"]);
    assert!(help.contains("--repeat") && help.contains("--device"));
}
