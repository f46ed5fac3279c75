//! Good input gives the expected text.

use crate::harness::*;
use fvopt_boxes::Axis;
use ir_program::build as program;
use ir_program::ops::Reduction;
use ir_stencil::build::{self as stencil, DynamicPosition};
use ir_stencil::ops::Direction;
use mlir_shim::ir::Scalar;

#[test]
fn a_stencil() {
    let text = built(|builder| {
        in_stencil(builder, |inside, f, n| {
            let t = stencil::load(
                inside,
                f,
                Some(&parsed(
                    "(i = start - 1 to end, j = start to end, k = start to %0)",
                    &[n],
                )),
            )?;
            let sum = stencil::apply(inside, Some(&domain()), &[temp(inside)], |body| {
                let a = stencil::access(body, t, &[-1, 0, 0], &[])?;
                let b = stencil::access_dyn(
                    body,
                    t,
                    &[0, 0],
                    DynamicPosition::Relative(n, (-1, 1)),
                    &[],
                )?;
                let level = stencil::index(body, Axis::K)?;
                let levels = parsed("(k = start to end)", &[]);
                let c = stencil::access_dyn(
                    body,
                    t,
                    &[0, 0],
                    DynamicPosition::Absolute(level, &levels),
                    &[],
                )?;
                Ok(vec![body.binary(
                    "arith.addf",
                    body.binary("arith.addf", a, b),
                    c,
                )])
            })?;
            let rest = stencil::undef(inside, temp(inside))?;
            let all = stencil::insert(
                inside,
                sum.0.result(0),
                rest,
                &[],
                &parsed("(k = start to %0)", &[n]),
            )?;
            stencil::store(inside, all, f, &[], &domain()).map(|_| ())
        })
    })
    .expect("well formed");
    contains(
        &text,
        &[
            "stencil.func @f(",
            "stencil.load %arg0 (i = start - 1 to end, j = start to end, k = start to %arg1)",
            "stencil.apply (i = start to end, j = start to end, k = start to end) -> (",
            "stencil.access %0[-1, 0, 0]",
            "relative %arg1 : index in [-1, 1]",
            "absolute %",
            "(k = start to end)",
            "stencil.yield",
            "stencil.undef",
            "stencil.insert",
            "stencil.store",
            "stencil.return",
        ],
    );
}

#[test]
fn a_sweep() {
    let text = built(|builder| {
        in_stencil(builder, |inside, f, _| {
            let t = stencil::load(inside, f, None)?;
            let plane = ty(inside, "!stencil.temp<ij x f64>");
            let horizontal = parsed("(i = start to end, j = start to end)", &[]);
            let sweep =
                stencil::sweep(inside, Direction::Backward, &[t], None, |sweep, carries| {
                    let levels = parsed("(k = start to end - 1)", &[]);
                    stencil::interval(sweep, &levels, |interval| {
                        let local = stencil::stage(interval, &[], None, &[plane], |body| {
                            Ok(vec![stencil::access(body, carries[0], &[0, 0, 1], &[])?])
                        })?;
                        let writes = [(carries[0], 0)];
                        stencil::stage(interval, &writes, Some(&horizontal), &[], |body| {
                            Ok(vec![stencil::access(
                                body,
                                local.0.result(0),
                                &[0, 1],
                                &[],
                            )?])
                        })?;
                        Ok(())
                    })?;
                    Ok(())
                })?;
            stencil::store(inside, sweep.0.result(0), f, &[], &domain()).map(|_| ())
        })
    })
    .expect("well formed");
    contains(
        &text,
        &[
            "stencil.sweep backward carries(",
            "stencil.interval (k = start to end - 1)",
            "stencil.stage -> (!stencil.temp<ij x f64>)",
            "stencil.stage (i = start to end, j = start to end) writes(",
        ],
    );
}

#[test]
fn a_program() {
    let text = built(|builder| {
        in_stencil(builder, |_, _, _| Ok(()))?;
        in_program(builder, |inside, q, n| {
            let (low, high) = program::bound(inside, &parsed("(k = start to min(end, %0))", &[n]))?;
            let f = program::alloc(inside, field(inside), &domain())?;
            let g = program::alloc(inside, field(inside), &domain())?;
            let values = [(scalar(inside, Scalar::F64), 0)];
            let zero = inside.constant(Scalar::F64, 0f64.to_bits());
            let total =
                program::for_loop(inside, [low, high, n], &[zero], |body, level, carried| {
                    program::call(body, "f", &[q, level], Some(&domain()))?;
                    let mass = program::reduce(body, Reduction::Add, q, &domain())?;
                    Ok(vec![body.binary("arith.addf", carried[0], mass)])
                })?;
            let flag = inside.constant(Scalar::I1, 1);
            let result = program::if_else(
                inside,
                flag,
                &values.map(|(ty, _)| ty),
                |_| Ok(vec![total.0.result(0)]),
                |_| Ok(vec![zero]),
            )?;
            program::if_then(inside, flag, |body| program::swap(body, f, g).map(|_| ()))?;
            let surface = program::view(inside, q, program::Part::Level(n))?;
            let arguments = [q, result.0.result(0), surface];
            let box_of_n = parsed("(i = start to end, j = start to end, k = %0 to end)", &[n]);
            let plane = parsed("(i = %0 to end, j = start to end)", &[low]);
            program::callback(
                inside,
                "host",
                &arguments,
                &[Some(box_of_n), None],
                &[None, Some(plane)],
            )?;
            program::exchange(inside, q, [1, 1, 2, 2], None)?;
            stencil::kernel(inside, &SCHEDULE, |kernel| {
                let t = stencil::load(kernel, q, Some(&domain()))?;
                stencil::store(kernel, t, g, &[], &domain()).map(|_| ())
            })?;
            Ok(())
        })
    })
    .expect("well formed");
    contains(
        &text,
        &[
            "program.func @p(",
            "program.bound (k = start to min(end, %arg1))",
            "program.alloc",
            "program.for",
            "program.call @f(",
            "program.reduce add",
            "program.if",
            "} else {",
            "program.swap",
            "program.view %arg0 level %arg1",
            "program.callback @host(",
            "reads [(i = start to end, j = start to end, k = %arg1 to end), none] writes [none, (i = %low to end, j = start to end)]",
            "program.exchange %arg0 [1, 1, 2, 2]",
            "stencil.kernel <order = \"kji\", parallel = \"kj\", tile = [0, 8, 0], vector = 4>",
            "program.return",
        ],
    );
}
