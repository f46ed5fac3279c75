//! `fvopt-lsp-server` as an editor uses it: what is under the cursor, where it is defined, what is
//! wrong. The page "Editors" shows how editors start it.

mod client;

use client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///smooth.mlir";

const PROGRAM: &str = "\
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%q: !field, %r: !field) {
  program.call @smooth(%q, %r) : !field, !field
  program.return
}

stencil.func @smooth(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = arith.addf %w, %e : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
";

/// The position of a text in the program, moved on by some letters.
fn position(of: &str, letters: usize) -> Value {
    let at = PROGRAM.find(of).expect("the program has it") + letters;
    let line = PROGRAM[..at].matches('\n').count();
    let start = PROGRAM[..at].rfind('\n').map_or(0, |newline| newline + 1);
    json!({ "line": line, "character": at - start })
}

fn at(of: &str, letters: usize) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": position(of, letters) })
}

// requirement T9
#[test]
fn an_editor_shows_what_is_under_the_cursor_and_goes_to_its_definition() {
    let (mut client, can) = Client::start();
    for ability in [
        "hoverProvider",
        "definitionProvider",
        "referencesProvider",
        "documentSymbolProvider",
    ] {
        assert_eq!(can[ability], json!(true), "{ability} in {can}");
    }
    assert!(can["completionProvider"].is_object(), "{can}");
    assert_eq!(client.open(URI, PROGRAM), Vec::<Value>::new());

    let hover = client.request("textDocument/hover", at("stencil.apply", 3));
    let text = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(text.contains("stencil.apply"), "{hover}");

    // A value: from its use to where it is defined.
    let found = client.request("textDocument/definition", at("stencil.access %t[1", 16));
    let start = &found[0]["range"]["start"];
    assert_eq!(*start, position("%t = stencil.load", 0), "{found}");

    // A symbol: from the call to the stencil.
    let found = client.request("textDocument/definition", at("program.call @smooth", 15));
    let start = &found[0]["range"]["start"];
    assert_eq!(
        start["line"],
        position("stencil.func @smooth", 0)["line"],
        "{found}"
    );

    // All uses of a temp: two accesses and its definition.
    let mut asked = at("%t = stencil.load", 1);
    asked["context"] = json!({ "includeDeclaration": true });
    let found = client.request("textDocument/references", asked);
    assert_eq!(found.as_array().map(Vec::len), Some(3), "{found}");

    // The outline names the functions.
    let document = json!({ "textDocument": { "uri": URI } });
    let outline = client.request("textDocument/documentSymbol", document);
    for name in ["main", "smooth"] {
        assert!(outline.to_string().contains(name), "{outline}");
    }

    assert!(client.stop().success());
}

// requirement T9
#[test]
fn an_editor_is_told_what_is_wrong_while_one_types() {
    let (mut client, _) = Client::start();
    // A constraint of the dialect.
    let broken = PROGRAM.replace("stencil.access %t[1, 0, 0]", "stencil.access %t[1, 0]");
    let found = client.open(URI, &broken);
    let message = found[0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("[access_c1]"), "{found:?}");
    let line = &found[0]["range"]["start"]["line"];
    assert_eq!(*line, position("%e = stencil.access", 0)["line"]);
    // Syntax.
    let found = client.change(URI, 2, &PROGRAM.replace("start to end,", "start to,"));
    assert_eq!(found.len(), 1, "{found:?}");
    let line = &found[0]["range"]["start"]["line"];
    assert_eq!(*line, position("stencil.store", 0)["line"], "{found:?}");
    // Mended.
    assert_eq!(client.change(URI, 3, PROGRAM), Vec::<Value>::new());
    // A second module after a border: its errors are on its own lines, and the first may be good.
    let two = format!("{PROGRAM}// -----\n{broken}");
    let found = client.change(URI, 4, &two);
    assert_eq!(found.len(), 1, "{found:?}");
    let first = PROGRAM.lines().count() as u64 + 1;
    let line = found[0]["range"]["start"]["line"].as_u64();
    let inside = position("%e = stencil.access", 0)["line"].as_u64();
    assert_eq!(line, inside.map(|inside| first + inside), "{found:?}");
    assert!(client.stop().success());
}
