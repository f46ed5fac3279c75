//! Functions that lowered code calls and others define: the host's, and libm's.

use mlir_shim::{
    diagnostic,
    ir::{Attr, Builder, Op, Region, Symbol, Ty},
    pass::Failed,
};

/// Declares a function in a module, unless it is declared. Its name belongs to fvopt: anything
/// else of this name is refused.
pub fn declare<'c>(module: Op<'c>, name: &str, ty: Ty<'c>) -> Result<(), Failed> {
    let body = module.body().expect("a module has a body");
    let function_type = Attr::ty(ty);
    if let Some(other) = body
        .ops()
        .into_iter()
        .find(|op| op.symbol_name() == Some(name))
    {
        let is_declaration = other.is("func.func")
            && other.body().is_none()
            && other.attr("function_type") == Some(function_type);
        if is_declaration {
            return Ok(());
        }
        let text = format!(
            "{} is the name of a function of type {ty} that compiled programs call; rename this one",
            Symbol(name)
        );
        diagnostic::error(other.location(), &text, &[]);
        return Err(Failed);
    }
    let builder = Builder::at_start(body, module.location());
    builder.build(
        builder
            .op("func.func")
            .attr("sym_name", Attr::string(module.context(), name))
            .attr("sym_visibility", Attr::string(module.context(), "private"))
            .attr("function_type", function_type)
            .region(Region::empty()),
    );
    Ok(())
}
