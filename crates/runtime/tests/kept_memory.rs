//! The memory of temporary fields between calls.
//!
//! One test in a process of its own: what is kept depends on all programs that there are.

// requirement L9

use fvopt_boxes::NumericBox;
use fvopt_runtime::{Argument, ArgumentType, Binding, FieldMemory, NoHost, Options, Program};
use mlir_shim::{
    engine::kept_bytes,
    ir::{Ctx, OwnedModule},
    melior::Context,
};

/// Two kernels that stay apart, because a person wrote them, with a field between them.
const PROGRAM: &str = r#"
program.func @main(%a: !stencil.field<ijk x f64>) {
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %a (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    stencil.store %t to %a (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}"#;

/// Compiles the program and binds it to a field on a domain.
fn bound(domain: [i64; 3]) -> Binding {
    let context = Context::new();
    fvopt_lowering::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), PROGRAM).expect("valid text");
    let program = Program::new(&module, "main", Options::default()).expect("there is an entry");
    let ArgumentType::Field(shape) = &program.signature().arguments[0].1 else {
        panic!("the argument is a field");
    };
    let place = NumericBox::new([0; 3], domain);
    let memory = FieldMemory::zeros(shape, place).expect("small enough");
    let binding = program.bind(domain, &[Argument::Field(memory)]);
    binding.expect("the field fits")
}

fn call(binding: &mut Binding) {
    binding.call(&mut NoHost).expect("nothing fails");
}

#[test]
fn memory_is_kept_by_the_thread_that_freed_it_until_no_program_is_left() {
    assert_eq!(kept_bytes(), 0, "no program ran");
    let mut large = bound([64, 16, 16]);
    let mut small = bound([64, 16, 8]);
    assert_eq!(kept_bytes(), 0, "nothing was called");

    call(&mut large);
    let first = kept_bytes();
    assert!(first >= 64 * 16 * 16 * 8, "{first} bytes are kept");
    call(&mut large);
    assert_eq!(kept_bytes(), first, "the second call takes what is there");
    call(&mut small);
    let both = kept_bytes();
    assert!(both >= first + 64 * 16 * 8 * 8, "{both} bytes are kept");

    let elsewhere = std::thread::spawn(|| {
        let mut other = bound([64, 16, 16]);
        assert_eq!(kept_bytes(), 0, "what other threads keep is theirs");
        call(&mut other);
        kept_bytes()
    });
    let elsewhere = elsewhere.join().expect("the thread ends");
    assert_eq!(elsewhere, first, "this thread keeps memory of its own");
    assert_eq!(kept_bytes(), both, "other programs are left");

    drop(small);
    assert_eq!(kept_bytes(), both, "a program is left");
    call(&mut large);
    assert_eq!(kept_bytes(), both, "it takes what is there");
    drop(large);
    assert_eq!(kept_bytes(), 0, "no program is left");
}
