//! Pipelines that `fvopt-opt` knows by name, with options of their own.

use super::{OptionValues, PassOption, Pipeline, describe};
use crate::{ffi, ir::string_ref};
use mlir_sys::MlirOpPassManager;
use std::{
    ffi::c_void,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

/// A pipeline that has a name.
#[derive(Clone, Copy)]
pub struct NamedPipeline {
    /// Its name in pipelines.
    pub name: &'static str,
    /// One line for `--help`.
    pub description: &'static str,
    /// Its options.
    pub options: &'static [PassOption],
    /// The passes for some values of the options; or what is wrong with these.
    pub build: fn(&OptionValues) -> Result<Pipeline, String>,
}

static PIPELINES: Mutex<Vec<&'static NamedPipeline>> = Mutex::new(Vec::new());

/// Adds the passes of a pipeline to a manager; what is wrong goes to the callback.
extern "C" fn build(
    identifier: usize,
    manager: MlirOpPassManager,
    values: *const ffi::PassOptionValue,
    error: ffi::TextCallback,
    data: *mut c_void,
) -> bool {
    let built = catch_unwind(AssertUnwindSafe(|| {
        let pipeline = PIPELINES
            .lock()
            .map(|pipelines| pipelines[identifier])
            .expect("no panic holds this lock");
        // SAFETY: C++ passes one value per option; the texts are alive during the call.
        let values = unsafe { OptionValues::from_raw(pipeline.options, values) };
        // SAFETY: the manager is alive during the call.
        (pipeline.build)(&values).and_then(|passes| unsafe { passes.add_to(manager) })
    }));
    let message = match built {
        Ok(Ok(())) => return true,
        Ok(Err(message)) => message,
        Err(_) => "internal error in a pipeline; this is a bug in fvopt".to_string(),
    };
    if let Some(error) = error {
        // SAFETY: the text is copied by the callback, which belongs to the data.
        unsafe { error(string_ref(&message), data) };
    }
    false
}

/// Makes a pipeline known by its name. A name is registered once; a second time does nothing.
pub fn register_pipeline(pipeline: &'static NamedPipeline) {
    let mut pipelines = PIPELINES.lock().expect("no panic holds this lock");
    if pipelines.iter().any(|other| other.name == pipeline.name) {
        return;
    }
    let NamedPipeline {
        name,
        description,
        options,
        ..
    } = *pipeline;
    let descriptor = describe(name, description, options, pipelines.len());
    pipelines.push(pipeline);
    // SAFETY: the descriptor and what it refers to are static.
    unsafe { ffi::fvoptRegisterPipeline(descriptor, build) }
}
