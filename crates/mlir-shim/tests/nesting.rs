//! What nests too deep is refused when it is read, on a stack that does not depend on how deep.

use mlir_shim::{
    diagnostic::{SourceDiagnostics, capture},
    ir::{Attr, Ctx, Op, OwnedModule, Ty},
    melior::{
        Context,
        dialect::DialectRegistry,
        ir::{
            Block, BlockLike, Location, Module, Region, RegionLike, Type,
            operation::OperationBuilder,
        },
        utility::register_all_dialects,
    },
    nesting::{MAXIMUM_NESTING, TooDeep, scan},
};

/// Deeper than any stack of an ordinary thread.
const DEEP: usize = 100_000;

/// The whole of a text with a bracket that opens and closes many times.
fn nested(
    before: &str,
    open: &str,
    inside: &str,
    close: &str,
    after: &str,
    times: usize,
) -> String {
    let (open, close) = (open.repeat(times), close.repeat(times));
    format!("{before}{open}{inside}{close}{after}")
}

#[test]
fn brackets_are_counted_by_kind() {
    for (open, close, is_brace) in [
        ("{", "}", true),
        ("(", ")", false),
        ("[", "]", false),
        ("<", ">", false),
        ("f<", ">", false),
    ] {
        let text = |times| nested("\n  a ", open, "", close, "", times);
        assert_eq!(scan(text(MAXIMUM_NESTING).as_bytes(), None), Ok(()));
        let column = 5 + MAXIMUM_NESTING * open.len() + open.len() - 1;
        let expected = TooDeep {
            line: 2,
            column,
            is_brace,
        };
        for times in [MAXIMUM_NESTING + 1, DEEP] {
            assert_eq!(scan(text(times).as_bytes(), None), Err(expected));
        }
    }
    // A region in generic form is one of each.
    let generic = |times| nested("", "({", "", "})", "", times);
    assert_eq!(scan(generic(MAXIMUM_NESTING).as_bytes(), None), Ok(()));
    assert!(scan(generic(DEEP).as_bytes(), None).is_err());
}

#[test]
fn what_closes_nothing_and_opens_nothing() {
    let many = |part: &str| part.repeat(DEEP);
    for text in [
        many("// {{{ (((\n"),
        many("\"{{{ ((( \\\" {{{\" "),
        // The text ends with the line, and the comment with a carriage return.
        many("\"{{{\n"),
        many("// {\r"),
        many("() -> () "),
        many("(d0 >= 0) "),
        // Less than: closed by what is around it.
        many("(a < b) "),
        many("{ < < ( < } "),
        // What does not balance is the parser's matter.
        many("} ) ] > "),
        many("!a.b<c -> d> "),
        many("{-# #-} "),
    ] {
        assert_eq!(scan(text.as_bytes(), None), Ok(()), "{}", &text[..40]);
    }
    assert!(scan(many("< -> ").as_bytes(), None).is_err());
    assert!(scan(many("// x\r{").as_bytes(), None).is_err());
    assert!(scan(many("\"\n{").as_bytes(), None).is_err());
}

#[test]
fn parts_of_a_split_file_count_on_their_own() {
    let text = "{".repeat(200) + "\n// -----\n" + &"{".repeat(200);
    assert!(scan(text.as_bytes(), None).is_err());
    assert_eq!(scan(text.as_bytes(), Some(b"// -----")), Ok(()));
    let deep = text.clone() + &"{".repeat(100);
    let place = scan(deep.as_bytes(), Some(b"// -----")).unwrap_err();
    assert_eq!((place.line, place.column), (3, MAXIMUM_NESTING + 1));
}

#[test]
fn aliases_are_as_deep_as_what_they_stand_for() {
    let chain = |form: &dyn Fn(usize) -> String, times: usize| -> String {
        (1..=times).map(form).collect::<Vec<_>>().join("\n")
    };
    let forms: [&dyn Fn(usize) -> String; 5] = [
        &|n| format!("#a-{n} = [#a-{}]", n - 1),
        &|n| format!("!t{n} = tuple<!t{}>", n - 1),
        &|n| format!("!f{n} = () -> !f{}", n - 1),
        &|n| format!("#loc{n} = loc(callsite(#loc{} at \"a\"))", n - 1),
        &|n| format!("#d{n} =\n{{a = #d{}}}", n - 1),
    ];
    for form in forms {
        assert_eq!(scan(chain(form, 250).as_bytes(), None), Ok(()));
        assert!(scan(chain(form, DEEP).as_bytes(), None).is_err());
    }
    // One alias for another is not deeper, and a definition ends with its value.
    let same = chain(&|n| format!("#a{n} = #a{}", n - 1), DEEP);
    assert_eq!(scan(same.as_bytes(), None), Ok(()));
    let field = "!f = !stencil.field<k x f64>\n".to_string();
    let module = field + &"program.if {".repeat(250) + &"x : !f }".repeat(250);
    assert_eq!(scan(module.as_bytes(), None), Ok(()));
}

fn context() -> Context {
    let context = Context::new();
    context.set_allow_unregistered_dialects(true);
    let registry = DialectRegistry::new();
    register_all_dialects(&registry);
    context.append_dialect_registry(&registry);
    context.get_or_load_dialect("scf");
    context
}

/// On a small stack, such as Rust gives to threads.
#[test]
fn texts_of_any_depth_are_parsed_on_an_ordinary_stack() {
    let context = context();
    let context = Ctx::of(&context);
    let texts = |times: usize| {
        [
            nested("", "module {", "", "}", "", times),
            nested("", "\"a.b\"() ({", "", "}) : () -> ()", "", times),
            nested("\"a.b\"() {a = ", "[", "", "]", "} : () -> ()", times),
            nested("\"a.b\"() ", "{a = ", "1", "}", " : () -> ()", times),
            nested("\"a.b\"() : () -> ", "tuple<", "", ">", "", times),
            nested(
                "module {} loc(",
                "callsite(",
                "\"a\"",
                " at \"b\")",
                ")",
                times,
            ),
            nested(
                "module {} loc(",
                "callsite(\"b\" at ",
                "\"a\"",
                ")",
                ")",
                times,
            ),
            nested("module {} loc(", "fused[", "\"a\"", "]", ")", times),
        ]
    };
    for text in texts(MAXIMUM_NESTING - 2) {
        assert!(
            OwnedModule::parse(context, &text).is_some(),
            "{}",
            &text[..40]
        );
    }
    for text in texts(DEEP) {
        let (module, diagnostics) = capture(context, || OwnedModule::parse(context, &text));
        assert!(module.is_none());
        assert_eq!(diagnostics.len(), 1);
        let said = &diagnostics[0].message;
        assert!(said.contains("nest more than 256 deep"), "{said}");
        let source = SourceDiagnostics::new(context, "p.mlir", text.as_bytes());
        assert!(source.parse().is_none());
        assert!(source.take().starts_with("p.mlir:1:"));
    }
    let (ty, _) = capture(context, || {
        Ty::parse(context, &nested("", "tuple<", "", ">", "", DEEP))
    });
    let (attr, _) = capture(context, || {
        Attr::parse(context, &nested("", "[", "", "]", "", DEEP))
    });
    assert!(ty.is_none() && attr.is_none());
}

/// A module with an operation in an operation, and so on; the innermost lies in so many regions.
/// It uses a value from outside: upstream writes what does not in a quadratic time.
fn deep_module(context: &Context, times: usize) -> Module<'_> {
    let location = Location::unknown(context);
    let module = Module::new(location);
    let outside = OperationBuilder::new("a.outside", location)
        .add_results(&[Type::index(context)])
        .build()
        .expect("it is valid");
    let outside = module.body().append_operation(outside);
    let mut inner = OperationBuilder::new("a.inside", location)
        .add_operands(&[outside.result(0).expect("it has one").into()])
        .build()
        .expect("it is valid");
    for _ in 1..times {
        let region = Region::new();
        let block = region.append_block(Block::new(&[]));
        block.append_operation(inner);
        let end = OperationBuilder::new("scf.yield", location).build();
        block.append_operation(end.expect("it is valid"));
        let builder = OperationBuilder::new("scf.execute_region", location);
        inner = builder.add_regions([region]).build().expect("it is valid");
    }
    module.body().append_operation(inner);
    module
}

/// The bytecode of a module, written on a stack that is large enough for it.
fn bytecode(times: usize) -> Vec<u8> {
    unsafe extern "C" fn append(text: mlir_sys::MlirStringRef, data: *mut std::ffi::c_void) {
        // SAFETY: the data is the vector below, and the text lives during the call.
        unsafe {
            let bytes = std::slice::from_raw_parts(text.data.cast::<u8>(), text.length);
            (*data.cast::<Vec<u8>>()).extend_from_slice(bytes);
        }
    }
    let write = move || {
        let context = context();
        let module = deep_module(&context, times);
        let mut bytes: Vec<u8> = Vec::new();
        let operation = Op::of_module(&module).to_melior().to_raw();
        // SAFETY: the module is alive.
        unsafe {
            mlir_sys::mlirOperationWriteBytecode(operation, Some(append), (&raw mut bytes).cast());
        }
        // Upstream destroys it recursively, in a time that is quadratic in the depth.
        std::mem::forget(module);
        bytes
    };
    let thread = std::thread::Builder::new().stack_size(2 << 30);
    thread
        .spawn(write)
        .expect("a thread")
        .join()
        .expect("it is written")
}

// requirement P5
#[test]
fn bytecode_of_any_depth_is_refused() {
    let context = context();
    let context = Ctx::of(&context);
    let read = |times| {
        let bytes = bytecode(times);
        let source = SourceDiagnostics::new(context, "p.mlirbc", &bytes);
        let module = source.parse();
        (module.is_some(), source.take())
    };
    assert_eq!(read(MAXIMUM_NESTING), (true, String::new()));
    for times in [MAXIMUM_NESTING + 1, DEEP] {
        let (is_read, said) = read(times);
        assert!(!is_read);
        assert!(said.contains("regions nest more than 256 deep"), "{said}");
    }
}

#[test]
fn what_builders_make_is_checked_without_recursion() {
    let context = context();
    let check = |times| {
        let module = deep_module(&context, times);
        let result = Op::of_module(&module).check_nesting();
        std::mem::forget(module);
        result.map_err(|error| error.message)
    };
    assert_eq!(check(MAXIMUM_NESTING), Ok(()));
    for times in [MAXIMUM_NESTING + 1, DEEP] {
        let message = check(times).unwrap_err();
        assert!(message.starts_with("regions nest more than 256 deep, here around `"));
    }
}

// requirement P6
/// Bytecode whose frame is broken is told from a text and from a program that is wrong.
#[test]
fn bytecode_that_is_not_ours_says_so() {
    let context = context();
    let context = Ctx::of(&context);
    let bytes = bytecode(3);
    let said = |bytes: &[u8]| {
        let source = SourceDiagnostics::new(context, "p.mlirbc", bytes);
        assert!(source.parse().is_none());
        source.take()
    };
    let position = |text: &[u8]| {
        bytes
            .windows(text.len())
            .position(|part| part == text)
            .unwrap()
    };
    let mut not_text = bytes.clone();
    not_text[position(b"scf\0")] = 0xff;
    let mut newer = bytes.clone();
    newer[4] = 0x7f;
    let mut long = bytes.clone();
    let section = 5 + bytes[5..].iter().position(|byte| *byte == 0).unwrap() + 1;
    (long[section + 1], long[section + 2]) = (0xfe, 0xff);
    let cut = &bytes[..bytes.len() - 3];
    for (bytes, what) in [
        (&b"ML\xefR"[..], "it ends too early"),
        (cut, "bytes, and"),
        (&newer, "it has version 63, and 6 is the newest known"),
        (&long, "should have 16383 bytes, and"),
        (&not_text, "is not UTF-8"),
    ] {
        let said = said(bytes);
        assert!(
            said.starts_with(
                "p.mlirbc: error: this is not bytecode that MLIR 22 wrote, or the file is corrupted: "
            ) && said.contains(what),
            "{said}"
        );
    }
}
