use crate::{Axes, translate};

fn translated(text: &str) -> String {
    match translate("a.mlir", text, &Axes::default()) {
        Ok(translation) => translation.text,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_laplacian_keeps_its_names() {
    let text = translated(
        "func.func @lap(%in : !stencil.field<[-1,9]x[-1,9]xf64>, %out : !stencil.field<[0,8]x[0,8]xf64>) {
           %t = stencil.load %in : !stencil.field<[-1,9]x[-1,9]xf64> -> !stencil.temp<?x?xf64>
           %r = stencil.apply(%a = %t : !stencil.temp<?x?xf64>) -> (!stencil.temp<?x?xf64>) {
             %w = stencil.access %a[-1, 0] : !stencil.temp<?x?xf64>
             %e = stencil.access %a[1, 0] : !stencil.temp<?x?xf64>
             %s = arith.addf %w, %e : f64
             stencil.return %s : f64
           }
           stencil.store %r to %out(<[0, 0], [8, 8]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,8]xf64>
           func.return
         }",
    );
    assert_eq!(
        text,
        "// Translated by fvopt-translate from a.mlir.\n\n\
         // @lap: --domain 8,8,1, whose first point is (0, 0, 0) in the source.\n\
         stencil.func @lap(%in: !stencil.field<ij x f64>,\n\
         \x20                 %out: !stencil.field<ij x f64>) {\n\
         \x20 %t = stencil.load %in : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>\n\
         \x20 %r = stencil.apply -> (!stencil.temp<ij x f64>) {\n\
         \x20   %w = stencil.access %t[-1, 0] : !stencil.temp<ij x f64>\n\
         \x20   %e = stencil.access %t[1, 0] : !stencil.temp<ij x f64>\n\
         \x20   %s = arith.addf %w, %e : f64\n\
         \x20   stencil.yield %s : f64\n\
         \x20 }\n\
         \x20 stencil.store %r to %out (i = start to end, j = start to end)\n\
         \x20     : !stencil.temp<ij x f64> to !stencil.field<ij x f64>\n\
         \x20 stencil.return\n}\n"
    );
}

/// A function of two lines of fields, with operations of its own and a body for its apply.
fn program(before: &str, body: &str, after: &str) -> String {
    format!(
        "func.func @f(%a : !stencil.field<[0,8]xf64>, %b : !stencil.field<[0,8]xf64>, %n : f64) {{
           {before}
           %t = stencil.load %a : !stencil.field<[0,8]xf64> -> !stencil.temp<?xf64>
           %r = stencil.apply(%x = %t : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>) {{
             {body}
           }}
           {after}
           func.return
         }}"
    )
}

const BODY: &str = "%v = stencil.access %x[0] : !stencil.temp<?xf64>\n stencil.return %v : f64";
const STORE: &str =
    "stencil.store %r to %b(<[0], [8]>) : !stencil.temp<?xf64> to !stencil.field<[0,8]xf64>";

/// The message of the error, and the text from where it points on.
fn refused(text: &str) -> (String, &str) {
    match translate("a.mlir", text, &Axes::default()) {
        Err(error) => (error.message, &text[error.site.0..]),
        Ok(translation) => panic!("{text}\nwas translated to\n{}", translation.text),
    }
}

fn is_refused(text: &str, site: &str, part: &str) {
    let (message, rest) = refused(text);
    assert!(
        message.contains(part),
        "{message}\ndoes not contain\n{part}"
    );
    assert!(
        rest.starts_with(site),
        "{message}\npoints to\n{rest}\nnot to {site}"
    );
}

// requirement T8
#[test]
fn operations_of_a_function_are_checked() {
    for (before, site, part) in [
        (
            "%s = stencil.alloc : !stencil.field<[0,8]xf64>",
            "stencil.alloc",
            "stencil-bufferize",
        ),
        ("func.call @g() : () -> ()", "func.call", "program.call"),
        (
            "%v = stencil.access %a[0] : !stencil.field<[0,8]xf64>",
            "stencil.access",
            "body of a stencil.apply",
        ),
        (
            "%m = stencil.load %c : !stencil.field<[0,8]xf64> -> !stencil.temp<?xf64>",
            "%c",
            "not defined before",
        ),
        (
            "%a = arith.constant 1.0 : f64",
            "%a = arith",
            "defined twice",
        ),
        (
            "%m = stencil.load %n : f64 -> !stencil.temp<?xf64>",
            "stencil.load",
            "not a !stencil.field",
        ),
        (
            "%m = stencil.load %a : !stencil.field<[0,8]xf64> -> !stencil.temp<?x?xf64>",
            "stencil.load",
            "1 dimensions to 2",
        ),
        (
            "%m = stencil.load %a : !stencil.field<[0,8]xf64> -> !stencil.temp<?xf32>",
            "stencil.load",
            "elements f64 to f32",
        ),
        (
            "%m, %o = stencil.load %a : !stencil.field<[0,8]xf64> -> !stencil.temp<?xf64>",
            "stencil.load",
            "1 results here, but 2 names",
        ),
        (
            "%m = stencil.load %a : !stencil.field<[0,8]xf16> -> !stencil.temp<?xf64>",
            "f16",
            "elements of type f16",
        ),
        (
            "stencil.external_store %a to %b : !stencil.field<[0,8]xf64> to !stencil.field<[0,8]xf64>",
            "stencil.external_store",
            "store to the field of that memory",
        ),
        ("dmp.swap %a", "dmp.swap", "program.exchange"),
        (
            "%m = frobnicate %a : f64",
            "frobnicate",
            "supported are the stencil dialect",
        ),
        (
            "\"stencil.load\"(%a) : (!stencil.field<[0,8]xf64>) -> ()",
            "\"stencil.load\"",
            "one result",
        ),
        ("^bb1:", "^bb1", "several blocks"),
    ] {
        is_refused(&program(before, BODY, STORE), site, part);
    }
}

#[test]
fn bodies_are_checked() {
    let yielded = "stencil.return %v : f64";
    for (body, site, part) in [
        ("%s = stencil.store_result : !stencil.result<f64>".to_string(), "stencil.store_result", "value at every point"),
        ("%v = stencil.access %x[0, 1] : !stencil.temp<?xf64>".into(), "stencil.access", "2 offsets for a temp of 1"),
        ("%v = stencil.access %x[9] : !stencil.temp<?xf64>\n stencil.return %v : f64".into(), "stencil.load", "reads 9 to 17 on axis i of `%a`, which has 0 to 8"),
        ("%v = stencil.access %x[0] : !stencil.temp<?xf64>".into(), "stencil.apply", "does not end"),
        ("%v = arith.constant 1.0 : f64\n stencil.return %v, %v : f64, f64".into(), "stencil.return", "2 values where 1 are needed"),
        (format!("%v = arith.constant 1.0 : f64\n {yielded}\n {yielded}"), "stencil.return %v : f64\n           }", "may follow the end"),
        ("%i = stencil.index 1 <[0, 0]>".into(), "stencil.index", "dimension 1 of an apply that has 1"),
        ("%v = stencil.load %x : f64 -> f64".into(), "stencil.load", "outside of stencil.apply"),
        ("%i = stencil.index 0 <[2]>\n %v = stencil.dyn_access %x[%i] in <[0]> : <[0]> : !stencil.temp<?xf64>\n stencil.return %v : f64".into(), "stencil.dyn_access", "outside of the extent 0 to 0"),
        ("%i = arith.constant 2 : index\n %v = stencil.dyn_access %x[%i] in <[0]> : <[0]> : !stencil.temp<?xf64>\n stencil.return %v : f64".into(), "stencil.dyn_access", "--axes"),
        ("%v = stencil.access %x[0] : !stencil.temp<?xf64>\n stencil.return %v unroll <[1]> : f64".into(), "stencil.return", "stencil-unroll"),
        ("%v = stencil.depend 0 [-1] : f64".into(), "stencil.depend", "stencil.sweep"),
    ] {
        is_refused(&program("", &body, STORE), site, part);
    }
}

#[test]
fn stores_say_what_the_domain_is() {
    for (after, site, part) in [
        ("", "func.func", "stores nothing"),
        (
            "stencil.store %r to %b(<[2], [9]>) : !stencil.temp<?xf64> to !stencil.field<[0,8]xf64>",
            "stencil.store",
            "writes 2 to 9 on axis i of `%b`, which has 0 to 8",
        ),
        (
            "stencil.store %r to %b(<[2], [2]>) : !stencil.temp<?xf64> to !stencil.field<[0,8]xf64>",
            "stencil.store",
            "2 to 2",
        ),
        (
            "stencil.store %r to %b(<[0, 0], [8, 8]>) : !stencil.temp<?xf64> to !stencil.field<[0,8]xf64>",
            "stencil.store",
            "2 dimensions for `%b`, which has 1",
        ),
        (
            "stencil.store %r to %b(<[0], [8, 8]>) : !stencil.temp<?xf64> to !stencil.field<[0,8]xf64>",
            "<[0]",
            "1 low ends and 2 high",
        ),
    ] {
        is_refused(&program("", BODY, after), site, part);
    }
}

#[test]
fn functions_are_checked() {
    let good = program("", BODY, STORE);
    let twice = format!("{good}\n{good}");
    let (message, _) = refused(&twice);
    assert!(message.contains("two functions @f"), "{message}");
    for (text, site, part) in [
        (
            good.replace("%n : f64", "%n : !stencil.temp<?xf64>"),
            "%n",
            "make this a !stencil.field",
        ),
        (
            good.replace("%n : f64", "%n : memref<4xf64>"),
            "%n",
            "no stencil.external_load",
        ),
        (
            good.replace("%n : f64) {", "%n : f64) -> f64 {"),
            "-> f64",
            "has no results",
        ),
        (
            good.replace("func.return\n         }", "func.return"),
            "{\n",
            "not closed",
        ),
        ("scf.for".to_string(), "scf.for", "where functions stand"),
        (String::new(), "", "no function with a body"),
        (
            "func.func private @g(f64)".to_string(),
            "",
            "no function with a body",
        ),
        (
            "func.func @f(%a : \"x".to_string(),
            "\"x",
            "no closing quote",
        ),
    ] {
        let (message, _) = refused(&text);
        assert!(message.contains(part), "{message}");
        if !site.is_empty() && site != "{\n" {
            is_refused(&text, site, part);
        }
    }
}

/// The same field on two different axes has no counterpart.
#[test]
fn a_value_is_on_the_same_axes_everywhere() {
    let text = "func.func @f(%a : !stencil.field<[0,8]xf64>, %b : !stencil.field<[0,8]x[0,8]xf64>) {
      %t = stencil.load %a : !stencil.field<[0,8]xf64> -> !stencil.temp<?xf64>
      %r = stencil.apply(%x = %t : !stencil.temp<?xf64>) -> (!stencil.temp<?x?xf64>) {
        %v = stencil.access %x[0, _] : !stencil.temp<?xf64>
        %w = stencil.access %x[_, 0] : !stencil.temp<?xf64>
        %s = arith.addf %v, %w : f64
        stencil.return %s : f64
      }
      stencil.store %r to %b(<[0, 0], [8, 8]>) : !stencil.temp<?x?xf64> to !stencil.field<[0,8]x[0,8]xf64>
      func.return
    }";
    is_refused(
        text,
        "stencil.access %x[_, 0]",
        "on the dimensions [1] here and on [0] elsewhere",
    );
    let text = text.replace("%w = stencil.access %x[_, 0]", "%w = stencil.access %x[0]");
    is_refused(&text, "stencil.access %x[0] ", "write `_` at the access");
}

/// The type at an argument of an apply must be that of what it is given.
#[test]
fn arguments_have_the_dimensions_of_what_they_are_given() {
    let body = BODY.replace("%x[0]", "%x[0, 0]");
    let text = program("", &body, STORE).replace(
        "%x = %t : !stencil.temp<?xf64>",
        "%x = %t : !stencil.temp<?x?xf64>",
    );
    is_refused(
        &text,
        "%x = %t",
        "%x` has 2 dimensions, but it is or holds the same as `%a`",
    );
}

/// Deep nesting is an error, not an overflow of the stack.
#[test]
fn regions_nest_as_deep_as_in_fvopt() {
    let open = "%c = arith.constant true\n".to_string() + &"scf.if %c {\n".repeat(5000);
    let body = open + &"}\n".repeat(5000) + BODY;
    let (message, _) = refused(&program("", &body, STORE));
    assert_eq!(message, "regions nest more than 256 deep here");
}

/// No prefix of a program makes the parser panic.
#[test]
fn every_prefix_of_a_program_is_refused_or_translated() {
    let text = program("", BODY, STORE);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let _ = translate("a.mlir", &text[..end], &Axes::default());
    }
    for (at, letter) in text.char_indices() {
        for other in ["", "<", "}", "%", "\"", "9", "é"] {
            let changed = format!("{}{other}{}", &text[..at], &text[at + letter.len_utf8()..]);
            let _ = translate("a.mlir", &changed, &Axes::default());
        }
    }
}

#[test]
fn axes_are_read_and_shown() {
    for text in ["ijk", "kji", "k", "ik"] {
        assert_eq!(
            text.parse::<Axes>().map(|axes| axes.to_string()),
            Ok(text.to_string())
        );
    }
    for text in ["", "ii", "ijkx", "xyz"] {
        assert!(text.parse::<Axes>().is_err(), "{text}");
    }
}

/// Aliases of types, nested modules, declarations and locations are read.
#[test]
fn what_carries_no_meaning_is_passed_over() {
    let text = "#loc = loc(\"x\":1:2)
      !field = !stencil.field<[0,8]xf64>
      module @m attributes {a = 1 : i64} {
        func.func private @declared(!field, f64)
        builtin.module {
          func.func public @f(%a : !field {llvm.noalias} loc(\"y\":1:1), %b : !field) attributes {x} {
            %t = stencil.load %a : !field -> !stencil.temp<?xf64> loc(#loc)
            %unused = stencil.apply(%x = %t : !stencil.temp<?xf64>) -> (!stencil.temp<?xf64>) {
              %v = stencil.access %x[0] : !stencil.temp<?xf64>
              stencil.return %v : f64
            } loc(#loc)
            %r = stencil.apply() -> (!stencil.temp<?xf64>) {
              %v = arith.constant {note} 1.0 : f64
              %c = arith.constant true
              %w = arith.select %c, // of two
                %v, %v : f64
              stencil.return %w : f64
            }
            stencil.store %r to %b(<[0], [8]>) : !stencil.temp<?xf64> to !field
            return
          } loc(#loc)
        }
      }";
    let found = translated(text);
    assert!(!found.contains("%unused"), "{found}");
    assert!(
        found.contains("%w = arith.select %c, %v, %v : f64\n"),
        "{found}"
    );
    assert!(
        found.contains("stencil.func @f(%a: !stencil.field<i x f64>,"),
        "{found}"
    );
}
