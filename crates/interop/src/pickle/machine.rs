//! The stack machine that pickles are written for, without its power to call.

use std::collections::HashMap;
use std::rc::Rc;

use cresset_autograd::{DType, Error, Result};

use super::globals::{self, Global};
use super::tree::{Item, Object, Objects};
use super::{Pickled, StoredTensor};
use crate::place::Place;
use crate::stored::Window;

/// How many members calls may copy, beside eight for each byte of the pickle.
const ALWAYS: usize = 1 << 20;

/// Reads one pickle.
pub(super) fn run(bytes: &[u8], place: &Place) -> Result<(Pickled, usize)> {
    let mut machine = Machine {
        bytes,
        at: 0,
        place,
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        objects: Objects::default(),
        left: ALWAYS + 8 * bytes.len(),
    };
    let root = machine.run()?;
    let taken = machine.at;
    Ok((machine.objects.tree(&root, taken, place)?, taken))
}

struct Machine<'a> {
    bytes: &'a [u8],
    at: usize,
    place: &'a Place,
    stack: Vec<Item>,
    /// Lengths of the stack where marks were set.
    marks: Vec<usize>,
    memo: HashMap<u64, Item>,
    objects: Objects,
    /// How many members calls may still copy.
    left: usize,
}

impl<'a> Machine<'a> {
    #[cold]
    fn broken(&self) -> Error {
        self.place.found("not a whole pickle", format_args!("at byte {}", self.at), "the file is damaged")
    }

    #[cold]
    fn refused(&self, what: impl std::fmt::Display) -> Error {
        let remedy = "save state_dict(), of tensors and plain values";
        self.place.found("a pickle that wants more than data", what, remedy)
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let taken = self.at.checked_add(n).and_then(|end| self.bytes.get(self.at..end)).ok_or_else(|| self.broken())?;
        self.at += n;
        Ok(taken)
    }

    fn number(&mut self, n: usize) -> Result<u64> {
        let mut bytes = [0; 8];
        bytes[..n].copy_from_slice(self.take(n)?);
        Ok(u64::from_le_bytes(bytes))
    }

    fn length(&mut self, n: usize) -> Result<usize> {
        let length = self.number(n)?;
        usize::try_from(length).map_err(|_| self.broken())
    }

    fn line(&mut self) -> Result<&'a str> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let n = rest.iter().position(|&byte| byte == b'\n').ok_or_else(|| self.broken())?;
        let line = self.take(n)?;
        self.at += 1;
        std::str::from_utf8(line).map_err(|_| self.broken())
    }

    fn text(&mut self, n: usize) -> Result<()> {
        let text = std::str::from_utf8(self.take(n)?).map_err(|_| self.broken())?;
        self.stack.push(Item::Text(text.into()));
        Ok(())
    }

    fn raw(&mut self, n: usize) -> Result<()> {
        let bytes = self.take(n)?;
        self.stack.push(Item::Bytes(bytes.into()));
        Ok(())
    }

    /// A text of Python 2: in PyTorch's files it is ASCII.
    fn old_text(&mut self, n: usize) -> Result<()> {
        let text: String = self.take(n)?.iter().map(|&byte| char::from(byte)).collect();
        self.stack.push(Item::Text(text.into()));
        Ok(())
    }

    fn pop(&mut self) -> Result<Item> {
        let bottom = self.marks.last().copied().unwrap_or(0);
        if self.stack.len() <= bottom {
            return Err(self.broken());
        }
        self.stack.pop().ok_or_else(|| self.broken())
    }

    fn top(&self) -> Result<Item> {
        self.stack.last().cloned().ok_or_else(|| self.broken())
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Item>> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len()).ok_or_else(|| self.broken())?;
        Ok(self.stack.split_off(mark))
    }

    fn pop_some(&mut self, n: usize) -> Result<Vec<Item>> {
        let mut items = (0..n).map(|_| self.pop()).collect::<Result<Vec<_>>>()?;
        items.reverse();
        Ok(items)
    }

    /// The members of a tuple or list. A pickle that has the same long one copied again and again is refused.
    fn copied(&mut self, item: &Item) -> Result<Vec<Item>> {
        let members = self.objects.members(item).map(<[Item]>::to_vec).ok_or_else(|| self.broken())?;
        self.charge(members.len())?;
        Ok(members)
    }

    fn charge(&mut self, n: usize) -> Result<()> {
        self.left = self.left.checked_sub(n).ok_or_else(|| {
            self.place.format("a pickle that grows beyond measure", "its values repeat each other too often")
        })?;
        Ok(())
    }

    fn push(&mut self, object: Object) {
        let item = self.objects.add(object);
        self.stack.push(item);
    }

    fn run(&mut self) -> Result<Item> {
        loop {
            let op = self.take(1)?[0];
            match op {
                b'.' => return self.pop(),
                0x80 => {
                    let protocol = self.number(1)?;
                    if protocol > 5 {
                        return Err(self.place.found("an unknown protocol of pickles", protocol, "2 to 5 are read"));
                    }
                }
                0x95 => drop(self.number(8)?),
                b'(' => self.marks.push(self.stack.len()),
                b'0' => drop(self.pop()?),
                b'1' => drop(self.pop_to_mark()?),
                b'2' => {
                    let top = self.top()?;
                    self.stack.push(top);
                }
                b'N' => self.stack.push(Item::None),
                0x88 => self.stack.push(Item::Bool(true)),
                0x89 => self.stack.push(Item::Bool(false)),
                b'J' => {
                    let value = self.number(4)? as u32 as i32;
                    self.stack.push(Item::Int(i64::from(value)));
                }
                b'K' | b'M' => {
                    let value = self.number(if op == b'K' { 1 } else { 2 })?;
                    self.stack.push(Item::Int(value as i64));
                }
                b'I' | b'L' => self.written_number()?,
                0x8a => {
                    let n = self.length(1)?;
                    self.long(n)?;
                }
                0x8b => {
                    let n = self.length(4)?;
                    self.long(n)?;
                }
                b'F' => {
                    let value = self.line()?.trim().parse().map_err(|_| self.broken())?;
                    self.stack.push(Item::Float(value));
                }
                b'G' => {
                    let bits = self.number(8)?.swap_bytes();
                    self.stack.push(Item::Float(f64::from_bits(bits)));
                }
                b'X' | 0x8c | 0x8d => {
                    let n = self.length(match op {
                        b'X' => 4,
                        0x8c => 1,
                        _ => 8,
                    })?;
                    self.text(n)?;
                }
                b'V' => {
                    let line = self.line()?;
                    self.stack.push(Item::Text(line.into()));
                }
                b'T' | b'U' => {
                    let n = self.length(if op == b'T' { 4 } else { 1 })?;
                    self.old_text(n)?;
                }
                b'B' | b'C' | 0x8e | 0x96 => {
                    let n = self.length(match op {
                        b'B' => 4,
                        b'C' => 1,
                        _ => 8,
                    })?;
                    self.raw(n)?;
                }
                b']' => self.push(Object::List(Vec::new())),
                b'}' => self.push(Object::Dict(Vec::new())),
                b')' => self.push(Object::Tuple(Vec::new())),
                0x8f => self.push(Object::Set(Vec::new())),
                b't' => {
                    let members = self.pop_to_mark()?;
                    self.push(Object::Tuple(members));
                }
                0x85..=0x87 => {
                    let members = self.pop_some(usize::from(op - 0x84))?;
                    self.push(Object::Tuple(members));
                }
                b'l' => {
                    let members = self.pop_to_mark()?;
                    self.push(Object::List(members));
                }
                0x91 => {
                    let members = self.pop_to_mark()?;
                    self.push(Object::Set(members));
                }
                b'd' => {
                    let members = self.pop_to_mark()?;
                    self.push(Object::Dict(Vec::new()));
                    self.add_entries(members)?;
                }
                b'a' => {
                    let member = self.pop()?;
                    self.add_members(vec![member])?;
                }
                b'e' | 0x90 => {
                    let members = self.pop_to_mark()?;
                    self.add_members(members)?;
                }
                b's' => {
                    let pair = self.pop_some(2)?;
                    self.add_entries(pair)?;
                }
                b'u' => {
                    let members = self.pop_to_mark()?;
                    self.add_entries(members)?;
                }
                b'h' | b'j' => {
                    let key = self.number(if op == b'h' { 1 } else { 4 })?;
                    self.recall(key)?;
                }
                b'g' => {
                    let key = self.line()?.parse().map_err(|_| self.broken())?;
                    self.recall(key)?;
                }
                b'q' | b'r' => {
                    let key = self.number(if op == b'q' { 1 } else { 4 })?;
                    let top = self.top()?;
                    self.memo.insert(key, top);
                }
                b'p' => {
                    let key = self.line()?.parse().map_err(|_| self.broken())?;
                    let top = self.top()?;
                    self.memo.insert(key, top);
                }
                0x94 => {
                    let top = self.top()?;
                    self.memo.insert(self.memo.len() as u64, top);
                }
                b'c' => {
                    let (module, name) = (self.line()?, self.line()?);
                    self.global(module, name)?;
                }
                0x93 => match &self.pop_some(2)?[..] {
                    [Item::Text(module), Item::Text(name)] => self.global(module, name)?,
                    _ => return Err(self.broken()),
                },
                b'R' | 0x81 => self.call()?,
                b'b' => self.build()?,
                b'Q' => self.persistent()?,
                _ => return Err(self.refused(format_args!("opcode {op:#04x}"))),
            }
        }
    }

    fn written_number(&mut self) -> Result<()> {
        let item = match self.line()? {
            "00" => Item::Bool(false),
            "01" => Item::Bool(true),
            text => Item::Int(text.trim_end_matches('L').parse().map_err(|_| self.broken())?),
        };
        self.stack.push(item);
        Ok(())
    }

    /// A whole number of `n` bytes in two's complement.
    fn long(&mut self, n: usize) -> Result<()> {
        let bytes = self.take(n)?;
        let negative = bytes.last().is_some_and(|&byte| byte >= 0x80);
        let fill = if negative { 0xff } else { 0 };
        let (low, high) = bytes.split_at(n.min(8));
        let mut padded = [fill; 8];
        padded[..low.len()].copy_from_slice(low);
        let value = i64::from_le_bytes(padded);
        if high.iter().any(|&byte| byte != fill) || (value < 0) != negative {
            return Err(self.place.format("a whole number beyond 64 bits", "save smaller numbers"));
        }
        self.stack.push(Item::Int(value));
        Ok(())
    }

    fn recall(&mut self, key: u64) -> Result<()> {
        let item = self.memo.get(&key).cloned().ok_or_else(|| self.broken())?;
        self.stack.push(item);
        Ok(())
    }

    fn global(&mut self, module: &str, name: &str) -> Result<()> {
        let global = globals::find(module, name).ok_or_else(|| self.refused(format_args!("{module}.{name}")))?;
        self.stack.push(Item::Global(global));
        Ok(())
    }

    fn add_members(&mut self, new: Vec<Item>) -> Result<()> {
        let top = self.top()?;
        match self.objects.get_mut(&top) {
            Some(Object::List(members) | Object::Set(members)) => members.extend(new),
            _ => return Err(self.broken()),
        }
        Ok(())
    }

    fn add_entries(&mut self, new: Vec<Item>) -> Result<()> {
        let top = self.top()?;
        if !new.len().is_multiple_of(2) {
            return Err(self.broken());
        }
        let Some(Object::Dict(entries)) = self.objects.get_mut(&top) else { return Err(self.broken()) };
        let mut new = new.into_iter();
        while let (Some(key), Some(value)) = (new.next(), new.next()) {
            entries.push((key, value));
        }
        Ok(())
    }

    /// A storage: `("storage", class, key, location, numel)`, in files of old with a view behind it.
    fn persistent(&mut self) -> Result<()> {
        let id = self.pop()?;
        let members = self.copied(&id)?;
        let (Some(Item::Text(kind)), Some(Item::Global(Global::Storage(dtype))), Some(Item::Text(key))) =
            (members.first(), members.get(1), members.get(2))
        else {
            return Err(self.broken());
        };
        if &**kind != "storage" || !matches!(members.get(5), None | Some(Item::None)) {
            return Err(self.refused(format_args!("a reference to a {kind}")));
        }
        let (key, dtype) = (Rc::clone(key), *dtype);
        self.push(Object::Storage { key, dtype });
        Ok(())
    }

    /// What a class would be called for, where the call only makes a value.
    fn call(&mut self) -> Result<()> {
        let (arguments, function) = (self.pop()?, self.pop()?);
        let arguments = self.copied(&arguments)?;
        let Item::Global(global) = function else { return Err(self.refused("a call of a value")) };
        let item = match (global, &arguments[..]) {
            (Global::Dict, []) => self.objects.add(Object::Dict(Vec::new())),
            (Global::Dict, [given]) => {
                let entries = self.entries(given)?;
                self.objects.add(Object::Dict(entries))
            }
            (Global::Set | Global::FrozenSet, [given]) => {
                let members = self.copied(given)?;
                self.objects.add(Object::Set(members))
            }
            (Global::Set | Global::FrozenSet, []) => self.objects.add(Object::Set(Vec::new())),
            (Global::Bytearray, []) => Item::Bytes(Rc::from([])),
            (Global::Bytearray, [bytes @ Item::Bytes(_)]) => bytes.clone(),
            (Global::Bytearray | Global::Encode, [Item::Text(text), Item::Text(code)]) if latin(code) => {
                self.charge(text.len())?;
                let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
                Item::Bytes(bytes.ok_or_else(|| self.broken())?.into())
            }
            (Global::Size, [sizes]) => {
                let members = self.copied(sizes)?;
                self.objects.add(Object::Tuple(members))
            }
            (Global::Device, [Item::Text(name), rest @ ..]) => match rest {
                [Item::Int(ordinal)] => Item::Text(format!("{name}:{ordinal}").into()),
                _ => Item::Text(Rc::clone(name)),
            },
            (Global::RebuildTensor, [storage, offset, sizes, strides, ..]) => {
                self.tensor(storage, [offset, sizes, strides], None, false)?
            }
            (Global::RebuildTensorV2, [storage, offset, sizes, strides, Item::Bool(requires_grad), rest @ ..]) => {
                self.no_metadata(rest.get(1))?;
                self.tensor(storage, [offset, sizes, strides], None, *requires_grad)?
            }
            (
                Global::RebuildTensorV3,
                [
                    storage,
                    offset,
                    sizes,
                    strides,
                    Item::Bool(requires_grad),
                    _,
                    Item::Global(Global::DType(dtype)),
                    rest @ ..,
                ],
            ) => {
                self.no_metadata(rest.first())?;
                self.tensor(storage, [offset, sizes, strides], Some(*dtype), *requires_grad)?
            }
            (Global::RebuildParameter, [tensor, Item::Bool(requires_grad), ..]) => match self.objects.get(tensor) {
                Some(Object::Tensor(tensor)) => {
                    let tensor = StoredTensor { requires_grad: *requires_grad, ..tensor.clone() };
                    self.objects.add(Object::Tensor(tensor))
                }
                _ => return Err(self.broken()),
            },
            _ => return Err(self.broken()),
        };
        self.stack.push(item);
        Ok(())
    }

    /// The pairs of a dict, or of a list of pairs.
    fn entries(&mut self, given: &Item) -> Result<Vec<(Item, Item)>> {
        if let Some(Object::Dict(entries)) = self.objects.get(given) {
            let entries = entries.clone();
            self.charge(entries.len())?;
            return Ok(entries);
        }
        let members = self.copied(given)?;
        let pair = |member: &Item| match self.objects.members(member) {
            Some([key, value]) => Ok((key.clone(), value.clone())),
            _ => Err(self.broken()),
        };
        members.iter().map(pair).collect()
    }

    /// Lazily negated and conjugated tensors would need more than a window.
    fn no_metadata(&self, metadata: Option<&Item>) -> Result<()> {
        let empty = match metadata {
            None | Some(Item::None) => true,
            Some(item) => matches!(self.objects.get(item), Some(Object::Dict(entries)) if entries.is_empty()),
        };
        if empty { Ok(()) } else { Err(self.refused("a lazily conjugated or negated tensor")) }
    }

    fn tensor(
        &mut self,
        storage: &Item,
        [offset, sizes, strides]: [&Item; 3],
        dtype: Option<DType>,
        requires_grad: bool,
    ) -> Result<Item> {
        let (sizes, strides) = (self.copied(sizes)?, self.copied(strides)?);
        let Some(Object::Storage { key, dtype: own }) = self.objects.get(storage) else { return Err(self.broken()) };
        let whole = |item: &Item| match item {
            Item::Int(value) => Ok(*value),
            _ => Err(self.broken()),
        };
        let list = |items: &[Item]| items.iter().map(whole).collect::<Result<Vec<i64>>>();
        let window = Window {
            dtype: dtype.or(*own).ok_or_else(|| self.broken())?,
            sizes: list(&sizes)?,
            strides: list(&strides)?,
            offset: whole(offset)?,
        };
        let tensor = StoredTensor { storage: key.to_string(), window, requires_grad };
        Ok(self.objects.add(Object::Tensor(tensor)))
    }

    /// Attributes of an object: a dict's are left out, others have none.
    fn build(&mut self) -> Result<()> {
        self.pop()?;
        let top = self.top()?;
        match self.objects.get(&top) {
            Some(Object::Dict(_)) => Ok(()),
            _ => Err(self.refused("attributes of an object")),
        }
    }
}

fn latin(code: &str) -> bool {
    matches!(code, "latin1" | "latin-1" | "iso-8859-1")
}
