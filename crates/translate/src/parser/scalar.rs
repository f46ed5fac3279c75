//! Operations of `arith` and `math`, passed on as they are written, and branches.

use super::{Declared, Parser, operation::unsupported};
use crate::{
    error::{Error, Site},
    program::{Kind, Operation, Piece, ValueId},
    scanner::Token,
    types::Type,
};

/// What the standard dialect of old versions of MLIR calls operations of `arith` and `math`.
const STANDARD: &[(&str, &str)] = &[
    ("absf", "math.absf"),
    ("addf", "arith.addf"),
    ("addi", "arith.addi"),
    ("and", "arith.andi"),
    ("atan", "math.atan"),
    ("atan2", "math.atan2"),
    ("ceilf", "math.ceil"),
    ("cmpf", "arith.cmpf"),
    ("cmpi", "arith.cmpi"),
    ("constant", "arith.constant"),
    ("copysign", "math.copysign"),
    ("cos", "math.cos"),
    ("divf", "arith.divf"),
    ("exp", "math.exp"),
    ("exp2", "math.exp2"),
    ("floorf", "math.floor"),
    ("fpext", "arith.extf"),
    ("fptosi", "arith.fptosi"),
    ("fptrunc", "arith.truncf"),
    ("index_cast", "arith.index_cast"),
    ("log", "math.log"),
    ("log10", "math.log10"),
    ("log2", "math.log2"),
    ("maxf", "arith.maximumf"),
    ("minf", "arith.minimumf"),
    ("mulf", "arith.mulf"),
    ("muli", "arith.muli"),
    ("negf", "arith.negf"),
    ("or", "arith.ori"),
    ("powf", "math.powf"),
    ("remf", "arith.remf"),
    ("rsqrt", "math.rsqrt"),
    ("select", "arith.select"),
    ("sexti", "arith.extsi"),
    ("sin", "math.sin"),
    ("sitofp", "arith.sitofp"),
    ("sqrt", "math.sqrt"),
    ("subf", "arith.subf"),
    ("subi", "arith.subi"),
    ("tanh", "math.tanh"),
    ("trunci", "arith.trunci"),
    ("uitofp", "arith.uitofp"),
    ("xor", "arith.xori"),
    ("zexti", "arith.extui"),
];

/// The name that an operation has today, if it is a scalar operation.
pub(super) fn scalar_name(name: &str) -> Option<&str> {
    if name.starts_with("arith.") || name.starts_with("math.") {
        return Some(name);
    }
    let short = name.strip_prefix("std.").unwrap_or(name);
    let known = STANDARD.iter().find(|(old, _)| *old == short);
    known.map(|(_, new)| *new)
}

/// Words that may follow an operand without a comma.
const FLAGS: [&str; 5] = ["fastmath", "overflow", "exact", "nneg", "disjoint"];

impl<'t> Parser<'t> {
    /// A scalar operation after its name: its operands are resolved, the rest is kept as text.
    pub(super) fn scalar(
        &mut self,
        name: &str,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        let known = scalar_name(name).ok_or_else(|| unsupported(name, site))?;
        let mut pieces = vec![Piece::Text(known.to_string())];
        self.items(&mut pieces)?;
        if self.take(":")? {
            let start = self.scanner.site();
            self.ty()?;
            while self.take(",")? || self.take("to")? {
                self.ty()?;
            }
            let types = self.scanner.since(start);
            pieces.push(Piece::Text(format!(" : {types}")));
        }
        let count = declared.iter().map(|declared| declared.count).sum();
        let results = self.results(declared, vec![None; count], (name, site))?;
        Ok(Kind::Scalar { results, pieces })
    }

    /// Operands, literals, predicates, flags and attributes up to the type.
    fn items(&mut self, pieces: &mut Vec<Piece>) -> Result<(), Error> {
        let mut is_first = true;
        loop {
            // A new operand, literal or predicate comes first or after a comma.
            let follows = is_first || self.take(",")?;
            if follows && !is_first {
                pieces.push(Piece::Text(",".to_string()));
            }
            let start = self.scanner.site();
            match self.scanner.peek()? {
                Token::Value(..) if follows => {
                    pieces.push(Piece::Text(" ".to_string()));
                    pieces.push(Piece::Value(self.operand()?));
                }
                // Predicates are strings in old versions.
                Token::Text(predicate) if follows => {
                    self.scanner.next()?;
                    pieces.push(Piece::Text(format!(" {predicate}")));
                }
                Token::Word(_) | Token::Number(_) if follows => {
                    self.scanner.next()?;
                    if self.scanner.peek_letter() == Some('<') {
                        self.scanner.balanced()?;
                    }
                    let text = self.scanner.since(start);
                    pieces.push(Piece::Text(format!(" {text}")));
                }
                Token::Word(word) if FLAGS.contains(&word) => {
                    self.scanner.next()?;
                    if self.scanner.peek_letter() == Some('<') {
                        self.scanner.balanced()?;
                    }
                    let text = self.scanner.since(start);
                    pieces.push(Piece::Text(format!(" {text}")));
                }
                Token::Sign("{") => {
                    let text = self.scanner.balanced()?;
                    pieces.push(Piece::Text(format!(" {text}")));
                    // The literal of a constant may follow its attributes.
                    continue;
                }
                found if follows && !is_first => {
                    let message = format!("expected an operand after `,`, found {}", found.shown());
                    return Err(Error::new(start, message));
                }
                _ => return Ok(()),
            }
            is_first = false;
        }
    }

    /// `scf.yield %a, %b : f64, f64`, or nothing at all, after its name.
    pub(super) fn yielded(&mut self) -> Result<Kind, Error> {
        let mut values = Vec::new();
        while let Token::Value(..) = self.scanner.peek()? {
            values.push(self.operand()?);
            if !self.take(",")? {
                break;
            }
        }
        if !values.is_empty() {
            self.expect(":")?;
            self.ty()?;
            while self.take(",")? {
                self.ty()?;
            }
        }
        Ok(Kind::Yield(values))
    }

    /// `%c -> (f64) { ... } else { ... }` after `scf.if`.
    pub(super) fn branch(&mut self, site: Site, declared: &[Declared<'t>]) -> Result<Kind, Error> {
        let condition = self.operand()?;
        let mut types = Vec::new();
        if self.take("->")? {
            let start = self.scanner.site();
            types = self.types()?;
            if types.is_empty() {
                return Err(Error::new(start, "expected the types of the results"));
            }
        }
        self.expect("{")?;
        let then = self.scope(Self::operations)?;
        let mut otherwise = Vec::new();
        if self.take("else")? {
            self.expect("{")?;
            otherwise = self.scope(Self::operations)?;
        }
        if self.scanner.peek_letter() == Some('{') {
            self.scanner.balanced()?;
        }
        self.branch_of(site, declared, condition, types, (then, otherwise))
    }

    /// A branch whose parts were read.
    pub(super) fn branch_of(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        condition: ValueId,
        types: Vec<Type>,
        (then, otherwise): (Vec<Operation>, Vec<Operation>),
    ) -> Result<Kind, Error> {
        let mut names = Vec::new();
        for ty in &types {
            match ty {
                Type::Scalar(name) | Type::Result(name) => names.push(name.clone()),
                _ => {
                    return Err(Error::new(
                        site,
                        "this branch has a result that is no number: fvopt computes a value at \
                         every point; give the value itself, and store on the box where it is meant",
                    ));
                }
            }
        }
        let types = types.into_iter().map(Some).collect();
        let results = self.results(declared, types, ("scf.if", site))?;
        Ok(Kind::If {
            results,
            types: names,
            condition,
            then,
            otherwise,
        })
    }
}
