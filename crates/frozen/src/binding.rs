//! Arguments that were checked once, and calls without further checks.

use crate::{
    Argument, Artifact, Error, FieldMemory, HostFunctions, NoHost, Statistics,
    arguments::{self, check_part, check_type},
    running::Running,
};
use fvopt_boxes::NumericBox;
use fvopt_native::{Frame, HOST_PANICKED};
use std::ops::Range;

/// A compiled program with arguments and the functions of a host, ready to be called any number
/// of times. Belongs to the thread of its fields; other threads bind the same artifact.
pub struct Binding<H = NoHost> {
    artifact: Artifact,
    host: H,
    domain: [i64; 3],
    /// The words of the memory ABI, ready for calls.
    frame: Frame,
    /// For every argument its words. Fields are kept here as long as the words point to them.
    arguments: Vec<(Argument, Range<usize>)>,
    /// For every argument the box that it must offer.
    required: Vec<Option<NumericBox>>,
    warnings: Vec<String>,
}

impl<H: HostFunctions> Binding<H> {
    /// A binding of arguments that fit.
    pub(crate) fn new(
        artifact: Artifact,
        host: H,
        domain: [i64; 3],
        arguments: &[Argument],
        required: Vec<Option<NumericBox>>,
    ) -> Self {
        let mut words: Vec<u64> = domain.iter().map(|size| *size as u64).collect();
        let mut placed = Vec::new();
        for argument in arguments {
            let start = words.len();
            match argument {
                Argument::Field(field) => words.extend(field.words()),
                Argument::Scalar(_, bits) => words.push(*bits),
            }
            placed.push((argument.clone(), start..words.len()));
        }
        Self {
            artifact,
            host,
            domain,
            frame: Frame::new(&words),
            arguments: placed,
            required,
            warnings: Vec::new(),
        }
    }

    /// Runs the program. Fields hold the results afterwards. Everything was looked up, checked and
    /// laid out when binding; a call allocates nothing, but for what it finds wrong and for the views
    /// that host functions get. The program's own fields lie in memory that earlier calls left behind.
    // The one place where compiled code is entered.
    #[allow(unsafe_code)]
    pub fn call(&mut self) -> Result<(), Error> {
        let manifest = self.artifact.manifest();
        let mut running = Running::new(&mut self.host, &manifest.callbacks, &manifest.places);
        // SAFETY: the words follow the memory ABI that the code was compiled for: types, number and
        // sizes were checked when binding. The fields live, and are of this thread.
        let status = unsafe { self.artifact.function().call(&mut running, &self.frame) };
        let (mut errors, warnings) = running.findings();
        self.warnings = warnings;
        if status == 0 && errors.is_empty() {
            return Ok(());
        }
        if errors.is_empty() {
            errors.push(match status {
                HOST_PANICKED => "error: a host function panicked, which ended the call".into(),
                status => format!("error: the call ended with status {status}"),
            });
        }
        Err(Error::Call(errors))
    }

    /// Sets a scalar argument for the next calls, such as `binding.set("dt", 0.5)`. An integer may move what the
    /// program needs of its fields, which are checked again; where they do not fit, nothing changes.
    pub fn set(&mut self, name: &str, value: impl Into<Argument>) -> Result<(), Error> {
        let number = self.number(name)?;
        let argument = value.into();
        let signature = self.artifact.signature();
        check_type(name, &argument, &signature.arguments[number].1)?;
        let Argument::Scalar(scalar, bits) = argument else {
            return Err(Error::Bind(format!(
                "argument `{name}` is a field, which is bound anew and not set"
            )));
        };
        let constants = &self.artifact.manifest().constants;
        if constants.iter().any(|(constant, _)| *constant == number) {
            return Err(Error::Bind(format!(
                "the code is specialized for a value of `{name}`, which cannot be set"
            )));
        }
        let before = std::mem::replace(&mut self.arguments[number].0, argument);
        if !scalar.is_float() {
            let arguments: Vec<Argument> = self.arguments().cloned().collect();
            let integers = arguments::integers(&arguments);
            let required = self.artifact.required(self.domain, &integers);
            if let Err(error) = arguments::check_parts(signature, &arguments, &required) {
                self.arguments[number].0 = before;
                return Err(error);
            }
            self.required = required;
        }
        let place = self.arguments[number].1.start;
        self.frame.set_word(place, bits);
        Ok(())
    }

    /// Puts another field in the place of an argument for the next calls. It must be of the same type and hold what
    /// the program needs of it; and it must be one field with the arguments that the old one was one field with, and
    /// with no others. Where it does not fit, nothing changes.
    pub fn rebind(&mut self, name: &str, memory: FieldMemory) -> Result<(), Error> {
        let number = self.number(name)?;
        let signature = self.artifact.signature();
        let argument = Argument::Field(memory);
        check_type(name, &argument, &signature.arguments[number].1)?;
        let Argument::Field(memory) = &argument else {
            return Err(Error::Internal(format!("`{name}` is rebound to a scalar")));
        };
        if let Some(part) = &self.required[number] {
            check_part(name, memory, part)?;
        }
        self.check_shared(number, memory)?;
        let place = self.arguments[number].1.clone();
        for (number, word) in place.zip(memory.words()) {
            self.frame.set_word(number, word);
        }
        self.arguments[number].0 = argument;
        Ok(())
    }

    /// Another field for an argument is one with those that the old one was one with, and shares nothing with the rest.
    fn check_shared(&self, number: usize, memory: &FieldMemory) -> Result<(), Error> {
        let signature = self.artifact.signature();
        let name = &signature.arguments[number].0;
        for (other, (theirs, _)) in self.arguments.iter().enumerate() {
            let Argument::Field(theirs) = theirs else {
                continue;
            };
            if other == number {
                continue;
            }
            let is_one = self.artifact.is_one_field(number, other);
            let must = match (is_one, theirs.is_same(memory), theirs.overlaps(memory)) {
                (true, false, _) => "are one field",
                (false, _, true) => "share no element",
                _ => continue,
            };
            let other = &signature.arguments[other].0;
            return Err(Error::Bind(format!(
                "the code is compiled for arguments `{name}` and `{other}` that {must}; bind them anew"
            )));
        }
        Ok(())
    }

    /// The number of an argument.
    fn number(&self, name: &str) -> Result<usize, Error> {
        let signature = self.artifact.signature();
        signature.position(name).ok_or_else(|| {
            let names: Vec<&str> = signature.names().collect();
            Error::Bind(format!(
                "there is no argument `{name}`; the arguments are: {}",
                names.join(", ")
            ))
        })
    }

    /// The arguments, in order.
    pub fn arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().map(|(argument, _)| argument)
    }

    /// The code that it calls.
    pub fn artifact(&self) -> &Artifact {
        &self.artifact
    }

    /// The host that it was bound with.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// The host that it was bound with.
    pub fn host_mut(&mut self) -> &mut H {
        &mut self.host
    }

    /// What the last call warned of, in checked mode: positions that were clamped.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// What the code is made of.
    pub fn statistics(&self) -> &Statistics {
        self.artifact.statistics()
    }
}
