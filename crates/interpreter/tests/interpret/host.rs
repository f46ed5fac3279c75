//! callback.

use crate::harness::*;
use fvopt_interpreter::{HostField, HostFunctions, Number};

const SOURCE: &str = "
program.func @main(%f: !Fi, %x: f64) {
  program.callback @physics(%f, %x, %f) reads [(i = start to end), none] writes [(i = start to end - 1), none] : !Fi, f64, !Fi
  %t = stencil.load %f : !Fi -> !Ti
  %r = stencil.apply -> (!Ti) {
    %v = stencil.access %t[0] : !Ti
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %f (i = start to end) : !Ti to !Fi
  program.return
}";

/// Adds its scalar to the field at some points.
struct Physics {
    points: Vec<i64>,
    status: i32,
}

impl HostFunctions for Physics {
    fn call(&mut self, name: &str, fields: &mut [HostField], scalars: &[Number]) -> i32 {
        assert_eq!((name, fields.len(), scalars.len()), ("physics", 2, 1));
        assert_eq!(
            fields[0].reads.map(|reads| (reads.low[0], reads.high[0])),
            Some((0, 3))
        );
        assert_eq!(fields[1].writes, None);
        for i in &self.points {
            let value = fields[0].array.get(0, [*i, 0, 0]).unwrap().to_f64();
            let value = Number::f64(value + scalars[0].to_f64());
            fields[0].array.set(0, [*i, 0, 0], value);
        }
        self.status
    }
}

#[test]
fn the_host_changes_what_it_declared() {
    let f = numbered("i", &[], [0; 3], [3, 1, 1]);
    let mut host = Physics {
        points: vec![0, 1],
        status: 0,
    };
    let run = case(SOURCE, [3, 1, 1]).with(&f).scalar(Number::f64(10.0));
    assert_eq!(run.host(&mut host).run().status, 0);
    expect_row(&f, &[20.0, 22.0, 4.0]);
}

#[test]
fn a_status_ends_the_run() {
    let f = numbered("i", &[], [0; 3], [3, 1, 1]);
    let mut host = Physics {
        points: vec![],
        status: 42,
    };
    let run = case(SOURCE, [3, 1, 1]).with(&f).scalar(Number::f64(10.0));
    assert_eq!(run.host(&mut host).run().status, 42);
    expect_row(&f, &[0.0, 1.0, 2.0]);
}

#[test]
fn other_changes_and_a_missing_host_are_errors() {
    let f = numbered("i", &[], [0; 3], [3, 1, 1]);
    let mut host = Physics {
        points: vec![0, 2],
        status: 0,
    };
    let run = || case(SOURCE, [3, 1, 1]).with(&f).scalar(Number::f64(10.0));
    run().host(&mut host).fails(&["3:3: error: @physics changes field 0 at (2, 0, 0), outside of the declared writes (i = 0 to 2)"]);
    run().fails(&["3:3: error: there is no host to call @physics"]);
}
