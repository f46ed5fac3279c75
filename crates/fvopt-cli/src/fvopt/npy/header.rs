//! The header of a NumPy file, and whether the file is as long as the header says. It is looked at
//! before memory is asked for: the sizes in it may be any numbers.

use mlir_shim::ir::Scalar;
use std::io::Read;

/// The start of every file.
const MAGIC: &[u8] = b"\x93NUMPY";
/// The longest header that NumPy itself reads from a file that it does not trust.
const LONGEST: u64 = 10_000;

/// Checks the header of a file of some length; the error is the end of a sentence about the file.
pub fn check(file: &mut impl Read, length: u64, expected: Scalar) -> Result<(), String> {
    let mut start = [0; 8];
    let whole = |_| "is not a .npy file: it ends within the header".to_string();
    file.read_exact(&mut start).map_err(whole)?;
    let not = |problem: String| Err(format!("is not a .npy file: {problem}"));
    if !start.starts_with(MAGIC) {
        return not("it does not start with the bytes of one".into());
    }
    let mut size = [0; 4];
    let bytes = match start[6..] {
        [1, 0] => &mut size[..2],
        [2 | 3, 0] => &mut size[..],
        _ => {
            return not(format!(
                "version {}.{} is not known; 1.0, 2.0 and 3.0 are",
                start[6], start[7]
            ));
        }
    };
    let before = 8 + bytes.len() as u64;
    file.read_exact(bytes).map_err(whole)?;
    let size = u64::from(u32::from_le_bytes(size));
    let left = length.saturating_sub(before);
    if size > left {
        return not(format!(
            "its header should have {size} bytes, and {left} are left"
        ));
    }
    if size > LONGEST {
        return not(format!(
            "its header of {size} bytes is longer than {LONGEST}, the most that is read"
        ));
    }
    let mut header = vec![0; size as usize];
    file.read_exact(&mut header).map_err(whole)?;
    let Ok(text) = String::from_utf8(header) else {
        return not("its header is not text".into());
    };
    let header = match Header::parse(&text) {
        Ok(header) => header,
        Err(problem) => return not(problem),
    };
    let name = expected.name();
    if header.element.trim_start_matches(['<', '>', '|', '=']) != code(expected) {
        return Err(format!(
            "has elements of the type '{}', but {name} is expected",
            header.element
        ));
    }
    let (bytes, follow) = (header.bytes(expected.bytes() as u64), left - size);
    match bytes {
        Some(bytes) if bytes == follow => Ok(()),
        Some(bytes) => Err(format!(
            "should have {bytes} bytes after its header, for an array of shape {:?} of {name}, but has {follow}",
            header.shape
        )),
        None => Err(format!(
            "says that it has an array of shape {:?}, which no file can have; {follow} bytes follow its header",
            header.shape
        )),
    }
}

/// What NumPy calls an element type, without the order of its bytes.
fn code(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::F64 => "f8",
        Scalar::F32 => "f4",
        Scalar::I8 => "i1",
        Scalar::I16 => "i2",
        Scalar::I32 => "i4",
        Scalar::I64 | Scalar::Index => "i8",
        Scalar::I1 => "b1",
    }
}

/// A dictionary as Python writes it: `{'descr': '<f8', 'fortran_order': False, 'shape': (5, 4), }`.
#[derive(Debug, PartialEq)]
struct Header {
    element: String,
    shape: Vec<u64>,
}

impl Header {
    /// The bytes of the array; `None` if they are more than a program can address.
    fn bytes(&self, element: u64) -> Option<u64> {
        // The other sizes must fit even where one of them is zero.
        let mut bytes = element;
        for size in &self.shape {
            bytes = bytes.checked_mul((*size).max(1))?;
        }
        i64::try_from(bytes).ok()?;
        Some(if self.shape.contains(&0) { 0 } else { bytes })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let (mut element, mut order, mut shape) = (None, None, None);
        let lacks = |what: &str| format!("its header lacks {what}");
        let body = text.trim().strip_prefix('{');
        let body = body.and_then(|body| body.strip_suffix('}'));
        let mut rest = body.ok_or("its header is not a dictionary")?.trim();
        while !rest.is_empty() {
            let (key, after) = quoted(rest).ok_or("its header has an entry without a name")?;
            let value = after.trim_start().strip_prefix(':');
            let value = value.ok_or_else(|| lacks("a colon after a name"))?.trim();
            rest = match key {
                "descr" => {
                    let (text, after) = quoted(value).ok_or(
                        "its elements are not of one plain type (`descr` is not a string)",
                    )?;
                    element = Some(text.to_string());
                    after
                }
                "fortran_order" => {
                    let (word, after) = word(value);
                    if !["True", "False"].contains(&word) {
                        return Err(format!("`fortran_order` is `{word}`, not True or False"));
                    }
                    order = Some(word);
                    after
                }
                "shape" => {
                    let tuple = value
                        .strip_prefix('(')
                        .and_then(|text| text.split_once(')'));
                    let (inside, after) = tuple.ok_or("`shape` is not a tuple")?;
                    shape = Some(sizes(inside)?);
                    after
                }
                _ => return Err(format!("its header has an entry `{key}` that is not known")),
            };
            rest = rest.trim_start();
            rest = match rest.strip_prefix(',') {
                Some(more) => more.trim_start(),
                None if rest.is_empty() => rest,
                None => return Err(lacks("a comma between entries")),
            };
        }
        order.ok_or_else(|| lacks("`fortran_order`"))?;
        Ok(Self {
            element: element.ok_or_else(|| lacks("`descr`"))?,
            shape: shape.ok_or_else(|| lacks("`shape`"))?,
        })
    }
}

/// A string of Python without escapes, and what comes after it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| ['\'', '"'].contains(c))?;
    text[1..].split_once(quote)
}

/// Letters, and what comes after them.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_alphanumeric());
    text.split_at(end.unwrap_or(text.len()))
}

/// The sizes between the parentheses of a tuple.
fn sizes(text: &str) -> Result<Vec<u64>, String> {
    let text = text.trim();
    let text = text.strip_suffix(',').unwrap_or(text);
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let size = |part: &str| {
        let part = part.trim();
        let number = part.parse::<u64>();
        number.map_err(|_| format!("`{part}` in `shape` is not a size"))
    };
    text.split(',').map(size).collect()
}
