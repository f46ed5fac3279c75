//! Programs that grow along one dimension each.

const TYPES: &str = "!field = !stencil.field<ijk x f64>\n!temp = !stencil.temp<ijk x f64>\n";
const ALL: &str = "(i = start to end, j = start to end, k = start to end)";

/// The lines that a function makes of the numbers below a count.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn stencil(arguments: &str, body: &str) -> String {
    format!("{TYPES}stencil.func @main({arguments}) {{\n{body}  stencil.return\n}}\n")
}

fn one_apply(body: &str, result: &str) -> String {
    let body = format!(
        "  %l = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {{
{body}    stencil.yield {result} : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field\n"
    );
    stencil("%q: !field, %o: !field", &body)
}

/// Operations in one body.
pub fn chain(count: usize) -> String {
    let first = "    %w = arith.constant 1.5 : f64\n    %x0 = stencil.access %l[0, 0, 0] : !temp\n";
    let rest = lines(count, |n| {
        let (name, other) = (["mulf", "addf"][n % 2], ["%x0", "%w"][n % 3 / 2]);
        format!("    %x{} = arith.{name} %x{n}, {other} : f64\n", n + 1)
    });
    one_apply(&format!("{first}{rest}"), &format!("%x{count}"))
}

/// Branches in sequence.
pub fn branches(count: usize) -> String {
    let first =
        "    %x0 = arith.constant -1.0 : f64\n    %v = stencil.access %l[0, 0, 0] : !temp\n";
    let rest = lines(count, |n| {
        let next = n + 1;
        format!(
            "    %c{n} = arith.cmpf ogt, %x{n}, %v : f64
    %x{next} = scf.if %c{n} -> (f64) {{
      %y = arith.subf %x{n}, %v : f64
      scf.yield %y : f64
    }} else {{
      scf.yield %v : f64
    }}\n"
        )
    });
    one_apply(&format!("{first}{rest}"), &format!("%x{count}"))
}

/// Fields that one apply reads.
pub fn fields(count: usize) -> String {
    let arguments = lines(count, |n| format!("%q{n}: !field, "));
    let loads = lines(count, |n| {
        format!("  %l{n} = stencil.load %q{n} : !field -> !temp\n")
    });
    let sums = lines(count, |n| {
        let before = if n == 0 {
            "%zero".into()
        } else {
            format!("%x{}", n - 1)
        };
        format!(
            "    %a{n} = stencil.access %l{n}[0, 0, 0] : !temp\n    %x{n} = arith.addf {before}, %a{n} : f64\n"
        )
    });
    let body = format!(
        "{loads}  %r = stencil.apply -> (!temp) {{
    %zero = arith.constant 0.0 : f64
{sums}    stencil.yield %x{} : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field\n",
        count - 1
    );
    stencil(&format!("{arguments}%o: !field"), &body)
}

/// Partial updates at run-time positions.
pub fn positions(count: usize) -> String {
    let arguments = lines(count, |n| format!(", %p{n}: index"));
    let updates = lines(count, |n| {
        let next = n + 1;
        format!(
            "  %a{n} = stencil.apply -> (!temp) {{
    %x = stencil.access %t{n}[-1, 0, 0] : !temp
    stencil.yield %x : f64
  }}
  %t{next} = stencil.insert %a{n} into %t{n} (i = %p{n} to %p{n} + 2) : !temp into !temp\n"
        )
    });
    let body = format!(
        "  %t0 = stencil.load %q : !field -> !temp\n{updates}  stencil.store %t{count} to %o {ALL} : !temp to !field\n"
    );
    stencil(&format!("%q: !field, %o: !field{arguments}"), &body)
}

/// Stages of a sweep, in six intervals.
pub fn stages(count: usize) -> String {
    let cuts = [
        "start to start + 1",
        "start + 1 to start + 2",
        "start + 2 to end - 3",
        "end - 3 to end - 2",
        "end - 2 to end - 1",
        "end - 1 to end",
    ];
    let stages = lines(count, |n| {
        format!(
            "      stencil.stage writes(%c[0] : !temp) {{
        %k = arith.constant {n}.25 : f64
        %v = stencil.access %c[0, 0, 0] : !temp
        %s = arith.mulf %v, %k : f64
        stencil.yield %s : f64
      }}\n"
        )
    });
    let intervals: String = cuts
        .iter()
        .map(|cut| format!("    stencil.interval (k = {cut}) {{\n{stages}    }}\n"))
        .collect();
    let body = format!(
        "  %t = stencil.load %q : !field -> !temp
  %r = stencil.sweep forward carries(%c = %t : !temp) {{
{intervals}  }}
  stencil.store %r to %q {ALL} : !temp to !field\n"
    );
    stencil("%q: !field", &body)
}

/// Values that a sweep carries.
pub fn carries(count: usize) -> String {
    let list = |text: fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().join(", ");
    let state = list(|n| format!("%c{n} = %t : !temp"));
    let stages = lines(count, |n| {
        format!(
            "      stencil.stage writes(%c{n}[0] : !temp) {{
        %v = stencil.access %c{n}[0, 0, -1] : !temp
        %w = stencil.access %c{}[0, 0, 0] : !temp
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }}\n",
            (n + count - 1) % count
        )
    });
    let body = format!(
        "  %t = stencil.load %q : !field -> !temp
  %r:{count} = stencil.sweep forward carries({state}) {{
    stencil.interval (k = start to end) {{
{stages}    }}
  }}
  stencil.store %r#{} to %q {ALL} : !temp to !field\n",
        count - 1
    );
    stencil("%q: !field", &body)
}

/// Calls of one stencil.
pub fn calls(count: usize) -> String {
    let stencil = format!(
        "{TYPES}stencil.func @s(%q: !field, %o: !field) {{
  %l = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {{
    %x = stencil.access %l[0, -1, 0] : !temp
    stencil.yield %x : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field
  stencil.return
}}\n"
    );
    let calls = lines(count, |n| {
        let arguments = ["%q, %o", "%o, %q"][n % 2];
        format!("  program.call @s({arguments}) : !field, !field\n")
    });
    format!("{stencil}program.func @main(%q: !field, %o: !field) {{\n{calls}  program.return\n}}\n")
}
