//! Building operations.

use super::{Attr, Block, Ctx, Loc, Op, Region, Ty, Value, string_ref};
use mlir_sys::*;
use std::fmt;

/// Why an operation could not be built.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BuildError(pub String);

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

/// The parts of an operation under construction.
pub struct OpState<'c> {
    name: String,
    location: Loc<'c>,
    operands: Vec<Value<'c>>,
    results: Vec<Ty<'c>>,
    attributes: Vec<(String, Attr<'c>)>,
    regions: Vec<Region<'c>>,
    successors: Vec<Block<'c>>,
}

impl<'c> OpState<'c> {
    /// An operation of a name.
    pub fn new(name: &str, location: Loc<'c>) -> Self {
        Self {
            name: name.to_string(),
            location,
            operands: Vec::new(),
            results: Vec::new(),
            attributes: Vec::new(),
            regions: Vec::new(),
            successors: Vec::new(),
        }
    }

    /// Appends operands.
    pub fn operands(mut self, values: &[Value<'c>]) -> Self {
        self.operands.extend_from_slice(values);
        self
    }

    /// Appends operands in groups, and the attribute that tells the groups' sizes.
    pub fn segments(mut self, groups: &[&[Value<'c>]]) -> Self {
        let sizes: Vec<i32> = groups.iter().map(|group| group.len() as i32).collect();
        for group in groups {
            self.operands.extend_from_slice(group);
        }
        let attribute = Attr::i32_array(self.location.context(), &sizes);
        self.attr("operandSegmentSizes", attribute)
    }

    /// Appends result types.
    pub fn results(mut self, types: &[Ty<'c>]) -> Self {
        self.results.extend_from_slice(types);
        self
    }

    /// Adds an attribute.
    pub fn attr(mut self, name: &str, value: Attr<'c>) -> Self {
        self.attributes.push((name.to_string(), value));
        self
    }

    /// Adds an attribute where there is one.
    pub fn optional_attr(self, name: &str, value: Option<Attr<'c>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Appends a region.
    pub fn region(mut self, region: Region<'c>) -> Self {
        self.regions.push(region);
        self
    }

    /// Appends successors of a terminator.
    pub fn successors(mut self, blocks: &[Block<'c>]) -> Self {
        self.successors.extend_from_slice(blocks);
        self
    }

    /// Makes the operation, in no block yet. Fails for an operation that the
    /// context does not know and when attributes do not fit; it is not verified.
    pub fn detached(self) -> Result<Op<'c>, BuildError> {
        let context = self.location.context();
        if !context.is_registered(&self.name) {
            return Err(BuildError(format!(
                "`{}` is not registered: load its dialect into the context first",
                self.name
            )));
        }
        let operands: Vec<_> = self.operands.iter().map(|value| value.0).collect();
        let results: Vec<_> = self.results.iter().map(|ty| ty.0).collect();
        let regions: Vec<_> = self.regions.iter().map(|region| region.0).collect();
        // SAFETY: all handles are alive and of one context; regions are handed over.
        let raw = unsafe {
            let attributes: Vec<_> = self
                .attributes
                .iter()
                .map(|(name, value)| {
                    mlirNamedAttributeGet(mlirIdentifierGet(context.0, string_ref(name)), value.0)
                })
                .collect();
            let mut state = mlirOperationStateGet(string_ref(&self.name), self.location.0);
            mlirOperationStateAddOperands(&mut state, operands.len() as isize, operands.as_ptr());
            mlirOperationStateAddResults(&mut state, results.len() as isize, results.as_ptr());
            mlirOperationStateAddOwnedRegions(&mut state, regions.len() as isize, regions.as_ptr());
            let successors: Vec<_> = self.successors.iter().map(|block| block.0).collect();
            mlirOperationStateAddSuccessors(
                &mut state,
                successors.len() as isize,
                successors.as_ptr(),
            );
            mlirOperationStateAddAttributes(
                &mut state,
                attributes.len() as isize,
                attributes.as_ptr(),
            );
            mlirOperationCreate(&mut state)
        };
        Op::maybe(raw).ok_or_else(|| {
            BuildError(format!(
                "`{}` cannot be made from these attributes",
                self.name
            ))
        })
    }
}

/// Inserts operations at a place. The place moves along: what is built later comes later.
#[derive(Clone, Copy, Debug)]
pub struct Builder<'c> {
    block: Block<'c>,
    before: Option<Op<'c>>,
    location: Loc<'c>,
}

impl<'c> Builder<'c> {
    /// At the end of a block.
    pub fn at_end(block: Block<'c>, location: Loc<'c>) -> Self {
        Self {
            block,
            before: None,
            location,
        }
    }

    /// At the start of a block.
    pub fn at_start(block: Block<'c>, location: Loc<'c>) -> Self {
        Self {
            block,
            before: block.first(),
            location,
        }
    }

    /// Before an operation (which must stand in a block), with its location.
    pub fn before(op: Op<'c>) -> Self {
        let block = op.block().expect("the operation stands in a block");
        Self {
            block,
            before: Some(op),
            location: op.location(),
        }
    }

    /// After an operation (which must stand in a block), with its location.
    pub fn after(op: Op<'c>) -> Self {
        let block = op.block().expect("the operation stands in a block");
        Self {
            block,
            before: op.next(),
            location: op.location(),
        }
    }

    /// The same place with another location for what is built.
    pub fn at(self, location: Loc<'c>) -> Self {
        Self { location, ..self }
    }

    /// The location for what is built.
    pub fn location(&self) -> Loc<'c> {
        self.location
    }

    /// The block.
    pub fn block(&self) -> Block<'c> {
        self.block
    }

    /// The context.
    pub fn context(&self) -> Ctx<'c> {
        self.location.context()
    }

    /// Starts an operation with this builder's location.
    pub fn op(&self, name: &str) -> OpState<'c> {
        OpState::new(name, self.location)
    }

    /// Inserts a detached operation.
    pub fn insert(&self, op: Op<'c>) -> Op<'c> {
        // SAFETY: the block and its operation are alive; ownership goes to the block.
        unsafe {
            match self.before {
                Some(before) => mlirBlockInsertOwnedOperationBefore(self.block.0, before.0, op.0),
                None => mlirBlockAppendOwnedOperation(self.block.0, op.0),
            }
        }
        op
    }

    /// Builds and inserts an operation of which we know that it is well formed:
    /// failing here is a mistake in this program, and asserts.
    pub fn build(&self, state: OpState<'c>) -> Op<'c> {
        self.insert(state.detached().expect("a well-formed operation"))
    }

    /// `arith.constant` of type index.
    pub fn index(&self, value: i64) -> Value<'c> {
        self.constant(super::Scalar::Index, value as u64)
    }

    /// `arith.constant` of a scalar type: the integer, or the bits of the float.
    pub fn constant(&self, scalar: super::Scalar, bits: u64) -> Value<'c> {
        let attribute = Attr::scalar_bits(self.context(), scalar, bits);
        let ty = Ty::scalar(self.context(), scalar);
        self.build(
            self.op("arith.constant")
                .attr("value", attribute)
                .results(&[ty]),
        )
        .result(0)
    }

    /// An operation with two operands and a result of their type.
    pub fn binary(&self, name: &str, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.build(self.op(name).operands(&[left, right]).results(&[left.ty()]))
            .result(0)
    }
}
