//! Looks at bytecode before upstream's reader does, which trusts most of what it is told.
//!
//! What is checked is the frame: the version, that the sections lie one after another within the
//! file, and that the strings are text. A file whose frame is whole can still be corrupted, and
//! then the reader may do anything: bytecode is trusted input.

use std::fmt;

/// What bytecode starts with.
pub(crate) const MAGIC: &[u8] = b"ML\xefR";

/// The newest version that upstream's reader knows.
const NEWEST: u64 = 6;

/// How many kinds of sections there are, and which holds the strings.
const SECTIONS: u8 = 9;
const STRINGS: u8 = 0;

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Corrupted(String);

impl fmt::Display for Corrupted {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(
            formatter,
            "this is not bytecode that MLIR 22 wrote, or the file is corrupted: {}",
            self.0
        )
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Result<u8, Corrupted> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or_else(|| Corrupted("it ends too early".into()))
    }

    fn take(&mut self, length: u64, what: &str) -> Result<&'b [u8], Corrupted> {
        let left = &self.bytes[self.at.min(self.bytes.len())..];
        let taken = usize::try_from(length)
            .ok()
            .and_then(|length| left.get(..length));
        let taken = taken.ok_or_else(|| {
            Corrupted(format!(
                "{what} should have {length} bytes, and {} are left",
                left.len()
            ))
        })?;
        self.at += taken.len();
        Ok(taken)
    }

    /// A number with a length before it: as many zeros at the low end of the first byte as bytes follow.
    fn number(&mut self) -> Result<u64, Corrupted> {
        let first = self.byte()?;
        let more = first.trailing_zeros().min(8) as usize;
        let mut bytes = [0; 9];
        bytes[0] = first;
        for byte in &mut bytes[1..=more] {
            *byte = self.byte()?;
        }
        if more == 8 {
            let [_, wide @ ..] = bytes;
            return Ok(u64::from_le_bytes(wide));
        }
        let [narrow @ .., _] = bytes;
        Ok(u64::from_le_bytes(narrow) >> (more + 1))
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

/// Checks the frame of bytecode, magic number included.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Corrupted> {
    let mut file = Reader {
        bytes,
        at: MAGIC.len(),
    };
    let version = file.number()?;
    if version > NEWEST {
        let message = format!("it has version {version}, and {NEWEST} is the newest known");
        return Err(Corrupted(message));
    }
    // Who wrote it.
    while file.byte()? != 0 {}
    while !file.is_at_end() {
        let kind = file.byte()?;
        let (is_aligned, kind) = (kind & 0x80 != 0, kind & 0x7f);
        if kind >= SECTIONS {
            return Err(Corrupted(format!("there is no section of kind {kind}")));
        }
        let length = file.number()?;
        if is_aligned {
            let alignment = file.number()?;
            if !alignment.is_power_of_two() {
                let message = format!("a section is aligned to {alignment} bytes");
                return Err(Corrupted(message));
            }
            while !(file.at as u64).is_multiple_of(alignment) {
                file.byte()?;
            }
        }
        let section = file.take(length, &format!("section {kind}"))?;
        if kind == STRINGS {
            strings(section)?;
        }
    }
    Ok(())
}

/// The strings: their number, their lengths from the last to the first, their bytes.
fn strings(section: &[u8]) -> Result<(), Corrupted> {
    let mut reader = Reader {
        bytes: section,
        at: 0,
    };
    let count = reader.number()?;
    if count > section.len() as u64 {
        return Err(Corrupted(format!(
            "{count} strings cannot be in {} bytes",
            section.len()
        )));
    }
    let lengths: Result<Vec<u64>, Corrupted> = (0..count).map(|_| reader.number()).collect();
    for length in lengths?.into_iter().rev() {
        let text = reader.take(length, "a string")?;
        if std::str::from_utf8(text).is_err() {
            let text = String::from_utf8_lossy(text.strip_suffix(b"\0").unwrap_or(text));
            return Err(Corrupted(format!("the string `{text}` is not UTF-8")));
        }
    }
    Ok(())
}
