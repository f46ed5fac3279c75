//! Names of symbols in the text of pipelines, which ends a value at spaces, braces and quotes.

use std::fmt::Write;

/// The name with a backslash and two hexadecimal digits for each byte that pipelines may not hold.
pub(super) fn encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.$-".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "\\{byte:02X}").expect("a string takes all");
        }
    }
    encoded
}

/// The name that a text stands for; none where it is empty. Whatever is not encoded stands for itself.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut rest = text.as_bytes();
    let mut name = Vec::with_capacity(rest.len());
    while let [first, after @ ..] = rest {
        let encoded = match after {
            [high, low, ..] if *first == b'\\' => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        (name, rest) = match encoded {
            Some((high, low)) => (with(name, 16 * high + low), &after[2..]),
            None => (with(name, *first), after),
        };
    }
    (!name.is_empty()).then(|| String::from_utf8_lossy(&name).into_owned())
}

fn with(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    bytes.push(byte);
    bytes
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}
