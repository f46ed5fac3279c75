//! What goes wrong with a cache; the program runs all the same, and something says why.

use crate::harness::{command, folder, run, text};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// Runs the program, which must work, and gives what was said.
fn survives(folder: &Path, cache: &Path) -> String {
    let mut command = command(folder, &["run", "p0.mlir", "--check"]);
    let output = command
        .env("FVOPT_CACHE_DIR", cache)
        .output()
        .expect("it starts");
    let text = text(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("equal to the interpreter"), "{text}");
    text
}

/// The file of the only entry.
fn entry(folder: &Path) -> PathBuf {
    entry_of(folder, "none")
}

/// The file of the entry that has another key than this one.
fn entry_of(folder: &Path, other: &str) -> PathBuf {
    let objects = folder.join("cache/v1/objects");
    let folders = fs::read_dir(objects).expect("a folder").flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).expect("a folder").flatten());
    let mut paths = files.map(|file| file.path());
    paths.find(|path| !path.ends_with(other)).expect("an entry")
}

// requirement R19
#[test]
fn a_folder_that_cannot_be_written() {
    let folder = folder("unwritable", 1);
    let file = folder.join("file");
    fs::write(&file, "").expect("room");
    let said = survives(&folder, &file.join("cache"));
    assert!(said.contains("warning: cannot make "), "{said}");
    // The system's administrator can write everywhere.
    let closed = folder.join("closed");
    fs::create_dir_all(closed.join("v1")).expect("room");
    fs::set_permissions(closed.join("v1"), fs::Permissions::from_mode(0o500)).expect("ours");
    let said = survives(&folder, &closed);
    let is_root = fs::metadata(closed.join("v1/objects")).is_ok();
    assert!(is_root || said.contains("warning: "), "{said}");
    fs::set_permissions(closed.join("v1"), fs::Permissions::from_mode(0o700)).expect("ours");
}

// requirement R22
#[test]
fn a_folder_that_everybody_can_write() {
    let folder = folder("everybody", 1);
    let cache = folder.join("open");
    fs::create_dir(&cache).expect("room");
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o777)).expect("ours");
    let said = survives(&folder, &cache);
    assert!(said.contains("everybody can write to it"), "{said}");
}

// requirement R19
#[test]
fn an_entry_that_was_changed() {
    let folder = folder("changed", 1);
    run(&folder, &["run", "p0.mlir"]);
    let whole = fs::read(entry(&folder)).expect("it is there");
    let mut flipped = whole.clone();
    let place = whole.len() - whole.len() / 3;
    flipped[place] ^= 16;
    for bytes in [&flipped[..], &whole[..whole.len() - 1], &whole[..7], b""] {
        fs::write(entry(&folder), bytes).expect("room");
        let said = survives(&folder, &folder.join("cache"));
        assert!(said.contains("cannot be used, and is made again"), "{said}");
        let again = survives(&folder, &folder.join("cache"));
        assert!(!again.contains("warning"), "{again}");
        assert!(again.contains("from the cache"), "{again}");
    }
    fs::write(entry(&folder), &flipped).expect("room");
    let verify = command(&folder, &["cache", "verify"])
        .output()
        .expect("it starts");
    assert_eq!(verify.status.code(), Some(1));
    assert!(
        text(&verify).contains("1 entry, 1 damaged"),
        "{}",
        text(&verify)
    );
    assert_eq!(run(&folder, &["cache", "verify"]), "0 entries, 0 damaged\n");
}

/// A small file system of a test's own, where that is allowed.
struct Small(PathBuf);

impl Small {
    fn mount(path: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir(&path).expect("room");
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&path);
        let is_mounted = command.output().is_ok_and(|output| output.status.success());
        is_mounted.then_some(Self(path))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

// requirement R19
#[test]
fn a_disk_that_is_full() {
    let folder = folder("full", 1);
    let Some(small) = Small::mount(folder.join("small"), "size=8k,mode=0700") else {
        println!(
            "SKIPPED: no file system can be mounted here; a store that fails is tested in `cached.rs`"
        );
        return;
    };
    let said = survives(&folder, &small.0.join("cache"));
    assert!(said.contains("cannot be kept in the cache"), "{said}");
    assert!(said.contains("No space left on device"), "{said}");
    // Nothing half is left of it.
    let said = survives(&folder, &small.0.join("cache"));
    assert!(said.contains(": compiled in "), "{said}");
    assert!(!said.contains("made again"), "{said}");
}

// requirement R19
#[test]
fn a_disk_that_became_read_only() {
    let folder = folder("read-only", 1);
    let Some(small) = Small::mount(folder.join("small"), "size=1m,mode=0700") else {
        println!("SKIPPED: no file system can be mounted here");
        return;
    };
    let cache = small.0.join("cache");
    survives(&folder, &cache);
    let remount = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(&small.0)
        .output();
    assert!(remount.is_ok_and(|output| output.status.success()));
    // What is there is used, and what is not is compiled.
    let said = survives(&folder, &cache);
    assert!(said.contains("from the cache"), "{said}");
    fs::write(folder.join("p0.mlir"), crate::harness::program(3)).expect("room");
    let said = survives(&folder, &cache);
    assert!(said.contains(": compiled in "), "{said}");
    assert!(
        said.contains("warning: the cache cannot be locked"),
        "{said}"
    );
}

#[test]
fn a_limit_that_is_no_number() {
    let folder = folder("limit", 1);
    let mut command = command(&folder, &["run", "p0.mlir"]);
    let output = command
        .env("FVOPT_CACHE_LIMIT", "much")
        .output()
        .expect("it starts");
    assert!(output.status.success());
    assert!(
        text(&output).contains("FVOPT_CACHE_LIMIT is `much`"),
        "{}",
        text(&output)
    );
}

// requirement R19
#[test]
fn a_folder_that_vanishes_while_it_is_used() {
    let folder = folder("vanishing", 4);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Renamed first, so that all of it is gone at once.
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let gone = folder.join(format!("gone-{number}"));
                if fs::rename(folder.join("cache"), &gone).is_ok() {
                    let _ = fs::remove_dir_all(&gone);
                }
                thread::sleep(Duration::from_millis(7));
            }
        });
        for round in 0..3 {
            let start = |number: usize| {
                let file = format!("p{}.mlir", number % 4);
                let mut command = command(&folder, &["run", &file, "--check"]);
                command.spawn().expect("it starts")
            };
            let children: Vec<_> = (0..6).map(start).collect();
            for child in children {
                let output = child.wait_with_output().expect("it runs");
                let text = text(&output);
                assert!(output.status.success(), "round {round}: {text}");
                assert!(text.contains("equal to the interpreter"), "{text}");
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    survives(&folder, &folder.join("cache"));
    let said = survives(&folder, &folder.join("cache"));
    assert!(said.contains("from the cache"), "{said}");
}

// requirement R19
#[test]
fn entries_of_another_version_are_left_alone() {
    let folder = folder("version", 1);
    run(&folder, &["run", "p0.mlir"]);
    let bytes = fs::read(entry(&folder)).expect("it is there");
    // What the manifest of a later fvopt may begin with; nothing else of it can be known.
    let format = bytes.windows(11).position(|part| part == b"\"format\": 2");
    let mut later = bytes.clone();
    later[format.expect("a manifest") + 10] = b'3';
    let key = "ab".repeat(32);
    let other = folder.join("cache/v1/objects/ab").join(&key);
    fs::create_dir_all(other.parent().expect("a folder")).expect("room");
    fs::write(&other, &later).expect("room");
    let list = run(&folder, &["cache", "list"]);
    assert!(list.contains("of another version of fvopt"), "{list}");
    let verified = run(&folder, &["cache", "verify"]);
    assert_eq!(
        verified,
        "2 entries, 0 damaged, 1 of another version of fvopt\n"
    );
    assert_eq!(fs::read(&other).expect("it is there"), later);
    // Under a key of ours it is made again all the same.
    fs::write(entry_of(&folder, &key), &later).expect("room");
    let said = survives(&folder, &folder.join("cache"));
    assert!(
        said.contains("has format 3, but this fvopt reads format 2"),
        "{said}"
    );
    let again = survives(&folder, &folder.join("cache"));
    assert!(
        again.contains("from the cache") && !again.contains("warning"),
        "{again}"
    );
}

// requirement R19
#[test]
fn without_room_for_the_linker_nothing_is_kept() {
    let folder = folder("no-room", 1);
    let mut command = command(&folder, &["run", "p0.mlir", "--check"]);
    let output = command.env("TMPDIR", folder.join("nowhere")).output();
    let said = text(&output.expect("it starts"));
    assert!(said.contains("equal to the interpreter"), "{said}");
    assert!(
        said.contains("cannot be kept in the cache: objects cannot be linked"),
        "{said}"
    );
    let said = survives(&folder, &folder.join("cache"));
    assert!(said.contains(": compiled in "), "{said}");
}
