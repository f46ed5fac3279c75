//! The registers of a strip.

use super::Register;

/// Which lanes an instruction runs on.
#[derive(Clone, Debug)]
pub(crate) enum Lanes {
    /// The lanes from 0 up to this number.
    All(usize),
    /// The lanes of this list, in ascending order.
    Some(Vec<u32>),
}

impl Lanes {
    /// Calls a function with every lane.
    #[inline(always)]
    pub(crate) fn each(&self, mut visit: impl FnMut(usize)) {
        match self {
            Self::All(count) => (0..*count).for_each(visit),
            Self::Some(lanes) => lanes.iter().for_each(|lane| visit(*lane as usize)),
        }
    }

    /// Whether no lane runs.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::All(count) => *count == 0,
            Self::Some(lanes) => lanes.is_empty(),
        }
    }

    /// The lanes that satisfy a condition, and whether they are all.
    pub(crate) fn filter(&self, mut keep: impl FnMut(usize) -> bool) -> Lanes {
        let mut kept = Vec::new();
        let mut count = 0;
        self.each(|lane| {
            count += 1;
            if keep(lane) {
                kept.push(lane as u32);
            }
        });
        if kept.len() == count {
            self.clone()
        } else {
            Self::Some(kept)
        }
    }
}

/// One value for every lane, with the provenance of the undefined ones (see [`crate::provenance`]).
#[derive(Clone, Default)]
pub(crate) struct Column {
    pub bits: Vec<u64>,
    /// 0 for a defined value. Meaningless where `clean`.
    pub provenance: Vec<u64>,
    /// No lane in use is undefined.
    pub clean: bool,
}

impl Column {
    fn new(width: usize) -> Self {
        Self {
            bits: vec![0; width],
            provenance: vec![0; width],
            clean: true,
        }
    }

    /// The provenance of a lane.
    #[inline(always)]
    pub(crate) fn provenance(&self, lane: usize) -> u64 {
        if self.clean { 0 } else { self.provenance[lane] }
    }

    /// Sets the provenance of a lane.
    pub(crate) fn set_provenance(&mut self, lane: usize, provenance: u64) {
        if self.clean && provenance != 0 {
            self.provenance.fill(0);
            self.clean = false;
        }
        if !self.clean {
            self.provenance[lane] = provenance;
        }
    }
}

/// All registers.
pub(crate) struct Registers {
    columns: Vec<Column>,
}

impl Registers {
    /// Registers with the given number of lanes.
    pub(crate) fn new(count: usize, width: usize) -> Self {
        Self {
            columns: (0..count).map(|_| Column::new(width)).collect(),
        }
    }

    /// A register.
    #[inline(always)]
    pub(crate) fn column(&self, register: Register) -> &Column {
        &self.columns[register]
    }

    /// A register to be changed.
    #[inline(always)]
    pub(crate) fn column_mut(&mut self, register: Register) -> &mut Column {
        &mut self.columns[register]
    }

    /// The same value on every lane.
    pub(crate) fn fill(&mut self, register: Register, bits: u64) {
        let column = &mut self.columns[register];
        column.bits.fill(bits);
        column.clean = true;
    }

    /// Takes a register out, to be written while others are read; it must be put back.
    #[inline(always)]
    pub(crate) fn take(&mut self, register: Register) -> Column {
        std::mem::take(&mut self.columns[register])
    }

    /// Puts a register back.
    #[inline(always)]
    pub(crate) fn put(&mut self, register: Register, column: Column) {
        self.columns[register] = column;
    }

    /// A function of one value.
    #[inline(always)]
    pub(crate) fn map1(
        &mut self,
        lanes: &Lanes,
        to: Register,
        [a]: [Register; 1],
        f: impl Fn(u64) -> u64,
    ) {
        let mut out = self.take(to);
        let a = &self.columns[a].bits;
        match lanes {
            Lanes::All(count) => {
                for (out, a) in out.bits[..*count].iter_mut().zip(&a[..*count]) {
                    *out = f(*a);
                }
            }
            Lanes::Some(lanes) => {
                for lane in lanes.iter().map(|lane| *lane as usize) {
                    out.bits[lane] = f(a[lane]);
                }
            }
        }
        self.put(to, out);
    }

    /// A function of two values.
    #[inline(always)]
    pub(crate) fn map2(
        &mut self,
        lanes: &Lanes,
        to: Register,
        [a, b]: [Register; 2],
        f: impl Fn(u64, u64) -> u64,
    ) {
        let mut out = self.take(to);
        let (a, b) = (&self.columns[a].bits, &self.columns[b].bits);
        match lanes {
            Lanes::All(count) => {
                let values = a[..*count].iter().zip(&b[..*count]);
                for (out, (a, b)) in out.bits[..*count].iter_mut().zip(values) {
                    *out = f(*a, *b);
                }
            }
            Lanes::Some(lanes) => {
                for lane in lanes.iter().map(|lane| *lane as usize) {
                    out.bits[lane] = f(a[lane], b[lane]);
                }
            }
        }
        self.put(to, out);
    }

    /// An operation with an undefined operand has an undefined result: it gets the provenance of
    /// the first such operand.
    #[inline(always)]
    pub(crate) fn join_provenance(&mut self, lanes: &Lanes, to: Register, operands: &[Register]) {
        if operands.iter().all(|operand| self.columns[*operand].clean) {
            self.columns[to].clean = true;
            return;
        }
        let mut out = self.take(to);
        out.clean = false;
        lanes.each(|lane| {
            let provenance = operands
                .iter()
                .map(|operand| self.column(*operand).provenance(lane));
            out.provenance[lane] = provenance
                .into_iter()
                .find(|provenance| *provenance != 0)
                .unwrap_or(0);
        });
        self.put(to, out);
    }

    /// Copies lanes from one register to another. Where the other lanes of the target are not
    /// to be kept, `fresh` says so.
    pub(crate) fn copy(&mut self, lanes: &Lanes, from: Register, to: Register, fresh: bool) {
        if from == to {
            return;
        }
        let mut out = self.take(to);
        if fresh {
            out.clean = true;
        }
        let column = &self.columns[from];
        lanes.each(|lane| out.bits[lane] = column.bits[lane]);
        if !column.clean || !out.clean {
            lanes.each(|lane| out.set_provenance(lane, column.provenance(lane)));
        }
        self.put(to, out);
    }
}
