//! What field and temp types, layouts and schedules must satisfy.

use fvopt_boxes::Axes;
use mlir_shim::ir::{Loc, Scalar, Shaped, Ty};

/// The most components that a point may have: so many that nobody is refused, so few that no
/// arithmetic on sizes wraps around.
pub const MAXIMUM_COMPONENTS: i64 = 1 << 31;

/// The largest tile, and the largest padding of rows: the largest size of a domain, which is far
/// from where arithmetic wraps around.
pub const MAXIMUM_SIZE: i64 = 1 << 31;

/// type_c1, type_c2
pub fn check_shape(data: &[i64], element: Ty<'_>) -> Result<(), String> {
    if let Some(size) = data.iter().find(|size| **size <= 0) {
        return Err(format!(
            "type_c1: a data dimension has size {size}, which is not positive"
        ));
    }
    let components = data
        .iter()
        .try_fold(1i64, |product, size| product.checked_mul(*size));
    if components.is_none_or(|components| components > MAXIMUM_COMPONENTS) {
        return Err(format!(
            "type_c1: data dimensions of the sizes {data:?} make more than {MAXIMUM_COMPONENTS} components"
        ));
    }
    match element.as_scalar() {
        Some(Scalar::Index) | None => Err(format!(
            "type_c2: the element type is {element}, but must be f32, f64, i1, i8, i16, i32 or i64"
        )),
        Some(_) => Ok(()),
    }
}

/// type_c3
pub fn check_field(
    axes: Axes,
    data: &[i64],
    element: Ty<'_>,
    order: Option<&str>,
) -> Result<(), String> {
    check_shape(data, element)?;
    let Some(order) = order else { return Ok(()) };
    let mut sorted: Vec<char> = order.chars().collect();
    sorted.sort_unstable();
    let sorted: String = sorted.into_iter().collect();
    let expected: String = axes.iter().map(|axis| axis.to_string()).collect();
    if sorted == expected {
        Ok(())
    } else {
        Err(format!(
            "type_c3: the layout's order \"{order}\" is not a permutation of the axes `{axes}`"
        ))
    }
}

/// What a layout by itself must satisfy.
pub fn check_layout(order: &str, alignment: i64, padding: i64) -> Result<(), String> {
    if order.chars().any(|axis| !"ijk".contains(axis)) {
        return Err(format!(
            "layout order \"{order}\" names an axis other than i, j and k"
        ));
    }
    if alignment <= 0 || alignment & (alignment - 1) != 0 {
        return Err(format!(
            "layout alignment {alignment} is not a positive power of two"
        ));
    }
    if alignment > MAXIMUM_SIZE {
        return Err(format!(
            "layout alignment {alignment} is larger than {MAXIMUM_SIZE}"
        ));
    }
    if padding < 0 {
        return Err(format!("layout padding {padding} is negative"));
    }
    if padding > MAXIMUM_SIZE {
        return Err(format!(
            "layout padding {padding} is larger than {MAXIMUM_SIZE}"
        ));
    }
    Ok(())
}

/// schedule_c1 to schedule_c4
pub fn check_schedule(
    order: &str,
    parallel: &str,
    tile: &[i64],
    vector: i64,
) -> Result<(), String> {
    let mut sorted: Vec<char> = order.chars().collect();
    sorted.sort_unstable();
    if sorted != ['i', 'j', 'k'] {
        return Err(format!(
            "schedule_c1: order \"{order}\" is not a permutation of \"ijk\""
        ));
    }
    if !order.contains(parallel) {
        return Err(format!(
            "schedule_c2: the parallel axes \"{parallel}\" are not neighbours in the order \"{order}\""
        ));
    }
    if tile.len() != 3 || tile.iter().any(|size| !(0..=MAXIMUM_SIZE).contains(size)) {
        return Err(format!(
            "schedule_c3: tile sizes {tile:?} are not three numbers from 0 to {MAXIMUM_SIZE}, for i, j and k"
        ));
    }
    if vector != 0 && !(1..=64).contains(&vector) || vector & (vector - 1) != 0 {
        return Err(format!(
            "schedule_c4: vector width {vector} is not 0 or a power of two up to 64"
        ));
    }
    Ok(())
}

/// The temp type with the axes, data dimensions and elements of a field type.
pub fn temp_of<'c>(location: Loc<'c>, field: &Shaped<'c>) -> Ty<'c> {
    Ty::temp(location, field.axes, &field.data, field.element).expect("a field's parts fit a temp")
}

/// The field type (without layout) with the axes, data dimensions and elements of a temp type.
pub fn field_of<'c>(location: Loc<'c>, temp: &Shaped<'c>) -> Ty<'c> {
    Ty::field(location, temp.axes, &temp.data, temp.element, None)
        .expect("a temp's parts fit a field")
}
