//! A stencil as IR: fields become values, statements become values of values, and what the caller's fields hold at the
//! end is stored.

mod body;
mod cast;
mod cluster;
mod component;
mod expression;
mod function;
mod state;
mod stores;

use crate::{
    error::Error,
    expand::{self, Item},
    extents,
    graph::Graph,
    groups,
    tree::{Parameter, Tree},
};
use fvopt_boxes::{End, IndexBox, Range};
use ir_stencil::{boxes::SsaBox, build as stencil, build::Built};
use mlir_shim::ir::{Attr, BuildError, Builder, Loc, Op, Ty, Value};
use state::State;

/// Builds the stencil of a tree.
pub fn stencil<'c>(builder: &Builder<'c>, mut tree: Tree) -> Result<Op<'c>, Error> {
    let items = expand::expand(&mut tree)?;
    let location = location(builder, &tree, tree.at);
    let builder = builder.at(location);
    let types = argument_types(&builder, &tree)?;
    let function = stencil::func(&builder, &tree.name, &types, |inside, arguments| {
        contents(inside, &tree, &items, arguments)
    });
    let function =
        function.map_err(|error| Error::new(error.0).at(tree.place(tree.at).as_ref()))?;
    let names = tree.parameters.iter();
    let names: Vec<Attr> = names
        .map(|parameter| Attr::string(builder.context(), &parameter.name))
        .collect();
    let names = Attr::array(builder.context(), &names);
    function
        .0
        .set_attr(ir_program::attributes::ARGUMENT_NAMES, names);
    Ok(function.0)
}

/// The location of a place; of the builder where it has none.
fn location<'c>(builder: &Builder<'c>, tree: &Tree, at: Option<crate::schema::At>) -> Loc<'c> {
    match tree.place(at) {
        Some(place) => Loc::file(builder.context(), &place.file, place.line, place.column),
        None => builder.location(),
    }
}

fn argument_types<'c>(builder: &Builder<'c>, tree: &Tree) -> Result<Vec<Ty<'c>>, Error> {
    let ty = |parameter: &Parameter| {
        let element = Ty::scalar(builder.context(), parameter.ty);
        let Some(variable) = parameter.variable else {
            return Ok(element);
        };
        let variable = &tree.variables[variable];
        let location = builder.location();
        let layout = variable.layout.as_deref().map(|order| {
            let alignment = variable.element.bytes() as i64;
            Attr::layout(location, order, alignment, 0)
        });
        let wrong = || {
            Error::new(format!(
                "field `{}` cannot have the layout {:?}: it names the axes of the field, the slowest first",
                variable.name, variable.layout
            ))
        };
        let layout = layout.map(|layout| layout.ok_or_else(wrong)).transpose()?;
        Ty::field(location, variable.axes, &variable.data, element, layout).ok_or_else(wrong)
    };
    let place = tree.place(tree.at);
    let types = tree.parameters.iter().map(ty).collect::<Result<_, _>>();
    types.map_err(|error: Error| error.at(place.as_ref()))
}

/// What the statements of a stencil are built from.
pub struct Emitter<'c, 't> {
    /// At the end of the function.
    builder: Builder<'c>,
    tree: &'t Tree,
    items: &'t [Item],
    arguments: Vec<Value<'c>>,
    state: State<'c>,
    /// The coordinate of the domain's first point on each axis, where it is asked for.
    origin: Option<[Value<'c>; 3]>,
    extents: Vec<extents::Extent>,
    /// Whether a variable is read elsewhere than at the point.
    read_aside: Vec<bool>,
    /// How many items read a variable.
    readers: Vec<usize>,
}

fn contents<'c>(
    builder: &Builder<'c>,
    tree: &Tree,
    items: &[Item],
    arguments: &[Value<'c>],
) -> Built<()> {
    let mut read_aside = vec![false; tree.variables.len()];
    let mut readers = vec![0; tree.variables.len()];
    for item in items {
        let mut seen = rustc_hash::FxHashSet::default();
        for (variable, offset) in &item.accesses.reads {
            read_aside[*variable] |= *offset != Some([0; 3]);
            if seen.insert(*variable) {
                readers[*variable] += 1;
            }
        }
    }
    let mut emitter = Emitter {
        builder: *builder,
        tree,
        items,
        arguments: arguments.to_vec(),
        state: State::new(tree),
        origin: None,
        extents: extents::extents(tree, items),
        read_aside,
        readers,
    };
    emitter.bounds()?;
    for group in groups::groups(tree, items) {
        let graph = Graph::new(tree, items, &group);
        for cluster in graph.clusters() {
            emitter.cluster(&graph, &group, &cluster)?;
        }
        emitter.state.end_group(&graph, &group, items);
    }
    emitter.stores()?;
    emitter.state.erase_unused();
    Ok(())
}

impl<'c> Emitter<'c, '_> {
    /// Where the domain starts, if some item asks.
    fn bounds(&mut self) -> Built<()> {
        if self.items.iter().any(|item| item.accesses.asks_position) {
            let mut origin = Vec::new();
            for axis in fvopt_boxes::Axis::ALL {
                let domain =
                    IndexBox::whole().with_range(axis, Range::new(End::Start(0), End::End(0)));
                let (low, _) = ir_program::build::bound(&self.builder, &SsaBox::from(domain))?;
                self.state.may_be_unused(low);
                origin.push(low);
            }
            self.origin = <[Value; 3]>::try_from(origin).ok();
        }
        Ok(())
    }

    /// An error about an item, with its place.
    fn error(&self, item: usize, message: String) -> BuildError {
        match self.tree.place(self.items[item].statement.at) {
            Some(place) => BuildError(format!("{place}: {message}")),
            None => BuildError(message),
        }
    }
}
