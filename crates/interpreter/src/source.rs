//! Reads values, including points that are undefined or outside of the array.

use crate::{array::Array, provenance};
use fvopt_boxes::NumericBox;
use std::sync::Arc;

/// A value that is ready to be read: elements on a box, and what is known about each.
#[derive(Clone)]
pub(crate) struct Source {
    /// The elements.
    pub array: Arc<Array>,
    /// Which elements are undefined.
    pub provenance: Provenance,
    /// The box in which reading is allowed, and why values outside of it are undefined.
    pub limit: Option<(NumericBox, u16)>,
    /// Why values outside of the array are undefined.
    pub outside: u16,
}

/// Which elements are undefined.
#[derive(Clone)]
pub(crate) enum Provenance {
    /// None.
    Clean,
    /// Those whose provenance is not 0.
    Each(Arc<Vec<u64>>),
    /// Those that were not written, for this reason.
    Written(Arc<Vec<bool>>, u16),
}

/// The parts of a [`Source`], borrowed, as threads read them.
#[derive(Clone, Copy)]
pub(crate) struct SourceRef<'a> {
    pub array: &'a Array,
    pub provenance: ProvenanceRef<'a>,
    pub limit: Option<(NumericBox, u16)>,
    pub outside: u16,
    /// Where elements can be read without looking at limits: the array within the limit.
    inside: NumericBox,
}

/// The parts of [`Provenance`], borrowed.
#[derive(Clone, Copy)]
pub(crate) enum ProvenanceRef<'a> {
    Clean,
    Each(&'a [u64]),
    Written(&'a [bool], u16),
}

/// A read outside of the limit: an error of the IR, not an undefined value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BeyondLimit {
    /// The index of the point among those that are read.
    pub lane: usize,
}

impl Source {
    pub(crate) fn borrow(&self) -> SourceRef<'_> {
        let provenance = match &self.provenance {
            Provenance::Clean => ProvenanceRef::Clean,
            Provenance::Each(provenance) => ProvenanceRef::Each(provenance),
            Provenance::Written(written, reason) => ProvenanceRef::Written(written, *reason),
        };
        SourceRef::new(&self.array, provenance, self.limit, self.outside)
    }
}

impl<'a> SourceRef<'a> {
    pub(crate) fn new(
        array: &'a Array,
        provenance: ProvenanceRef<'a>,
        limit: Option<(NumericBox, u16)>,
        outside: u16,
    ) -> Self {
        let bounds = array.bounds();
        let inside = limit.map_or(bounds, |(limit, _)| bounds.intersect(&limit));
        Self {
            array,
            provenance,
            limit,
            outside,
            inside,
        }
    }

    /// The point with 0 on the axes that are not there.
    pub(crate) fn normalize(&self, mut point: [i64; 3]) -> [i64; 3] {
        for (axis, position) in point.iter_mut().enumerate() {
            if !self.array.shape().has_axis(axis) {
                *position = 0;
            }
        }
        point
    }

    /// One element and its provenance. `strict` makes reading outside of the limit fail; else it
    /// gives an undefined value.
    pub(crate) fn get(
        &self,
        component: usize,
        point: [i64; 3],
        strict: bool,
    ) -> Result<(u64, u64), BeyondLimit> {
        let point = self.normalize(point);
        if !self.inside.contains_point(point) {
            if let Some((limit, reason)) = self.limit
                && !limit.contains_point(point)
            {
                return if strict {
                    Err(BeyondLimit { lane: 0 })
                } else {
                    Ok((0, provenance::provenance_of(reason, point)))
                };
            }
            return Ok((0, provenance::provenance_of(self.outside, point)));
        }
        let at = self.array.offset_inside(component, point);
        Ok((self.array.cells().get(at), self.provenance.get(at, point)))
    }

    /// Elements along i from a point on, with their provenance; true when none is undefined, and
    /// then the provenance is left alone.
    pub(crate) fn read(
        &self,
        component: usize,
        start: [i64; 3],
        strict: bool,
        bits: &mut [u64],
        provenance: &mut [u64],
    ) -> Result<bool, BeyondLimit> {
        let count = bits.len();
        if count == 0 {
            return Ok(true);
        }
        if !self.array.shape().has_axis(0) {
            let (value, undefined) = self.get(component, start, strict)?;
            bits.fill(value);
            provenance.fill(undefined);
            return Ok(undefined == 0);
        }
        let first = self.normalize(start);
        let last = [first[0] + (count as i64 - 1), first[1], first[2]];
        if self.inside.contains_point(first) && self.inside.contains_point(last) {
            let at = self.array.offset_inside(component, first);
            self.array.cells().read(at, bits);
            return Ok(self.provenance.read(at, first, provenance));
        }
        let mut clean = true;
        for lane in 0..count {
            let point = [first[0] + lane as i64, first[1], first[2]];
            let value = self.get(component, point, strict);
            (bits[lane], provenance[lane]) = value.map_err(|_| BeyondLimit { lane })?;
            clean &= provenance[lane] == 0;
        }
        Ok(clean)
    }
}

impl ProvenanceRef<'_> {
    fn get(self, at: usize, point: [i64; 3]) -> u64 {
        match self {
            Self::Clean => 0,
            Self::Each(provenance) => provenance[at],
            Self::Written(written, _) if written[at] => 0,
            Self::Written(_, reason) => provenance::provenance_of(reason, point),
        }
    }

    fn read(self, at: usize, first: [i64; 3], to: &mut [u64]) -> bool {
        match self {
            Self::Clean => true,
            Self::Each(provenance) => {
                let provenance = &provenance[at..at + to.len()];
                if provenance.iter().all(|provenance| *provenance == 0) {
                    return true;
                }
                to.copy_from_slice(provenance);
                false
            }
            Self::Written(written, reason) => {
                let written = &written[at..at + to.len()];
                if written.iter().all(|written| *written) {
                    return true;
                }
                for (lane, (to, written)) in to.iter_mut().zip(written).enumerate() {
                    let point = [first[0] + lane as i64, first[1], first[2]];
                    *to = if *written {
                        0
                    } else {
                        provenance::provenance_of(reason, point)
                    };
                }
                false
            }
        }
    }
}
