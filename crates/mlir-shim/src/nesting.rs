//! How deep programs nest, and that they do not nest too deep.
//!
//! Upstream's parser, printer, verifier and most passes recurse on what nests: a text with a
//! hundred thousand brackets in one another overflows their stack. So a text is looked at before
//! the parser sees it ([`scan`]), and what comes as bytecode or from builders is looked at as
//! operations ([`crate::ir::Op::check_nesting`]). Neither recurses.

use std::{collections::HashMap, fmt};

/// How deep programs nest at most: the regions that an operation lies in; and the lists, types,
/// attributes and locations that contain one another. Text has at most so many braces, and at
/// most so many other brackets, open at a time.
///
/// Interpreter and compiler have the same limit. With it, reading takes less than 2 MiB of stack,
/// what Rust gives its threads.
pub const MAXIMUM_NESTING: usize = 256;

/// Where a text nests too deep: lines and columns count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooDeep {
    /// The line of the first bracket that is too deep.
    pub line: usize,
    /// Its column, in bytes.
    pub column: usize,
    /// Whether it is a brace.
    pub is_brace: bool,
}

impl fmt::Display for TooDeep {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let (what, advice) = match self.is_brace {
            true => (
                "braces",
                "write inner regions as functions of their own, or choose with `arith.select`",
            ),
            false => ("brackets", "nothing deeper is read"),
        };
        write!(
            formatter,
            "{what} nest more than {MAXIMUM_NESTING} deep here; {advice}"
        )
    }
}

impl TooDeep {
    /// The error as tools show it.
    pub fn render(&self, file: &str) -> String {
        format!("{file}:{}:{}: error: {self}\n", self.line, self.column)
    }
}

/// Says where a text nests too deep. With a marker, every line that starts with it starts another
/// module, as with `--split-input-file`.
pub fn scan(text: &[u8], marker: Option<&[u8]>) -> Result<(), TooDeep> {
    let mut scanner = Scanner::new(text);
    while scanner.at < text.len() {
        let start = scanner.at;
        let starts_line = start == 0 || text[start - 1] == b'\n';
        if starts_line && marker.is_some_and(|marker| text[start..].starts_with(marker)) {
            scanner.module = Module::default();
        }
        scanner.token().map_err(|is_brace| {
            let before = &text[..start];
            let line_start = before.iter().rposition(|byte| *byte == b'\n');
            TooDeep {
                line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
                column: start - line_start.map_or(0, |at| at + 1) + 1,
                is_brace,
            }
        })?;
    }
    Ok(())
}

/// How many braces, and how many other brackets, are open.
#[derive(Clone, Copy, Default)]
struct Depth {
    braces: usize,
    brackets: usize,
}

impl Depth {
    fn deepest(self, other: Self) -> Self {
        Self {
            braces: self.braces.max(other.braces),
            brackets: self.brackets.max(other.brackets),
        }
    }

    fn check(self) -> Result<(), bool> {
        match self {
            Depth { braces, .. } if braces > MAXIMUM_NESTING => Err(true),
            Depth { brackets, .. } if brackets > MAXIMUM_NESTING => Err(false),
            _ => Ok(()),
        }
    }
}

/// What stands for `loc(` among the brackets that are open: locations nest in its parentheses, and
/// it nests in nothing, so that it does not count.
const LOCATION: u8 = b'l';

/// What is known of a module so far.
#[derive(Default)]
struct Module<'t> {
    open: Vec<u8>,
    depth: Depth,
    /// Every alias of an attribute or type, and how deep it nests.
    aliases: HashMap<&'t [u8], Depth>,
    definition: Option<Definition<'t>>,
}

/// An alias that is being defined.
struct Definition<'t> {
    name: &'t [u8],
    /// How deep it nests as far as it is read.
    deepest: Depth,
    is_first: bool,
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    module: Module<'t>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            at: 0,
            module: Module::default(),
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Goes past one token. An error says whether braces nest too deep, or other brackets.
    fn token(&mut self) -> Result<(), bool> {
        let byte = self.peek(0);
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0 => {
                self.at += 1;
                return Ok(());
            }
            b'/' if self.peek(1) == b'/' => {
                while self.at < self.text.len() && !matches!(self.peek(0), b'\n' | b'\r') {
                    self.at += 1;
                }
                return Ok(());
            }
            b'"' => {
                if self.is_after_definition() {
                    self.finish();
                }
                self.string();
            }
            b'(' | b'[' | b'{' | b'<' => self.opened(byte)?,
            b')' | b']' | b'}' => self.closed(byte),
            // An arrow and a comparison close nothing.
            b'-' if self.peek(1) == b'>' => self.at += 2,
            b'>' if self.peek(1) == b'=' => self.at += 2,
            b'>' => {
                if self.module.open.last() == Some(&b'<') {
                    self.pop();
                }
                self.at += 1;
            }
            b'#' | b'!' => return self.alias(),
            b'%' | b'@' | b'^' => {
                if byte == b'%' && self.module.open.is_empty() {
                    self.finish();
                }
                self.name();
            }
            _ if byte.is_ascii_digit() => {
                self.word();
            }
            _ if is_letter(byte) => {
                let word = self.word();
                let is_operation = word.contains(&b'.') || word == b"module";
                if is_operation && self.module.open.is_empty() {
                    self.finish();
                }
                let is_in_location = self.module.open.last() == Some(&LOCATION);
                if word == b"loc" && self.peek(0) == b'(' && !is_in_location {
                    self.at += 1;
                    self.module.open.push(LOCATION);
                }
            }
            _ => self.at += 1,
        }
        if let Some(definition) = &mut self.module.definition {
            definition.is_first = false;
        }
        Ok(())
    }

    /// Whether a token at the top starts something else than the value of an alias.
    fn is_after_definition(&self) -> bool {
        let definition = &self.module.definition;
        self.module.open.is_empty()
            && definition
                .as_ref()
                .is_some_and(|definition| !definition.is_first)
    }

    fn word(&mut self) -> &'t [u8] {
        let start = self.at;
        while is_letter(self.peek(0)) || self.peek(0).is_ascii_digit() {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// A sign and the name after it, which may have a `-` anywhere.
    fn name(&mut self) -> &'t [u8] {
        let start = self.at;
        self.at += 1;
        while is_letter(self.peek(0)) || self.peek(0).is_ascii_digit() || self.peek(0) == b'-' {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// A text within quotes; without the second of them it ends with the line, as the parser has it.
    fn string(&mut self) {
        self.at += 1;
        while self.at < self.text.len() {
            match self.peek(0) {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\n' => return,
                b'\\' if self.peek(1) != b'\n' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at = self.text.len();
    }

    fn opened(&mut self, bracket: u8) -> Result<(), bool> {
        let depth = &mut self.module.depth;
        match bracket {
            b'{' => depth.braces += 1,
            _ => depth.brackets += 1,
        }
        depth.check()?;
        if let Some(definition) = &mut self.module.definition {
            definition.deepest = definition.deepest.deepest(self.module.depth);
        }
        self.module.open.push(bracket);
        self.at += 1;
        Ok(())
    }

    /// Closes the innermost bracket of a kind, and with it what is open within: `<` may be a
    /// comparison, and a text that does not balance is the parser's matter.
    fn closed(&mut self, bracket: u8) {
        let wanted = match bracket {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        self.at += 1;
        let closes = |open: &u8| *open == wanted || wanted == b'(' && *open == LOCATION;
        if let Some(position) = self.module.open.iter().rposition(closes) {
            while self.module.open.len() > position {
                self.pop();
            }
        }
    }

    fn pop(&mut self) -> Option<u8> {
        let bracket = self.module.open.pop()?;
        match bracket {
            b'{' => self.module.depth.braces -= 1,
            LOCATION => {}
            _ => self.module.depth.brackets -= 1,
        }
        Some(bracket)
    }

    /// `#name` or `!name`: the start of a definition at the top, elsewhere something that is as
    /// deep as what it stands for.
    fn alias(&mut self) -> Result<(), bool> {
        let name = self.name();
        let mut ahead = 0;
        while matches!(self.peek(ahead), b' ' | b'\t' | b'\n' | b'\r') {
            ahead += 1;
        }
        let defines = self.peek(ahead) == b'=' && self.peek(ahead + 1) != b'=';
        if defines && self.module.open.is_empty() {
            self.finish();
            self.at += ahead + 1;
            self.module.definition = Some(Definition {
                name,
                deepest: Depth::default(),
                is_first: true,
            });
            return Ok(());
        }
        let Some(of_alias) = self.module.aliases.get(name).copied() else {
            if let Some(definition) = &mut self.module.definition {
                definition.is_first = false;
            }
            return Ok(());
        };
        let depth = self.module.depth;
        let mut sum = Depth {
            braces: depth.braces + of_alias.braces,
            brackets: depth.brackets + of_alias.brackets,
        };
        if let Some(definition) = &mut self.module.definition {
            // The result of a function's type nests without a bracket.
            let is_result = self.module.open.is_empty() && !definition.is_first;
            sum.brackets += usize::from(is_result);
            definition.deepest = definition.deepest.deepest(sum);
            definition.is_first = false;
        }
        sum.check()
    }

    /// Ends the definition of an alias.
    fn finish(&mut self) {
        if let Some(definition) = self.module.definition.take() {
            self.module
                .aliases
                .insert(definition.name, definition.deepest);
        }
    }
}

/// What words are made of, besides digits. A `-` does not count, or an arrow would be lost.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'.')
}
