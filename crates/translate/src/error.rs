//! Errors that point into the text that is translated.

use std::fmt;

/// A position in the text: the offset of a byte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Site(pub(crate) usize);

/// What is wrong with a text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Where.
    pub site: Site,
    /// What was found, and what is supported or needed.
    pub message: String,
    /// What else matters, at other positions.
    pub notes: Vec<(Site, String)>,
}

impl Error {
    pub(crate) fn new(site: Site, message: impl Into<String>) -> Self {
        Self {
            site,
            message: message.into(),
            notes: Vec::new(),
        }
    }

    pub(crate) fn note(mut self, site: Site, message: impl Into<String>) -> Self {
        self.notes.push((site, message.into()));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A text and its name, to show errors with the line they point to.
pub struct Source<'t> {
    name: String,
    text: &'t str,
    /// Where each line starts.
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    /// The source with the name that errors call it by.
    pub fn new(name: impl Into<String>, text: &'t str) -> Self {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name: name.into(),
            text,
            lines: std::iter::once(0).chain(after_newlines).collect(),
        }
    }

    /// Line and column of a position, both from 1 on; columns count characters.
    pub fn line_and_column(&self, site: Site) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= site.0);
        let before = &self.text[self.lines[line - 1]..site.0.min(self.text.len())];
        (line, before.chars().count() + 1)
    }

    /// The error as a user reads it: `file:line:column: error: ...`, the line, and a mark under it.
    pub fn render(&self, error: &Error) -> String {
        let mut shown = self.message(error.site, "error", &error.message);
        for (site, note) in &error.notes {
            shown += &self.message(*site, "note", note);
        }
        shown
    }

    /// One message with its line.
    pub fn message(&self, site: Site, severity: &str, message: &str) -> String {
        let (line, column) = self.line_and_column(site);
        let text = self.text[self.lines[line - 1]..].lines().next();
        let mark = format!("{:>column$}", "^");
        let text = text.unwrap_or_default().replace('\t', " ");
        format!(
            "{}:{line}:{column}: {severity}: {message}\n{text}\n{mark}\n",
            self.name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_show_their_line_and_column() {
        let source = Source::new("a.mlir", "first\n  %x = é wrong\n");
        let at = "first\n  %x = é ".len();
        let error = Error::new(Site(at), "no such word").note(Site(0), "begun here");
        assert_eq!(
            source.render(&error),
            "a.mlir:2:10: error: no such word\n  %x = é wrong\n         ^\n\
             a.mlir:1:1: note: begun here\nfirst\n^\n"
        );
    }

    #[test]
    fn the_end_of_a_text_has_a_position() {
        let source = Source::new("a", "x\n");
        assert_eq!(source.line_and_column(Site(2)), (2, 1));
        assert_eq!(source.line_and_column(Site(1)), (1, 2));
    }
}
