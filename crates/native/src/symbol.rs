//! Names of symbols as MLIR writes them.

use std::fmt;

/// The name of a symbol, shown as in textual IR: `@main`, `@"a b"`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Symbol<'a>(pub &'a str);

impl fmt::Display for Symbol<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let mut bytes = self.0.bytes();
        let starts = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte);
        if bytes.next().is_some_and(starts) && bytes.all(goes_on) {
            return write!(formatter, "@{}", self.0);
        }
        formatter.write_str("@\"")?;
        for letter in self.0.chars() {
            match letter {
                '"' | '\\' => write!(formatter, "\\{letter}")?,
                letter if letter.is_control() => {
                    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                        write!(formatter, "\\{byte:02X}")?;
                    }
                }
                letter => write!(formatter, "{letter}")?,
            }
        }
        formatter.write_str("\"")
    }
}

impl Symbol<'_> {
    /// The name that a text stands for which is written as in textual IR; nothing where it is not.
    pub fn parse(text: &str) -> Option<String> {
        let name = text.strip_prefix('@')?;
        let Some(quoted) = name.strip_prefix('"') else {
            return Some(name.to_string());
        };
        let mut rest = quoted.strip_suffix('"')?.as_bytes();
        let mut bytes = Vec::with_capacity(rest.len());
        while let [first, after @ ..] = rest {
            let (byte, left) = match (first, after) {
                (b'\\', [letter @ (b'"' | b'\\'), after @ ..]) => (*letter, after),
                (b'\\', [b'n', after @ ..]) => (b'\n', after),
                (b'\\', [b't', after @ ..]) => (b'\t', after),
                (b'\\', [high, low, after @ ..]) => {
                    let digit = |digit: &u8| char::from(*digit).to_digit(16);
                    ((16 * digit(high)? + digit(low)?) as u8, after)
                }
                (b'\\' | b'"', _) => return None,
                (byte, after) => (*byte, after),
            };
            bytes.push(byte);
            rest = left;
        }
        String::from_utf8(bytes).ok()
    }
}
