//! Numbers of `fvopt_math` that are values of IR: computing with them emits operations.

use crate::loops;
use fvopt_math::number::{Float, Number, Single};
use fvopt_passes::expand_minnumf_maxnumf::compare;
use mlir_shim::ir::{Attr, Builder, Scalar, Ty, Value};
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

// Predicates of `arith.cmpf` and `arith.cmpi`.
const OEQ: i64 = 1;
const OLT: i64 = 4;
const UNO: i64 = 14;
const EQ: i64 = 0;

macro_rules! value_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'c> {
            builder: Builder<'c>,
            /// The value.
            pub value: Value<'c>,
        }
    };
}

value_type!(
    /// An f64.
    Double
);
value_type!(
    /// An f32.
    Float32
);
value_type!(
    /// The bits of an f64, an i64.
    Bits
);
value_type!(
    /// An i1.
    Truth
);

macro_rules! binary {
    ($name:ident: $($operator:ident $function:ident $operation:literal;)*) => {
        $(impl<'c> $operator for $name<'c> {
            type Output = Self;
            fn $function(self, other: Self) -> Self {
                let value = self.builder.binary($operation, self.value, other.value);
                Self { value, ..self }
            }
        })*
    };
}

binary! { Bits:
    Add add "arith.addi";
    Sub sub "arith.subi";
    Mul mul "arith.muli";
    Shl shl "arith.shli";
    Shr shr "arith.shrui";
    BitAnd bitand "arith.andi";
    BitOr bitor "arith.ori";
    BitXor bitxor "arith.xori";
}
binary! { Truth:
    BitAnd bitand "arith.andi";
    BitOr bitor "arith.ori";
    BitXor bitxor "arith.xori";
}

impl Not for Truth<'_> {
    type Output = Self;
    fn not(self) -> Self {
        let value = self.builder.constant(Scalar::I1, 1);
        self ^ Self { value, ..self }
    }
}

impl<'c> Bits<'c> {
    fn constant(self, bits: u64) -> Self {
        let value = self.builder.constant(Scalar::I64, bits);
        Self { value, ..self }
    }

    fn by(self, operation: &str, places: usize) -> Self {
        let places = self.constant(places as u64).value;
        let value = self.builder.binary(operation, self.value, places);
        Self { value, ..self }
    }
}

impl Shl<usize> for Bits<'_> {
    type Output = Self;
    fn shl(self, places: usize) -> Self {
        self.by("arith.shli", places)
    }
}

impl Shr<usize> for Bits<'_> {
    type Output = Self;
    fn shr(self, places: usize) -> Self {
        self.by("arith.shrui", places)
    }
}

/// An operation on values with one result.
fn emit<'c>(builder: &Builder<'c>, name: &str, operands: &[Value<'c>], ty: Ty<'c>) -> Value<'c> {
    let state = builder.op(name).operands(operands).results(&[ty]);
    builder.build(state).result(0)
}

macro_rules! float {
    ($name:ident) => {
        binary! { $name:
            Add add "arith.addf";
            Sub sub "arith.subf";
            Mul mul "arith.mulf";
            Div div "arith.divf";
        }

        impl<'c> $name<'c> {
            /// A value; what is computed with it is emitted where the builder stands.
            pub fn new(builder: Builder<'c>, value: Value<'c>) -> Self {
                Self { builder, value }
            }

            /// `math.powf`
            pub fn power(self, exponent: Self) -> Self {
                let value = self.builder.binary("math.powf", self.value, exponent.value);
                Self { value, ..self }
            }

            fn unary(self, operation: &str) -> Self {
                let value = emit(&self.builder, operation, &[self.value], self.value.ty());
                Self { value, ..self }
            }

            fn compared(self, predicate: i64, other: Self) -> Truth<'c> {
                let builder = self.builder;
                let value = compare(&builder, predicate, self.value, other.value);
                Truth { builder, value }
            }
        }

        impl Neg for $name<'_> {
            type Output = Self;
            fn neg(self) -> Self {
                self.unary("arith.negf")
            }
        }

        impl<'c> Float for $name<'c> {
            type Truth = Truth<'c>;

            fn like(self, value: f64) -> Self {
                let ty = self.value.ty();
                let state = self.builder.op("arith.constant");
                let state = state.attr("value", Attr::float(ty, value)).results(&[ty]);
                let value = self.builder.build(state).result(0);
                Self { value, ..self }
            }
            fn fma(self, factor: Self, term: Self) -> Self {
                let operands = [self.value, factor.value, term.value];
                let value = emit(&self.builder, "math.fma", &operands, self.value.ty());
                Self { value, ..self }
            }
            fn abs(self) -> Self {
                self.unary("math.absf")
            }
            fn sqrt(self) -> Self {
                self.unary("math.sqrt")
            }
            fn floor(self) -> Self {
                self.unary("math.floor")
            }
            fn is_below(self, other: Self) -> Truth<'c> {
                self.compared(OLT, other)
            }
            fn is(self, other: Self) -> Truth<'c> {
                self.compared(OEQ, other)
            }
            fn is_nan(self) -> Truth<'c> {
                self.compared(UNO, self)
            }
            fn select(condition: Truth<'c>, yes: Self, no: Self) -> Self {
                let operands = [condition.value, yes.value, no.value];
                let value = emit(&yes.builder, "arith.select", &operands, yes.value.ty());
                Self { value, ..yes }
            }
            fn choose<const N: usize, const M: usize>(
                condition: Truth<'c>,
                inputs: [Self; N],
                yes: impl FnOnce([Self; N]) -> [Self; M],
                no: impl FnOnce([Self; N]) -> [Self; M],
            ) -> [Self; M] {
                let builder = condition.builder;
                let inside = |inner: &Builder<'c>| inputs.map(|one| Self::new(*inner, one.value));
                let results = loops::either(
                    &builder,
                    condition.value,
                    &[inputs[0].value.ty(); M],
                    |inner| yes(inside(inner)).map(|one| one.value).to_vec(),
                    |inner| no(inside(inner)).map(|one| one.value).to_vec(),
                );
                std::array::from_fn(|number| Self::new(builder, results[number]))
            }
        }
    };
}

float!(Double);
float!(Float32);

impl<'c> Number for Double<'c> {
    type Bits = Bits<'c>;

    fn bits_like(self, bits: u64) -> Bits<'c> {
        let builder = self.builder;
        let value = builder.constant(Scalar::I64, bits);
        Bits { builder, value }
    }
    fn bits(self) -> Bits<'c> {
        let builder = self.builder;
        let ty = Ty::scalar(builder.context(), Scalar::I64);
        let value = emit(&builder, "arith.bitcast", &[self.value], ty);
        Bits { builder, value }
    }
    fn of_bits(Bits { builder, value }: Bits<'c>) -> Self {
        let ty = Ty::scalar(builder.context(), Scalar::F64);
        Self::new(builder, emit(&builder, "arith.bitcast", &[value], ty))
    }
    fn select_bits(condition: Truth<'c>, yes: Bits<'c>, no: Bits<'c>) -> Bits<'c> {
        let operands = [condition.value, yes.value, no.value];
        let value = emit(&yes.builder, "arith.select", &operands, yes.value.ty());
        Bits { value, ..yes }
    }
    fn are_zero(bits: Bits<'c>) -> Truth<'c> {
        let builder = bits.builder;
        let context = builder.context();
        let predicate = Attr::integer(Ty::scalar(context, Scalar::I64), EQ);
        let state = builder
            .op("arith.cmpi")
            .operands(&[bits.value, bits.constant(0).value])
            .attr("predicate", predicate)
            .results(&[Ty::scalar(context, Scalar::I1)]);
        let value = builder.build(state).result(0);
        Truth { builder, value }
    }
}

impl<'c> Single for Float32<'c> {
    type Wide = Double<'c>;

    fn widen(self) -> Double<'c> {
        let ty = Ty::scalar(self.builder.context(), Scalar::F64);
        let value = emit(&self.builder, "arith.extf", &[self.value], ty);
        Double::new(self.builder, value)
    }
    fn narrow(wide: Double<'c>) -> Self {
        let ty = Ty::scalar(wide.builder.context(), Scalar::F32);
        let value = emit(&wide.builder, "arith.truncf", &[wide.value], ty);
        Self::new(wide.builder, value)
    }
}
