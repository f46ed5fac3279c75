//! What a key depends on, and what it does not.

use crate::harness::{DOMAIN, SCALE, context, folder, parse};
use fvopt_runtime::{Compiler, Cpu, Target, Versions, cache::Key};
use std::collections::HashMap;

fn key(text: &str, entry: &str, target: Target, equal: &[(usize, usize)]) -> Key {
    key_of_versions(text, entry, target, equal, Versions::of_this())
}

fn key_of_versions(
    text: &str,
    entry: &str,
    target: Target,
    equal: &[(usize, usize)],
    versions: Versions,
) -> Key {
    let context = context();
    let module = parse(&context, "scale.mlir", text);
    let compiler = Compiler::new(target).with_versions(versions);
    let program = compiler.program(&module, entry);
    program.expect("an entry").key(equal).expect("a key")
}

fn of_text(text: &str) -> Key {
    key(text, "main", Target::host(), &[])
}

// requirement R17
#[test]
fn what_does_not_matter_changes_no_key() {
    let base = of_text(SCALE);
    let functions: Vec<&str> = SCALE.split_inclusive("\n}").collect();
    let [types, unused, main, ..] = functions[..] else {
        panic!("three functions")
    };
    let (types, scale) = types.split_at(types.find("stencil.func").expect("the first"));
    for (what, text) in [
        ("locations", format!("\n\n\n{SCALE}")),
        (
            "layout",
            SCALE.replace("  ", "      ").replace(" -> ", "  ->  "),
        ),
        (
            "comments",
            SCALE.replace("  stencil.return", "  // the end\n  stencil.return"),
        ),
        (
            "names of values",
            SCALE.replace("%w", "%west").replace("%l", "%loaded"),
        ),
        (
            "names of arguments",
            SCALE.replace("%dt", "%step").replace("%a", "%q"),
        ),
        ("names of types", SCALE.replace("!f", "!field")),
        ("order", [types, main, unused, scale].concat()),
        ("what is not called", [types, scale, main].concat()),
        (
            "an explicit module",
            format!("module {{\n{SCALE}\n}}")
                .replace("module {\n\n!f", "!f")
                .replace(
                    "!t = !stencil.temp<ijk x f64>\n",
                    "!t = !stencil.temp<ijk x f64>\nmodule {\n",
                ),
        ),
    ] {
        assert_eq!(of_text(&text), base, "{what}");
    }
}

// requirement R17
#[test]
fn each_input_changes_the_key() {
    let machine = folder("machine").join("machine.json");
    std::fs::write(&machine, "{\"cores\": 77}").expect("it can be written");
    let machine = machine.display().to_string();
    let host = Target::host;
    let mut keys = HashMap::new();
    let mut add = |what: &str, key: Key| {
        if let Some(other) = keys.insert(key, what.to_string()) {
            panic!("{what} and {other} have one key");
        }
    };
    add("nothing", of_text(SCALE));
    add(
        "a constant",
        of_text(&SCALE.replace("constant 0", "constant 2")),
    );
    add("an operation", of_text(&SCALE.replace("mulf", "addf")));
    add(
        "an offset",
        of_text(&SCALE.replace("[-1, 0, 0]", "[0, -1, 0]")),
    );
    add(
        "a box",
        of_text(&SCALE.replace("k = start to end)", "k = start to end - 1)")),
    );
    add("a type", of_text(&SCALE.replace("f64", "f32")));
    add(
        "a name of a function",
        of_text(&SCALE.replace("@scale", "@other")),
    );
    add(
        "fast math",
        of_text(&SCALE.replace("%w, %x : f64", "%w, %x fastmath<contract> : f64")),
    );
    add("the entry", key(SCALE, "scale", host(), &[]));
    add(
        "arguments that are one field",
        key(SCALE, "main", host(), &[(0, 1)]),
    );
    let targets = [
        (
            "the domain",
            Target {
                domain: Some(DOMAIN),
                ..host()
            },
        ),
        (
            "another domain",
            Target {
                domain: Some([1, 2, 3]),
                ..host()
            },
        ),
        (
            "one thread",
            Target {
                threads: Some(1),
                ..host()
            },
        ),
        (
            "two threads",
            Target {
                threads: Some(2),
                ..host()
            },
        ),
        (
            "checks",
            Target {
                checked: true,
                ..host()
            },
        ),
        (
            "math",
            Target {
                math: fvopt_math::Math::Libm,
                ..host()
            },
        ),
        (
            "the strategy",
            Target {
                strategy: fvopt_runtime::Strategy::Greedy,
                ..host()
            },
        ),
        ("the level", Target { level: 1, ..host() }),
        ("the machine", Target { machine, ..host() }),
        (
            "the processor",
            Target {
                cpu: Cpu {
                    name: "x86-64-v2".into(),
                    features: String::new(),
                },
                ..host()
            },
        ),
        (
            "a feature",
            Target {
                cpu: Cpu {
                    name: "x86-64-v2".into(),
                    features: "+avx".into(),
                },
                ..host()
            },
        ),
    ];
    for (what, target) in targets {
        add(what, key(SCALE, "main", target, &[]));
    }
    let this = Versions::of_this();
    for (what, versions) in [
        (
            "the compiler",
            Versions {
                compiler: this.compiler.clone() + "+",
                ..this.clone()
            },
        ),
        (
            "LLVM",
            Versions {
                llvm: this.llvm.clone() + "+",
                ..this.clone()
            },
        ),
        (
            "the memory ABI",
            Versions {
                abi: this.abi + 1,
                ..this.clone()
            },
        ),
        (
            "the manifest",
            Versions {
                manifest: this.manifest + 1,
                ..this.clone()
            },
        ),
    ] {
        add(what, key_of_versions(SCALE, "main", host(), &[], versions));
    }
}

#[test]
fn a_machine_is_what_it_says_and_not_what_it_is_called() {
    let folder = folder("machines");
    let target = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("it can be written");
        Target {
            machine: path.display().to_string(),
            ..Target::host()
        }
    };
    let first = key(SCALE, "main", target("a.json", "{\"cores\": 5}"), &[]);
    let moved = key(SCALE, "main", target("b.json", "{ \"cores\" : 5 }"), &[]);
    let changed = key(SCALE, "main", target("a.json", "{\"cores\": 6}"), &[]);
    assert_eq!(first, moved);
    assert_ne!(first, changed);
}
