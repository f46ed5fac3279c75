//! Names of values in the translated text: theirs where they are free.

use crate::program::{Function, ValueId};
use std::collections::{HashMap, HashSet};

/// The names that were given.
#[derive(Default)]
pub(crate) struct Names {
    given: HashMap<ValueId, String>,
    used: HashSet<String>,
    /// How often a name was asked for, so that the next free one is found at once.
    counts: HashMap<String, usize>,
    /// The names given so far in the regions that are open; with those that were counted, the stem
    /// and its count before.
    in_regions: Vec<(String, Option<(String, usize)>)>,
}

/// The end of the names before a region was opened.
pub(crate) struct Region(usize);

impl Names {
    /// A name that nothing else has, like the one that is wished for.
    pub(crate) fn fresh(&mut self, wish: &str) -> String {
        // MLIR reads a name that starts with a digit as a number.
        let is_number = wish.bytes().all(|byte| byte.is_ascii_digit());
        let starts_as_number = wish.starts_with(|letter: char| letter.is_ascii_digit());
        let wish = match starts_as_number && !is_number {
            true => format!("v{wish}"),
            false => wish.to_string(),
        };
        if self.used.insert(wish.clone()) {
            self.in_regions.push((wish.clone(), None));
            return wish;
        }
        let stem = match is_number {
            true => format!("v{wish}"),
            false => wish,
        };
        let before = self.counts.get(&stem).copied().unwrap_or(0);
        let mut count = before;
        loop {
            count += 1;
            let name = format!("{stem}_{count}");
            if self.used.insert(name.clone()) {
                self.counts.insert(stem.clone(), count);
                self.in_regions.push((name.clone(), Some((stem, before))));
                return name;
            }
        }
    }

    /// Opens a region: names that are given in it are free again when it is closed.
    pub(crate) fn open(&self) -> Region {
        Region(self.in_regions.len())
    }

    /// Closes a region.
    pub(crate) fn close(&mut self, region: Region) {
        for (name, counted) in self.in_regions.drain(region.0..).rev() {
            self.used.remove(&name);
            self.counts.extend(counted);
        }
    }

    /// Names a value that is defined now.
    pub(crate) fn define(&mut self, function: &Function, value: ValueId) -> String {
        let name = self.fresh(&function.value(value).name);
        self.given.insert(value, name.clone());
        name
    }

    /// Names a value by something else than its own name.
    pub(crate) fn define_as(&mut self, value: ValueId, wish: &str) -> String {
        let name = self.fresh(wish);
        self.given.insert(value, name.clone());
        name
    }

    /// The name of a value that was defined.
    pub(crate) fn get<'a>(&'a self, function: &'a Function, value: ValueId) -> &'a str {
        let root = function.root(value);
        self.given
            .get(&root)
            .map_or(function.value(root).name.as_str(), String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_where_they_are_free() {
        let mut names = Names::default();
        let found = ["a", "a", "a_1", "a", "6", "6", "6_0"].map(|wish| names.fresh(wish));
        assert_eq!(found, ["a", "a_1", "a_1_1", "a_2", "6", "v6_1", "v6_0"]);
    }

    #[test]
    fn names_of_a_region_are_free_after_it() {
        let mut names = Names::default();
        names.fresh("a");
        for _ in 0..2 {
            let region = names.open();
            assert_eq!(["a", "b"].map(|wish| names.fresh(wish)), ["a_1", "b"]);
            names.close(region);
        }
        assert_eq!(names.fresh("a"), "a_1");
    }
}
