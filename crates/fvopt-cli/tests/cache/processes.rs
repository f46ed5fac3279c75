//! Several processes and one cache.

use crate::harness::{command, compilations, folder, run, text};
use std::{fs, process::Child};

// requirement R18
#[test]
fn the_second_run_is_a_hit() {
    let folder = folder("second", 1);
    let first = run(&folder, &["-v", "run", "p0.mlir"]);
    assert!(first.contains("cache: miss "), "{first}");
    assert!(first.contains(": compiled in "), "{first}");
    let second = run(&folder, &["-v", "run", "p0.mlir", "--check"]);
    assert!(second.contains("cache: hit "), "{second}");
    assert!(second.contains(": from the cache in "), "{second}");
    assert!(second.contains("equal to the interpreter"), "{second}");
    assert!(!second.contains("stage"), "a pass ran: {second}");
    // Not asked, and not told.
    let without = run(&folder, &["-v", "run", "p0.mlir", "--no-cache"]);
    assert!(!without.contains("cache"), "{without}");
    let off = command(&folder, &["-v", "run", "p0.mlir"])
        .env("FVOPT_CACHE", "off")
        .output();
    assert!(!text(&off.expect("it starts")).contains("cache"));
}

// requirement R18
#[test]
fn the_second_demo_is_a_hit() {
    let folder = folder("demo", 0);
    let demo = || {
        let arguments = ["demo", "--domain", "24,24,2", "--steps", "3", "--out", "."];
        run(&folder, &arguments)
    };
    let (first, second) = (demo(), demo());
    assert!(first.contains("compiled in "), "{first}");
    assert!(second.contains("from the cache in "), "{second}");
    // All but the first line and the times are the same.
    let results = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| line.contains('.') && !line.contains(" in "));
        lines.map(str::to_string).collect()
    };
    assert!(results(&first).len() >= 4, "{first}");
    assert_eq!(results(&first), results(&second));
}

#[test]
fn the_cache_can_be_looked_after() {
    let folder = folder("commands", 3);
    for number in 0..3 {
        run(&folder, &["run", &format!("p{number}.mlir")]);
    }
    let list = run(&folder, &["cache", "list"]);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 4, "{list}");
    assert!(lines[0].contains("@main  32x32x16"), "{list}");
    assert!(lines[3].starts_with("3 entries, "), "{list}");
    let key = lines[0].split(' ').next().expect("a key");
    let shown = run(&folder, &["cache", "show", key]);
    assert!(shown.contains("\"entry\": \"main\""), "{shown}");
    assert_eq!(run(&folder, &["cache", "verify"]), "3 entries, 0 damaged\n");
    run(&folder, &["run", "p0.mlir"]);
    let pruned = run(&folder, &["cache", "prune", "--limit", "40k"]);
    assert!(pruned.starts_with("removed "), "{pruned}");
    // The one that was used last is there.
    let list = run(&folder, &["cache", "list"]);
    assert!(list.contains(key), "{list}");
    let cleared = run(&folder, &["cache", "clear"]);
    assert!(cleared.starts_with("removed "), "{cleared}");
    assert!(run(&folder, &["cache", "list"]).starts_with("0 entries"));
    let unknown = command(&folder, &["cache", "show", "abc"])
        .output()
        .expect("it starts");
    assert!(text(&unknown).contains("no entry has a key that begins with `abc`"));
}

/// Starts processes and gives what they print, when all are through.
fn together(children: Vec<Child>) -> Vec<String> {
    let outputs = children.into_iter().map(|child| {
        let output = child.wait_with_output().expect("it runs");
        assert!(output.status.success(), "{}", text(&output));
        text(&output)
    });
    outputs.collect()
}

// requirement R23
#[test]
fn of_sixteen_processes_one_compiles() {
    let folder = folder("race", 1);
    let children = (0..16).map(|_| {
        let mut command = command(&folder, &["-v", "run", "p0.mlir"]);
        command.spawn().expect("it starts")
    });
    let outputs = together(children.collect());
    let compiled: usize = outputs.iter().map(|output| compilations(output)).sum();
    assert_eq!(compiled, 1);
    assert_eq!(
        outputs
            .iter()
            .filter(|output| output.contains("cache: miss"))
            .count(),
        1
    );
}

// requirement R26
#[test]
fn of_thirty_two_processes_nine_compile_nine_programs() {
    let folder = folder("plan", 9);
    // Other ranks have the same programs in files of their own, laid out otherwise.
    for number in 9..12 {
        let text = crate::harness::program(number - 9);
        let text = text.replace("%w", "%west").replace("%a", "%field");
        let file = folder.join(format!("p{number}.mlir"));
        fs::write(file, format!("// rank {number}\n{text}")).expect("room");
    }
    let names: Vec<String> = (0..12).map(|number| format!("p{number}.mlir")).collect();
    let mut arguments = vec!["compile", "--plan", "--domain", "12,10,8"];
    arguments.extend(names.iter().map(String::as_str));
    let plan = run(&folder, &arguments);
    assert!(plan.contains("\"count\": 9"), "{plan}");
    fs::write(folder.join("plan.json"), &plan).expect("room");
    let children = (0..32).map(|rank| {
        let file = &names[rank % 12];
        let mut command = command(
            &folder,
            &["-v", "run", file, "--domain", "12,10,8", "--check"],
        );
        command.spawn().expect("it starts")
    });
    let outputs = together(children.collect());
    let compiled: usize = outputs.iter().map(|output| compilations(output)).sum();
    assert_eq!(compiled, 9);
    for output in &outputs {
        assert!(output.contains("equal to the interpreter"), "{output}");
    }
    // The plan is about the same keys: all is there.
    let done = run(&folder, &["compile", "--from", "plan.json"]);
    assert_eq!(done.matches(" there\n").count(), 9, "{done}");
}

#[test]
fn jobs_of_a_plan_are_compiled_apart() {
    let folder = folder("jobs", 2);
    let plan = run(&folder, &["compile", "--plan", "p0.mlir", "p1.mlir"]);
    fs::write(folder.join("plan.json"), &plan).expect("room");
    let job = run(&folder, &["compile", "--from", "plan.json", "--job", "1"]);
    assert_eq!(job.matches(" compiled\n").count(), 1, "{job}");
    let rest = run(&folder, &["compile", "--from", "plan.json"]);
    assert!(
        rest.contains(" compiled\n") && rest.contains(" there\n"),
        "{rest}"
    );
    let fails = |expected: &str| {
        let output = command(&folder, &["compile", "--from", "plan.json", "--job", "2"]).output();
        let output = output.expect("it starts");
        assert!(!output.status.success());
        assert!(text(&output).contains(expected), "{}", text(&output));
    };
    fails("there is no job 2: the plan has 2, counted from 0");
    fs::write(folder.join("plan.json"), &plan[..plan.len() / 2]).expect("room");
    fails("is no whole plan");
    fs::write(
        folder.join("plan.json"),
        plan.replace("\"format\": 2", "\"format\": 3"),
    )
    .expect("room");
    fails("this fvopt reads format 2");
    fs::write(folder.join("plan.json"), &plan).expect("room");
    fs::write(folder.join("p0.mlir"), crate::harness::program(7)).expect("room");
    let output = command(&folder, &["compile", "--from", "plan.json", "--job", "0"]).output();
    assert!(text(&output.expect("it starts")).contains("is not what the plan was made of"));
}
