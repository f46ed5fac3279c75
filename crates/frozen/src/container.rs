//! An artifact as one sequence of bytes: what caches keep.
//!
//! `fvoptart`, the version of this layout, the lengths of manifest and object (each 8 bytes, the lowest first),
//! then both. The manifest has the hash of the object and of itself.

use crate::Error;

const MAGIC: &[u8; 8] = b"fvoptart";
const LAYOUT: u64 = 1;
const HEADER: usize = 32;

/// Puts a manifest and an object together.
pub(crate) fn pack(manifest: &str, object: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + manifest.len() + object.len());
    bytes.extend_from_slice(MAGIC);
    for number in [LAYOUT, manifest.len() as u64, object.len() as u64] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(manifest.as_bytes());
    bytes.extend_from_slice(object);
    bytes
}

/// Takes them apart.
pub(crate) fn unpack(bytes: &[u8]) -> Result<(&str, &[u8]), Error> {
    let damaged = |problem: &str| {
        Error::Artifact(format!(
            "the artifact is damaged: {problem}; compile the program again"
        ))
    };
    let header = bytes
        .get(..HEADER)
        .ok_or_else(|| damaged("it is truncated"))?;
    if header[..8] != *MAGIC {
        return Err(damaged("it does not start as artifacts do"));
    }
    let number = |place: usize| {
        let bytes: [u8; 8] = header[place..place + 8].try_into().unwrap_or_default();
        u64::from_le_bytes(bytes)
    };
    if number(8) != LAYOUT {
        return Err(Error::Version(format!(
            "the artifact has layout {}, but this fvopt reads layout {LAYOUT}; compile the program again",
            number(8)
        )));
    }
    let body = &bytes[HEADER..];
    let (manifest, object) = (number(16), number(24));
    if manifest.checked_add(object) != Some(body.len() as u64) {
        return Err(damaged("it is truncated, or longer than it says"));
    }
    let (manifest, object) = body.split_at(manifest as usize);
    let manifest = std::str::from_utf8(manifest).map_err(|_| damaged("its manifest is no text"))?;
    Ok((manifest, object))
}
