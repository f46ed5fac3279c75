//! A program, its code, bindings of it, and its code without a binding.

use fvopt_boxes::NumericBox;
use fvopt_native::{Entry, Function, SharedObject};
use fvopt_runtime::{
    Argument, ArgumentType, Artifact, Binding, Compiler, FieldMemory, FieldShape, Target,
};
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};
use std::path::PathBuf;

const TEXT: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @main(%a: !f, %b: !f, %x: f64) {
  %l = stencil.load %a : !f -> !t
  %lap = stencil.apply -> (!t) {
    %w = stencil.access %l[-1, 0, 0] : !t
    %e = stencil.access %l[1, 0, 0] : !t
    %s = stencil.access %l[0, -1, 0] : !t
    %n = stencil.access %l[0, 1, 0] : !t
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %r = arith.addf %we, %sn : f64
    stencil.yield %r : f64
  }
  %r = stencil.apply -> (!t) {
    %v = stencil.access %lap[0, 0, 0] : !t
    %w = stencil.access %lap[-1, 0, 0] : !t
    %d = arith.subf %v, %w : f64
    %p = arith.mulf %d, %x : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}";

/// The program as it is compiled.
pub struct Code {
    /// For as many threads as OpenMP is told of.
    pub any_threads: Artifact,
    /// For one thread: without OpenMP.
    pub one_thread: Artifact,
}

/// Compiles it.
pub fn compile() -> Code {
    let context = Context::new();
    fvopt_lowering::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), TEXT).expect("valid text");
    let artifact = |threads: Option<u16>| {
        let compiler = Compiler::new(Target {
            threads,
            ..Target::host()
        });
        compiler.compile(&module, "main").expect("it compiles")
    };
    Code {
        any_threads: artifact(None),
        one_thread: artifact(Some(1)),
    }
}

fn shape(artifact: &Artifact) -> &FieldShape {
    match &artifact.signature().arguments[0].1 {
        ArgumentType::Field(shape) => shape,
        other => panic!("an argument of type {other:?}"),
    }
}

fn bounds(domain: [i64; 3]) -> NumericBox {
    NumericBox::new([-2; 3], domain.map(|size| size + 2))
}

/// A field for the program.
pub fn field(artifact: &Artifact, domain: [i64; 3]) -> FieldMemory {
    FieldMemory::zeros(shape(artifact), bounds(domain)).expect("small enough")
}

/// The program with fields.
pub fn bind(artifact: &Artifact, domain: [i64; 3]) -> Binding {
    let field = || Argument::Field(field(artifact, domain));
    let arguments = [field(), field(), Argument::from(2.0)];
    artifact.bind(domain, &arguments).expect("they fit")
}

/// Writes the artifact into a folder of this process's own, and gives the path of its manifest.
pub fn save(artifact: &Artifact) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("fvopt-calls-{}", std::process::id()));
    artifact.save(&folder, "main").expect("there is room")
}

/// The entry of the code as a pointer to a function, and the words that it takes.
pub struct Pointer {
    entry: Entry,
    words: Vec<u64>,
    // What the pointer and the words point to.
    _function: Function,
    _fields: [FieldMemory; 2],
}

impl Pointer {
    /// That of an artifact, with fields for a domain.
    // What calls are compared with: nothing is between the caller and the code.
    #[allow(unsafe_code)]
    pub fn of(artifact: &Artifact, domain: [i64; 3]) -> Self {
        let object = save(artifact).with_file_name("libmain.so");
        let bytes = std::fs::read(&object).expect("it was written just now");
        std::fs::remove_dir_all(object.parent().expect("a folder")).expect("it is ours");
        // SAFETY: the object was made of a program just now, and this is the name of its entry.
        let function = unsafe {
            let loaded = SharedObject::load(&bytes, false).expect("it is whole");
            loaded
                .function(&artifact.manifest().symbol)
                .expect("it has it")
        };
        let fields = [(); 2].map(|()| field(artifact, domain));
        let mut words: Vec<u64> = domain.map(|size| size as u64).into();
        for field in &fields {
            let [low, high] = [field.bounds().low, field.bounds().high];
            let address = |point: [i64; 3]| field.address(point).expect("in the field") as u64;
            let first = address(low);
            words.extend([first, first, 0]);
            words.extend([2, 1, 0].map(|axis| (high[axis] - low[axis]) as u64));
            words.extend([2, 1, 0].map(|axis| {
                let mut next = low;
                next[axis] += 1;
                (address(next) - first) / 8
            }));
            words.extend(low.map(|low| (-low) as u64));
        }
        words.push(2f64.to_bits());
        Self {
            entry: function.entry(),
            words,
            _function: function,
            _fields: fields,
        }
    }

    /// Calls it.
    #[allow(unsafe_code)]
    pub fn call(&self) {
        // SAFETY: the words are those of the memory ABI for the program above, which asks nothing of a host; code
        // and fields are there.
        let status = unsafe { (self.entry)(std::ptr::null_mut(), self.words.as_ptr()) };
        assert_eq!(status, 0);
    }
}
