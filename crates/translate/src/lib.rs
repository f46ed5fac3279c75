//! Translates the textual `stencil` dialect of xDSL and the Open Earth Compiler to fvopt's.
//!
//! Their text is not valid in fvopt's context, although operations have the same names: types state
//! static ranges, `stencil.return` ends an apply, and one `func.func` holds it all. So this crate has
//! a parser of its own for the subset that means the same in fvopt, and writes text that fvopt reads.
//! What `arith` and `math` say is passed on as it is written; fvopt's own parser reads it then.
//!
//! What is in the subset, and what is lost, is on the page "Coming from xDSL and the Open Earth
//! Compiler" of the book. Nothing here needs MLIR.

mod emit;
mod emit_body;
mod error;
mod frames;
mod names;
mod parser;
mod program;
mod ranges;
mod scanner;
mod types;

pub use error::{Error, Site, Source};
use std::{fmt, str::FromStr};

/// The axis that each of their dimensions becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axes {
    axes: [usize; 3],
    count: usize,
}

impl Axes {
    /// The axis of a dimension: 0 for i, 1 for j, 2 for k.
    pub(crate) fn axis(&self, dimension: usize) -> Option<usize> {
        self.axes[..self.count].get(dimension).copied()
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }
}

impl Default for Axes {
    fn default() -> Self {
        Self {
            axes: [0, 1, 2],
            count: 3,
        }
    }
}

impl fmt::Display for Axes {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        for axis in &self.axes[..self.count] {
            formatter.write_str(ranges::AXES[*axis])?;
        }
        Ok(())
    }
}

impl FromStr for Axes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found: Option<Vec<usize>> = text.chars().map(|letter| "ijk".find(letter)).collect();
        let distinct = |axes: &Vec<usize>| {
            (1..=3).contains(&axes.len())
                && (0..axes.len()).all(|number| !axes[..number].contains(&axes[number]))
        };
        let found = found.filter(distinct).ok_or_else(|| {
            format!("`{text}` is not one to three of the axes i, j, k, each once, such as kji")
        })?;
        let mut axes = [0; 3];
        axes[..found.len()].copy_from_slice(&found);
        Ok(Self {
            axes,
            count: found.len(),
        })
    }
}

/// A translated text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Translation {
    /// The text in fvopt's dialects.
    pub text: String,
    /// Where each line comes from.
    lines: Vec<Site>,
}

impl Translation {
    /// Where a line of the translated text, counted from 1, comes from.
    pub fn site(&self, line: usize) -> Option<Site> {
        self.lines.get(line.checked_sub(1)?).copied()
    }
}

/// Translates all functions of a text. The name is what the first line calls it.
pub fn translate(name: &str, text: &str, axes: &Axes) -> Result<Translation, Error> {
    let functions = parser::parse(text)?;
    if functions.is_empty() {
        return Err(Error::new(Site(0), "this text has no function with a body"));
    }
    emit::emit(name, &functions, axes)
}

#[cfg(test)]
mod tests;
