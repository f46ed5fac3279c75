//! Mathematical functions of our own in a module: each is a function, for a type and a number of lanes.
//!
//! `expand-math-functions` defines them for scalars, `vectorize-annotated-loops` for vectors, and
//! `inline-math-functions` says which calls LLVM inlines. Until then an exponential is one call for every pass that
//! sees it, and not fifty operations.

use ir_program::attributes::MATH;
use mlir_shim::ir::{Attr, Block, Builder, Op, Region, Ty, Value};
use std::collections::HashMap;

/// The functions that a module has so far.
pub struct MathFunctions<'c> {
    module: Op<'c>,
    /// All symbols of the module, and what has them.
    symbols: HashMap<String, Op<'c>>,
    /// The functions by the names that were asked for.
    known: HashMap<String, Op<'c>>,
}

/// The body of a function that is about to be defined.
pub struct Body<'c> {
    region: Region<'c>,
    block: Block<'c>,
    operands: Vec<Ty<'c>>,
}

impl<'c> Body<'c> {
    /// Its operands.
    pub fn operands(&self) -> Vec<Value<'c>> {
        self.block.arguments()
    }
}

impl<'c> MathFunctions<'c> {
    /// Those of a module.
    pub fn of(module: Op<'c>) -> Self {
        let ops = module.body().map(|body| body.ops()).unwrap_or_default();
        let symbols: HashMap<String, Op<'c>> = ops
            .into_iter()
            .filter_map(|op| Some((op.symbol_name()?.to_string(), op)))
            .collect();
        let known = symbols
            .iter()
            .filter(|(_, op)| op.attr(MATH).is_some())
            .map(|(name, op)| (name.clone(), *op))
            .collect();
        Self {
            module,
            symbols,
            known,
        }
    }

    /// The function that an operation calls, if it is one of these.
    pub fn called_by(&self, op: Op<'c>) -> Option<Op<'c>> {
        if !op.is("func.call") {
            return None;
        }
        let function = self.symbols.get(op.text_attr("callee")?)?;
        function.attr(MATH).is_some().then_some(*function)
    }

    /// The function of a name, if it is defined.
    pub fn get(&self, name: &str) -> Option<Op<'c>> {
        self.known.get(name).copied()
    }

    /// A body that takes operands of these types, and a builder for what it computes.
    pub fn body(&self, operands: &[Ty<'c>]) -> (Body<'c>, Builder<'c>) {
        let location = self.module.location();
        let (region, block) = Region::with_block(operands, location);
        let operands = operands.to_vec();
        let body = Body {
            region,
            block,
            operands,
        };
        (body, Builder::at_end(block, location))
    }

    /// Defines a function by its body and its result. Where something else has the name, as a symbol it gets another.
    pub fn define(&mut self, name: &str, body: Body<'c>, result: Value<'c>) -> Op<'c> {
        let mut symbol = name.to_string();
        while self.symbols.contains_key(&symbol) {
            symbol.push('_');
        }
        let (context, location) = (self.module.context(), self.module.location());
        let inside = Builder::at_end(body.block, location);
        inside.build(inside.op("func.return").operands(&[result]));
        let ty = Ty::function(context, &body.operands, &[result.ty()]);
        let internal = Attr::parse(context, "#llvm.linkage<internal>");
        let inlined = Attr::array(context, &[Attr::string(context, "alwaysinline")]);
        let all = self.module.body().expect("a module has a body");
        let outside = Builder::at_start(all, location);
        let state = outside
            .op("func.func")
            .attr("sym_name", Attr::string(context, &symbol))
            .attr("sym_visibility", Attr::string(context, "private"))
            .attr("function_type", Attr::ty(ty))
            .attr("passthrough", inlined)
            .optional_attr("llvm.linkage", internal)
            .attr(MATH, Attr::unit(context));
        let function = outside.build(state.region(body.region));
        self.symbols.insert(symbol, function);
        self.known.insert(name.to_string(), function);
        function
    }
}

/// A call of one of these functions.
pub fn call<'c>(builder: &Builder<'c>, function: Op<'c>, operands: &[Value<'c>]) -> Value<'c> {
    let name = function.symbol_name().expect("a function has a name");
    let end = function.body().and_then(|body| body.terminator());
    let result = end.expect("a function returns").operand(0).ty();
    let state = builder
        .op("func.call")
        .attr("callee", Attr::symbol(builder.context(), name))
        .operands(operands)
        .results(&[result]);
    builder.build(state).result(0)
}
