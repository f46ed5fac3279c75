//! Texts that cross the border to MLIR: names, options, sources, messages.

use mlir_shim::{
    diagnostic,
    ir::{Ctx, Loc, Op, OwnedModule, Symbol},
    melior::{Context, dialect::DialectRegistry},
    pass::{
        Failed, OptionKind, OptionValues, Pass, PassOption, Pipeline, nested, run_pipeline,
        upstream,
    },
};
use std::sync::Mutex;

#[test]
fn names_are_shown_as_in_textual_ir_and_read_back() {
    for (name, shown) in [
        ("main", "@main"),
        ("_a.b$1", "@_a.b$1"),
        ("a b", "@\"a b\""),
        ("x},cse{", "@\"x},cse{\""),
        ("größe", "@\"größe\""),
        ("a\0b\n", "@\"a\\00b\\0A\""),
        ("a\"\\", "@\"a\\\"\\\\\""),
        ("1", "@\"1\""),
        ("", "@\"\""),
    ] {
        assert_eq!(Symbol(name).to_string(), shown);
        assert_eq!(Symbol::parse(shown).as_deref(), Some(name));
    }
    assert_eq!(Symbol::parse("@\"a\\C3\\A4\"").as_deref(), Some("aä"));
    for wrong in [
        "main",
        "@\"a",
        "@\"a\"b\"",
        "@\"\\\"",
        "@\"\\FF\"",
        "@\"\\zz\"",
    ] {
        assert_eq!(Symbol::parse(wrong), None, "{wrong}");
    }
}

static ECHO: Pass = Pass {
    name: "test-echo",
    description: "Says what its options are",
    options: &[
        PassOption {
            name: "entry",
            help: "a name",
            kind: OptionKind::Symbol,
        },
        PassOption {
            name: "text",
            help: "a text",
            kind: OptionKind::Text("none"),
        },
        PassOption {
            name: "count",
            help: "a number",
            kind: OptionKind::Integer(7),
        },
        PassOption {
            name: "flag",
            help: "a flag",
            kind: OptionKind::Bool(false),
        },
    ],
    run: echo,
};

static SAID: Mutex<String> = Mutex::new(String::new());

fn echo(_module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    *SAID.lock().expect("not poisoned") = format!(
        "{:?} {:?} {} {}",
        options.symbol("entry"),
        options.text("text"),
        options.integer("count"),
        options.bool("flag")
    );
    Ok(())
}

/// What the pass is given is what the pipeline was made with, by itself and through its text.
#[test]
fn options_reach_passes_as_they_are_and_as_text() {
    let context = Context::new();
    mlir_shim::register_upstream_passes();
    let module = OwnedModule::parse(Ctx::of(&context), "module {}").expect("valid");
    for name in [
        "main", "a b", "x},cse{", "größe", "a\0b", "a\\20b", "'\"", "a=1 b=2", "\\n", "{", "$entry",
    ] {
        for text in ["generic", "a b.json", "{}", "it's", ""] {
            let step = ECHO.step().with_symbol("entry", Some(name));
            let step = step.with("text", text).with("count", -3).with("flag", true);
            let passes = Pipeline::from_iter([step, upstream("cse")]);
            let expected = format!("{:?} {text:?} -3 true", Some(name));
            passes.run(module.op()).expect("it runs");
            assert_eq!(*SAID.lock().expect("not poisoned"), expected);
            run_pipeline(module.op(), &format!("builtin.module({passes})")).expect("it runs");
            assert_eq!(*SAID.lock().expect("not poisoned"), expected, "{passes}");
        }
    }
    let passes = Pipeline::from_iter([ECHO.step(), nested("func.func", [upstream("cse")])]);
    passes.run(module.op()).expect("it runs");
    assert_eq!(*SAID.lock().expect("not poisoned"), "None \"none\" 7 false");
    assert_eq!(passes.to_string(), "test-echo,func.func(cse)");
    let wrong = Pipeline::from_iter([upstream("no-such-pass")]);
    let (result, diagnostics) = diagnostic::capture(Ctx::of(&context), || wrong.run(module.op()));
    assert_eq!(result, Err(Failed));
    assert!(
        diagnostics[0]
            .message
            .starts_with("malformed pipeline: `no-such-pass`: ")
    );
}

/// The dialects' logic is given by the crates above, which this test does without.
#[test]
fn dialects_without_their_hooks_say_what_is_missing() {
    let context = Context::new();
    let registry = DialectRegistry::new();
    mlir_shim::register_dialects(&registry);
    context.append_dialect_registry(&registry);
    for name in ["stencil", "program"] {
        context.get_or_load_dialect(name);
    }
    for source in [
        "stencil.func @f() { stencil.return }",
        "program.func @f(%t: !stencil.temp<ijk x f64>) { program.return }",
        "func.func private @f() attributes {program.places = []}",
        "func.func private @f() attributes {b = #stencil.box<(i = start to end)>}",
    ] {
        context.get_or_load_dialect("func");
        let (module, diagnostics) = diagnostic::capture(Ctx::of(&context), || {
            OwnedModule::parse(Ctx::of(&context), source)
        });
        assert!(module.is_none(), "{source}");
        let said = diagnostics.iter().map(|one| one.message.as_str());
        let said = said.collect::<Vec<_>>().join("\n");
        assert!(
            said.contains("call `ir_program::register`"),
            "{source}: {said}"
        );
    }
}

/// MLIR's lexer reads on to a NUL: what follows the text in memory is none of its business.
#[test]
fn a_source_ends_where_it_ends() {
    let context = Context::new();
    let source = String::from("module {} and what comes after");
    assert!(OwnedModule::parse(Ctx::of(&context), &source[.."module {}".len()]).is_some());
    assert!(OwnedModule::parse(Ctx::of(&context), "module {}\0").is_some());
}

/// MLIR hands long messages over in parts that may end within a letter.
#[test]
fn long_messages_keep_their_letters() {
    let context = Context::new();
    for start in 0..3 {
        let message = "x".repeat(start) + &"ä€".repeat(10_000);
        let (_, diagnostics) = diagnostic::capture(Ctx::of(&context), || {
            diagnostic::error(Loc::unknown(Ctx::of(&context)), &message, &[]);
        });
        assert!(diagnostics[0].message == message, "start {start}");
    }
}
