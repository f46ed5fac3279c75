//! The subroutine that checks arguments and lays them out for calls.

use super::{Module, scalar_type, word_of};
use crate::{
    ArgumentType, FieldShape,
    abi::Dimension,
    export::{
        Argument, apart,
        ends::{self, Language},
        entries,
    },
};
use fvopt_boxes::End;
use std::fmt::{Result as Written, Write};

fn number(number: i64) -> String {
    format!("({number}_c_int64_t)")
}

/// Fortran's number of a dimension: its first is the fastest, the memory ABI's the slowest.
fn fortran(rank: usize, dimension: usize) -> usize {
    rank - dimension
}

impl Module<'_> {
    /// `NAME_bind`, with a comment that says what it takes.
    pub(super) fn bind(&self, out: &mut String) -> Written {
        let name = self.name;
        writeln!(
            out,
            "  ! Checks the arguments and lays them out; `error` is empty, or says what does not fit. Fields are"
        )?;
        writeln!(
            out,
            "  ! targets that stay where they are as long as the binding is called. A halo is the number of"
        )?;
        writeln!(
            out,
            "  ! points below the first of the domain on i, j and k."
        )?;
        for (number, argument, shape) in self.fields() {
            let required = self
                .general
                .required
                .boxes
                .get(number)
                .and_then(Option::as_ref);
            let required = required.map_or("nothing".to_string(), ToString::to_string);
            writeln!(out, "  !   {}: {shape}; needed:", argument.identifier)?;
            writeln!(out, "  !     {required}")?;
        }
        write!(out, "  subroutine {name}_bind(binding, ni, nj, nk")?;
        for argument in self.arguments {
            write!(out, ", &\n      {}", argument.identifier)?;
            if matches!(argument.ty, ArgumentType::Field(_)) {
                write!(out, ", {}", self.halo(&argument.identifier))?;
            }
        }
        writeln!(out, ", error)")?;
        self.declarations(out)?;
        writeln!(
            out,
            "    n = [integer(c_int64_t) :: ni, nj, nk]\n    error = ''\n    binding%words = 0"
        )?;
        writeln!(
            out,
            "    if (any(n < 1)) then\n      error = 'the domain has no points'\n      return\n    end if"
        )?;
        self.choose(out)?;
        writeln!(out, "    binding%words(1:3) = n")?;
        self.required_ends(out)?;
        for argument in self.arguments {
            if let ArgumentType::Scalar(scalar) = argument.ty {
                let value = word_of(*scalar, &argument.identifier);
                writeln!(out, "    binding%words({}) = {value}", argument.word + 1)?;
            }
        }
        for (place, (number, argument, shape)) in self.fields().enumerate() {
            self.check_sizes(out, number, argument, shape)?;
            self.lay_out(out, place + 1, argument, shape)?;
        }
        self.overlaps(out)?;
        writeln!(out, "  end subroutine\n")
    }

    fn declarations(&self, out: &mut String) -> Written {
        let fields = self.fields().count().max(1);
        writeln!(
            out,
            "    type({}_binding), intent(out) :: binding",
            self.name
        )?;
        writeln!(out, "    integer, intent(in) :: ni, nj, nk")?;
        for argument in self.arguments {
            let id = &argument.identifier;
            match argument.ty {
                ArgumentType::Scalar(scalar) => {
                    writeln!(out, "    {}, intent(in) :: {id}", scalar_type(*scalar))?;
                }
                ArgumentType::Field(shape) => {
                    let colons = vec![":"; shape.dimensions.len()].join(", ");
                    let colons = match colons.is_empty() {
                        true => String::new(),
                        false => format!("({colons})"),
                    };
                    writeln!(
                        out,
                        "    {}, target, intent(inout) :: {id}{colons}",
                        scalar_type(shape.element)
                    )?;
                    writeln!(out, "    integer, intent(in) :: {}(3)", self.halo(id))?;
                }
            }
        }
        writeln!(out, "    character(:), allocatable, intent(out) :: error")?;
        writeln!(
            out,
            "    integer(c_int64_t) :: n(3), first({fields}), last({fields})"
        )?;
        for number in 0..self.general.required.ends.len() {
            writeln!(out, "    integer(c_int64_t) :: fvopt_end_{number}")?;
        }
        Ok(())
    }

    fn choose(&self, out: &mut String) -> Written {
        let (pinned, any) = entries(self.manifests);
        for (number, ([i, j, k], _)) in pinned.iter().enumerate() {
            let other = if number == 0 { "if" } else { "else if" };
            writeln!(
                out,
                "    {other} (ni == {i} .and. nj == {j} .and. nk == {k}) then\n      binding%entry = {}",
                number + 1
            )?;
        }
        match (any, pinned.is_empty()) {
            (Some(_), true) => writeln!(out, "    binding%entry = 1"),
            (Some(_), false) => writeln!(
                out,
                "    else\n      binding%entry = {}\n    end if",
                pinned.len() + 1
            ),
            (None, _) => writeln!(
                out,
                "    else\n      error = 'the program is not compiled for this domain'\n      return\n    end if"
            ),
        }
    }

    fn position(&self, number: u32) -> String {
        match self.arguments.get(number as usize) {
            Some(argument) => format!("int({}, c_int64_t)", argument.identifier),
            None => format!("fvopt_end_{}", number as usize - self.arguments.len()),
        }
    }

    fn expression(&self, end: &End, axis: usize) -> Option<String> {
        let language = Language {
            size: &|axis| format!("n({})", axis + 1),
            position: &|number| self.position(number),
            minimum: "min",
            maximum: "max",
            number: &number,
        };
        ends::expression(end, axis, &language)
    }

    fn required_ends(&self, out: &mut String) -> Written {
        for (number, end) in self.general.required.ends.iter().enumerate() {
            let (axis, end) = ends::bounded(end);
            let value = self.expression(end, axis).unwrap_or_else(|| "0".into());
            writeln!(out, "    fvopt_end_{number} = &\n      {value}")?;
        }
        Ok(())
    }

    /// Says what is wrong and leaves, where a condition holds.
    fn refuse(out: &mut String, conditions: &[String], problem: &str) -> Written {
        let conditions = conditions.join(" .and. &\n        ");
        writeln!(
            out,
            "    if ({conditions}) then\n      error = '{problem}'\n      return\n    end if"
        )
    }

    /// Checks that a field holds what the program needs.
    fn check_sizes(
        &self,
        out: &mut String,
        number: usize,
        argument: &Argument,
        shape: &FieldShape,
    ) -> Written {
        let (id, rank) = (&argument.identifier, shape.dimensions.len());
        let halo = self.halo(id);
        for (dimension, what) in shape.dimensions.iter().enumerate() {
            let size = format!("size({id}, {}, c_int64_t)", fortran(rank, dimension));
            match what {
                Dimension::Data(data) => {
                    let wanted = shape.data[*data];
                    let condition = format!("{size} /= {wanted}");
                    Self::refuse(
                        out,
                        &[condition],
                        &format!("{id}: the size of {what} is not {wanted}"),
                    )?;
                }
                Dimension::Axis(axis) => {
                    let part = self
                        .general
                        .required
                        .boxes
                        .get(number)
                        .and_then(Option::as_ref);
                    let Some(part) = part else { continue };
                    let range = &part.ranges()[*axis];
                    let low = self.expression(&range.low, *axis);
                    let high = self.expression(&range.high, *axis);
                    let mut conditions = Vec::new();
                    if let (Some(low), Some(high)) = (&low, &high) {
                        conditions.push(format!("{low} < {high}"));
                    }
                    if let Some(low) = &low {
                        let mut all = conditions.clone();
                        all.push(format!("{low} < -{halo}({})", axis + 1));
                        Self::refuse(
                            out,
                            &all,
                            &format!("{id} is too small on the low side of {what}"),
                        )?;
                    }
                    if let Some(high) = &high {
                        conditions.push(format!("{high} > {size} - {halo}({})", axis + 1));
                        Self::refuse(
                            out,
                            &conditions,
                            &format!("{id} is too small on the high side of {what}"),
                        )?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Lays a field out: the words of the memory ABI, and where its memory begins and ends.
    fn lay_out(
        &self,
        out: &mut String,
        place: usize,
        argument: &Argument,
        shape: &FieldShape,
    ) -> Written {
        let (id, rank) = (&argument.identifier, shape.dimensions.len());
        let halo = self.halo(id);
        let one = |moved: Option<usize>| match rank {
            0 => id.clone(),
            _ => {
                let places = (1..=rank).map(|place| if Some(place) == moved { "2" } else { "1" });
                format!("{id}({})", places.collect::<Vec<_>>().join(", "))
            }
        };
        if rank > 0 {
            Self::refuse(
                out,
                &[format!("size({id}) < 1")],
                &format!("{id} has no memory"),
            )?;
        }
        let word = argument.word + 1;
        let bytes = shape.element.bytes();
        writeln!(
            out,
            "    first({place}) = fvopt_address(c_loc({}))\n    last({place}) = first({place}) + {bytes}",
            one(None)
        )?;
        writeln!(
            out,
            "    binding%words({word}) = first({place})\n    binding%words({}) = first({place})",
            word + 1
        )?;
        for dimension in 0..rank {
            let (size, stride) = (word + 3 + dimension, word + 3 + rank + dimension);
            let fortran = fortran(rank, dimension);
            writeln!(
                out,
                "    binding%words({size}) = size({id}, {fortran}, c_int64_t)\n    binding%words({stride}) = 1"
            )?;
            writeln!(
                out,
                "    if (size({id}, {fortran}) > 1) binding%words({stride}) = &\n      (fvopt_address(c_loc({})) - first({place})) / {bytes}",
                one(Some(fortran))
            )?;
            writeln!(
                out,
                "    last({place}) = last({place}) + {bytes} * (binding%words({size}) - 1) * binding%words({stride})"
            )?;
        }
        if rank > 0 {
            let condition = format!("binding%words({}) /= 1", word + 2 + 2 * rank);
            Self::refuse(
                out,
                &[condition],
                &format!("{id} is not contiguous along its first dimension"),
            )?;
        }
        let axes = (0..3).filter(|axis| shape.has_axis(*axis));
        for (place, axis) in axes.enumerate() {
            writeln!(
                out,
                "    binding%words({}) = {halo}({})",
                word + 3 + 2 * rank + place,
                axis + 1
            )?;
        }
        Ok(())
    }

    fn overlaps(&self, out: &mut String) -> Written {
        let place = |number: usize| {
            let mut fields = self.fields();
            fields
                .position(|(field, _, _)| field == number)
                .map_or(0, |place| place + 1)
        };
        for (left, right) in apart(self.general) {
            let (a, b) = (place(left), place(right));
            let problem = format!(
                "{} and {} share memory",
                self.arguments[left].identifier, self.arguments[right].identifier
            );
            let conditions = [
                format!("first({a}) < last({b})"),
                format!("first({b}) < last({a})"),
            ];
            Self::refuse(out, &conditions, &problem)?;
        }
        Ok(())
    }
}
