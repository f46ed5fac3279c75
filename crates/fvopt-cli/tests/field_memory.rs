//! How fields lie in memory that fvopt allocates, and what their bytes are.

use fvopt_boxes::{Axes, NumericBox};
use fvopt_lowering::abi::Dimension;
use fvopt_runtime::{Argument, ArgumentType, FieldMemory, FieldShape, Program, Target};
use mlir_shim::{
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};

/// A field over i, j and k with rows along an axis.
fn shape(element: Scalar, order: [usize; 3], data: &[i64]) -> FieldShape {
    let leading = (0..data.len()).map(Dimension::Data);
    FieldShape {
        axes: Axes::IJK,
        data: data.to_vec(),
        element,
        dimensions: leading.chain(order.map(Dimension::Axis)).collect(),
    }
}

fn zeros(shape: &FieldShape, low: [i64; 3], high: [i64; 3]) -> FieldMemory {
    FieldMemory::zeros(shape, NumericBox::new(low, high)).expect("small enough")
}

/// The bytes 1, 2, 3, ... as many as the field has, none of them 0.
fn counted(memory: &FieldMemory) -> Vec<u8> {
    let bytes = memory.elements() * memory.shape().element.bytes();
    (0..bytes).map(|number| (number % 255) as u8 + 1).collect()
}

#[test]
fn every_row_starts_at_a_cache_line_at_coordinate_0() {
    for element in [Scalar::F64, Scalar::F32, Scalar::I16, Scalar::I8] {
        for order in [[2, 1, 0], [0, 1, 2]] {
            for halo in 0..9 {
                let memory = zeros(
                    &shape(element, order, &[2]),
                    [-halo; 3],
                    [70 + halo, 71 + halo, 72 + halo],
                );
                let unit = order[2];
                for j in -halo..71 + halo {
                    let mut point = [3, j, 5];
                    point[unit] = 0;
                    let address = memory.address(point).expect("inside");
                    assert_eq!(address % 64, 0, "{element:?} {order:?} {halo} {point:?}");
                }
            }
        }
    }
}

#[test]
fn padding_costs_less_than_as_much_again() {
    let last = |memory: &FieldMemory, size: [i64; 3]| {
        let [i, j, k] = size.map(|size| size - 1);
        memory.address([i, j, k]).expect("inside") - memory.address([0; 3]).expect("inside") + 8
    };
    // Rows that hold no whole line lie one after the other, as a column's points do.
    for row in 1..8 {
        let memory = zeros(&shape(Scalar::F64, [2, 1, 0], &[]), [0; 3], [row, 3, 80]);
        assert_eq!(last(&memory, [row, 3, 80]), 8 * 3 * 80 * row as usize);
    }
    for row in 8..40 {
        let memory = zeros(&shape(Scalar::F64, [2, 1, 0], &[]), [0; 3], [row, 3, 80]);
        let plain = 8 * 3 * 80 * row as usize;
        assert!((plain..2 * plain).contains(&last(&memory, [row, 3, 80])));
    }
}

#[test]
fn bytes_come_back_as_they_were_written() {
    for row in [0, 1, 7, 8, 9, 15, 16, 17, 130] {
        let memory = zeros(
            &shape(Scalar::F64, [2, 1, 0], &[3]),
            [-2, -1, 0],
            [row, 2, 2],
        );
        let bytes = counted(&memory);
        memory.write_bytes(&bytes).expect("as many as it has");
        assert_eq!(memory.to_bytes(), bytes, "rows up to {row}");
    }
}

#[test]
fn a_window_reads_and_writes_its_part_alone() {
    let whole = zeros(&shape(Scalar::I8, [2, 1, 0], &[]), [-1, -1, 0], [99, 3, 2]);
    let window = whole
        .window(NumericBox::new([10, 0, 1], [13, 2, 2]))
        .expect("inside");
    let values = counted(&window);
    window.write_bytes(&values).expect("as many as it has");
    assert_eq!(window.to_bytes(), values);
    assert_eq!(window.address([10, 0, 1]), whole.address([10, 0, 1]));
    assert_eq!(window.address([9, 0, 1]), None);
    let mut expected = vec![0; whole.elements()];
    for (number, value) in values.iter().enumerate() {
        let (i, j) = (10 + number % 3, number / 3);
        // Rows of 100 from -1 on, four a level from -1 on, the second level.
        expected[((4 + j + 1) * 100) + i + 1] = *value;
    }
    assert_eq!(whole.to_bytes(), expected);
}

/// A stencil on the points behind the domain reads memory that has these points and no others.
#[test]
fn memory_that_lies_beyond_the_domains_first_point_binds() {
    let context = Context::new();
    fvopt::load(&context);
    let text = "
program.func @main(%edge: !stencil.field<ij x f64>, %q: !stencil.field<ij x f64>) {
  program.call @east(%edge, %q) (i = end to end + 1, j = start to end, k = start to end)
    : !stencil.field<ij x f64>, !stencil.field<ij x f64>
  program.return
}
stencil.func @east(%edge: !stencil.field<ij x f64>, %q: !stencil.field<ij x f64>) {
  %e = stencil.load %edge : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %x = stencil.apply -> (!stencil.temp<ij x f64>) {
    %v = stencil.access %e[0, 0] : !stencil.temp<ij x f64>
    stencil.yield %v : f64
  }
  stencil.store %x to %q (i = start to end, j = start to end)
    : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  stencil.return
}";
    let module = OwnedModule::parse(Ctx::of(&context), text).expect("valid text");
    for checked in [false, true] {
        let target = Target {
            checked,
            ..Target::host()
        };
        let program = Program::new(&module, "main", target).expect("it is there");
        let ArgumentType::Field(shape) = &program.signature().arguments[0].1 else {
            panic!("a field")
        };
        let bind = |start: i64| {
            let bounds = NumericBox::new([start, 0, 0], [start + 1, 12, 1]);
            let edge = FieldMemory::zeros(shape, bounds)?;
            let values = (1..=12).flat_map(|value| f64::from(value).to_ne_bytes());
            edge.write_bytes(&values.collect::<Vec<u8>>())?;
            let q = zeros(shape, [0; 3], [13, 12, 1]);
            let arguments = [Argument::Field(edge), Argument::Field(q.clone())];
            let mut binding = program.bind([12, 12, 1], &arguments)?;
            binding.call()?;
            Ok::<_, fvopt_runtime::Error>(q)
        };
        let q = bind(12).expect("it holds what is read").to_bytes();
        let values: Vec<f64> = q
            .chunks_exact(8)
            .map(|bytes| f64::from_ne_bytes(bytes.try_into().expect("eight bytes")))
            .collect();
        for (number, value) in values.into_iter().enumerate() {
            let expected = match number % 13 {
                12 => (number / 13 + 1) as f64,
                _ => 0.0,
            };
            assert_eq!(value, expected, "element {number}");
        }
        let message = bind(13).expect_err("it lacks what is read").to_string();
        assert!(
            message.contains("needs it from 12 on, but it starts at 13"),
            "{message}"
        );
    }
}
