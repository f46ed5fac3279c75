//! Boxes from text.
//!
//! ```text
//! box   ::= '(' [ axis '=' range { ',' axis '=' range } ] ')'
//! range ::= end 'to' end
//! end   ::= 'unbounded' | sum
//! sum   ::= term [ ('+' | '-') number ]
//! term  ::= 'start' | 'end' | '%' name | [ '-' ] number | [ '-' ] 'infinity'
//!         | ('min' | 'max') '(' sum ',' sum { ',' sum } ')'
//! ```
//!
//! An axis is `i`, `j` or `k`, at most once.

use std::str::FromStr;

use crate::{Axis, End, IndexBox, MAXIMUM_DEPTH, Range};

/// The error for a text that is no box.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("column {column}: expected {expected}, found {token}")]
pub struct ParseError {
    /// Where the offending token begins, in characters, counted from 1.
    pub column: usize,
    /// The offending token in backquotes, or `the end of the text`.
    pub token: String,
    /// What is expected there.
    pub expected: String,
}

impl FromStr for IndexBox {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<IndexBox, ParseError> {
        IndexBox::parse_with(text, &mut |name| name.parse().ok())
    }
}

impl IndexBox {
    /// The box that a text stands for; `resolve` numbers a position from its name, which comes
    /// without the `%`.
    ///
    /// # Errors
    /// When the text does not stand for a box, or a name does not resolve.
    pub fn parse_with(
        text: &str,
        resolve: &mut dyn FnMut(&str) -> Option<u32>,
    ) -> Result<IndexBox, ParseError> {
        let mut parser = Parser {
            tokens: tokens(text),
            at: 0,
            end: text.chars().count() + 1,
            resolve,
        };
        let parsed = parser.index_box()?;
        match parser.peek() {
            None => Ok(parsed),
            Some(_) => Err(parser.error("the end of the text")),
        }
    }
}

struct Token<'a> {
    column: usize,
    text: &'a str,
}

/// Words (with a `%` before them or not), numbers, and single other characters.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '#');
    let mut tokens = Vec::new();
    let mut characters = text.char_indices().enumerate().peekable();
    while let Some((number, (begin, first))) = characters.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut end = begin + first.len_utf8();
        if is_word(first) || first == '%' {
            while let Some((_, (at, next))) = characters.next_if(|(_, (_, c))| is_word(*c)) {
                end = at + next.len_utf8();
            }
        }
        tokens.push(Token {
            column: number + 1,
            text: &text[begin..end],
        });
    }
    tokens
}

struct Parser<'a, 'b> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// The column after the text.
    end: usize,
    resolve: &'b mut dyn FnMut(&str) -> Option<u32>,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).map(|token| token.text)
    }

    fn accept(&mut self, text: &str) -> bool {
        let found = self.peek() == Some(text);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, text: &str) -> Result<(), ParseError> {
        if self.accept(text) {
            Ok(())
        } else {
            Err(self.error(&format!("`{text}`")))
        }
    }

    /// The error for a next token that is not the expected one.
    fn error(&self, expected: &str) -> ParseError {
        let (column, token) = match self.tokens.get(self.at) {
            Some(token) => (token.column, format!("`{}`", token.text)),
            None => (self.end, "the end of the text".to_owned()),
        };
        ParseError {
            column,
            token,
            expected: expected.to_owned(),
        }
    }

    fn index_box(&mut self) -> Result<IndexBox, ParseError> {
        let mut parsed = IndexBox::whole();
        let mut seen = [false; 3];
        self.expect("(")?;
        if self.accept(")") {
            return Ok(parsed);
        }
        loop {
            let axis = self.axis(&seen)?;
            seen[axis.index()] = true;
            self.expect("=")?;
            let low = self.side(End::NegativeInfinity)?;
            self.expect("to")?;
            let high = self.side(End::PositiveInfinity)?;
            parsed = parsed.with_range(axis, Range { low, high });
            if self.accept(")") {
                return Ok(parsed);
            }
            if !self.accept(",") {
                return Err(self.error("`,` or `)`"));
            }
        }
    }

    fn axis(&mut self, seen: &[bool; 3]) -> Result<Axis, ParseError> {
        let text = self.peek();
        let found = Axis::ALL
            .into_iter()
            .find(|axis| text == Some(["i", "j", "k"][axis.index()]));
        match found {
            Some(axis) if seen[axis.index()] => Err(self.error("an axis not yet mentioned")),
            Some(axis) => {
                self.at += 1;
                Ok(axis)
            }
            None => Err(self.error("an axis: `i`, `j` or `k`")),
        }
    }

    fn side(&mut self, unbounded: End) -> Result<End, ParseError> {
        if self.accept("unbounded") {
            Ok(unbounded)
        } else {
            self.sum(0)
        }
    }

    fn sum(&mut self, depth: usize) -> Result<End, ParseError> {
        let term = self.term(depth)?;
        if self.accept("+") {
            Ok(term.shift(self.number(1)?))
        } else if self.accept("-") {
            Ok(term.shift(self.number(-1)?))
        } else {
            Ok(term)
        }
    }

    fn term(&mut self, depth: usize) -> Result<End, ParseError> {
        let text = self.peek().unwrap_or_default();
        match text {
            "start" => self.step(End::Start(0)),
            "end" => self.step(End::End(0)),
            "infinity" => self.step(End::PositiveInfinity),
            "min" => Ok(End::minimum(self.members(depth)?)),
            "max" => Ok(End::maximum(self.members(depth)?)),
            "-" => {
                self.at += 1;
                if self.accept("infinity") {
                    Ok(End::NegativeInfinity)
                } else {
                    Ok(End::Constant(self.number(-1)?))
                }
            }
            _ if text.starts_with(|c: char| c.is_ascii_digit()) => {
                Ok(End::Constant(self.number(1)?))
            }
            _ => match text.strip_prefix('%') {
                Some(name) => match (self.resolve)(name) {
                    Some(n) => self.step(End::Position(n, 0)),
                    None => Err(self.error("a position")),
                },
                None => Err(self.error(
                    "an end: `start`, `end`, a position, a number, `min` or `max`, or `unbounded`",
                )),
            },
        }
    }

    fn step(&mut self, end: End) -> Result<End, ParseError> {
        self.at += 1;
        Ok(end)
    }

    fn members(&mut self, depth: usize) -> Result<Vec<End>, ParseError> {
        if depth >= MAXIMUM_DEPTH {
            return Err(self.error("minima and maxima that nest less deeply"));
        }
        self.at += 1;
        self.expect("(")?;
        let mut members = vec![self.sum(depth + 1)?];
        self.expect(",")?;
        members.push(self.sum(depth + 1)?);
        while self.accept(",") {
            members.push(self.sum(depth + 1)?);
        }
        if self.accept(")") {
            Ok(members)
        } else {
            Err(self.error("`,` or `)`"))
        }
    }

    /// A number without a sign, times `sign`.
    fn number(&mut self, sign: i128) -> Result<i64, ParseError> {
        let digits = self
            .peek()
            .filter(|text| text.chars().all(|c| c.is_ascii_digit()));
        let Some(digits) = digits else {
            return Err(self.error("a number"));
        };
        let value = digits.parse::<u64>().ok();
        match value.and_then(|value| i64::try_from(sign * i128::from(value)).ok()) {
            Some(value) => {
                self.at += 1;
                Ok(value)
            }
            None => Err(self.error("a number of 64 bits")),
        }
    }
}
