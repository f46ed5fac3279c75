//! Bad input gives errors with the verifier's words, and leaves nothing behind.

use crate::harness::*;
use fvopt_boxes::Axis;
use ir_program::build as program;
use ir_program::ops::Reduction;
use ir_stencil::build::{self as stencil, Built, DynamicPosition};
use ir_stencil::ops::{Direction, Schedule};
use mlir_shim::ir::{BuildError, Builder, Ctx, Loc, OwnedModule, Scalar, Value};
use mlir_shim::melior::Context;

#[test]
fn bad_stencils_are_refused() {
    refused(
        "[stencil_func_c1] argument 0 has type vector<4xf64>",
        |builder| {
            let argument = ty(builder, "vector<4xf64>");
            stencil::func(builder, "f", &[argument], |_, _| Ok(())).map(|_| ())
        },
    );
    refused("expects parent op 'stencil.func'", |builder| {
        stencil::return_op(builder).map(|_| ())
    });
    refused("expects parent op to be one of", |builder| {
        stencil::yield_values(builder, &[]).map(|_| ())
    });
    refused("needs a field, not a value of type index", |builder| {
        in_stencil(builder, |inside, _, n| {
            stencil::load(inside, n, None).map(|_| ())
        })
    });
    refused("[load_c2]", |builder| {
        in_stencil(builder, |inside, f, _| {
            stencil::load(inside, f, Some(&parsed("(i = start to end)", &[]))).map(|_| ())
        })
    });
    refused("[box_c1]", |builder| {
        in_stencil(builder, |inside, f, _| {
            let own = parsed("(i = %0 to end, j = start to end, k = start to end)", &[]);
            stencil::load(inside, f, Some(&own)).map(|_| ())
        })
    });
    refused("[store_c2] `at` has 1 indices", |builder| {
        in_stencil(builder, |inside, f, n| {
            let t = stencil::load(inside, f, None)?;
            stencil::store(inside, t, f, &[n], &domain()).map(|_| ())
        })
    });
    refused("operand #0 must be", |builder| {
        in_stencil(builder, |inside, f, _| {
            stencil::store(inside, f, f, &[], &domain()).map(|_| ())
        })
    });
    refused("[insert_c2]", |builder| {
        in_stencil(builder, |inside, f, n| {
            let t = stencil::load(inside, f, None)?;
            stencil::insert(inside, t, t, &[n, n], &domain()).map(|_| ())
        })
    });
    refused("result #0 must be", |builder| {
        in_stencil(builder, |inside, _, _| {
            stencil::undef(inside, field(inside)).map(|_| ())
        })
    });
    refused("[stencil_func_c3]", |builder| {
        in_stencil(builder, |inside, f, _| {
            program::exchange(inside, f, [0; 4], None).map(|_| ())
        })
    });
}

#[test]
fn bad_bodies_are_refused() {
    /// An apply over a loaded temp.
    fn in_apply<'c>(
        builder: &Builder<'c>,
        values: impl FnOnce(&Builder<'c>, Value<'c>, Value<'c>) -> Built<Vec<Value<'c>>>,
    ) -> Built<()> {
        in_stencil(builder, |inside, f, n| {
            let t = stencil::load(inside, f, None)?;
            stencil::apply(inside, None, &[temp(inside)], |body| values(body, t, n)).map(|_| ())
        })
    }
    refused(
        "[apply_c2] the body yields 0 values, but 1 are needed",
        |builder| in_apply(builder, |_, _, _| Ok(Vec::new())),
    );
    refused("[apply_c3]", |builder| {
        in_apply(builder, |body, _, _| {
            stencil::undef(body, temp(body))?;
            Ok(vec![body.constant(Scalar::F64, 0)])
        })
    });
    refused("[apply_c5]", |builder| {
        in_stencil(builder, |inside, _, _| {
            stencil::apply(inside, None, &[], |_| Ok(Vec::new())).map(|_| ())
        })
    });
    refused("[access_c1]", |builder| {
        in_apply(builder, |body, t, _| {
            Ok(vec![stencil::access(body, t, &[0], &[])?])
        })
    });
    refused("needs a temp, not a value of type index", |builder| {
        in_apply(builder, |body, _, n| {
            Ok(vec![stencil::access(body, n, &[0, 0, 0], &[])?])
        })
    });
    refused("[access_dyn_c2] the extent [1, -1]", |builder| {
        in_apply(builder, |body, t, n| {
            let position = DynamicPosition::Relative(n, (1, -1));
            Ok(vec![stencil::access_dyn(body, t, &[0, 0], position, &[])?])
        })
    });
    refused("[index_c1]", |builder| {
        in_stencil(builder, |inside, _, _| {
            stencil::index(inside, Axis::I).map(|_| ())
        })
    });
    refused("mine", |builder| {
        in_apply(builder, |_, _, _| Err(BuildError("mine".into())))
    });
}

#[test]
fn bad_sweeps_are_refused() {
    refused("[sweep_c5]", |builder| {
        in_stencil(builder, |inside, _, _| {
            stencil::sweep(inside, Direction::Forward, &[], None, |_, _| Ok(())).map(|_| ())
        })
    });
    refused("[sweep_c2]", |builder| {
        in_stencil(builder, |inside, f, _| {
            let t = stencil::load(inside, f, None)?;
            stencil::sweep(inside, Direction::Forward, &[t], None, |_, _| Ok(())).map(|_| ())
        })
    });
    refused("expects parent op 'stencil.sweep'", |builder| {
        in_stencil(builder, |inside, _, _| {
            stencil::interval(inside, &parsed("(k = start to end)", &[]), |_| Ok(())).map(|_| ())
        })
    });
    refused("[stage_c7]", |builder| {
        in_stencil(builder, |inside, f, _| {
            let t = stencil::load(inside, f, None)?;
            stencil::sweep(inside, Direction::Forward, &[t], None, |sweep, _| {
                stencil::interval(sweep, &parsed("(k = start to end)", &[]), |interval| {
                    stencil::stage(interval, &[], None, &[], |_| Ok(Vec::new())).map(|_| ())
                })
                .map(|_| ())
            })
            .map(|_| ())
        })
    });
}

#[test]
fn bad_programs_are_refused() {
    refused("[program_func_c4]", |builder| {
        program::func(builder, "p", &[], Some([1, 0, 1]), |_, _| Ok(())).map(|_| ())
    });
    refused("expects parent op 'program.func'", |builder| {
        program::return_op(builder).map(|_| ())
    });
    refused("expects parent op to be one of", |builder| {
        program::yield_values(builder, &[]).map(|_| ())
    });
    let each: [(&str, Build); 15] = [
        ("[call_c3]", |b, q, _| {
            program::call(b, "f", &[q], Some(&parsed("()", &[]))).map(|_| ())
        }),
        ("[bound_c1]", |b, _, _| {
            program::bound(b, &domain()).map(|_| ())
        }),
        ("operand #0 must be", |b, q, n| {
            program::for_loop(b, [q, n, n], &[], |_, _, _| Ok(vec![])).map(|_| ())
        }),
        ("along control flow edge", |b, _, n| {
            program::for_loop(b, [n, n, n], &[n], |_, _, _| Ok(vec![])).map(|_| ())
        }),
        ("[for_c2]", |b, _, n| {
            program::for_loop(b, [n, n, b.index(0)], &[], |_, _, _| Ok(vec![])).map(|_| ())
        }),
        ("operand #0 must be", |b, _, n| {
            program::if_then(b, n, |_| Ok(())).map(|_| ())
        }),
        ("along control flow edge", |b, _, n| {
            let flag = b.constant(Scalar::I1, 1);
            program::if_else(b, flag, &[], |_| Ok(vec![n]), |_| Ok(vec![])).map(|_| ())
        }),
        ("[alloc_c1]", |b, q, _| {
            program::alloc(b, q.ty(), &parsed("()", &[])).map(|_| ())
        }),
        ("result #0 must be", |b, _, n| {
            program::alloc(b, n.ty(), &domain()).map(|_| ())
        }),
        ("[view_c2]", |b, q, n| {
            program::view(b, q, program::Part::Component(n)).map(|_| ())
        }),
        ("needs a field", |b, _, n| {
            program::view(b, n, program::Part::Level(n)).map(|_| ())
        }),
        ("[swap_c2]", |b, q, n| {
            let plane = program::view(b, q, program::Part::Level(n))?;
            program::swap(b, plane, plane).map(|_| ())
        }),
        ("[callback_c2]", |b, q, _| {
            program::callback(b, "f", &[q], &[], &[None]).map(|_| ())
        }),
        ("[exchange_c1]", |b, q, _| {
            program::exchange(b, q, [-1, 0, 0, 0], Some(&domain())).map(|_| ())
        }),
        ("[reduce_c1]", |b, q, _| {
            program::reduce(b, Reduction::Min, q, &parsed("()", &[])).map(|_| ())
        }),
    ];
    for (expected, build) in each {
        refused(expected, |builder| in_program(builder, build));
    }
}

#[test]
fn bad_kernels_are_refused() {
    let schedules = [
        (
            "schedule_c1",
            Schedule {
                order: [0, 0, 7],
                ..SCHEDULE
            },
        ),
        (
            "schedule_c2",
            Schedule {
                parallel: 0..4,
                ..SCHEDULE
            },
        ),
        (
            "schedule_c3",
            Schedule {
                tile: [-1, 0, 0],
                ..SCHEDULE
            },
        ),
        (
            "schedule_c4",
            Schedule {
                vector: 3,
                ..SCHEDULE
            },
        ),
    ];
    for (expected, schedule) in schedules {
        refused(expected, |builder| {
            in_program(builder, |inside, _, _| {
                stencil::kernel(inside, &schedule, |_| Ok(())).map(|_| ())
            })
        });
    }
    refused("[kernel_c2]", |builder| {
        in_program(builder, |inside, q, _| {
            stencil::kernel(inside, &SCHEDULE, |kernel| {
                stencil::load(kernel, q, None).map(|_| ())
            })
            .map(|_| ())
        })
    });
}

#[test]
fn a_context_without_the_dialects_is_an_error() {
    let context = Context::new();
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    let builder = Builder::at_end(module.block(), location);
    let error = stencil::return_op(&builder).expect_err("not loaded");
    assert!(error.0.contains("is not registered"), "{error}");
}
