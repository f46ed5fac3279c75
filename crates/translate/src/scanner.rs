//! The words of MLIR's textual form, read one by one.
//!
//! There is no list of tokens: `xf64` is a word in a body and the end of a shape in a type, so the
//! parser asks for words or for characters as it needs them.

use crate::error::{Error, Site};

/// A word of the text.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Token<'t> {
    /// `%name`, or one of several results: `%name#1`.
    Value(&'t str, Option<usize>),
    /// `@name`, without the sign and without quotes.
    Symbol(&'t str),
    /// `^bb0`
    Block(&'t str),
    /// A bare word, dots included.
    Word(&'t str),
    /// A number as it is written.
    Number(&'t str),
    /// A string without its quotes, escapes as they are written.
    Text(&'t str),
    /// `->` or one character.
    Sign(&'t str),
    /// The end of the text.
    End,
}

impl Token<'_> {
    /// The word as errors show it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Token::Value(name, None) => format!("`%{name}`"),
            Token::Value(name, Some(number)) => format!("`%{name}#{number}`"),
            Token::Symbol(name) => format!("`@{name}`"),
            Token::Block(name) => format!("`^{name}`"),
            Token::Word(text) | Token::Number(text) | Token::Sign(text) => format!("`{text}`"),
            Token::Text(text) => format!("`\"{text}\"`"),
            Token::End => "the end of the file".to_string(),
        }
    }
}

/// A reader of the text.
#[derive(Clone)]
pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$' | '.')
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// What comes next, spaces and comments left out.
    fn rest(&mut self) -> &'t str {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return trimmed;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    /// Where the next word starts.
    pub(crate) fn site(&mut self) -> Site {
        self.rest();
        Site(self.at)
    }

    /// The text from a position up to here.
    pub(crate) fn since(&self, start: Site) -> &'t str {
        self.text[start.0..self.at].trim_end()
    }

    /// The next word; it stays there.
    pub(crate) fn peek(&mut self) -> Result<Token<'t>, Error> {
        self.clone().next()
    }

    /// The next character after spaces, and nothing of it is read.
    pub(crate) fn peek_letter(&mut self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads a character if it comes next.
    pub(crate) fn take_letter(&mut self, letter: char) -> bool {
        let found = self.peek_letter() == Some(letter);
        if found {
            self.at += letter.len_utf8();
        }
        found
    }

    /// Reads letters and digits from here on, spaces not skipped.
    pub(crate) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = &self.text[self.at..];
        let length = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Reads the next word.
    pub(crate) fn next(&mut self) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        let start = self.at;
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        let second = rest[first.len_utf8()..].chars().next();
        let digit_follows = second.is_some_and(|letter| letter.is_ascii_digit());
        if first.is_ascii_digit() || (first == '-' && digit_follows) {
            return Ok(Token::Number(self.number()));
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return Ok(Token::Word(self.take_while(is_word)));
        }
        if rest.starts_with("->") {
            self.at += 2;
            return Ok(Token::Sign("->"));
        }
        self.at += first.len_utf8();
        match first {
            '"' => self.string(start).map(Token::Text),
            '@' if second == Some('"') => {
                self.at += 1;
                self.string(start).map(Token::Symbol)
            }
            '@' => Ok(Token::Symbol(
                self.name(|letter| is_word(letter) || letter == '-'),
            )),
            '^' => Ok(Token::Block(
                self.name(|letter| is_word(letter) || letter == '-'),
            )),
            '%' => {
                let name = self.name(|letter| is_word(letter) || letter == '-');
                if name.is_empty() {
                    return Err(Error::new(Site(start), "`%` without the name of a value"));
                }
                let number = self.text[self.at..].starts_with('#').then(|| {
                    self.at += 1;
                    self.take_while(|letter| letter.is_ascii_digit()).parse()
                });
                match number.transpose() {
                    Ok(number) => Ok(Token::Value(name, number)),
                    Err(_) => Err(Error::new(
                        Site(start),
                        format!("`%{name}#` without the number of a result"),
                    )),
                }
            }
            _ => Ok(Token::Sign(&self.text[start..self.at])),
        }
    }

    fn name(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        self.take_while(wanted)
    }

    fn number(&mut self) -> &'t str {
        let start = self.at;
        if self.text[self.at..].starts_with('-') {
            self.at += 1;
        }
        if self.text[self.at..].starts_with("0x") {
            self.at += 2;
            self.take_while(|letter| letter.is_ascii_hexdigit());
            return &self.text[start..self.at];
        }
        self.take_while(|letter| letter.is_ascii_digit());
        if self.text[self.at..].starts_with('.') {
            self.at += 1;
            self.take_while(|letter| letter.is_ascii_digit());
        }
        let exponent = self.text[self.at..].strip_prefix(['e', 'E']);
        let digits = exponent.map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
        if digits.is_some_and(|digits| digits.starts_with(|letter: char| letter.is_ascii_digit())) {
            self.at = self.text.len() - digits.unwrap_or_default().len();
            self.take_while(|letter| letter.is_ascii_digit());
        }
        &self.text[start..self.at]
    }

    /// The rest of a string whose opening quote was read.
    fn string(&mut self, start: usize) -> Result<&'t str, Error> {
        let begin = self.at;
        let mut letters = self.text[begin..].char_indices();
        while let Some((offset, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at = begin + offset + 1;
                    return Ok(&self.text[begin..begin + offset]);
                }
                '\\' => {
                    letters.next();
                }
                '\n' => break,
                _ => {}
            }
        }
        Err(Error::new(Site(start), "this string has no closing quote"))
    }

    /// Reads up to the bracket that closes the one that comes next, and gives all of it.
    pub(crate) fn balanced(&mut self) -> Result<&'t str, Error> {
        let start = self.site();
        let mut open = 0usize;
        loop {
            match self.next()? {
                Token::Sign("(" | "[" | "{" | "<") => open += 1,
                Token::Sign(")" | "]" | "}" | ">") if open == 0 => {
                    return Err(Error::new(start, "this bracket closes nothing"));
                }
                Token::Sign(")" | "]" | "}" | ">") => open -= 1,
                Token::End => return Err(Error::new(start, "this bracket is not closed")),
                _ => {}
            }
            if open == 0 {
                return Ok(self.since(start));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Token<'_>> {
        let mut scanner = Scanner::new(text);
        let mut found = Vec::new();
        loop {
            match scanner.next().expect("words") {
                Token::End => return found,
                token => found.push(token),
            }
        }
    }

    #[test]
    fn words_are_told_apart() {
        use Token::*;
        assert_eq!(
            words(
                "%a_1#2 = stencil.load // a comment\n @f @\"a b\" ^bb0 -> -1.5e-3 [-4,0x1F] \"ogt\""
            ),
            [
                Value("a_1", Some(2)),
                Sign("="),
                Word("stencil.load"),
                Symbol("f"),
                Symbol("a b"),
                Block("bb0"),
                Sign("->"),
                Number("-1.5e-3"),
                Sign("["),
                Number("-4"),
                Sign(","),
                Number("0x1F"),
                Sign("]"),
                Text("ogt"),
            ]
        );
    }

    #[test]
    fn brackets_are_read_as_a_whole() {
        let mut scanner = Scanner::new(" {a = [1, \"}\"]} tail");
        assert_eq!(scanner.balanced(), Ok("{a = [1, \"}\"]}"));
        assert_eq!(scanner.next(), Ok(Token::Word("tail")));
        assert!(Scanner::new("(a").balanced().is_err());
        assert!(Scanner::new("> a").balanced().is_err());
    }

    #[test]
    fn strings_end_on_their_line() {
        let error = Scanner::new("\"abc\n\"").next().expect_err("no quote");
        assert_eq!(error.message, "this string has no closing quote");
    }
}
