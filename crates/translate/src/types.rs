//! Their types: fields, temps and results over dimensions with static bounds or none.

use crate::{
    error::{Error, Site},
    scanner::{Scanner, Token},
};

/// An element type that fvopt has too.
pub(crate) const ELEMENTS: [&str; 7] = ["f32", "f64", "i1", "i8", "i16", "i32", "i64"];

/// One dimension of a field or temp.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dimension {
    /// `?`
    Unknown,
    /// `[low,high]`
    Range(i64, i64),
    /// A size without a position, as the Open Earth Compiler writes it.
    Size(i64),
    /// The size 0 of the Open Earth Compiler: the dimension is not there, but counted in offsets.
    Absent,
}

/// The dimensions and the element type of a field or temp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Grid {
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) element: String,
}

impl Grid {
    /// The dimensions that are there, by their numbers.
    pub(crate) fn present(&self) -> Vec<usize> {
        let all = self.dimensions.iter().enumerate();
        all.filter(|(_, dimension)| **dimension != Dimension::Absent)
            .map(|(number, _)| number)
            .collect()
    }

    /// Whether dimensions that are not there are counted, so that each has its axis.
    pub(crate) fn names_axes(&self) -> bool {
        self.dimensions.contains(&Dimension::Absent)
    }
}

/// A type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Field(Grid),
    Temp(Grid),
    /// A value for the result of an apply: `!stencil.result<f64>`.
    Result(String),
    /// A number, by the name of its type.
    Scalar(String),
    /// Anything else, as it is written.
    Other(String),
}

impl Type {
    pub(crate) fn grid(&self) -> Option<&Grid> {
        match self {
            Type::Field(grid) | Type::Temp(grid) => Some(grid),
            _ => None,
        }
    }
}

/// Reads a type that is no alias.
pub(crate) fn parse(scanner: &mut Scanner) -> Result<Type, Error> {
    let start = scanner.site();
    if scanner.take_letter('!') {
        let Token::Word(name) = scanner.next()? else {
            return Err(Error::new(start, "`!` without the name of a type"));
        };
        return match name {
            "stencil.field" => grid(scanner).map(Type::Field),
            // `view` is what the Open Earth Compiler once called its temps.
            "stencil.temp" | "stencil.view" => grid(scanner).map(Type::Temp),
            "stencil.result" => result(scanner).map(Type::Result),
            _ => {
                if scanner.peek_letter() == Some('<') {
                    scanner.balanced()?;
                }
                Ok(Type::Other(scanner.since(start).to_string()))
            }
        };
    }
    let found = scanner.next()?;
    let Token::Word(name) = found else {
        return Err(Error::new(
            start,
            format!("expected a type, found {}", found.shown()),
        ));
    };
    if scanner.peek_letter() == Some('<') {
        scanner.balanced()?;
        return Ok(Type::Other(scanner.since(start).to_string()));
    }
    Ok(match ELEMENTS.contains(&name) || name == "index" {
        true => Type::Scalar(name.to_string()),
        false => Type::Other(name.to_string()),
    })
}

/// `<[-4,68]x[-4,68]xf64>`, `<?x?xf64>`, `<72x72x0xf64>` or `<ij,f64>`.
fn grid(scanner: &mut Scanner) -> Result<Grid, Error> {
    let start = scanner.site();
    if !scanner.take_letter('<') {
        return Err(Error::new(start, "expected `<` and the dimensions"));
    }
    let first = scanner.site();
    let letters = scanner.take_while(|letter| matches!(letter, 'i' | 'j' | 'k'));
    let dimensions = match letters.is_empty() {
        false => named_axes(scanner, first, letters)?,
        true => dimensions(scanner)?,
    };
    if dimensions.len() > 3 {
        return Err(Error::new(
            first,
            format!("{} dimensions; there are 1 to 3", dimensions.len()),
        ));
    }
    let element_site = scanner.site();
    let element = match parse(scanner)? {
        Type::Scalar(name) if name != "index" => name,
        Type::Other(name) if name.starts_with("tensor") => {
            let message = format!(
                "elements of type {name}: translate before `stencil-tensorize-z-dimension` runs"
            );
            return Err(Error::new(element_site, message));
        }
        other => {
            let name = match other {
                Type::Scalar(name) | Type::Other(name) => name,
                _ => "!stencil type".to_string(),
            };
            let message = format!(
                "elements of type {name}; fvopt's fields have {}",
                ELEMENTS.join(", ")
            );
            return Err(Error::new(element_site, message));
        }
    };
    let end = scanner.site();
    if !scanner.take_letter('>') {
        return Err(Error::new(end, "expected `>` at the end of the type"));
    }
    Ok(Grid {
        dimensions,
        element,
    })
}

/// `<f64>`
fn result(scanner: &mut Scanner) -> Result<String, Error> {
    let start = scanner.site();
    let open = scanner.take_letter('<');
    match parse(scanner)? {
        Type::Scalar(name) if open && scanner.take_letter('>') => Ok(name),
        _ => Err(Error::new(start, "expected a number's type, as in `<f64>`")),
    }
}

/// The rest of `ij,f64` after `ij`.
fn named_axes(scanner: &mut Scanner, start: Site, letters: &str) -> Result<Vec<Dimension>, Error> {
    if !["i", "j", "k", "ij", "ik", "jk", "ijk"].contains(&letters) || !scanner.take_letter(',') {
        let message = "the axes are some of `ijk` in this order, then `,` and the element type";
        return Err(Error::new(start, message));
    }
    let named = |axis: char| match letters.contains(axis) {
        true => Dimension::Unknown,
        false => Dimension::Absent,
    };
    Ok(['i', 'j', 'k'].map(named).to_vec())
}

/// Dimensions up to the last `x`.
fn dimensions(scanner: &mut Scanner) -> Result<Vec<Dimension>, Error> {
    let mut found = Vec::new();
    loop {
        let start = scanner.site();
        let dimension = match scanner.peek_letter() {
            Some('?') => {
                scanner.take_letter('?');
                Dimension::Unknown
            }
            Some('[') => range(scanner)?,
            Some(letter) if letter.is_ascii_digit() => {
                let digits = scanner.take_while(|letter| letter.is_ascii_digit());
                match digits.parse() {
                    Ok(0) => Dimension::Absent,
                    Ok(size) => Dimension::Size(size),
                    Err(_) => return Err(too_large(start, digits)),
                }
            }
            _ if !found.is_empty() => return Ok(found),
            _ => {
                let message = "expected a dimension: `[low,high]`, `?` or a size";
                return Err(Error::new(start, message));
            }
        };
        found.push(dimension);
        let end = scanner.site();
        if !scanner.take_letter('x') {
            return Err(Error::new(end, "expected `x` after a dimension"));
        }
    }
}

/// `[low,high]`
fn range(scanner: &mut Scanner) -> Result<Dimension, Error> {
    let start = scanner.site();
    match integers(scanner)?[..] {
        [low, high] if low < high => Ok(Dimension::Range(low, high)),
        [low, high] => Err(Error::new(
            start,
            format!("the range [{low},{high}] is empty"),
        )),
        _ => Err(Error::new(start, "a range is `[low,high]`")),
    }
}

/// `[1, -2, 3]`
pub(crate) fn integers(scanner: &mut Scanner) -> Result<Vec<i64>, Error> {
    let start = scanner.site();
    if !scanner.take_letter('[') {
        return Err(Error::new(start, "expected `[` and integers"));
    }
    let mut found = Vec::new();
    while !scanner.take_letter(']') {
        if !found.is_empty() && !scanner.take_letter(',') {
            return Err(Error::new(scanner.site(), "expected `,` or `]`"));
        }
        found.push(integer(scanner)?);
        // Old versions print the type of every number.
        if scanner.take_letter(':') {
            parse(scanner)?;
        }
    }
    Ok(found)
}

/// The largest position that a box of fvopt may name.
const LARGEST: i64 = 1 << 40;

/// A number between -2^40 and 2^40.
pub(crate) fn integer(scanner: &mut Scanner) -> Result<i64, Error> {
    let start = scanner.site();
    let found = scanner.next()?;
    let Token::Number(digits) = found else {
        let message = format!("expected an integer, found {}", found.shown());
        return Err(Error::new(start, message));
    };
    match digits.parse::<i64>() {
        Ok(number) if number.abs() <= LARGEST => Ok(number),
        _ => Err(too_large(start, digits)),
    }
}

fn too_large(site: Site, digits: &str) -> Error {
    Error::new(
        site,
        format!("{digits} is no integer between -2^40 and 2^40"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Type, String> {
        parse(&mut Scanner::new(text)).map_err(|error| error.message)
    }

    #[test]
    fn all_forms_of_grids_are_read() {
        let grid = |text: &str| match read(text) {
            Ok(Type::Field(grid) | Type::Temp(grid)) => (grid.dimensions, grid.element),
            other => panic!("{text}: {other:?}"),
        };
        use Dimension::*;
        assert_eq!(
            grid("!stencil.field<[-4,68]x[0,3]xf64>"),
            (vec![Range(-4, 68), Range(0, 3)], "f64".to_string())
        );
        assert_eq!(
            grid("!stencil.temp<?x?x?xf32>"),
            (vec![Unknown; 3], "f32".to_string())
        );
        assert_eq!(
            grid("!stencil.field<72x?x0xi32>"),
            (vec![Size(72), Unknown, Absent], "i32".to_string())
        );
        assert_eq!(
            grid("!stencil.view<ik,f64>"),
            (vec![Unknown, Absent, Unknown], "f64".to_string())
        );
    }

    #[test]
    fn what_fvopt_does_not_have_is_refused() {
        for (text, part) in [
            ("!stencil.field<[0,4]xf16>", "elements of type f16"),
            (
                "!stencil.field<?xtensor<8xf32>>",
                "stencil-tensorize-z-dimension",
            ),
            ("!stencil.field<[4,4]xf64>", "is empty"),
            ("!stencil.field<?x?x?x?xf64>", "4 dimensions"),
            ("!stencil.field<ji,f64>", "in this order"),
            ("!stencil.field<f64>", "expected a dimension"),
            ("!stencil.field<[0,99999999999999]xf64>", "-2^40 and 2^40"),
        ] {
            let message = read(text).expect_err(text);
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
