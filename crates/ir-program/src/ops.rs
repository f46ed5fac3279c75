//! A handle type per operation of the program dialect.

use fvopt_boxes::IndexBox;
use ir_stencil::boxes::{self, SsaBox};
use ir_stencil::operation_handle;
use mlir_shim::ir::{Block, Value};

operation_handle!(/** `program.func` */ Func, "program.func");
operation_handle!(/** `program.return` */ Return, "program.return");
operation_handle!(/** `program.call` */ Call, "program.call");
operation_handle!(/** `program.bound` */ Bound, "program.bound");
operation_handle!(/** `program.for` */ For, "program.for");
operation_handle!(/** `program.if` */ If, "program.if");
operation_handle!(/** `program.yield` */ Yield, "program.yield");
operation_handle!(/** `program.alloc` */ Alloc, "program.alloc");
operation_handle!(/** `program.view` */ View, "program.view");
operation_handle!(/** `program.swap` */ Swap, "program.swap");
operation_handle!(/** `program.callback` */ Callback, "program.callback");
operation_handle!(/** `program.exchange` */ Exchange, "program.exchange");
operation_handle!(/** `program.reduce` */ Reduce, "program.reduce");

/// How a reduction combines.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Reduction {
    Add,
    Min,
    Max,
}

impl<'c> Func<'c> {
    /// The name.
    pub fn name(self) -> &'c str {
        self.0.symbol_name().unwrap_or_default()
    }

    /// The body.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
    }

    /// The pinned sizes of the domain.
    pub fn domain(self) -> Option<[i64; 3]> {
        self.0.attr("domain")?.as_i64_array()?.try_into().ok()
    }
}

impl<'c> Call<'c> {
    /// The symbol that is called.
    pub fn callee(self) -> &'c str {
        self.0.text_attr("callee").unwrap_or_default()
    }

    /// The arguments.
    pub fn arguments(self) -> Vec<Value<'c>> {
        self.0.segment(0)
    }

    /// The callee's domain; the caller's where none is given.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).unwrap_or_else(|| IndexBox::domain().into())
    }
}

impl<'c> Bound<'c> {
    /// The box, which bounds one axis.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }
}

impl<'c> For<'c> {
    /// Low, high and step.
    pub fn range(self) -> [Value<'c>; 3] {
        [self.0.operand(0), self.0.operand(1), self.0.operand(2)]
    }

    /// The initial values of the iteration arguments.
    pub fn inits(self) -> Vec<Value<'c>> {
        self.0.operands().split_off(3)
    }

    /// The body; its first argument counts, the others are the iteration arguments.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
    }
}

impl<'c> If<'c> {
    /// The condition.
    pub fn condition(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// What runs when it is true.
    pub fn then_block(self) -> Block<'c> {
        self.0.region(0).block().expect("verified: one block")
    }

    /// What runs when it is false.
    pub fn else_block(self) -> Option<Block<'c>> {
        self.0.region(1).block()
    }
}

impl<'c> Alloc<'c> {
    /// What is allocated.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }
}

impl<'c> View<'c> {
    /// The field that is viewed.
    pub fn field(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// The level.
    pub fn level(self) -> Option<Value<'c>> {
        self.0.segment(1).first().copied()
    }

    /// The component.
    pub fn component(self) -> Option<Value<'c>> {
        self.0.segment(2).first().copied()
    }
}

impl<'c> Callback<'c> {
    /// The symbol of the host function.
    pub fn callee(self) -> &'c str {
        self.0.text_attr("callee").unwrap_or_default()
    }

    /// The arguments.
    pub fn arguments(self) -> Vec<Value<'c>> {
        self.0.segment(0)
    }

    fn boxes(self, name: &str) -> Vec<Option<SsaBox<'c>>> {
        let entries = self
            .0
            .attr(name)
            .and_then(|entries| entries.as_array())
            .unwrap_or_default();
        let bounds = boxes::bounds(self.0);
        entries
            .into_iter()
            .map(|entry| boxes::decode(entry).map(|decoded| SsaBox::new(decoded, bounds.clone())))
            .collect()
    }

    /// What it may read of each field argument, in order.
    pub fn reads(self) -> Vec<Option<SsaBox<'c>>> {
        self.boxes("reads")
    }

    /// What it may write of each field argument, in order.
    pub fn writes(self) -> Vec<Option<SsaBox<'c>>> {
        self.boxes("writes")
    }
}

impl<'c> Exchange<'c> {
    /// The field.
    pub fn field(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// Widths: low and high side of i, low and high side of j.
    pub fn widths(self) -> [i64; 4] {
        self.0
            .attr("widths")
            .and_then(|widths| widths.as_i64_array())
            .and_then(|widths| widths.try_into().ok())
            .expect("verified: four widths")
    }
}

impl<'c> Reduce<'c> {
    /// How values are combined.
    pub fn kind(self) -> Reduction {
        match self.0.attr("kind").and_then(|kind| kind.as_enumeration()) {
            Some(1) => Reduction::Min,
            Some(2) => Reduction::Max,
            _ => Reduction::Add,
        }
    }

    /// The field.
    pub fn field(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// The box.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }
}
