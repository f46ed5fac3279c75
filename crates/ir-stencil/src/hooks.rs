//! What MLIR calls: the dialect's hooks.

use crate::{types, verify};
use fvopt_boxes::IndexBox;
use mlir_shim::hooks::{self, Dialect, DialectHooks, StencilHooks};
use std::str::FromStr;

fn parse_box(text: &str) -> Result<Vec<i64>, String> {
    match IndexBox::from_str(text) {
        Ok(index_box) => Ok(index_box.encode()),
        Err(error) => Err(error.to_string()),
    }
}

fn print_box(code: &[i64], names: &[&str]) -> String {
    match IndexBox::decode(code) {
        Ok(index_box) => {
            let name = |number: u32| match names.get(number as usize) {
                Some(name) => name.to_string(),
                None => format!("pos({number})"),
            };
            index_box.display_with(&name).to_string()
        }
        Err(_) => "(<malformed>)".into(),
    }
}

/// Sets the hooks of the stencil dialect; once however often it is called.
pub fn set() {
    hooks::set_stencil_hooks(StencilHooks {
        parse_box,
        print_box,
        verify_field: types::check_field,
        verify_temp: |_, data, element| types::check_shape(data, element),
        verify_layout: types::check_layout,
        verify_schedule: types::check_schedule,
    });
    hooks::set_dialect_hooks(
        Dialect::Stencil,
        DialectHooks {
            verify: verify::verify,
            verify_regions: verify::verify_regions,
            verify_symbol_uses: |_, _| true,
            verify_attribute: verify::verify_attribute,
            fold: verify::fold,
            canonicalize: verify::canonicalize,
        },
    );
}
