//! A module for Fortran 2003 and later, by ISO_C_BINDING.

mod bind;

use super::{Argument, arguments, entries, names::identifier};
use crate::{ArgumentType, Error, FieldShape, Manifest, abi};
use fvopt_native::{Scalar, Symbol};
use std::fmt::{Result as Written, Write};

/// What arguments must not be called: the module's own names.
const NAMES: &[&str] = &[
    "binding", "error", "first", "host", "last", "n", "ni", "nj", "nk", "status",
];

/// The module of variants of one program: `NAME_program`, with `NAME_bind` and `NAME_call`.
pub fn module(manifests: &[Manifest], name: &str) -> Result<String, Error> {
    let manifest = &manifests[0];
    let name = identifier(name);
    let (arguments, words) = arguments(manifest, NAMES)?;
    let mut text = String::new();
    let module = Module {
        name: &name,
        manifests,
        // Boxes of a variant for one domain are exact for it only.
        general: manifests
            .iter()
            .find(|manifest| manifest.target.domain.is_none())
            .unwrap_or(manifest),
        arguments: &arguments,
        words,
    };
    module.write(&mut text).expect("a string takes all");
    Ok(text)
}

struct Module<'m> {
    name: &'m str,
    manifests: &'m [Manifest],
    general: &'m Manifest,
    arguments: &'m [Argument<'m>],
    words: usize,
}

/// The type of a scalar.
fn scalar_type(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::F32 => "real(c_float)",
        Scalar::F64 => "real(c_double)",
        Scalar::I1 | Scalar::I8 => "integer(c_int8_t)",
        Scalar::I16 => "integer(c_int16_t)",
        Scalar::I32 => "integer(c_int32_t)",
        Scalar::I64 | Scalar::Index => "integer(c_int64_t)",
    }
}

/// A scalar as a word.
fn word_of(scalar: Scalar, value: &str) -> String {
    match scalar {
        Scalar::F64 => format!("transfer({value}, 0_c_int64_t)"),
        Scalar::F32 => format!("int(transfer({value}, 0_c_int32_t), c_int64_t)"),
        Scalar::I1 => format!("merge(1_c_int64_t, 0_c_int64_t, {value} /= 0)"),
        _ => format!("int({value}, c_int64_t)"),
    }
}

impl Module<'_> {
    fn write(&self, out: &mut String) -> Written {
        let Self {
            name,
            manifests,
            words,
            ..
        } = self;
        let manifest = &manifests[0];
        writeln!(
            out,
            "! {}, compiled by {}.",
            Symbol(&manifest.signature.entry),
            manifest.compiler
        )?;
        writeln!(
            out,
            "! Made by `fvopt compile`; memory ABI {}.",
            abi::VERSION
        )?;
        writeln!(out, "module {name}_program")?;
        writeln!(
            out,
            "  use, intrinsic :: iso_c_binding\n  implicit none\n  private"
        )?;
        writeln!(out, "  public :: {name}_bind, {name}_call")?;
        for (id, _, _) in self.floats() {
            writeln!(out, "  public :: {name}_set_{id}")?;
        }
        writeln!(
            out,
            "\n  ! The program with its arguments, ready for any number of calls."
        )?;
        writeln!(
            out,
            "  type, public :: {name}_binding\n    private\n    integer :: entry = 0"
        )?;
        writeln!(
            out,
            "    integer(c_int64_t) :: words({words})\n  end type\n\n  interface"
        )?;
        self.interfaces(out)?;
        writeln!(out, "  end interface\n\ncontains\n")?;
        self.bind(out)?;
        self.call(out)?;
        self.setters(out)?;
        self.address(out)?;
        writeln!(out, "end module {name}_program")
    }

    /// The entries as Fortran calls them.
    fn interfaces(&self, out: &mut String) -> Written {
        for (number, symbol) in self.symbols().iter().enumerate() {
            writeln!(
                out,
                "    function fvopt_entry_{number}(host, words) bind(c, name=\"{symbol}\") result(status)"
            )?;
            writeln!(
                out,
                "      import :: c_ptr, c_int32_t, c_int64_t\n      type(c_ptr), value :: host"
            )?;
            writeln!(
                out,
                "      integer(c_int64_t), intent(in) :: words(*)\n      integer(c_int32_t) :: status"
            )?;
            writeln!(out, "    end function")?;
        }
        Ok(())
    }

    /// The entries: those for one domain first.
    fn symbols(&self) -> Vec<&str> {
        let (pinned, any) = entries(self.manifests);
        let pinned = pinned.into_iter().map(|(_, symbol)| symbol);
        pinned.chain(any).collect()
    }

    /// Arguments that are floats: name, type, word.
    fn floats(&self) -> impl Iterator<Item = (&str, Scalar, usize)> {
        self.arguments
            .iter()
            .filter_map(|argument| match argument.ty {
                ArgumentType::Scalar(scalar) if scalar.is_float() => {
                    Some((argument.identifier.as_str(), *scalar, argument.word))
                }
                _ => None,
            })
    }

    fn fields(&self) -> impl Iterator<Item = (usize, &Argument<'_>, &FieldShape)> {
        let arguments = self.arguments.iter().enumerate();
        arguments.filter_map(|(number, argument)| match argument.ty {
            ArgumentType::Field(shape) => Some((number, argument, shape)),
            ArgumentType::Scalar(_) => None,
        })
    }

    /// The name of a field's halo.
    fn halo(&self, id: &str) -> String {
        let name = format!("{id}_halo");
        let is_taken = self
            .arguments
            .iter()
            .any(|argument| argument.identifier.eq_ignore_ascii_case(&name));
        match is_taken {
            true => format!("{id}_points_below"),
            false => name,
        }
    }

    fn call(&self, out: &mut String) -> Written {
        let name = self.name;
        writeln!(
            out,
            "  ! Runs the program; 0 for success. Without a host its callbacks fail and its reports are lost."
        )?;
        writeln!(out, "  function {name}_call(binding, host) result(status)")?;
        writeln!(
            out,
            "    type({name}_binding), intent(in) :: binding\n    type(c_ptr), intent(in), optional :: host"
        )?;
        writeln!(
            out,
            "    integer(c_int32_t) :: status\n    type(c_ptr) :: to\n    to = c_null_ptr\n    if (present(host)) to = host"
        )?;
        writeln!(out, "    select case (binding%entry)")?;
        for number in 0..self.symbols().len() {
            writeln!(
                out,
                "    case ({})\n      status = fvopt_entry_{number}(to, binding%words)",
                number + 1
            )?;
        }
        writeln!(
            out,
            "    case default\n      status = -1\n    end select\n  end function\n"
        )
    }

    fn setters(&self, out: &mut String) -> Written {
        let name = self.name;
        for (id, scalar, word) in self.floats() {
            writeln!(
                out,
                "  ! Sets {id} for the next calls.\n  subroutine {name}_set_{id}(binding, value)"
            )?;
            writeln!(
                out,
                "    type({name}_binding), intent(inout) :: binding\n    {}, intent(in) :: value",
                scalar_type(scalar)
            )?;
            writeln!(
                out,
                "    binding%words({}) = {}\n  end subroutine\n",
                word + 1,
                word_of(scalar, "value")
            )?;
        }
        Ok(())
    }

    fn address(&self, out: &mut String) -> Written {
        writeln!(
            out,
            "  pure function fvopt_address(pointer) result(address)\n    type(c_ptr), intent(in) :: pointer"
        )?;
        writeln!(
            out,
            "    integer(c_int64_t) :: address\n    address = transfer(pointer, 0_c_int64_t)\n  end function\n"
        )
    }
}
