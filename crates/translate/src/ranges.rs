//! Static ranges: the domain, where every value is needed, and whether fields offer it.

use crate::{
    Axes,
    error::{Error, Site},
    frames::{Frames, grid},
    program::{Bounds, Function, Kind, Operation, ValueId},
    types::{Dimension, Type},
};
use std::collections::HashMap;

/// The names of the axes.
pub(crate) const AXES: [&str; 3] = ["i", "j", "k"];

/// A half-open range for each axis that has one.
pub(crate) type Ranges = [Option<(i64, i64)>; 3];

/// The ranges of a function.
pub(crate) struct RangeFacts {
    /// The range of the first store that has the axis.
    pub(crate) domain: Ranges,
    /// Where each value is needed, by its root; values that are not needed are missing.
    needs: HashMap<ValueId, Ranges>,
    /// Where applies are computed, by their sites; those that nothing needs are missing.
    computed: HashMap<Site, Ranges>,
    /// What is known of the allocations of fields, and what says so.
    allocations: HashMap<ValueId, (Ranges, Site)>,
}

/// The axis of every dimension of a value that is there, by increasing axis.
pub(crate) fn axes_of(
    function: &Function,
    frames: &mut Frames,
    axes: &Axes,
    site: Site,
    value: ValueId,
) -> Result<Vec<(usize, usize)>, Error> {
    let grid = grid(function, site, value)?;
    let dimensions = frames.dimensions(value, grid);
    let mut found = Vec::new();
    for number in grid.present() {
        let axis = axes.axis(dimensions[number]).ok_or_else(|| {
            let message = format!(
                "{} has dimension {}; --axes {axes} names the axes of {} dimensions only",
                function.shown(value),
                dimensions[number],
                axes.count()
            );
            Error::new(site, message)
        })?;
        found.push((number, axis));
    }
    found.sort_by_key(|(_, axis)| *axis);
    Ok(found)
}

impl RangeFacts {
    /// Collects them, and checks that fields offer what is read and written.
    pub(crate) fn of(function: &Function, frames: &mut Frames, axes: &Axes) -> Result<Self, Error> {
        let mut facts = Self {
            domain: [None; 3],
            needs: HashMap::new(),
            computed: HashMap::new(),
            allocations: HashMap::new(),
        };
        for number in 0..function.values.len() {
            facts.static_type(function, frames, axes, ValueId(number))?;
        }
        for operation in &function.body {
            facts.domain_and_allocations(function, frames, axes, operation)?;
        }
        let mut finder = Finder {
            function,
            frames,
            axes,
            facts: &mut facts,
        };
        for operation in function.body.iter().rev() {
            finder.operation(operation)?;
        }
        if facts.domain == [None; 3] {
            let message = format!(
                "@{} stores nothing, so that nothing says what its domain is",
                function.name
            );
            return Err(Error::new(function.site, message));
        }
        Ok(facts)
    }

    /// Where a value is needed; nothing if it is not.
    pub(crate) fn need(&self, function: &Function, value: ValueId) -> Option<&Ranges> {
        self.needs.get(&function.root(value))
    }

    /// Where the apply at a site is computed; nothing if no result is needed.
    pub(crate) fn computed(&self, site: Site) -> Option<Ranges> {
        self.computed.get(&site).copied()
    }

    /// What a static type says of the memory of a field.
    fn static_type(
        &mut self,
        function: &Function,
        frames: &mut Frames,
        axes: &Axes,
        value: ValueId,
    ) -> Result<(), Error> {
        let known = function.value(value);
        let Some(Type::Field(grid)) = &known.ty else {
            return Ok(());
        };
        let mut ranges = [None; 3];
        for (number, axis) in axes_of(function, frames, axes, known.site, value)? {
            if let Dimension::Range(low, high) = grid.dimensions[number] {
                ranges[axis] = Some((low, high));
            }
        }
        if ranges != [None; 3] {
            self.allocate(function, value, ranges, known.site);
        }
        Ok(())
    }

    fn allocate(&mut self, function: &Function, field: ValueId, ranges: Ranges, site: Site) {
        let root = function.root(field);
        self.allocations.entry(root).or_insert((ranges, site));
    }

    fn domain_and_allocations(
        &mut self,
        function: &Function,
        frames: &mut Frames,
        axes: &Axes,
        operation: &Operation,
    ) -> Result<(), Error> {
        let site = operation.site;
        let stores: Vec<(ValueId, &Bounds)> = match &operation.kind {
            Kind::Store { field, bounds, .. } => vec![(*field, bounds)],
            Kind::Apply(apply) => match &apply.bounds {
                Some(bounds) => apply.outputs.iter().map(|out| (*out, bounds)).collect(),
                None => Vec::new(),
            },
            Kind::Allocation { field, bounds } => {
                let ranges = ranges(function, frames, axes, site, *field, bounds)?;
                self.allocate(function, *field, ranges, site);
                Vec::new()
            }
            _ => Vec::new(),
        };
        for (field, bounds) in stores {
            let ranges = ranges(function, frames, axes, site, field, bounds)?;
            for (axis, range) in ranges.iter().enumerate() {
                if let Some((low, high)) = range
                    && low >= high
                {
                    let message = format!(
                        "this stores nothing: its range on axis {} is {low} to {high}",
                        AXES[axis]
                    );
                    return Err(Error::new(site, message));
                }
                self.domain[axis] = self.domain[axis].or(*range);
            }
            self.check(function, site, "writes", field, &ranges)?;
        }
        Ok(())
    }

    /// Whether the allocation of a field, where it is known, holds what is read or written.
    fn check(
        &self,
        function: &Function,
        site: Site,
        verb: &str,
        field: ValueId,
        ranges: &Ranges,
    ) -> Result<(), Error> {
        let Some((allocation, defined)) = self.allocations.get(&function.root(field)) else {
            return Ok(());
        };
        for axis in 0..3 {
            if let (Some((low, high)), Some((first, last))) = (ranges[axis], allocation[axis])
                && (low < first || high > last)
            {
                let message = format!(
                    "this {verb} {low} to {high} on axis {} of {}, which has {first} to {last}",
                    AXES[axis],
                    function.shown(field)
                );
                return Err(Error::new(site, message).note(*defined, "its range is stated here"));
            }
        }
        Ok(())
    }
}

/// The smallest ranges that hold both.
fn hull(left: Ranges, right: Ranges) -> Ranges {
    std::array::from_fn(|axis| match (left[axis], right[axis]) {
        (Some(left), Some(right)) => Some((left.0.min(right.0), left.1.max(right.1))),
        (left, right) => left.or(right),
    })
}

/// Bounds as ranges on the axes of a field.
pub(crate) fn ranges(
    function: &Function,
    frames: &mut Frames,
    axes: &Axes,
    site: Site,
    field: ValueId,
    bounds: &Bounds,
) -> Result<Ranges, Error> {
    let rank = grid(function, site, field)?.dimensions.len();
    if bounds.low.len() != rank {
        let message = format!(
            "a range of {} dimensions for {}, which has {rank}",
            bounds.low.len(),
            function.shown(field)
        );
        return Err(Error::new(site, message));
    }
    let mut found = [None; 3];
    for (number, axis) in axes_of(function, frames, axes, site, field)? {
        found[axis] = Some((bounds.low[number], bounds.high[number]));
    }
    Ok(found)
}

/// Walks from what is stored to what is loaded.
struct Finder<'a> {
    function: &'a Function,
    frames: &'a mut Frames,
    axes: &'a Axes,
    facts: &'a mut RangeFacts,
}

impl Finder<'_> {
    fn demand(&mut self, value: ValueId, more: Ranges) {
        let root = self.function.root(value);
        let all = self.facts.needs.entry(root).or_insert(more);
        *all = hull(*all, more);
    }

    fn operation(&mut self, operation: &Operation) -> Result<(), Error> {
        let site = operation.site;
        match &operation.kind {
            Kind::Store {
                temp,
                field,
                bounds,
            } => {
                let found = ranges(self.function, self.frames, self.axes, site, *field, bounds)?;
                self.demand(*temp, found);
            }
            Kind::Load { result, field } => {
                if let Some(need) = self.facts.need(self.function, *result).copied() {
                    self.facts
                        .check(self.function, site, "reads", *field, &need)?;
                }
            }
            Kind::Combine(combine) => {
                for (result, lower, upper) in &combine.parts {
                    let Some(need) = self.facts.need(self.function, *result).copied() else {
                        continue;
                    };
                    let axis = combine_axis(
                        self.function,
                        self.frames,
                        self.axes,
                        site,
                        *result,
                        combine.dimension,
                    )?;
                    let (mut low, mut high) = (need, need);
                    if let (Some(low), Some(high)) = (&mut low[axis], &mut high[axis]) {
                        low.1 = low.1.min(combine.index).max(low.0);
                        high.0 = high.0.max(combine.index).min(high.1);
                    }
                    self.demand(*lower, low);
                    self.demand(*upper, high);
                }
            }
            Kind::Apply(apply) => {
                let needs = apply.results.iter();
                let needs =
                    needs.filter_map(|result| self.facts.need(self.function, *result).copied());
                let mut computed = needs.reduce(hull);
                if let (Some(bounds), Some(field)) = (&apply.bounds, apply.outputs.first()) {
                    computed = Some(ranges(
                        self.function,
                        self.frames,
                        self.axes,
                        site,
                        *field,
                        bounds,
                    )?);
                }
                if let Some(computed) = computed {
                    self.facts.computed.insert(site, computed);
                    self.body(&apply.body, &computed)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn body(&mut self, body: &[Operation], computed: &Ranges) -> Result<(), Error> {
        for operation in body {
            match &operation.kind {
                Kind::Access { temp, offsets, .. } => {
                    self.reads(operation.site, *temp, offsets, offsets, computed)?;
                }
                Kind::DynamicAccess { temp, extent, .. } => {
                    self.reads(operation.site, *temp, &extent.low, &extent.high, computed)?;
                }
                Kind::If {
                    then, otherwise, ..
                } => {
                    self.body(then, computed)?;
                    self.body(otherwise, computed)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What reading a temp or field from lowest to highest offsets demands of it.
    fn reads(
        &mut self,
        site: Site,
        temp: ValueId,
        lowest: &[i64],
        highest: &[i64],
        computed: &Ranges,
    ) -> Result<(), Error> {
        let mut more = [None; 3];
        for (number, axis) in axes_of(self.function, self.frames, self.axes, site, temp)? {
            if let Some((low, high)) = computed[axis] {
                more[axis] = Some((low + lowest[number], high + highest[number]));
            }
        }
        if let Some(Type::Field(_)) = self.function.value(temp).ty {
            self.facts
                .check(self.function, site, "reads", temp, &more)?;
        }
        self.demand(temp, more);
        Ok(())
    }
}

/// The axis along which two temps are combined.
pub(crate) fn combine_axis(
    function: &Function,
    frames: &mut Frames,
    axes: &Axes,
    site: Site,
    result: ValueId,
    dimension: usize,
) -> Result<usize, Error> {
    let all = axes_of(function, frames, axes, site, result)?;
    let found = all.iter().find(|(number, _)| *number == dimension);
    found.map(|(_, axis)| *axis).ok_or_else(|| {
        let message = format!(
            "{} has no dimension {dimension} to be combined along",
            function.shown(result)
        );
        Error::new(site, message)
    })
}
