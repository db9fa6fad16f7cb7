//! Files that try something: each is refused by name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::io::{Cursor, Seek, SeekFrom, Write};
use std::time::Instant;

use cresset_autograd::{Error, Result, zeros};
use cresset_interop::{SafeTensors, TorchFile, read_npz, write_npy};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const STORED: CompressionMethod = CompressionMethod::Stored;

fn archive(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[track_caller]
fn assert_refused<T>(outcome: Result<T>, part: &str) {
    let text = outcome.err().map(|error: Error| error.to_string());
    assert!(text.as_ref().is_some_and(|text| text.contains(part)), "{part}: {text:?}");
}

fn torch(pickle: &[u8], more: &[(&str, &[u8])]) -> Result<TorchFile> {
    let entries: Vec<(&str, &[u8])> = [("a/data.pkl", pickle)].into_iter().chain(more.iter().copied()).collect();
    TorchFile::from_bytes(archive(&entries, STORED))
}

/// A pickle of one float tensor over storage 0.
fn tensor(offset: i64, sizes: &[i64], strides: &[i64]) -> Vec<u8> {
    let mut out =
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x04tQ"
            .to_vec();
    let whole = |out: &mut Vec<u8>, value: i64| {
        out.extend(b"\x8a\x08");
        out.extend(value.to_le_bytes());
    };
    whole(&mut out, offset);
    for numbers in [sizes, strides] {
        out.push(b'(');
        numbers.iter().for_each(|&number| whole(&mut out, number));
        out.push(b't');
    }
    out.extend(b"\x89N");
    out.extend(b"tR.");
    out
}

#[test]
fn archives_with_tricks() {
    let open = TorchFile::from_bytes;
    for name in ["a/../../etc/passwd", "/etc/passwd", "a/..", "a\\b", "c:x"] {
        assert_refused(open(archive(&[("a/data.pkl", b"N."), (name, b"")], STORED)), "a name that leaves the archive");
    }
    let zeros = vec![0; 80 << 20];
    let bomb = archive(&[("a/data.pkl", b"N."), ("a/data/0", &zeros)], CompressionMethod::Deflated);
    assert!(bomb.len() < 1 << 20);
    assert_refused(open(bomb), "a zip bomb");

    // Two names of one length, then the second renamed to the first everywhere.
    let twice = archive(&[("a/data.pkl", b"N."), ("a/data.pkm", b"N.")], STORED);
    assert_refused(open(replaced(&twice, b"a/data.pkm", b"a/data.pkl")), "an entry stands twice");

    // The second entry of the directory is made to begin where the first does.
    let one = archive(&[("a/data.pkl", b"N."), ("a/data.pkm", b"N.")], STORED);
    let at = find(&one, b"PK\x01\x02", 1);
    let mut overlapping = one;
    overlapping[at + 42..at + 46].fill(0);
    assert_refused(open(overlapping), "entries of the archive overlap");

    let mut damaged = archive(&[("a/data.pkl", b"N."), ("a/byteorder", b"little")], STORED);
    let at = find(&damaged, b"little", 0);
    damaged[at] = b'L';
    assert_refused(open(damaged), "cannot be unpacked");
    assert_refused(torch(b"N.", &[("a/byteorder", b"big")]), "another order of bytes");
    assert_refused(open(archive(&[("a/x", b"")], STORED)), "no pickle in the archive");
    assert_refused(open(b"PK\x03\x04".to_vec()), "not a zip archive");
    assert_refused(open(Vec::new()), "not a zip archive");
}

fn find(bytes: &[u8], part: &[u8], nth: usize) -> usize {
    bytes.windows(part.len()).enumerate().filter(|(_, window)| *window == part).nth(nth).unwrap().0
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

#[test]
fn pickles_with_tricks() {
    for global in
        ["os\nsystem", "builtins\neval", "builtins\ngetattr", "torch\nload", "numpy\nndarray", "torch._utils\nx"]
    {
        let name = global.replace('\n', ".");
        assert_refused(torch(format!("c{global}\n.").as_bytes(), &[]), &name);
    }
    // The same by the opcode of later protocols, whose module and name are any texts.
    assert_refused(torch(b"\x80\x04\x8c\x02os\x8c\x06system\x93.", &[]), "os.system");
    assert_refused(
        torch(b"ccollections\nOrderedDict\n)R}bccollections\nOrderedDict\n}b.", &[]),
        "attributes of an object",
    );
    assert_refused(torch(b"(U\x06moduleNNtQ.", &[]), "not a whole pickle");
    for opcode in [b'o', b'i', 0x82, 0x92, b'P'] {
        assert_refused(torch(&[b'(', b')', opcode, b'.'], &[]), &format!("opcode {opcode:#04x}"));
    }
    let deep = [vec![b')'; 1], vec![0x85; 1_000_000], vec![b'.']].concat();
    assert_refused(torch(&deep, &[]), "nested too deep");
    // A list that holds itself.
    assert_refused(torch(b"]q\x00h\x00a.", &[]), "nested too deep");
    // Each list holds the one before ten times.
    let mut laughs = b"]q\x00".to_vec();
    for level in 0..30u8 {
        laughs.extend([b']', b'q', level + 1, b'(']);
        (0..10).for_each(|_| laughs.extend([b'h', level]));
        laughs.push(b'e');
    }
    laughs.push(b'.');
    assert_refused(torch(&laughs, &[]), "grows beyond measure");
    // One long tuple made a size again and again.
    let mut copies = b"(".to_vec();
    copies.extend(std::iter::repeat_n(b'N', 100_000));
    copies.extend(b"tq\x00ctorch\nSize\nq\x01");
    (0..10_000).for_each(|_| copies.extend(b"h\x01h\x00\x85R0"));
    copies.push(b'.');
    assert_refused(torch(&copies, &[]), "grows beyond measure");
    assert_refused(torch(b"\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.", &[]), "beyond 64 bits");
    assert_refused(torch(b"X\xff\xff\xff\xffabc", &[]), "not a whole pickle");
    assert_refused(torch(b"\x80\x09N.", &[]), "an unknown protocol");
    assert_refused(torch(b"0.", &[]), "not a whole pickle");
}

#[test]
fn tensors_that_do_not_fit_their_storage() {
    let read = |offset: i64, sizes: &[i64], strides: &[i64], data: &[u8]| {
        torch(&tensor(offset, sizes, strides), &[("a/data/0", data)])?.state_dict(None).map(|dict| dict.len())
    };
    assert_eq!(read(0, &[2, 2], &[2, 1], &[0; 16]).unwrap(), 1);
    assert_eq!(read(5, &[0, 7], &[7, 1], &[]).unwrap(), 1);
    assert_refused(read(0, &[2, 2], &[2, 1], &[0; 15]), "reaches out of its storage");
    assert_refused(read(1, &[2, 2], &[2, 1], &[0; 16]), "reaches out of its storage");
    assert_refused(read(0, &[2, 2], &[i64::MAX, 1], &[0; 16]), "reaches out of its storage");
    assert_refused(read(0, &[i64::MAX, i64::MAX], &[0, 0], &[0; 16]), "size overflows");
    assert_refused(read(-1, &[1], &[1], &[0; 16]), "a negative size, stride or offset");
    assert_refused(read(0, &[1], &[1, 1], &[0; 16]), "not a stride for each size");
    let missing = torch(&tensor(0, &[1], &[1]), &[]).unwrap();
    assert_refused(missing.state_dict(None), "no such entry in the archive");
}

fn safetensors(header: &str, data: &[u8]) -> Result<SafeTensors> {
    SafeTensors::from_bytes([&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), data].concat())
}

#[test]
fn safetensors_with_tricks() {
    let one = |shape: &str, offsets: &str, n: usize| {
        let header = format!("{{\"a\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":{offsets}}}}}");
        safetensors(&header, &vec![0; n]).map(|file| file.names().len())
    };
    assert_eq!(one("[2]", "[0,8]", 8).unwrap(), 1);
    assert_refused(one("[2]", "[0,8]", 7), "a tensor that reaches out of the file");
    assert_refused(one("[2]", "[0,8]", 9), "bytes that belong to no tensor");
    assert_refused(one("[3]", "[0,8]", 8), "offsets that do not fit the sizes");
    assert_refused(one("[2]", "[8,0]", 8), "offsets that do not fit the sizes");
    assert_refused(one("[4611686018427387904,8]", "[0,8]", 8), "size overflows");
    assert_refused(one("[-2]", "[0,8]", 8), "not a header of safetensors");
    assert_refused(one("[1]", "[4,8]", 8), "tensors overlap or leave a gap");
    let two = |first: &str, second: &str, names: [&str; 2]| {
        let entry = |name, offsets| format!("\"{name}\":{{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":{offsets}}}");
        safetensors(&format!("{{{},{}}}", entry(names[0], first), entry(names[1], second)), &[0; 8]).map(drop)
    };
    assert!(two("[4,8]", "[0,4]", ["a", "b"]).is_ok());
    assert_refused(two("[0,4]", "[2,6]", ["a", "b"]), "tensors overlap or leave a gap");
    assert_refused(two("[0,4]", "[4,8]", ["a", "a"]), "stands twice");
    assert_refused(safetensors("{\"a\":{\"dtype\":\"F8\",\"shape\":[],\"data_offsets\":[0,0]}}", &[]), "a dtype that");
    assert_refused(safetensors(&"[".repeat(10_000), &[]), "not a header of safetensors");
    assert_refused(SafeTensors::from_bytes(u64::MAX.to_le_bytes().to_vec()), "header too long");
    assert_refused(SafeTensors::from_bytes(1000u64.to_le_bytes().to_vec()), "the header is cut off");
    assert_refused(SafeTensors::from_bytes(vec![1]), "the header is cut off");
}

#[test]
fn shards_are_one_state_dict_and_stay_in_their_folder() {
    let folder = std::env::temp_dir().join(format!("cresset-shards-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let shard = |file: &str, name: &str, value: u8| {
        let header = format!("{{\"{name}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}}}");
        let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &[value]].concat();
        std::fs::write(folder.join(file), bytes).unwrap();
    };
    shard("one.safetensors", "a", 1);
    shard("two.safetensors", "b", 2);
    let index = |map: &str| {
        let path = folder.join("model.safetensors.index.json");
        std::fs::write(&path, format!("{{\"metadata\":{{}},\"weight_map\":{{{map}}}}}")).unwrap();
        SafeTensors::open(path)
    };
    let opened = index("\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"").unwrap();
    let dict = opened.state_dict().unwrap();
    assert_eq!((dict.get("a").unwrap().item(), dict.get("b").unwrap().item()), (1.0, 2.0));
    assert_refused(index("\"a\":\"two.safetensors\""), "a tensor that is not in its shard");
    assert_refused(index("\"a\":\"../one.safetensors\""), "a shard outside of the folder");
    assert_refused(index("\"a\":\"/etc/passwd\""), "a shard outside of the folder");
    assert_refused(index("\"a\":\"none.safetensors\""), "cannot use the file");
    shard("two.safetensors", "a", 2);
    assert_refused(index("\"a\":\"one.safetensors\",\"b\":\"two.safetensors\""), "a name in two shards");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn arrays_with_tricks() {
    let twice = archive(&[("a.npy", b""), ("b.npy", b"")], STORED);
    assert_refused(read_npz(Cursor::new(replaced(&twice, b"b.npy", b"a.npy"))), "twice");

    // A member that says that it is larger than all memory should be spent on.
    let mut array = Vec::new();
    write_npy(&mut array, &zeros([1 << 18])).unwrap();
    let mut bomb = archive(&[("a.npy", &array)], CompressionMethod::Deflated);
    assert_eq!(read_npz(Cursor::new(bomb.clone())).unwrap()[0].1.numel(), 1 << 18);
    let at = find(&bomb, b"PK\x01\x02", 0);
    bomb[at + 24..at + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    assert_refused(read_npz(Cursor::new(bomb.clone())), "a zip bomb");
    // One that says that it is smaller than it is.
    bomb[at + 24..at + 28].copy_from_slice(&1000_u32.to_le_bytes());
    assert_refused(read_npz(Cursor::new(bomb)), "larger than its declared");
}

#[test]
fn large_files_are_read_where_they_are_asked_for() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("large-{}.safetensors", std::process::id()));
    let n: u64 = 1 << 33;
    let header = format!(
        "{{\"large\":{{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[0,{n}]}},\
         \"small\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[{n},{}]}}}}",
        n / 4,
        n + 8
    );
    // A hole of 8 GB takes no room on the disk.
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(&(header.len() as u64).to_le_bytes()).unwrap();
    file.write_all(header.as_bytes()).unwrap();
    file.seek(SeekFrom::Current(n as i64)).unwrap();
    file.write_all(&[0, 0, 128, 63, 0, 0, 0, 64]).unwrap();
    drop(file);
    let start = Instant::now();
    let read = SafeTensors::open(&path).and_then(|file| file.tensor("small"));
    let elapsed = start.elapsed();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(read.unwrap().to_vec::<f32>(), [1.0, 2.0]);
    // Reading eight gigabytes takes seconds.
    assert!(elapsed.as_millis() < 500, "{elapsed:?}");
}

#[test]
fn archives_are_read_whatever_the_length_of_their_names() {
    for n in 1..40 {
        let name = format!("{}/data.pkl", "r".repeat(n));
        let mut bytes = archive(&[(&name, b"\x80\x02K\x07.")], STORED);
        // PyTorch writes the 64-bit records of the directory's end always.
        let end = bytes.split_off(bytes.len() - 22);
        let field = |at: usize| u64::from(u32::from_le_bytes(end[at..at + 4].try_into().unwrap()));
        let at = bytes.len() as u64;
        bytes.extend(b"PK\x06\x06");
        bytes.extend(44u64.to_le_bytes());
        bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend([1, 1, field(12), field(16)].into_iter().flat_map(u64::to_le_bytes));
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend(at.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(end);
        TorchFile::from_bytes(bytes).unwrap();
    }
}
