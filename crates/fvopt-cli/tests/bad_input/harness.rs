//! Folders with files, and `fvopt` run in them.

use ndarray_npy::{WritableElement, WriteNpyExt};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Copies a field at an offset: `in` is needed from -1 to the end.
pub const COPY: &str = "\
program.func @copy(%in: !stencil.field<ij x f64>, %out: !stencil.field<ij x f64>, %scale: f64, %n: i32) {
  %t = stencil.load %in : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %r = stencil.apply -> (!stencil.temp<ij x f64>) {
    %v = stencil.access %t[-1, 0] : !stencil.temp<ij x f64>
    %w = arith.mulf %v, %scale : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  program.return
}
";

/// A folder of its own for a test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("bad_input")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.join(name), bytes).expect("the target folder can be written");
        self
    }

    pub fn array<T: WritableElement + Clone + Default>(
        &self,
        name: &str,
        sizes: &[usize],
    ) -> &Self {
        let file = fs::File::create(self.0.join(name)).expect("the target folder can be written");
        let array = ndarray::ArrayD::<T>::default(sizes);
        array.write_npy(file).expect("an array is written");
        self
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// Runs `fvopt` and gives what it said, after checking how it ended.
    pub fn fvopt(&self, arguments: &str) -> String {
        let before = self.names();
        let output = Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .env("FVOPT_CACHE", "off")
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .env_remove("RUST_LOG")
            .output()
            .expect("fvopt starts");
        let (said, shown) = (
            String::from_utf8_lossy(&output.stderr).into_owned(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        );
        let code = output.status.code();
        assert!(
            code.is_some_and(|code| (1..100).contains(&code)),
            "{arguments}: {:?}\n{said}",
            output.status
        );
        assert!(!said.contains("panicked"), "{arguments}: {said}");
        assert_eq!(shown, "", "{arguments}: standard output is for results");
        assert_eq!(before, self.names(), "{arguments}: a file was left behind");
        format!(
            "$ fvopt {arguments}\n{}\n[exit status {}]\n\n",
            without_memory_size(said.trim_end()),
            code.unwrap_or(-1)
        )
    }

    /// Runs several commands.
    pub fn all(&self, commands: &[&str]) -> String {
        commands.iter().map(|command| self.fvopt(command)).collect()
    }
}

/// The memory that is available differs from machine to machine.
fn without_memory_size(said: &str) -> String {
    let Some((before, after)) = said.split_once(" of memory are available") else {
        return said.to_string();
    };
    let (before, _) = before
        .rsplit_once("but ")
        .expect("the message says how much");
    format!("{before}but [size] of memory are available{after}")
}
