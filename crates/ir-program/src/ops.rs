//! A handle type per operation of the program dialect, written from the
//! definitions as in `ir_stencil::ops`.

use fvopt_boxes::IndexBox;
use ir_stencil::boxes::{self, SsaBox};
use ir_stencil::ods::Definition;
use mlir_shim::ir::{Attr, Block, Builder, Ctx, EnumKind, Op, OpState, Region, Ty, Value, Walk};

include!(concat!(env!("OUT_DIR"), "/handles.rs"));

impl<'c> Func<'c> {
    /// The name.
    pub fn name(self) -> &'c str {
        self.0.symbol_name().unwrap_or_default()
    }

    /// The pinned sizes of the domain.
    pub fn domain(self) -> Option<[i64; 3]> {
        self.0.attr("domain")?.as_i64_array()?.try_into().ok()
    }

    /// The blocks that its control flow runs, outer ones first: its body, and those of the loops
    /// and branches in it. Bodies of stencils are none of them.
    pub fn control_blocks(self) -> Vec<Block<'c>> {
        let mut blocks = Vec::new();
        self.0.walk(|op| {
            if op == self.0 || For::is(op) || If::is(op) {
                blocks
                    .extend((0..op.region_count()).filter_map(|number| op.region(number).block()));
                Walk::Advance
            } else {
                Walk::Skip
            }
        });
        blocks
    }
}

impl<'c> Call<'c> {
    /// The callee's domain; the caller's where none is given.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).unwrap_or_else(|| IndexBox::domain().into())
    }
}

impl<'c> For<'c> {
    /// Low, high and step.
    pub fn range(self) -> [Value<'c>; 3] {
        [self.low(), self.high(), self.step()]
    }

    /// The initial values of the iteration arguments.
    pub fn inits(self) -> Vec<Value<'c>> {
        self.initial()
    }
}

impl<'c> If<'c> {
    /// What runs when it is true.
    pub fn then_block(self) -> Block<'c> {
        self.then_region()
    }

    /// What runs when it is false.
    pub fn else_block(self) -> Option<Block<'c>> {
        self.else_region()
    }
}

impl<'c> Callback<'c> {
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
    /// Widths: low and high side of i, low and high side of j.
    pub fn widths(self) -> [i64; 4] {
        self.0
            .attr("widths")
            .and_then(|widths| widths.as_i64_array())
            .and_then(|widths| widths.try_into().ok())
            .expect("verified: four widths")
    }
}
