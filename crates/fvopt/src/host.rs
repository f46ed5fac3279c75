//! Functions of the host, written once for compiled and interpreted programs.

use fvopt_boxes::NumericBox;
use fvopt_interpreter::{self as interpreter, HostField, Number};
use fvopt_runtime::{HostArray, HostFunctions};
use mlir_shim::ir::Symbol;

/// The functions of a compiled program's host, for the interpreter to call.
pub struct Interpreted<H> {
    /// The functions.
    pub functions: H,
    /// Why the run ended, where a function ended it.
    pub ended: Option<String>,
}

impl<H: HostFunctions> Interpreted<H> {
    /// Offers these functions.
    pub fn new(functions: H) -> Self {
        Self {
            functions,
            ended: None,
        }
    }
}

/// The status that ends a run where a function is missing.
const NO_FUNCTION: i32 = -2;

impl<H: HostFunctions> interpreter::HostFunctions for Interpreted<H> {
    fn call(&mut self, name: &str, fields: &mut [HostField], scalars: &[Number]) -> i32 {
        if !self.functions.has(name) {
            self.ended = Some(format!("the host has no function {}", Symbol(name)));
            return NO_FUNCTION;
        }
        let mut arrays: Vec<Copied> = fields.iter_mut().map(Copied).collect();
        let mut views: Vec<&mut dyn HostArray> = arrays
            .iter_mut()
            .map(|array| array as &mut dyn HostArray)
            .collect();
        let scalars: Vec<f64> = scalars.iter().map(|scalar| scalar.to_f64()).collect();
        let status = self.functions.call(name, &mut views, &scalars);
        if status != 0 {
            self.ended = Some(format!(
                "the host function {} ended the call with status {status}",
                Symbol(name)
            ));
        }
        status
    }
}

/// A field of the interpreter, which takes over what changed in it after the call.
struct Copied<'a>(&'a mut HostField);

impl HostArray for Copied<'_> {
    fn bounds(&self) -> NumericBox {
        self.0.array.bounds()
    }

    fn components(&self) -> usize {
        self.0.array.shape().components()
    }

    fn get(&self, component: usize, point: [i64; 3]) -> f64 {
        let value = self.0.array.get(component, point);
        value.map_or(f64::NAN, Number::to_f64)
    }

    fn set(&mut self, component: usize, point: [i64; 3], value: f64) {
        let value = Number::nearest(self.0.array.shape().element, value);
        self.0.array.set(component, point, value);
    }
}
