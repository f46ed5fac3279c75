//! Operations in generic form: `"stencil.load"(%f) : (type) -> type`.

use super::{
    Declared, Inside, Parser, Region,
    apply::sequential,
    attributes::Attribute,
    body::unrolled,
    operation::{check_place, unsupported},
    scalar::scalar_name,
    stencil::low_and_high,
};
use crate::{
    error::{Error, Site},
    program::{Bounds, Kind, Piece, ValueId},
    scanner::Token,
    types::Type,
};

/// The parts of an operation in generic form.
struct Generic<'t> {
    name: &'t str,
    site: Site,
    operands: Vec<ValueId>,
    /// Properties and attributes.
    attributes: Vec<(&'t str, Site, Attribute<'t>)>,
    regions: Vec<Region>,
    results: Vec<Type>,
    /// What follows the operands, as it is written.
    tail: &'t str,
}

impl Generic<'_> {
    fn attribute(&self, name: &str) -> Option<&Attribute<'_>> {
        let mut all = self.attributes.iter();
        all.find(|(other, ..)| *other == name)
            .map(|(.., value)| value)
    }

    fn integers(&self, name: &str) -> Option<Vec<i64>> {
        match self.attribute(name)? {
            Attribute::Integers(found) => Some(found.clone()),
            _ => None,
        }
    }

    fn integer(&self, name: &str) -> Result<i64, Error> {
        match self.attribute(name) {
            Some(Attribute::Integer(found)) => Ok(*found),
            _ => Err(self.missing(name)),
        }
    }

    fn bounds(&self) -> Result<Option<Bounds>, Error> {
        match self.attribute("bounds") {
            Some(Attribute::Bounds(bounds)) => Ok(Some(bounds.clone())),
            _ => low_and_high(self.site, self.integers("lb"), self.integers("ub")),
        }
    }

    fn missing(&self, name: &str) -> Error {
        let message = format!(
            "\"{}\" has no attribute `{name}` that is understood",
            self.name
        );
        Error::new(self.site, message)
    }

    /// The operands, which must be that many.
    fn operands<const COUNT: usize>(&self) -> Result<[ValueId; COUNT], Error> {
        self.operands[..].try_into().map_err(|_| {
            let message = format!(
                "\"{}\" has {COUNT} operands, not {}",
                self.name,
                self.operands.len()
            );
            Error::new(self.site, message)
        })
    }
}

impl<'t> Parser<'t> {
    /// An operation after its name in quotes.
    pub(super) fn generic(
        &mut self,
        name: &'t str,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        check_place(name, site, self.inside)?;
        let operation = self.parts(name, site)?;
        if let Some(scalar) = scalar_name(name) {
            return self.generic_scalar(scalar, declared, &operation);
        }
        match name {
            "func.return" | "std.return" | "return" => Ok(Kind::Nothing),
            "scf.yield" => Ok(Kind::Yield(operation.operands)),
            "scf.if" => {
                let [condition] = operation.operands()?;
                let mut bodies = operation.regions.into_iter().map(|region| region.body);
                let then = bodies.next().unwrap_or_default();
                let otherwise = bodies.next().unwrap_or_default();
                let parts = (then, otherwise);
                self.branch_of(site, declared, condition, operation.results, parts)
            }
            _ => match name.strip_prefix("stencil.") {
                Some(short) => self.generic_stencil(short, declared, operation),
                None => Err(unsupported(name, site)),
            },
        }
    }

    fn generic_stencil(
        &mut self,
        name: &str,
        declared: &[Declared<'t>],
        operation: Generic<'t>,
    ) -> Result<Kind, Error> {
        let site = operation.site;
        match name {
            "cast" | "load" | "buffer" | "external_load" => {
                let [source] = operation.operands()?;
                let range = operation.bounds()?;
                let [ty] = &operation.results[..] else {
                    return Err(Error::new(site, format!("stencil.{name} has one result")));
                };
                self.convert(name, site, declared, source, (ty.clone(), range))
            }
            "assert" => {
                let [field] = operation.operands()?;
                let bounds = operation.bounds()?;
                let bounds = bounds.ok_or_else(|| operation.missing("lb"))?;
                Ok(Kind::Allocation { field, bounds })
            }
            "store" => {
                let [temp, field] = operation.operands()?;
                let bounds = operation.bounds()?;
                let bounds = bounds.ok_or_else(|| operation.missing("bounds"))?;
                Ok(Kind::Store {
                    temp,
                    field,
                    bounds,
                })
            }
            "external_store" => {
                let [field, memory] = operation.operands()?;
                self.external_store(site, field, memory)
            }
            "apply" => self.generic_apply(declared, operation),
            "combine" => {
                let sizes = operation.integers("operandSegmentSizes");
                let sizes = sizes.or_else(|| operation.integers("operand_segment_sizes"));
                let sizes = sizes.ok_or_else(|| operation.missing("operandSegmentSizes"))?;
                let groups = segments(&operation, &sizes)?;
                let groups = groups.try_into();
                let groups = groups.map_err(|_| operation.missing("operandSegmentSizes"))?;
                let at = (operation.integer("dim")?, operation.integer("index")?);
                self.combined(site, declared, operation.results, at, groups)
            }
            "access" => {
                let [temp] = operation.operands()?;
                let offsets = operation.integers("offset");
                let offsets = offsets.ok_or_else(|| operation.missing("offset"))?;
                let mapping = operation.integers("offset_mapping");
                let mapping = mapping
                    .map(|mapping| mapping.into_iter().map(usize::try_from).collect())
                    .transpose()
                    .map_err(|_| operation.missing("offset_mapping"))?;
                self.accessed(site, declared, temp, (offsets, mapping))
            }
            "dyn_access" => {
                let Some((temp, positions)) = operation.operands.split_first() else {
                    return Err(Error::new(site, "stencil.dyn_access has no operands"));
                };
                let extent = operation.bounds()?;
                let extent = extent.ok_or_else(|| operation.missing("lb"))?;
                self.accessed_dynamically(site, declared, *temp, positions.to_vec(), extent)
            }
            "index" => {
                let offsets = operation.integers("offset");
                let offsets = offsets.ok_or_else(|| operation.missing("offset"))?;
                self.index(site, declared, operation.integer("dim")?, &offsets)
            }
            "store_result" => {
                self.store_result(site, declared, operation.operands.first().copied())
            }
            "return" if operation.attribute("unroll").is_some() => Err(unrolled(site)),
            "return" => Ok(Kind::Yield(operation.operands)),
            _ => Err(unsupported(operation.name, site)),
        }
    }

    fn generic_apply(
        &mut self,
        declared: &[Declared<'t>],
        mut operation: Generic<'t>,
    ) -> Result<Kind, Error> {
        let site = operation.site;
        if operation.attribute("seq").is_some() {
            return Err(sequential(site));
        }
        // Where all operands are arguments of the body, old versions do not say so.
        let sizes = operation.integers("operandSegmentSizes");
        let sizes = sizes.unwrap_or_else(|| vec![operation.operands.len() as i64, 0]);
        let [given, outputs] = &segments(&operation, &sizes)?[..] else {
            return Err(operation.missing("operandSegmentSizes"));
        };
        let (given, outputs) = (given.clone(), outputs.clone());
        let range = operation.bounds()?;
        let Some(region) = operation.regions.pop() else {
            return Err(Error::new(site, "stencil.apply has no body"));
        };
        if region.arguments.len() != given.len() {
            let message = format!(
                "stencil.apply is given {} values, but its body has {} arguments",
                given.len(),
                region.arguments.len()
            );
            return Err(Error::new(site, message));
        }
        for (argument, outer) in region.arguments.iter().zip(given) {
            self.alias(*argument, outer);
        }
        let region = (region.arguments, region.body);
        self.applied(site, declared, operation.results, (outputs, range), region)
    }

    fn generic_scalar(
        &mut self,
        name: &str,
        declared: &[Declared<'t>],
        operation: &Generic<'t>,
    ) -> Result<Kind, Error> {
        let mut pieces = vec![Piece::Text(format!("\"{name}\"("))];
        for (number, operand) in operation.operands.iter().enumerate() {
            if number > 0 {
                pieces.push(Piece::Text(", ".to_string()));
            }
            pieces.push(Piece::Value(*operand));
        }
        pieces.push(Piece::Text(format!(") {}", operation.tail)));
        let types = operation.results.iter().cloned().map(Some).collect();
        let results = self.results(declared, types, (operation.name, operation.site))?;
        Ok(Kind::Scalar { results, pieces })
    }

    /// `(%a, %b) <{...}> ({...}) {...} : (types) -> types`
    fn parts(&mut self, name: &'t str, site: Site) -> Result<Generic<'t>, Error> {
        self.expect("(")?;
        let mut operands = Vec::new();
        while !self.take(")")? {
            if !operands.is_empty() {
                self.expect(",")?;
            }
            operands.push(self.operand()?);
        }
        let start = self.scanner.site();
        let mut attributes = Vec::new();
        if self.take("<")? {
            attributes = self.attributes()?;
            self.expect(">")?;
        }
        let mut regions = Vec::new();
        if self.take("(")? {
            while !self.take(")")? {
                if !regions.is_empty() {
                    self.expect(",")?;
                }
                regions.push(self.region(name)?);
            }
        }
        if self.scanner.peek_letter() == Some('{') {
            attributes.extend(self.attributes()?);
        }
        self.expect(":")?;
        self.types()?;
        self.expect("->")?;
        let results = self.types()?;
        Ok(Generic {
            name,
            site,
            operands,
            attributes,
            regions,
            results,
            tail: self.scanner.since(start),
        })
    }

    /// `{ ^bb0(%a : type): ... }`
    fn region(&mut self, name: &str) -> Result<Region, Error> {
        self.expect("{")?;
        let is_apply = name == "stencil.apply";
        self.scope(|parser| {
            let arguments = parser.block_arguments()?;
            let body = match is_apply {
                true => parser.body()?,
                false => parser.operations()?,
            };
            Ok(Region { arguments, body })
        })
    }

    /// `^bb0(%a : type):`, if it is there.
    fn block_arguments(&mut self) -> Result<Vec<ValueId>, Error> {
        let Token::Block(_) = self.scanner.peek()? else {
            return Ok(Vec::new());
        };
        self.scanner.next()?;
        let mut arguments = Vec::new();
        if self.take("(")? {
            while !self.take(")")? {
                if !arguments.is_empty() {
                    self.expect(",")?;
                }
                arguments.push(self.typed_argument()?);
            }
        }
        self.expect(":")?;
        Ok(arguments)
    }

    /// A module or function in generic form, after its name.
    pub(super) fn generic_symbol(&mut self, site: Site, name: &str) -> Result<(), Error> {
        self.expect("(")?;
        self.expect(")")?;
        let mut attributes = Vec::new();
        if self.take("<")? {
            attributes = self.attributes()?;
            self.expect(">")?;
        }
        self.expect("(")?;
        self.expect("{")?;
        let mut region = None;
        if name.ends_with("module") {
            self.module_items()?;
        } else {
            self.begin_function();
            let arguments = self.block_arguments()?;
            let body = self.operations()?;
            region = Some(Region { arguments, body });
        }
        self.expect(")")?;
        if self.scanner.peek_letter() == Some('{') {
            attributes.extend(self.attributes()?);
        }
        self.expect(":")?;
        self.types()?;
        self.expect("->")?;
        self.types()?;
        self.skip_location()?;
        self.inside = Inside::Module;
        let Some(region) = region.filter(|region| !region.body.is_empty()) else {
            return Ok(());
        };
        let named = attributes.iter().find_map(|(name, _, value)| match value {
            Attribute::Text(text) if *name == "sym_name" => Some(*text),
            _ => None,
        });
        let named = named.ok_or_else(|| Error::new(site, "a function without `sym_name`"))?;
        self.end_function(named, site, region)
    }
}

/// The operands in groups of given sizes.
fn segments(operation: &Generic, sizes: &[i64]) -> Result<Vec<Vec<ValueId>>, Error> {
    let mut rest = &operation.operands[..];
    let mut groups = Vec::new();
    for size in sizes {
        let size = usize::try_from(*size).unwrap_or(usize::MAX);
        let Some((group, after)) = rest.split_at_checked(size) else {
            return Err(operation.missing("operandSegmentSizes"));
        };
        groups.push(group.to_vec());
        rest = after;
    }
    match rest.is_empty() {
        true => Ok(groups),
        false => Err(operation.missing("operandSegmentSizes")),
    }
}
