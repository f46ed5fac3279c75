//! `fvopt run`: what is done when, and what is told before it takes long.

// requirement T6

use crate::{Folder, said};

/// An array that lies wholly behind the domain's first point binds when it holds what is read.
const NEGATIVE_ORIGIN: &str = "\
!plane = !stencil.field<ij x f64>
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane_temp = !stencil.temp<ij x f64>

program.func @main(%edge: !plane, %q: !field) {
  program.call @east(%edge, %q) (i = end to end + 1, j = start to end, k = start to end) : !plane, !field
  program.return
}

stencil.func @east(%edge: !plane, %q: !field) {
  %e = stencil.load %edge : !plane -> !plane_temp
  %x = stencil.apply -> (!temp) {
    %v = stencil.access %e[0, 0] : !plane_temp
    stencil.yield %v : f64
  }
  stencil.store %x to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
";

/// A body of many operations that depend on each other: seconds of machine code. A value that was
/// never written is stored, which the interpreter finds at once.
fn long_and_wrong() -> String {
    let mut text = String::from(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @long(%a: !f, %b: !f, %c: !f) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v0 = stencil.access %l[0, 0, 0] : !t\n",
    );
    let last = 1500;
    for number in 1..=last {
        let before = number - 1;
        text += &format!("    %w{number} = math.exp %v{before} : f64\n");
        text += &format!("    %v{number} = arith.divf %w{number}, %v{before} : f64\n");
    }
    text += &format!(
        "    stencil.yield %v{last} : f64
  }}
  %u = stencil.undef : !t
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.store %u to %c (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}}
"
    );
    text
}

/// Two operations on a field.
const SMALL: &str = "\
stencil.func @small(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>) {
  %l = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %l[-1, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
";

#[test]
fn negative_origin() {
    let folder = Folder::new("negative_origin");
    folder.file("negative_origin.mlir", NEGATIVE_ORIGIN);
    folder.ones("edge.npy", &[1, 12]);
    let run = |origin: &str, more: &[&str]| {
        let edge = format!("edge=edge.npy@{origin}");
        let arguments = [
            "run",
            "negative_origin.mlir",
            "--domain",
            "12,12,1",
            "--arg",
            &edge,
        ];
        folder.fvopt(&[&arguments[..], more].concat())
    };
    for more in [&["--check"][..], &["--checked"], &["--interpret"]] {
        said(&run("-12,0,0", more), &format!("{more:?}"));
    }
    // Elsewhere it does not hold what is read, and the message says what it holds.
    for (origin, message) in [
        (
            "-13,0,0",
            "error: argument `edge` is too small on the low side of axis i: the program needs it from 12 on, but it starts at 13 (coordinate 0 is the first point of the domain)\n",
        ),
        (
            "5,0,0",
            "error: argument `edge` is too small on the high side of axis i: the program needs it up to 13, but it ends at -4 (coordinate 0 is the first point of the domain)\n",
        ),
        (
            "-9223372036854775808,0,0",
            "error: argument `edge`: the domain cannot start at index -9223372036854775808 of axis i: indices go from -549755813888 to 549755813888\n",
        ),
    ] {
        let output = run(origin, &[]);
        assert_eq!(output.status.code(), Some(2), "{origin}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), message, "{origin}");
    }
}

/// The stages that have ended, as `-v` tells them.
fn stages(errors: &str) -> Vec<&str> {
    [
        "flatten",
        "bounds",
        "schedule",
        "loops",
        "llvm",
        "machine code",
    ]
    .into_iter()
    .filter(|stage| {
        errors.lines().any(|line| {
            line.contains("close")
                && (line.contains(&format!("name=\"{stage}\""))
                    || line.contains(&format!("{stage}: close")))
        })
    })
    .collect()
}

#[test]
fn warnings_are_told_before_machine_code_is_made() {
    let folder = Folder::new("warnings");
    let text = SMALL.replace(
        "%l = stencil.load %a : !stencil.field<ijk x f64> ->",
        "%l = stencil.undef :",
    );
    folder.file("undefined.mlir", text);
    let run = |more: &[&str]| {
        let arguments = ["run", "undefined.mlir", "-v", "--domain", "4,4,4"];
        let output = folder.fvopt(&[&arguments[..], more].concat());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let errors = run(&[]);
    let (before, after) = errors
        .split_once("undefined.mlir:")
        .expect("a warning with its place");
    assert_eq!(stages(before), ["flatten", "bounds"], "{errors}");
    assert!(after.contains(" warning: "), "{errors}");
    assert!(stages(after).contains(&"machine code"), "{errors}");
    // Once, whichever sides run.
    for more in [&[][..], &["--check"], &["--interpret"]] {
        assert_eq!(run(more).matches(" warning: ").count(), 1, "{more:?}");
    }
}

#[test]
fn to_interpret_nothing_is_compiled() {
    let folder = Folder::new("interpret");
    folder.file("small.mlir", SMALL);
    let run = |more: &[&str]| {
        let output =
            folder.fvopt(&[&["run", "small.mlir", "-v", "--domain", "4,4,4"], more].concat());
        said(&output, &format!("{more:?}"));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert_eq!(stages(&run(&["--interpret"])), ["flatten", "bounds"]);
    let all = [
        "flatten",
        "bounds",
        "schedule",
        "loops",
        "llvm",
        "machine code",
    ];
    assert_eq!(stages(&run(&[])), all);
    assert_eq!(stages(&run(&["--check"])), all);
}

#[test]
fn what_the_interpreter_finds_is_told_without_waiting_for_machine_code() {
    let folder = Folder::new("at_once");
    folder.file("long.mlir", long_and_wrong());
    let arguments = ["run", "long.mlir", "-v", "--domain", "4,1,1", "--check"];
    let output = folder.fvopt(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        errors.contains("stores an undefined value at (0, 0, 0)"),
        "{errors}"
    );
    assert!(!stages(&errors).contains(&"machine code"), "{errors}");
}

#[test]
fn what_does_not_fit_into_memory_is_told_before_it_is_compiled() {
    let folder = Folder::new("memory");
    folder.file("small.mlir", SMALL);
    let huge = ["run", "small.mlir", "-v", "--domain", "1000000,100000,1000"];
    for (more, copies, what, advice) in [
        (&[][..], 2, "fields and temporaries", ""),
        (&["--interpret"], 3, "the fields of the interpreter", ""),
        (
            &["--check"],
            4,
            "the fields of compiled code and of the interpreter",
            "; without --check it takes half",
        ),
    ] {
        let output = folder.fvopt(&[&huge[..], more].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        let gibibytes = |points: u64| (copies * 8 * points) as f64 / f64::from(1 << 30);
        // Both fields, one of them with a halo of one point.
        let plane = 100_000 * 1000;
        let needed = format!(
            "error: the domain [1000000, 100000, 1000] needs {:.1} GiB for {what}, but ",
            gibibytes(plane * (1_000_000 + 1_000_001))
        );
        let largest = format!(
            " GiB of memory are available; argument `a` on (i = -1 to 1000000, j = 0 to 100000, k = 0 to 1000) \
             takes {:.1} GiB{advice}\n",
            gibibytes(plane * 1_000_001)
        );
        assert!(errors.contains(&needed), "{needed}: {errors}");
        assert!(errors.ends_with(&largest), "{largest}: {errors}");
        assert!(!stages(&errors).contains(&"loops"), "{errors}");
    }
    // Files count as long as they are; nothing of them is read.
    let file = std::fs::File::create(folder.0.join("huge.npy")).expect("a file can be made");
    file.set_len(1 << 42).expect("a file with a hole");
    let arguments = [
        "run",
        "small.mlir",
        "--domain",
        "4,4,4",
        "--arg",
        "a=huge.npy",
    ];
    let output = folder.fvopt(&arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    let message = "error: the domain [4, 4, 4] needs 8192.0 GiB for fields and temporaries, but ";
    assert!(errors.starts_with(message), "{errors}");
    assert!(
        errors.ends_with("; argument `a`, huge.npy takes 8192.0 GiB\n"),
        "{errors}"
    );
}
