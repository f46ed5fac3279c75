//! Programs, folders, and calls.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{
    Argument, ArgumentType, Artifact, Binding, Error, FieldMemory,
    cache::{Cache, DirectoryStore},
};
use mlir_shim::{
    diagnostic::SourceDiagnostics,
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};
use std::path::{Path, PathBuf};

pub const DOMAIN: [i64; 3] = [9, 7, 5];

/// Multiplies by a scalar, by a stencil that is called; nothing else of the module is reached.
pub const SCALE: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @scale(%in: !f, %out: !f, %x: f64) {
  %l = stencil.load %in : !f -> !t
  %r = stencil.apply -> (!t) {
    %w = stencil.access %l[-1, 0, 0] : !t
    %p = arith.mulf %w, %x : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @unused(%in: !f) {
  stencil.return
}
program.func @main(%a: !f, %b: !f, %dt: f64, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %n step %one {
    program.call @scale(%a, %b, %dt) : !f, !f, f64
  }
  program.return
}";

pub fn context() -> Context {
    let context = Context::new();
    fvopt_lowering::load(&context);
    context
}

/// Parses a text as tools do, so that locations and names are known.
pub fn parse<'c>(context: &'c Context, name: &str, text: &str) -> OwnedModule<'c> {
    let source = SourceDiagnostics::new(Ctx::of(context), name, text.as_bytes());
    source
        .parse()
        .unwrap_or_else(|| panic!("{}", source.take()))
}

/// An empty folder of a test's own.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("frozen")
        .join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).expect("it can be removed");
    }
    std::fs::create_dir_all(&path).expect("the target folder can be written");
    path
}

pub fn cache(folder: &Path) -> Cache {
    let store = DirectoryStore::create(folder).expect("a folder of ours");
    Cache::new(Some(Box::new(store)), Vec::new())
}

/// The program above, bound to two fields: its input and its output.
pub fn bound(artifact: &Artifact) -> Result<(Binding, FieldMemory, FieldMemory), Error> {
    let ArgumentType::Field(shape) = &artifact.signature().arguments[0].1 else {
        panic!("a field")
    };
    let bounds = NumericBox::new([-1, 0, 0], DOMAIN);
    let elements = bounds.points().count();
    let field = |first: f64| {
        let field = FieldMemory::zeros(shape, bounds).expect("small enough");
        let values = (0..elements).flat_map(|number| (first + number as f64).to_le_bytes());
        field
            .write_bytes(&values.collect::<Vec<u8>>())
            .expect("as many as it has");
        field
    };
    let (a, b) = (field(1.0), field(0.0));
    let arguments = [
        Argument::Field(a.clone()),
        Argument::Field(b.clone()),
        Argument::Scalar(Scalar::F64, 0.5f64.to_bits()),
        Argument::Scalar(Scalar::Index, 1),
    ];
    Ok((artifact.bind(DOMAIN, &arguments)?, a, b))
}

/// Calls the program above once, and checks that it did what it must.
pub fn check_calls(artifact: &Artifact) {
    let (mut binding, a, b) = bound(artifact).expect("they fit");
    binding.call().expect("it runs");
    let number = |bytes: &[u8], place: usize| {
        f64::from_le_bytes(bytes[8 * place..][..8].try_into().expect("eight bytes"))
    };
    let (before, after) = (a.to_bytes(), b.to_bytes());
    let row = DOMAIN[0] as usize + 1;
    for place in 0..after.len() / 8 {
        let expected = match place % row {
            // The halo is as it was.
            0 => place as f64,
            _ => 0.5 * number(&before, place - 1),
        };
        assert_eq!(number(&after, place), expected, "element {place}");
    }
}

/// The bytes of an artifact whose manifest is another text.
pub fn with_manifest(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[16..24].try_into().expect("eight")) as usize;
    let manifest = String::from_utf8(bytes[32..32 + length].to_vec()).expect("text");
    let manifest = change(manifest);
    let mut changed = bytes[..16].to_vec();
    changed.extend((manifest.len() as u64).to_le_bytes());
    changed.extend(&bytes[24..32]);
    changed.extend(manifest.as_bytes());
    changed.extend(&bytes[32 + length..]);
    changed
}
