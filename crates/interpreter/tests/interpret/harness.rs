//! Runs a text and compares what it leaves in its fields.

use fvopt_interpreter::*;
use mlir_shim::{
    diagnostic::capture,
    ir::{Ctx, OwnedModule, Scalar},
    melior::Context,
};

/// Short names for types, on the line that the text of a test starts on.
const ALIASES: &str = "!F = !stencil.field<ijk x f64> !T = !stencil.temp<ijk x f64> \
    !Fi = !stencil.field<i x f64> !Ti = !stencil.temp<i x f64> \
    !Fk = !stencil.field<k x f64> !Tk = !stencil.temp<k x f64> \
    !Fij = !stencil.field<ij x f64> !Tij = !stencil.temp<ij x f64> \
    !Fi32 = !stencil.field<i x i32> !Ti32 = !stencil.temp<i x i32> ";

/// A run in preparation.
pub struct Case<'h> {
    source: String,
    entry: String,
    domain: [i64; 3],
    arguments: Vec<Argument>,
    pub options: Options<'h>,
}

pub fn shape(axes: &str, data: &[i64], element: Scalar) -> Shape {
    let axes = fvopt_boxes::Axes::of_numbers(axes.bytes().map(|letter| usize::from(letter - b'i')));
    Shape {
        axes,
        data: data.to_vec(),
        element,
    }
}

/// A field whose element at component c and point i, j, k is a number that tells them.
pub fn numbered(axes: &str, data: &[i64], low: [i64; 3], high: [i64; 3]) -> Field {
    field(axes, data, low, high, |c, [i, j, k]| {
        (i + 10 * j + 100 * k) as f64 + 1000.0 * c as f64
    })
}

pub fn field(
    axes: &str,
    data: &[i64],
    low: [i64; 3],
    high: [i64; 3],
    value: impl Fn(usize, [i64; 3]) -> f64,
) -> Field {
    let shape = shape(axes, data, Scalar::F64);
    let array = Array::from_fn(shape, low, high, |c, p| Number::f64(value(c, p)));
    Field::new(array.expect("a small array"))
}

/// A field on i from 0, of any type.
pub fn row(element: Scalar, values: &[f64]) -> Field {
    let high = [values.len() as i64, 1, 1];
    let array = Array::from_fn(shape("i", &[], element), [0; 3], high, |_, [i, _, _]| {
        Number::nearest(element, values[i as usize])
    });
    Field::new(array.expect("a small array"))
}

pub fn zeros(axes: &str, low: [i64; 3], high: [i64; 3]) -> Field {
    field(axes, &[], low, high, |_, _| 0.0)
}

pub fn case<'h>(source: &str, domain: [i64; 3]) -> Case<'h> {
    Case {
        source: format!("{ALIASES}{source}"),
        entry: "main".into(),
        domain,
        arguments: Vec::new(),
        options: Options::default(),
    }
}

impl<'h> Case<'h> {
    pub fn with(mut self, field: &Field) -> Self {
        self.arguments.push(Argument::Field(field.clone()));
        self
    }

    pub fn scalar(mut self, number: Number) -> Self {
        self.arguments.push(Argument::Scalar(number));
        self
    }

    pub fn checked(mut self) -> Self {
        self.options.checked = true;
        self
    }

    pub fn host(mut self, host: &'h mut dyn HostFunctions) -> Self {
        self.options.host = Some(host);
        self
    }

    pub fn result(self) -> Result<Report> {
        let context = Context::new();
        ir_program::load(&context);
        let ctx = Ctx::of(&context);
        let (module, diagnostics) = capture(ctx, || OwnedModule::parse(ctx, &self.source));
        let module = module.unwrap_or_else(|| panic!("{}\n{:?}", self.source, diagnostics));
        interpret(
            module.op(),
            &self.entry,
            self.domain,
            &self.arguments,
            self.options,
        )
    }

    pub fn run(self) -> Report {
        self.result().unwrap_or_else(|error| panic!("{error}"))
    }

    /// The error, with places as `line:column`.
    pub fn error(self) -> String {
        let error = self.result().expect_err("an error");
        error.to_string().replace("-:", "")
    }

    /// Checks that each of these texts is part of the error.
    #[track_caller]
    pub fn fails(self, parts: &[&str]) {
        let error = self.error();
        for part in parts {
            assert!(error.contains(part), "no `{part}` in\n{error}");
        }
    }
}

/// Checks every element of a field.
#[track_caller]
pub fn expect(field: &Field, value: impl Fn(usize, [i64; 3]) -> f64) {
    let array = field.array();
    for component in 0..array.shape().components() {
        for point in array.bounds().points() {
            let found = array.get(component, point).expect("inside").to_f64();
            let expected = value(component, point);
            let same = found == expected || found.is_nan() && expected.is_nan();
            assert!(
                same,
                "component {component} at {point:?}: {found}, not {expected}"
            );
        }
    }
}

/// Checks a field on i.
#[track_caller]
pub fn expect_row(field: &Field, values: &[f64]) {
    let array = field.array();
    let found: Vec<f64> = (0..values.len() as i64)
        .map(|i| array.get(0, [i, 0, 0]).expect("inside").to_f64())
        .collect();
    let same = found
        .iter()
        .zip(values)
        .all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan());
    assert!(same, "{found:?}, not {values:?}");
}
