//! Builders, handles and melior's operations against the definitions (ODS).

// requirement D11

use crate::harness::*;
use fvopt_boxes::{Axis, IndexBox};
use ir_program::build as program;
use ir_program::ods::program as melior_program;
use ir_program::ops::{self, Reduction};
use ir_stencil::boxes::bounds;
use ir_stencil::build::{self as stencil, Built, DynamicPosition};
use ir_stencil::ods::{Definition, stencil as melior_stencil};
use ir_stencil::ops::{Access, AccessDyn, Direction, Insert, Interval, Load, Stage, Store, Sweep};
use mlir_shim::ir::{Attr, Builder, Ctx, Loc, Op, OwnedModule, Scalar, Value, Walk};
use mlir_shim::melior::{Context, ir::Location};
use std::collections::{BTreeMap, BTreeSet};

/// Every operation of both dialects, made by its builder, with all that a builder can give.
fn everything<'c>(builder: &Builder<'c>) -> Built<()> {
    let context = builder.context();
    in_stencil(builder, |inside, f, n| {
        let limited = parsed(
            "(i = start to end, j = start to end, k = start to %0)",
            &[n],
        );
        let loaded = stencil::load(inside, f, Some(&limited))?;
        let applied = stencil::apply(inside, Some(&limited), &[temp(inside)], |body| {
            let here = stencil::access(body, loaded, &[0, 0, 0], &[])?;
            let near = DynamicPosition::Relative(n, (-1, 1));
            let near = stencil::access_dyn(body, loaded, &[0, 0], near, &[])?;
            let level = stencil::index(body, Axis::K)?;
            let levels = parsed("(k = start to %0)", &[n]);
            let there = DynamicPosition::Absolute(level, &levels);
            let there = stencil::access_dyn(body, loaded, &[0, 0], there, &[])?;
            let anywhere = IndexBox::whole().into();
            let anywhere = DynamicPosition::Absolute(level, &anywhere);
            stencil::access_dyn(body, loaded, &[0, 0], anywhere, &[])?;
            let sum = body.binary("arith.addf", near, there);
            Ok(vec![body.binary("arith.addf", here, sum)])
        })?;
        stencil::allocation(inside, f, Axis::K)?;
        let rest = stencil::undef(inside, temp(inside))?;
        let all = stencil::insert(inside, applied.0.result(0), rest, &[], &limited)?;
        let forward = Direction::Forward;
        let swept = stencil::sweep(inside, forward, &[all], Some(&limited), |sweep, carries| {
            stencil::interval(sweep, &parsed("(k = start to %0)", &[n]), |interval| {
                let plane = parsed("(i = start to %0, j = start to end)", &[n]);
                stencil::stage(interval, &[(carries[0], 0)], Some(&plane), &[], |body| {
                    Ok(vec![stencil::access(body, carries[0], &[0, 0, 0], &[])?])
                })
                .map(|_| ())
            })
            .map(|_| ())
        })?;
        stencil::store(inside, swept.0.result(0), f, &[], &limited).map(|_| ())
    })?;
    let sizes = Some([8, 8, 4]);
    let types = [
        field(builder),
        scalar(builder, Scalar::Index),
        ty(builder, "!stencil.field<ijk x 2 x f64>"),
    ];
    program::func(builder, "pinned", &types, sizes, |inside, arguments| {
        let [q, n, tracers] = arguments else {
            unreachable!("three arguments")
        };
        let (q, n) = (*q, *n);
        let limited = parsed(
            "(i = start to end, j = start to end, k = start to %0)",
            &[n],
        );
        let (low, high) = program::bound(inside, &parsed("(k = start to %0)", &[n]))?;
        let other = program::alloc(inside, field(inside), &limited)?;
        let spare = program::alloc(inside, field(inside), &limited)?;
        let repeat = program::for_loop(inside, [low, high, n], &[n], |_, _, carried| {
            Ok(carried.to_vec())
        })?;
        let flag = inside.constant(Scalar::I1, 1);
        let chosen = program::if_else(
            inside,
            flag,
            &[scalar(inside, Scalar::Index)],
            |_| Ok(vec![n]),
            |_| Ok(vec![repeat.0.result(0)]),
        )?;
        program::call(inside, "f", &[q, chosen.0.result(0)], Some(&limited))?;
        program::swap(inside, other, spare)?;
        program::view(inside, q, program::Part::Level(n))?;
        program::view(inside, *tracers, program::Part::Component(n))?;
        program::callback(
            inside,
            "host",
            &[q],
            &[Some(limited.clone())],
            &[Some(limited.clone())],
        )?;
        program::exchange(inside, q, [1, 1, 1, 1], Some(&limited))?;
        program::reduce(inside, Reduction::Max, q, &limited)?;
        stencil::kernel(inside, &SCHEDULE, |kernel| {
            let loaded = stencil::load(kernel, q, Some(&domain()))?;
            stencil::store(kernel, loaded, other, &[], &domain()).map(|_| ())
        })?;
        Ok(())
    })
    .map(|func| {
        func.0
            .set_attr("sym_visibility", Attr::string(context, "public"))
    })
}

/// Attributes that no builder gives: they are set on the operation afterwards.
const SET_AFTERWARDS: &[(&str, &str)] = &[
    // What may be said of a function's arguments; passes do (`stencil.required`).
    ("stencil.func", "arg_attrs"),
    ("program.func", "arg_attrs"),
    ("program.call", "arg_attrs"),
    // Functions have no results.
    ("stencil.func", "res_attrs"),
    ("program.func", "res_attrs"),
    ("program.call", "res_attrs"),
    ("stencil.func", "sym_visibility"),
    ("program.func", "sym_visibility"),
    // In kernels, where the scheduler decides.
    ("stencil.apply", "place"),
    ("stencil.insert", "place"),
    ("stencil.store", "nontemporal"),
    ("stencil.load", "prefetch"),
];

fn definitions() -> impl Iterator<Item = &'static Definition> {
    ir_stencil::ops::DEFINITIONS.iter().chain(ops::DEFINITIONS)
}

/// Builds everything and gives it to `look`.
fn with_everything(look: impl FnOnce(&BTreeMap<&str, Vec<Op<'_>>>)) {
    let context = Context::new();
    ir_program::load(&context);
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    everything(&Builder::at_end(module.block(), location)).expect("well formed");
    assert!(module.op().verify());
    let mut found: BTreeMap<&str, Vec<Op>> = BTreeMap::new();
    module.op().walk(|op| {
        found.entry(op.name()).or_default().push(op);
        Walk::Advance
    });
    look(&found);
}

#[test]
fn every_operation_has_a_builder_that_gives_all_of_its_definition() {
    with_everything(|built| {
        for definition in definitions() {
            let name = definition.name;
            let own = built
                .get(name)
                .unwrap_or_else(|| panic!("no builder made a {name}"));
            let mut seen = BTreeSet::new();
            for op in own {
                let attributes = op.attributes().into_iter().map(|(name, _)| name);
                let attributes: BTreeSet<&str> = attributes
                    .filter(|name| *name != "operandSegmentSizes")
                    .collect();
                for required in definition.attributes {
                    assert!(attributes.contains(required), "{name} lacks {required}");
                }
                seen.extend(attributes);
                assert_eq!(op.region_count(), definition.regions.len(), "{name}");
                let groups = op
                    .attr("operandSegmentSizes")
                    .and_then(|sizes| sizes.as_i32_array());
                if let Some(groups) = groups {
                    assert_eq!(groups.len(), definition.operands.len(), "{name}");
                }
            }
            let optional = definition.optional_attributes.iter().copied();
            let optional = optional.filter(|own| !SET_AFTERWARDS.contains(&(name, own)));
            let defined: BTreeSet<&str> = definition
                .attributes
                .iter()
                .copied()
                .chain(optional)
                .collect();
            seen.retain(|own| !SET_AFTERWARDS.contains(&(name, own)));
            assert_eq!(seen, defined, "attributes of {name}: built, and defined");
        }
        let known: BTreeSet<&str> = definitions().map(|definition| definition.name).collect();
        for name in built.keys() {
            let dialect = name.split('.').next().unwrap_or_default();
            assert!(
                !["stencil", "program"].contains(&dialect) || known.contains(name),
                "{name} has no definition"
            );
        }
    });
}

#[test]
fn what_is_set_afterwards_is_in_the_definitions() {
    for (name, attribute) in SET_AFTERWARDS {
        let definition = definitions().find(|definition| definition.name == *name);
        let definition = definition.unwrap_or_else(|| panic!("there is no {name}"));
        assert!(
            definition.optional_attributes.contains(attribute),
            "{name} has no {attribute}"
        );
    }
}

#[test]
fn the_positions_of_boxes_are_the_operands_that_are_defined() {
    with_everything(|built| {
        for definition in definitions() {
            let Some(group) = definition
                .operands
                .iter()
                .position(|name| *name == "bounds")
            else {
                for op in &built[definition.name] {
                    assert!(bounds(*op).is_empty(), "{}", definition.name);
                }
                continue;
            };
            for op in &built[definition.name] {
                let sizes = op
                    .attr("operandSegmentSizes")
                    .and_then(|sizes| sizes.as_i32_array());
                let expected: Vec<Value> = match sizes {
                    Some(_) => op.segment(group),
                    None => op.operands().split_off(group),
                };
                assert_eq!(bounds(*op), expected, "{}", definition.name);
            }
        }
    });
}

#[test]
fn accessors_give_what_they_are_named_after() {
    with_everything(|built| {
        let one = |name: &str| built[name][0];
        // One, one after another, and a group after them.
        let load = Load(one("stencil.load"));
        assert_eq!(
            (load.field(), load.bounds()),
            (load.0.operand(0), vec![load.0.operand(1)])
        );
        let repeat = ops::For(one("program.for"));
        assert_eq!(repeat.range(), [repeat.low(), repeat.high(), repeat.step()]);
        assert_eq!(repeat.initial(), vec![repeat.0.operand(3)]);
        assert_eq!(repeat.results(), repeat.0.results());
        // Groups whose sizes are an attribute.
        let store = Store(one("stencil.store"));
        assert_eq!(store.temp(), store.0.operand(0));
        assert_eq!(store.field(), store.0.operand(1));
        assert!(store.components().is_empty());
        assert_eq!(store.bounds(), vec![store.0.operand(2)]);
        let insert = Insert(one("stencil.insert"));
        assert_eq!(insert.destination(), insert.0.operand(1));
        let access = Access(one("stencil.access"));
        assert_eq!((access.offset(), access.components()), (vec![0; 3], vec![]));
        let [relative, absolute] =
            [0, 1].map(|number| AccessDyn(built["stencil.access_dyn"][number]));
        assert_eq!(
            (relative.extent(), relative.index_box().is_none()),
            (Some(vec![-1, 1]), true)
        );
        assert_eq!(
            (absolute.extent(), absolute.index_box().is_some()),
            (None, true)
        );
        assert_eq!(absolute.position(), absolute.0.operand(1));
        // One or none.
        let [level, component] = [0, 1].map(|number| ops::View(built["program.view"][number]));
        assert_eq!(
            (level.level(), level.component()),
            (Some(level.0.operand(1)), None)
        );
        assert_eq!(
            (component.level(), component.component()),
            (None, Some(component.0.operand(1)))
        );
        // Attributes and regions.
        let sweep = Sweep(one("stencil.sweep"));
        assert_eq!(sweep.direction(), Direction::Forward);
        assert_eq!(sweep.body().first(), Some(one("stencil.interval")));
        assert_eq!(
            Interval(one("stencil.interval")).body().first(),
            Some(one("stencil.stage"))
        );
        assert_eq!(Stage(one("stencil.stage")).offsets(), vec![0]);
        assert_eq!(ops::Reduce(one("program.reduce")).kind(), Reduction::Max);
        assert_eq!(ops::Call(one("program.call")).callee(), "f");
        let func = ops::Func(one("program.func"));
        assert_eq!(
            (func.sym_name(), func.domain()),
            ("pinned", Some([8, 8, 4]))
        );
        assert_eq!(func.sym_visibility(), Some("public"));
        let branch = ops::If(one("program.if"));
        assert_eq!(Some(branch.then_region()), branch.0.region(0).block());
        assert_eq!(branch.else_region(), branch.0.region(1).block());
    });
}

#[test]
fn operations_go_between_melior_and_the_handles() {
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::new(Loc::unknown(Ctx::of(&context)));
    let location = Location::unknown(&context);
    // Made by melior, adopted, verified as part of a function.
    let builder = Builder::at_end(module.block(), Loc::unknown(Ctx::of(&context)));
    let func = program::func(&builder, "p", &[field(&builder)], None, |inside, fields| {
        let widths = Attr::i64_array(inside.context(), &[1, 1, 0, 0]);
        let made = melior_program::ExchangeOperation::builder(&context, location)
            .field(fields[0].to_melior())
            .widths(widths.to_melior())
            .bounds(&[])
            .build();
        let op = inside.insert(Op::adopt(made.into()));
        assert_eq!(ops::Exchange(op).widths(), [1, 1, 0, 0]);
        Ok(())
    })
    .expect("well formed");
    // In a block: a reference, or a copy with melior's accessors.
    let exchange = func.0.collect("program.exchange")[0];
    let copy = (*exchange.to_melior()).clone();
    let typed = melior_program::ExchangeOperation::try_from(copy).expect("an exchange");
    assert!(typed.field().is_ok());
    assert!(typed.r#box().is_err(), "there is none");
    // Something else is refused.
    let copy = (*exchange.to_melior()).clone();
    assert!(melior_stencil::LoadOperation::try_from(copy).is_err());
    // The enum over all operations of a dialect.
    let copy = (*exchange.to_melior()).clone();
    let any = melior_program::ProgramDialectOperation::try_new(copy).expect("of the dialect");
    let found = matches!(any, melior_program::ProgramDialectOperation::Exchange(_));
    assert!(found, "{any}");
}
