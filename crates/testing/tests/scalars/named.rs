//! Bodies that mattered, as text: what random ones found, and what upstream folds.

// requirement L15

use fvopt_boxes::NumericBox;
use fvopt_interpreter::{Array, Number, Shape};
use fvopt_math::Math;
use fvopt_runtime::{ArgumentType, Program, Target};
use fvopt_testing::{Data, Runner, context, parse};
use mlir_shim::ir::Scalar;

/// Runs a body over i32 values `%v` that yields an i32, compiled at every level, and the interpreter.
fn equal(values: &[i32], body: &str) {
    let text = format!(
        "!f = !stencil.field<i x i32>
!t = !stencil.temp<i x i32>
stencil.func @main(%in: !f, %out: !f, %n: index) {{
  %l = stencil.load %in : !f -> !t
  %r = stencil.apply -> (!t) {{
    %v = stencil.access %l[0] : !t
    {body}
  }}
  stencil.store %r to %out (i = start to end) : !t to !f
  stencil.return
}}"
    );
    let context = context();
    let module = parse(&context, &text).unwrap_or_else(|error| panic!("{error}"));
    let domain = [values.len() as i64, 1, 1];
    for (level, checked) in [(0, false), (1, false), (3, false), (1, true)] {
        let target = Target {
            domain: Some(domain),
            checked,
            level,
            ..Target::host()
        };
        let program = Program::new(&module, "main", target).expect("an entry");
        let data = program
            .signature()
            .arguments
            .iter()
            .map(|(_, ty)| match ty {
                ArgumentType::Scalar(scalar) => Data::Scalar(*scalar, 4_294_967_301),
                ArgumentType::Field(shape) => {
                    let interpreted = Shape {
                        axes: shape.axes,
                        data: Vec::new(),
                        element: shape.element,
                    };
                    let place = NumericBox::new([0; 3], domain);
                    let value = |_: usize, point: [i64; 3]| {
                        Number::integer(Scalar::I32, i64::from(values[point[0] as usize]))
                    };
                    let array = Array::from_fn(interpreted, place.low, place.high, value);
                    Data::Field(shape.clone(), array.expect("a small array"))
                }
                other => panic!("an argument of type {other:?}"),
            });
        let runner = Runner {
            math: Math::default(),
            domain,
            data: data.collect(),
        };
        let expected = runner.interpret(&module).expect("a defined result");
        let found = runner.compiled(&program);
        let found = found.unwrap_or_else(|error| panic!("level {level}: {error}"));
        if let Err(difference) = runner.compare(&expected, &found) {
            panic!("level {level}, checked {checked}: {difference}\n{text}");
        }
    }
}

const VALUES: [i32; 11] = [0, 1, 2, 3, 4, 5, 7, -1, -5, i32::MIN, i32::MAX];

/// Upstream's WhileMoveIfDown: what is passed on twice is the else side for the body of the loop.
#[test]
fn while_if_passed_twice() {
    equal(
        &VALUES,
        "%limit = arith.constant 5 : i32
    %two = arith.constant 2 : i32
    %twenty = arith.constant 20 : i32
    %w:3 = scf.while (%s = %v) : (i32) -> (i32, i32, i32) {
      %go = arith.cmpi slt, %s, %limit : i32
      %x = scf.if %go -> (i32) {
        %m = arith.maxsi %s, %two : i32
        %p = arith.addi %m, %two : i32
        scf.yield %p : i32
      } else {
        scf.yield %twenty : i32
      }
      scf.condition(%go) %x, %x, %s : i32, i32, i32
    } do {
    ^bb0(%a: i32, %b: i32, %c: i32):
      scf.yield %b : i32
    }
    %y = arith.subi %w#2, %w#0 : i32
    stencil.yield %y : i32",
    );
}

/// The same pattern made IR that does not verify, where a value of the branch is computed in it and
/// the loop goes on with it twice.
#[test]
fn while_if_passed_twice_verifies() {
    equal(
        &VALUES,
        "%zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %three = arith.constant 3 : i32
    %w:3 = scf.while (%k = %zero, %s = %v) : (i32, i32) -> (i32, i32, i32) {
      %go = arith.cmpi slt, %k, %three : i32
      %x = scf.if %go -> (i32) {
        %p = arith.muli %s, %three : i32
        scf.yield %p : i32
      } else {
        scf.yield %s : i32
      }
      scf.condition(%go) %k, %x, %x : i32, i32, i32
    } do {
    ^bb0(%a: i32, %b: i32, %c: i32):
      %m = arith.addi %a, %one : i32
      scf.yield %m, %c : i32, i32
    }
    %y = arith.xori %w#1, %w#2 : i32
    %z = arith.addi %y, %w#1 : i32
    stencil.yield %z : i32",
    );
}

/// Upstream's IndexCastOfIndexCast: a pair of casts through fewer bits is the value itself.
#[test]
fn index_cast_through_fewer_bits() {
    for narrow in ["i1", "i8", "i16", "i32"] {
        equal(
            &VALUES,
            &format!(
                "%x = arith.index_cast %v : i32 to index
    %s = arith.addi %x, %n : index
    %a = arith.index_cast %s : index to {narrow}
    %b = arith.index_cast %a : {narrow} to index
    %c = arith.cmpi eq, %b, %s : index
    %t = arith.shrui %b, %n32 : index
    %d = arith.index_cast %t : index to i32
    %e = arith.extui %c : i1 to i32
    %f = arith.addi %d, %e : i32
    stencil.yield %f : i32"
            )
            .replace(
                "%x = arith.index_cast %v",
                "%n32 = arith.constant 30 : index\n    %x = arith.index_cast %v",
            ),
        );
    }
}

/// Upstream's IndexCastUIOfIndexCastUI.
#[test]
fn index_castui_through_fewer_bits() {
    for narrow in ["i1", "i8", "i16", "i32"] {
        equal(
            &VALUES,
            &format!(
                "%x = arith.index_cast %v : i32 to index
    %s = arith.addi %x, %n : index
    %a = arith.index_castui %s : index to {narrow}
    %b = arith.index_castui %a : {narrow} to index
    %c = arith.cmpi eq, %b, %s : index
    %d = arith.index_castui %b : index to i32
    %e = arith.extui %c : i1 to i32
    %f = arith.addi %d, %e : i32
    stencil.yield %f : i32"
            ),
        );
    }
}

/// Casts that lose nothing may be folded, and are right.
#[test]
fn index_cast_through_all_bits() {
    equal(
        &VALUES,
        "%x = arith.index_cast %v : i32 to index
    %s = arith.addi %x, %n : index
    %a = arith.index_cast %s : index to i64
    %b = arith.index_cast %a : i64 to index
    %c = arith.index_castui %b : index to i64
    %d = arith.trunci %c : i64 to i32
    stencil.yield %d : i32",
    );
}
