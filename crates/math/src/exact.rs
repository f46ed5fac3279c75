//! Sums and products in two parts: a head, and what rounding has lost, which is exact.

use crate::number::Number;

/// A value that is the sum of two numbers, of which the second is small.
#[derive(Clone, Copy)]
pub struct Parts<N> {
    /// The sum, rounded.
    pub head: N,
    /// The rest.
    pub tail: N,
}

/// `a + b`, where `a` is not the smaller one, or is 0.
pub fn sum<N: Number>(a: N, b: N) -> Parts<N> {
    let head = a + b;
    Parts {
        head,
        tail: (a - head) + b,
    }
}

/// `a * b`.
pub fn product<N: Number>(a: N, b: N) -> Parts<N> {
    let head = a * b;
    Parts {
        head,
        tail: a.fma(b, -head),
    }
}

impl<N: Number> Parts<N> {
    /// A constant.
    pub fn like(number: N, head: f64, tail: f64) -> Self {
        Self {
            head: number.like(head),
            tail: number.like(tail),
        }
    }

    /// The product; wrong in the last bits of the second part.
    pub fn times(self, other: Self) -> Self {
        let Parts { head, tail } = product(self.head, other.head);
        let tail = self.head.fma(other.tail, tail);
        Parts {
            head,
            tail: self.tail.fma(other.head, tail),
        }
    }

    /// The same value with parts that do not overlap.
    pub fn settled(self) -> Self {
        sum(self.head, self.tail)
    }

    /// The quotient in parts; wrong in the last bits of the second one.
    pub fn divided(self, divisor: Self) -> Self {
        let reciprocal = divisor.head.like(1.0) / divisor.head;
        let head = self.head * reciprocal;
        let rest = (-head).fma(divisor.head, self.head);
        let rest = (-head).fma(divisor.tail, rest + self.tail);
        Self {
            head,
            tail: rest * reciprocal,
        }
    }

    /// The square root in parts; of 0 it is 0, and of what is negative no number.
    pub fn root(self) -> Self {
        let head = self.head.sqrt();
        let left = (-head).fma(head, self.head) + self.tail;
        // Where the root is 0 nothing is left.
        let twice = N::select(head.is(head.like(0.0)), head.like(1.0), head + head);
        Self {
            head,
            tail: left / twice,
        }
    }

    /// The sum with one number, whichever is smaller.
    pub fn plus(self, other: N) -> Self {
        let Parts { head, tail } = sum_of_any(self.head, other);
        sum(head, tail + self.tail)
    }

    /// The quotient, rounded: the product with 1 over the divisor, corrected by what is left.
    pub fn over(self, divisor: Self) -> N {
        let reciprocal = divisor.head.like(1.0) / divisor.head;
        let quotient = self.head * reciprocal;
        let rest = (-quotient).fma(divisor.head, self.head);
        let rest = (-quotient).fma(divisor.tail, rest + self.tail);
        rest.fma(reciprocal, quotient)
    }
}

/// `a + b`, whichever is smaller.
pub fn sum_of_any<N: Number>(a: N, b: N) -> Parts<N> {
    let head = a + b;
    let share = head - a;
    let tail = (a - (head - share)) + (b - share);
    Parts { head, tail }
}
