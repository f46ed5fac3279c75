//! The store in a folder: what it keeps, whom it trusts, and how processes wait for each other.

use fvopt_frozen::cache::{DirectoryStore, Key, KeyBuilder, Store};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant, SystemTime},
};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("store")
        .join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("it can be removed");
    }
    fs::create_dir_all(&path).expect("the target folder can be written");
    path
}

fn key(number: u32) -> Key {
    let mut builder = KeyBuilder::new("a test of stores");
    builder.part("number", number.to_string());
    builder.finish()
}

fn store(folder: &Path) -> DirectoryStore {
    DirectoryStore::create(folder).expect("a folder of ours")
}

fn keys(store: &DirectoryStore) -> Vec<Key> {
    let entries = store.entries().expect("it can be read");
    entries.into_iter().map(|entry| entry.key).collect()
}

#[test]
fn what_was_put_is_what_is_got() {
    let store = store(&folder("put"));
    assert_eq!(store.get(&key(1)), Ok(None));
    store.put(&key(1), b"one").expect("room");
    store.put(&key(2), b"two").expect("room");
    store.put(&key(1), b"another").expect("room");
    assert_eq!(store.get(&key(1)), Ok(Some(b"another".to_vec())));
    store.remove(&key(1)).expect("it is there");
    store.remove(&key(1)).expect("or not");
    assert_eq!(store.get(&key(1)), Ok(None));
    assert_eq!(keys(&store), [key(2)]);
}

// requirement R21
#[test]
fn what_was_used_longest_ago_goes_first() {
    let folder = folder("limit");
    let store = store(&folder).with_limit(1000);
    for number in 0..9 {
        store.put(&key(number), &[0; 100]).expect("room");
    }
    store.get(&key(0)).expect("there");
    store.get(&key(2)).expect("there");
    // Looking is no use.
    store.peek(&key(1)).expect("there");
    // The clocks of files say the contrary.
    for (age, number) in [(1000, 0), (2000, 2), (0, 1), (0, 3)] {
        let text = key(number).text();
        let path = folder.join("v1/objects").join(&text[..2]).join(&text);
        let file = fs::File::options().write(true).open(path).expect("there");
        let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(age);
        file.set_modified(long_ago).expect("a clock");
    }
    store.put(&key(9), &[0; 150]).expect("room is made");
    // 1050 bytes were too many, and 900 remain: the oldest two are gone.
    assert_eq!(keys(&store), [4, 5, 6, 7, 8, 0, 2, 9].map(key));
    // What is larger than all that there may be is kept, alone.
    store.put(&key(10), &[0; 5000]).expect("room is made");
    assert_eq!(keys(&store), [key(10)]);
}

#[test]
fn the_record_of_uses_stays_short() {
    let folder = folder("record");
    let store = store(&folder);
    store.put(&key(1), b"one").expect("room");
    let line = format!("{}\n", key(1));
    // The last line that the record has room for before it is written anew.
    let lines = (1 << 18) / line.len();
    fs::write(folder.join("v1/uses"), line.repeat(lines)).expect("it can be written");
    store.put(&key(2), b"two").expect("room");
    let record = fs::read_to_string(folder.join("v1/uses")).expect("it is there");
    assert!(
        record == format!("{}\n{}\n", key(1), key(2)),
        "{} bytes",
        record.len()
    );
    // Uses alone make it longer as well.
    fs::write(folder.join("v1/uses"), line.repeat(lines)).expect("it can be written");
    store.get(&key(2)).expect("there");
    let record = fs::read_to_string(folder.join("v1/uses")).expect("it is there");
    assert!(
        record == format!("{}\n{}\n", key(1), key(2)),
        "{} bytes",
        record.len()
    );
}

// requirement R22
#[test]
fn what_everybody_can_write_is_refused() {
    let folder = folder("writable");
    store(&folder).put(&key(1), b"one").expect("room");
    let set = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    for path in [folder.clone(), folder.join("v1")] {
        set(&path, 0o777);
        for opened in [
            DirectoryStore::create(&folder),
            DirectoryStore::open(&folder),
        ] {
            let error = opened
                .expect_err("anybody could put code there")
                .to_string();
            assert!(error.contains("everybody can write to it"), "{error}");
            assert!(error.contains("chmod o-w"), "{error}");
        }
        set(&path, 0o700);
    }
    let text = key(1).text();
    let object = folder.join("v1/objects").join(&text[..2]).join(&text);
    set(&object, 0o666);
    let error = store(&folder)
        .get(&key(1))
        .expect_err("anybody could have written it");
    assert!(
        error.to_string().contains("everybody can write to it"),
        "{error}"
    );
}

// requirement R22
#[test]
fn what_belongs_to_another_user_is_refused() {
    let folder = folder("other");
    store(&folder).put(&key(1), b"one").expect("room");
    let text = key(1).text();
    let object = folder.join("v1/objects").join(&text[..2]).join(&text);
    if chown(&object, Some(12345), None).is_err() {
        println!("this test gives a file away, which only root can: skipped");
        return;
    }
    let error = store(&folder).get(&key(1)).expect_err("it is another's");
    assert!(
        error.to_string().contains("belongs to the user 12345"),
        "{error}"
    );
    // A layer is trusted with its owner, and its owner alone.
    chown(&folder, Some(12345), None).expect("as above");
    chown(folder.join("v1"), Some(12345), None).expect("as above");
    let error = DirectoryStore::create(&folder).expect_err("it is another's");
    assert!(
        error.to_string().contains("belongs to the user 12345"),
        "{error}"
    );
    let layer = DirectoryStore::open(&folder).expect("whoever names it trusts it");
    assert_eq!(layer.get(&key(1)), Ok(Some(b"one".to_vec())));
    chown(&object, Some(54321), None).expect("as above");
    layer.get(&key(1)).expect_err("it is a third one's");
}

/// Several at once: how many of them had the lock at the same time, at most.
fn most_at_once(store: &DirectoryStore) -> usize {
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let lock = store.lock(&key(1)).expect("a lock");
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(1));
                    now.fetch_sub(1, Ordering::SeqCst);
                    drop(lock);
                }
            });
        }
    });
    most.into_inner()
}

#[test]
fn one_at_a_time_has_a_lock() {
    assert_eq!(most_at_once(&store(&folder("lock"))), 1);
    assert_eq!(most_at_once(&store(&folder("lease")).with_leases()), 1);
    let locks = folder("lock-left").join("v1/locks");
    assert!(!locks.exists() || fs::read_dir(locks).expect("a folder").next().is_none());
}

/// The other process of the tests below; it says what it has, and keeps it until it is killed or its
/// input ends. With `FVOPT_TEST_WRITES` it writes an entry that never ends.
#[test]
#[ignore = "a part of other tests"]
fn another_process() {
    let folder = PathBuf::from(std::env::var_os("FVOPT_TEST_FOLDER").expect("a folder"));
    let store = store(&folder);
    let store = match std::env::var_os("FVOPT_TEST_LEASES") {
        Some(_) => store.with_leases(),
        None => store,
    };
    let lock = store.lock(&key(1)).expect("a lock");
    println!("locked");
    std::io::stdout().flush().expect("a pipe");
    let mut input = String::new();
    std::io::stdin().read_line(&mut input).expect("a pipe");
    drop(lock);
}

fn start(folder: &Path, leases: bool) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command
        .args(["--exact", "another_process", "--ignored", "--nocapture"])
        .env("FVOPT_TEST_FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if leases {
        command.env("FVOPT_TEST_LEASES", "1");
    }
    let mut child = command.spawn().expect("it starts");
    let mut output = BufReader::new(child.stdout.as_mut().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("locked") {
        line.clear();
        assert_ne!(output.read_line(&mut line).expect("a pipe"), 0, "it ended");
    }
    child
}

// requirement R23
#[test]
fn a_lock_does_not_outlive_its_process() {
    for leases in [false, true] {
        let folder = folder(if leases { "dead-lease" } else { "dead-lock" });
        let mut child = start(&folder, leases);
        let waiting = {
            let store = match leases {
                true => store(&folder).with_leases(),
                false => store(&folder),
            };
            thread::spawn(move || {
                let lock = store.lock(&key(1)).expect("a lock");
                drop(lock);
                Instant::now()
            })
        };
        thread::sleep(Duration::from_millis(400));
        assert!(!waiting.is_finished(), "the other process has it");
        let killed = Instant::now();
        child.kill().expect("it runs");
        child.wait().expect("it ran");
        let got = waiting.join().expect("no panic");
        assert!(got > killed);
        assert!(got - killed < Duration::from_secs(60));
    }
}

#[test]
fn a_lock_is_handed_on() {
    let folder = folder("handed");
    let mut child = start(&folder, false);
    let own = store(&folder);
    let waiting = thread::spawn(move || drop(own.lock(&key(1)).expect("a lock")));
    thread::sleep(Duration::from_millis(100));
    assert!(!waiting.is_finished());
    drop(child.stdin.take());
    waiting.join().expect("no panic");
    let mut rest = String::new();
    let mut output = child.stdout.take().expect("a pipe");
    output.read_to_string(&mut rest).expect("text");
    assert!(child.wait().expect("it ran").success(), "{rest}");
}

#[test]
fn what_dead_processes_left_is_removed() {
    let folder = folder("left");
    let store = store(&folder);
    store.put(&key(1), b"one").expect("room");
    let temporary = folder.join("v1/temporary");
    let (dead, alive) = (temporary.join("dead"), temporary.join("alive"));
    fs::write(&dead, b"half").expect("room");
    let file = fs::File::create(&alive).expect("room");
    file.lock().expect("nobody has it");
    store.shrink(1000, None).expect("it can be read");
    assert!(!dead.exists());
    assert!(alive.exists(), "its process writes it still");
    assert_eq!(keys(&store), [key(1)]);
}

/// Moments that a clock which jumps gives files: the beginning of time, and long after now.
fn moments() -> [SystemTime; 2] {
    let century = Duration::from_secs(100 * 365 * 24 * 3600);
    [SystemTime::UNIX_EPOCH, SystemTime::now() + century]
}

/// Gives all files of a store a time.
fn set_times(folder: &Path, time: SystemTime) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path().is_dir() {
            true => set_times(&entry.path(), time),
            false => {
                let file = fs::File::options().append(true).open(entry.path());
                let times = fs::FileTimes::new().set_modified(time).set_accessed(time);
                file.expect("ours").set_times(times).expect("a clock");
            }
        }
    }
}

// requirement R21
#[test]
fn clocks_that_jump_change_nothing() {
    for (number, time) in moments().into_iter().enumerate() {
        let folder = folder(&format!("clock-{number}"));
        let store = store(&folder).with_limit(1000);
        let temporary = folder.join("v1/temporary");
        for number in 0..9 {
            store.put(&key(number), &[0; 100]).expect("room");
            // Each file from another end of time than its neighbours.
            set_times(&folder, moments()[number as usize % 2]);
        }
        store.get(&key(0)).expect("there");
        let alive = temporary.join("alive");
        let writing = fs::File::create(&alive).expect("room");
        writing.lock().expect("nobody has it");
        fs::write(temporary.join("dead"), b"half").expect("room");
        set_times(&folder, time);
        store.put(&key(9), &[0; 150]).expect("room is made");
        assert_eq!(keys(&store), [3, 4, 5, 6, 7, 8, 0, 9].map(key));
        assert!(alive.exists(), "its process writes it still");
        assert!(!temporary.join("dead").exists());
    }
}

// requirement R23
#[test]
fn a_lock_is_respected_whatever_the_time_of_its_file() {
    for (number, time) in moments().into_iter().enumerate() {
        for leases in [false, true] {
            let folder = folder(&format!("clock-lock-{number}-{leases}"));
            let mut child = start(&folder, leases);
            set_times(&folder.join("v1/locks"), time);
            let own = match leases {
                true => store(&folder).with_leases(),
                false => store(&folder),
            };
            let waiting = thread::spawn(move || drop(own.lock(&key(1)).expect("a lock")));
            thread::sleep(Duration::from_millis(300));
            assert!(!waiting.is_finished(), "the other process has it");
            drop(child.stdin.take());
            waiting.join().expect("no panic");
            child.wait().expect("it ran");
        }
    }
}

#[test]
fn a_folder_that_vanishes_while_it_is_used_is_made_again() {
    for leases in [false, true] {
        let folder = folder(&format!("vanishing-{leases}"));
        let store = match leases {
            true => store(&folder).with_leases(),
            false => store(&folder),
        };
        let lock = store.lock(&key(1)).expect("a lock");
        fs::remove_dir_all(&folder).expect("ours");
        store.put(&key(1), b"one").expect("it is made again");
        drop(lock);
        assert_eq!(store.get(&key(1)), Ok(Some(b"one".to_vec())));
        fs::remove_dir_all(&folder).expect("ours");
        assert_eq!(store.get(&key(1)), Ok(None));
        assert_eq!(store.entries(), Ok(Vec::new()));
        assert_eq!(store.shrink(0, None), Ok(Vec::new()));
        drop(store.lock(&key(1)).expect("a lock"));
    }
}
