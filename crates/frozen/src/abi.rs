//! The memory ABI: how a compiled program is called. Version 4.
//!
//! A program `@name` becomes a function `@fvopt.name` ([`symbol`]) that takes, in order:
//!
//! 1. `host: !llvm.ptr`, handed back to the host functions;
//! 2. the sizes of the domain on i, j and k, as `index`;
//! 3. for every argument of the program
//!    - a scalar: itself;
//!    - a field: a memref, then for every axis of the field (i, j, k in this
//!      order) its *origin* as `index`: the number of points of the allocation
//!      below coordinate 0;
//!
//! and returns a status as `i32`, 0 for success. Callers enter it by another function ([`entry_symbol`]), which
//! takes the host and the address of an array of 64-bit words, one for each of the others in this order.
//!
//! The memref has one dimension per data dimension and axis, slowest first:
//! data dimensions, then k, j, i, or the order of the field's layout. The
//! fastest dimension has stride 1; the others are free. Elements are aligned to
//! their size at least; in what fvopt allocates, coordinate 0 of every row that is
//! as long as a cache line starts at a multiple of 64 bytes. An `i1` takes a byte, 0 or 1.
//!
//! Distinct field arguments are distinct memory: a binding that passes one
//! field twice compiles a program whose arguments were unified.

use std::fmt::{self, Write};

/// The version of this ABI.
pub const VERSION: u32 = 4;

/// The linker's name of the function of a program: `fvopt.` and the program's name, in which a dot
/// and two hexadecimal digits stand for each byte that is no letter, digit or underscore.
///
/// So any name is one that linkers take, different names stay different, and none is that of a C
/// function, of OpenMP's, of an intrinsic of LLVM's or of a function that compiled programs call:
/// names in C have no dots, and intrinsics start with `llvm`. What is derived from it (kernels are
/// `fvopt.name.kernel_0` and so on) has after its dot no hexadecimal digits.
pub fn symbol(program: &str) -> String {
    let mut symbol = String::from("fvopt.");
    for byte in program.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            symbol.push(char::from(byte));
        } else {
            write!(symbol, ".{byte:02X}").expect("a string takes all");
        }
    }
    symbol
}

/// The name by which code of a program is entered: `fvopt_call_`, and the name with an underscore for whatever
/// names in C cannot have. Where two programs of one object would be entered by one name, a number follows.
pub fn entry_symbol(program: &str) -> String {
    let letters = program
        .bytes()
        .map(|byte| match byte.is_ascii_alphanumeric() {
            true => char::from(byte),
            false => '_',
        });
    String::from("fvopt_call_") + &letters.collect::<String>()
}

/// The bytes of a cache line: what fvopt allocates starts at one, and rows do where that costs little.
pub const LINE_BYTES: i64 = 64;

/// The status of a call that was aborted by a check of the compiled program;
/// the host was told what and where.
pub const CHECK_FAILED: i32 = -1;

/// What a report of compiled code says; the numbers that come with it are in the comments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Report {
    /// A box leaves its allocation. Side (2 * axis, + 1 for the high side), needed end, given end.
    Bounds = 1,
    /// Two swapped fields have different allocations. Dimension, one size, the other.
    Swap = 2,
    /// A loop's step is not positive. The step.
    Step = 3,
    /// An exchange is wider than the domain. Side, width, size.
    Exchange = 4,
    /// A view's level is outside the allocation. Level, low, high.
    Level = 5,
    /// Checked mode: an access outside the allocation. i, j, k.
    Outside = 6,
    /// Checked mode: a read of a point that was never written. i, j, k.
    Unwritten = 7,
    /// There is no memory for a field of the program's own. Its sizes on i, j and k.
    Memory = 8,
    /// Checked mode: the point that the next report of this thread is about. i, j, k.
    Point = 9,
    /// Checked mode: a position was clamped. The position, low, high (both included).
    Clamped = 10,
}

impl Report {
    /// The report of a number.
    pub fn of(number: i64) -> Option<Self> {
        use Report::*;
        [
            Bounds, Swap, Step, Exchange, Level, Outside, Unwritten, Memory, Point, Clamped,
        ]
        .into_iter()
        .find(|report| *report as i64 == number)
    }
}

/// A dimension of a field in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dimension {
    /// The n-th data dimension.
    Data(usize),
    /// An axis: 0 i, 1 j, 2 k.
    Axis(usize),
}

impl Dimension {
    /// The dimension of a name: `i`, `j`, `k`, or `data0` and so on.
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "i" => Some(Self::Axis(0)),
            "j" => Some(Self::Axis(1)),
            "k" => Some(Self::Axis(2)),
            _ => Some(Self::Data(text.strip_prefix("data")?.parse().ok()?)),
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Axis(axis) => formatter.write_str(["i", "j", "k"][*axis]),
            Self::Data(number) => write!(formatter, "data{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn symbols_are_readable_and_different() {
        assert_eq!(symbol("main"), "fvopt.main");
        assert_eq!(symbol("a b"), "fvopt.a.20b");
        assert_eq!(symbol("ä"), "fvopt..C3.A4");
        assert_eq!(symbol("a\0b"), "fvopt.a.00b");
        assert_eq!(symbol("llvm.memcpy"), "fvopt.llvm.2Ememcpy");
        assert_ne!(symbol("a.20b"), symbol("a b"));
        assert_ne!(
            symbol("main.kernel_0"),
            format!("{}.kernel_0", symbol("main"))
        );
    }
}
