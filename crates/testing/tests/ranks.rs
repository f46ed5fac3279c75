//! One artifact serves all ranks of a cube's face: where a rank lies in its tile are arguments of the program, and
//! regions at the edges of the tile are boxes between them.
//!
//! Nine ranks, three by three, are the nine classes that there are: four corners, four edges, the inside. A program
//! with another stencil at each edge and corner runs for each of them, and for the whole face as one rank. All
//! results are those of the interpreter, and the ranks' together are the face's.

use fvopt_boxes::NumericBox;
use fvopt_interpreter::{self as interpreter, Array, Number, Shape};
use fvopt_runtime::{
    Argument, ArgumentType, Artifact, Compiler, FieldMemory, FieldShape, Program, Target,
};
use fvopt_testing::{context, parse};
use mlir_shim::ir::{OwnedModule, Scalar};

/// `%west` to `%east` and `%south` to `%north` is the tile, in the coordinates of the rank.
const FACE: &str = "
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @main(%q: !field, %out: !field, %west: index, %east: index, %south: index, %north: index) {
  %t = stencil.load %q : !field -> !temp
  %inside, %along_i, %along_j, %corner = stencil.apply -> (!temp, !temp, !temp, !temp) {
    %half = arith.constant 0.5 : f64
    %third = arith.constant 0.3333333333333333 : f64
    %c = stencil.access %t[0, 0, 0] : !temp
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = stencil.access %t[0, -1, 0] : !temp
    %n = stencil.access %t[0, 1, 0] : !temp
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %i = arith.mulf %we, %half : f64
    %j = arith.mulf %sn, %half : f64
    %all = arith.addf %i, %j : f64
    %three = arith.addf %c, %w : f64
    %three_more = arith.addf %three, %s : f64
    %mean = arith.mulf %three_more, %third : f64
    stencil.yield %all, %i, %j, %mean : f64, f64, f64, f64
  }
  %at_w = stencil.insert %along_j into %inside (i = %west to %west + 1) : !temp into !temp
  %at_e = stencil.insert %along_j into %at_w (i = %east - 1 to %east) : !temp into !temp
  %at_s = stencil.insert %along_i into %at_e (j = %south to %south + 1) : !temp into !temp
  %at_n = stencil.insert %along_i into %at_s (j = %north - 1 to %north) : !temp into !temp
  %sw = stencil.insert %corner into %at_n (i = %west to %west + 1, j = %south to %south + 1) : !temp into !temp
  %se = stencil.insert %corner into %sw (i = %east - 1 to %east, j = %south to %south + 1) : !temp into !temp
  %nw = stencil.insert %corner into %se (i = %west to %west + 1, j = %north - 1 to %north) : !temp into !temp
  %ne = stencil.insert %corner into %nw (i = %east - 1 to %east, j = %north - 1 to %north) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %w = stencil.access %ne[-1, 0, 0] : !temp
    %e = stencil.access %ne[1, 0, 0] : !temp
    %s = stencil.access %ne[0, -1, 0] : !temp
    %n = stencil.access %ne[0, 1, 0] : !temp
    %c = stencil.access %ne[0, 0, 0] : !temp
    %we = arith.subf %e, %w : f64
    %sn = arith.subf %n, %s : f64
    %p = arith.mulf %we, %sn : f64
    %sum = arith.addf %p, %c : f64
    stencil.yield %sum : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}";

/// The sizes of a rank's domain, and the ranks of a tile on an axis.
const RANK: [i64; 3] = [11, 9, 4];
const RANKS: i64 = 3;
const HALO: i64 = 3;

/// A rank's part of a tile: its domain, and its first point in the tile.
#[derive(Clone, Copy)]
struct Part {
    domain: [i64; 3],
    first: [i64; 2],
}

impl Part {
    /// The edges of the tile, in the coordinates of the rank: west, east, south, north.
    fn edges(&self) -> [i64; 4] {
        let [i, j] = self.first;
        [-i, RANKS * RANK[0] - i, -j, RANKS * RANK[1] - j]
    }

    fn bounds(&self, halo: i64) -> NumericBox {
        let [i, j, k] = self.domain;
        NumericBox::new([-halo, -halo, 0], [i + halo, j + halo, k])
    }

    /// The input: what the tile has at these points, its halo included.
    fn input(&self, shape: &FieldShape) -> Array {
        self.array(shape, HALO, &mut |[i, j, k]| {
            let [i, j] = [i + self.first[0], j + self.first[1]];
            (((i * 37 + j * 101 + k * 11) % 1009) as f64).sin()
        })
    }

    fn output(&self, shape: &FieldShape) -> Array {
        self.array(shape, 0, &mut |_| -1.0)
    }

    fn array(
        &self,
        shape: &FieldShape,
        halo: i64,
        value: &mut dyn FnMut([i64; 3]) -> f64,
    ) -> Array {
        let shape = Shape {
            axes: shape.axes,
            data: shape.data.clone(),
            element: shape.element,
        };
        let place = self.bounds(halo);
        let value = |_: usize, point: [i64; 3]| Number::f64(value(point));
        Array::from_fn(shape, place.low, place.high, value).expect("small")
    }
}

fn shape(artifact: &Artifact) -> &FieldShape {
    match &artifact.signature().arguments[0].1 {
        ArgumentType::Field(shape) => shape,
        other => panic!("{other:?}"),
    }
}

/// What the interpreter makes of a part, as bytes.
fn interpreted(module: &OwnedModule<'_>, shape: &FieldShape, part: Part) -> Vec<u8> {
    let [input, output] = [part.input(shape), part.output(shape)].map(interpreter::Field::new);
    let mut arguments = [input, output.clone()]
        .map(interpreter::Argument::Field)
        .to_vec();
    let edges = part
        .edges()
        .map(|edge| Number::integer(Scalar::Index, edge));
    arguments.extend(edges.map(interpreter::Argument::Scalar));
    let options = interpreter::Options {
        checked: true,
        ..interpreter::Options::default()
    };
    interpreter::interpret(module.op(), "main", part.domain, &arguments, options)
        .expect("it is well defined");
    output.array().cells().to_bytes()
}

/// What compiled code makes of it.
fn compiled(artifact: &Artifact, part: Part) -> Vec<u8> {
    let shape = shape(artifact);
    let field = |array: Array| {
        let memory = FieldMemory::zeros(shape, array.bounds()).expect("small");
        memory
            .write_bytes(&array.cells().to_bytes())
            .expect("all of it");
        memory
    };
    let output = field(part.output(shape));
    let mut arguments = vec![
        Argument::from(field(part.input(shape))),
        Argument::from(output.clone()),
    ];
    let edges = part.edges();
    arguments.extend(edges.map(|edge| Argument::Scalar(Scalar::Index, edge as u64)));
    let mut binding = artifact.bind(part.domain, &arguments).expect("they fit");
    binding.call().expect("it runs");
    output.to_bytes()
}

// requirement R27
#[test]
fn one_artifact_serves_the_nine_classes_of_ranks_of_a_face() {
    let context = context();
    let module = parse(&context, FACE).expect("valid text");
    let made = Compiler::new(Target::host())
        .compile(&module, "main")
        .expect("it compiles");
    // As a rank gets it that has no compiler.
    let bytes = made.to_bytes().expect("there is a linker");
    let artifact = Artifact::from_bytes(&bytes).expect("it is whole");
    let shape = shape(&artifact);

    let tile = Part {
        domain: [RANKS * RANK[0], RANKS * RANK[1], RANK[2]],
        first: [0; 2],
    };
    let face = interpreted(&module, shape, tile);
    assert_eq!(compiled(&artifact, tile), face, "the face as one rank");

    let mut results = Vec::new();
    for j in 0..RANKS {
        for i in 0..RANKS {
            let part = Part {
                domain: RANK,
                first: [i * RANK[0], j * RANK[1]],
            };
            let expected = interpreted(&module, shape, part);
            assert_eq!(compiled(&artifact, part), expected, "rank {i}, {j}");
            results.push((part, expected));
        }
    }
    let mut together = tile.output(shape);
    for (part, result) in &results {
        let numbers = result
            .chunks_exact(8)
            .map(|bytes| Number::f64(f64::from_le_bytes(bytes.try_into().expect("eight bytes"))));
        // Rows along i, then j, then k: as the points of a box are counted and as files have them.
        let points = (0..RANK[2]).flat_map(|k| (0..RANK[1]).map(move |j| (j, k)));
        let points = points.flat_map(|(j, k)| (0..RANK[0]).map(move |i| [i, j, k]));
        for ([i, j, k], number) in points.zip(numbers) {
            together.set(0, [i + part.first[0], j + part.first[1], k], number);
        }
    }
    assert_eq!(together.cells().to_bytes(), face, "nine ranks are the face");
    // Each class is one of its own: no two ranks have the same where they lie in the same place of their domain.
    let edges = |part: &Part| {
        let [west, east, south, north] = part.edges();
        let [i, j, _] = part.domain;
        [west == 0, east == i, south == 0, north == j]
    };
    let mut classes: Vec<[bool; 4]> = results.iter().map(|(part, _)| edges(part)).collect();
    classes.sort();
    classes.dedup();
    assert_eq!(classes.len(), 9);
}

// requirement R17
#[test]
fn ranks_that_write_their_own_program_have_one_key() {
    let context = context();
    let keys = (0..9).map(|rank| {
        let text = format!(
            "// rank {rank}\n{}",
            FACE.replace("%west", &format!("%west_of_{rank}"))
        );
        let module = parse(&context, &text).expect("valid text");
        let program = Program::new(&module, "main", Target::host()).expect("an entry");
        program.key(&[]).expect("a key")
    });
    let keys: Vec<_> = keys.collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}
