//! What an artifact was made from, as a hash.

use std::{fmt, str::FromStr};

/// The hash of all that code depends on. Equal keys mean equal code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key([u8; 32]);

impl Key {
    /// The hash as hexadecimal digits.
    pub fn text(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Key({self})")
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let hash = blake3::Hash::from_hex(text);
        hash.map(|hash| Self(*hash.as_bytes()))
            .map_err(|_| format!("`{text}` is not a key: 64 hexadecimal digits"))
    }
}

/// Makes keys: of parts, each with a name, in an order that the maker keeps to.
pub struct KeyBuilder(blake3::Hasher);

impl KeyBuilder {
    /// A key of nothing so far. The purpose keeps keys of different kinds apart.
    pub fn new(purpose: &str) -> Self {
        Self(blake3::Hasher::new_derive_key(purpose))
    }

    /// Adds a part. Lengths are hashed as well, so that no two lists of parts look alike.
    pub fn part(&mut self, name: &str, content: impl AsRef<[u8]>) {
        for bytes in [name.as_bytes(), content.as_ref()] {
            self.0.update(&(bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
    }

    /// The key.
    pub fn finish(&self) -> Key {
        Key(*self.0.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(parts: &[(&str, &str)]) -> Key {
        let mut builder = KeyBuilder::new("test");
        for (name, content) in parts {
            builder.part(name, content);
        }
        builder.finish()
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_eq!(key(&[("a", "bc")]), key(&[("a", "bc")]));
        assert_ne!(key(&[("a", "bc")]), key(&[("ab", "c")]));
        assert_ne!(
            key(&[("a", "b"), ("c", "d")]),
            key(&[("a", "b"), ("c", "")])
        );
        assert_ne!(
            key(&[("a", "b"), ("c", "d")]),
            key(&[("c", "d"), ("a", "b")])
        );
    }

    #[test]
    fn a_key_is_what_its_text_says() {
        let one = key(&[("a", "b")]);
        assert_eq!(one.text().parse(), Ok(one));
        assert!("abc".parse::<Key>().is_err());
    }
}
