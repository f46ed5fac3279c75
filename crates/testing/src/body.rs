//! Bodies of applies and stages: random expressions over what can be read.

use crate::{
    random::Random,
    types::{FAR, Margins, Temp, Type},
};
use std::collections::BTreeSet;

/// The largest distance at which memory is read.
const REACH: i64 = 3;

/// A body that is being written.
pub struct Body<'a> {
    pub random: &'a mut Random,
    pub kinds: &'a mut BTreeSet<&'static str>,
    pub names: &'a mut usize,
    pub temps: Vec<Temp>,
    /// Scalars of type f64 and index.
    pub floats: Vec<String>,
    pub indices: Vec<String>,
    /// The axes of the points.
    pub axes: [bool; 3],
    pub lines: String,
    pub valid: Margins,
    pub reach: Margins,
    /// All reads are at the point itself.
    pub pointwise: bool,
}

impl Body<'_> {
    pub fn name(&mut self) -> String {
        *self.names += 1;
        format!("%v{}", self.names)
    }

    fn emit(&mut self, text: &str) -> String {
        let name = self.name();
        self.lines.push_str(&format!("      {name} = {text}\n"));
        name
    }

    fn line(&mut self, text: &str) {
        self.lines.push_str(&format!("      {text}\n"));
    }

    pub fn constant(&mut self, value: f64) -> String {
        self.emit(&format!("arith.constant {value:?} : f64"))
    }

    /// A small integer from a number, whatever the number is.
    fn integer(&mut self, value: &str) -> String {
        let (low, high, zero) = (self.constant(-8.0), self.constant(8.0), self.constant(0.0));
        let above = self.emit(&format!("arith.cmpf ogt, {value}, {low} : f64"));
        let below = self.emit(&format!("arith.cmpf olt, {value}, {high} : f64"));
        let inside = self.emit(&format!("arith.andi {above}, {below} : i1"));
        let tame = self.emit(&format!("arith.select {inside}, {value}, {zero} : f64"));
        self.emit(&format!("arith.fptosi {tame} : f64 to i32"))
    }

    /// An index that names a component.
    fn component(&mut self, size: i64) -> String {
        let own_axes: Vec<usize> = (0..3).filter(|axis| self.axes[*axis]).collect();
        match self.random.below(4) {
            0 if !self.indices.is_empty() => {
                let indices = self.indices.clone();
                self.kinds.insert("component: scalar");
                self.random.pick(&indices)
            }
            1 | 2 if !own_axes.is_empty() => {
                let axis = ["i", "j", "k"][self.random.pick(&own_axes)];
                let position = self.emit(&format!("stencil.index {axis}"));
                let count = self.emit(&format!("arith.constant {size} : index"));
                let rest = self.emit(&format!("arith.remsi {position}, {count} : index"));
                self.kinds.insert("component: run-time");
                self.emit(&format!("math.absi {rest} : index"))
            }
            _ => {
                let number = self.random.between(0, size - 1);
                self.emit(&format!("arith.constant {number} : index"))
            }
        }
    }

    /// Reads a temp as f64.
    fn access(&mut self, temp: &Temp) -> String {
        let axes = temp.ty.axes();
        let dynamic = axes[2]
            && !self.pointwise
            && temp.offsets.1 == [-2, 2]
            && (!self.axes[2] || self.random.chance(20));
        let mut offset = [0i64; 3];
        for axis in 0..3 {
            let [low, high] = if axis == 2 {
                temp.offsets.1
            } else {
                temp.offsets.0
            };
            if axes[axis] && low == high && low != 0 {
                // The only level at which it may be read.
                offset[axis] = low;
                self.kinds.insert("offset: k");
                continue;
            }
            if !axes[axis] || self.pointwise || self.random.chance(55) || (axis == 2 && dynamic) {
                continue;
            }
            let own = self.random.between(low.max(-2), high.min(2));
            let own = if own.abs() == 2 && self.random.chance(60) {
                own / 2
            } else {
                own
            };
            if own != 0
                && temp.valid[axis][0] + own >= 0
                && temp.valid[axis][1] - own >= 0
                && (own + temp.reach[axis][1]).abs() <= REACH
                && (own - temp.reach[axis][0]).abs() <= REACH
                && own >= low
                && own <= high
            {
                offset[axis] = own;
                self.kinds
                    .insert(["offset: i", "offset: j", "offset: k"][axis]);
            }
        }
        let mut k_range = [offset[2], offset[2]];
        let components = match temp.ty.components() {
            Some(size) => {
                self.kinds.insert("access: component");
                format!(" at {}", self.component(size))
            }
            None => String::new(),
        };
        let ty = temp.ty.temp();
        let value = if dynamic
            && temp.valid[2][0] >= FAR
            && temp.reach[2].iter().all(|one| *one <= 1)
        {
            let horizontal: Vec<String> = (0..2)
                .filter(|axis| axes[*axis])
                .map(|axis| offset[axis].to_string())
                .collect();
            let horizontal = horizontal.join(", ");
            if self.axes[2] && self.random.chance(50) {
                self.kinds.insert("access_dyn: relative");
                k_range = [-1, 1];
                let position = match self.random.below(3) {
                    0 if !self.indices.is_empty() => {
                        let indices = self.indices.clone();
                        (self.random.pick(&indices), "index")
                    }
                    _ => {
                        let value = self.leaf_simple();
                        (self.integer(&value), "i32")
                    }
                };
                self.emit(&format!(
                    "stencil.access_dyn {}[{horizontal}] relative {} : {} in [-1, 1]{components} : {ty}",
                    temp.name, position.0, position.1
                ))
            } else {
                self.kinds.insert("access_dyn: absolute");
                let position = match self.random.below(3) {
                    0 if !self.indices.is_empty() => {
                        let indices = self.indices.clone();
                        (self.random.pick(&indices), "index")
                    }
                    1 if self.axes[2] => (self.emit("stencil.index k"), "index"),
                    _ => {
                        let value = self.leaf_simple();
                        (self.integer(&value), "i32")
                    }
                };
                let levels = match self.random.below(5) {
                    4 => {
                        self.kinds.insert("access_dyn: anywhere");
                        "unbounded to unbounded".to_string()
                    }
                    0 => "start to start + 1".to_string(),
                    1 => "start - 1 to end + 1".to_string(),
                    _ => "start to end".to_string(),
                };
                k_range = [-1, 1];
                self.emit(&format!(
                    "stencil.access_dyn {}[{horizontal}] absolute {} : {} (k = {levels}){components} : {ty}",
                    temp.name, position.0, position.1
                ))
            }
        } else {
            if axes[2] && !self.axes[2] {
                // Only at an absolute level could it be read.
                return self.constant(1.25);
            }
            let offsets: Vec<String> = (0..3)
                .filter(|axis| axes[*axis])
                .map(|axis| offset[axis].to_string())
                .collect();
            self.emit(&format!(
                "stencil.access {}[{}]{components} : {ty}",
                temp.name,
                offsets.join(", ")
            ))
        };
        let ranges = [[offset[0]; 2], [offset[1]; 2], k_range];
        for axis in (0..3).filter(|axis| axes[*axis]) {
            let [low, high] = ranges[axis];
            let (valid, reach) = (&mut self.valid[axis], &mut self.reach[axis]);
            valid[0] = valid[0].min(temp.valid[axis][0] + low);
            valid[1] = valid[1].min(temp.valid[axis][1] - high);
            reach[0] = reach[0].max(temp.reach[axis][0] - low);
            reach[1] = reach[1].max(temp.reach[axis][1] + high);
        }
        match temp.ty.element() {
            "f32" => {
                self.kinds.insert("cast");
                self.emit(&format!("arith.extf {value} : f32 to f64"))
            }
            "i32" => {
                self.kinds.insert("cast");
                self.emit(&format!("arith.sitofp {value} : i32 to f64"))
            }
            "i1" => {
                self.kinds.insert("cast");
                self.emit(&format!("arith.uitofp {value} : i1 to f64"))
            }
            _ => value,
        }
    }

    /// A value from a scalar or a constant.
    fn leaf_simple(&mut self) -> String {
        let own_axes: Vec<usize> = (0..3).filter(|axis| self.axes[*axis]).collect();
        match self.random.below(4) {
            0 if !self.floats.is_empty() => {
                let floats = self.floats.clone();
                self.random.pick(&floats)
            }
            1 if !own_axes.is_empty() => {
                self.kinds.insert("index");
                let axis = ["i", "j", "k"][self.random.pick(&own_axes)];
                let position = self.emit(&format!("stencil.index {axis}"));
                let narrow = self.emit(&format!("arith.index_cast {position} : index to i32"));
                self.emit(&format!("arith.sitofp {narrow} : i32 to f64"))
            }
            2 => {
                let readable: Vec<Temp> = self
                    .temps
                    .iter()
                    .filter(|temp| (0..3).all(|axis| !temp.ty.axes()[axis] || self.axes[axis]))
                    .cloned()
                    .collect();
                if readable.is_empty() {
                    return self.constant(0.75);
                }
                let mut temp = self.random.pick(&readable);
                temp.offsets = ([0, 0], [0, 0]);
                self.access(&temp)
            }
            _ => {
                let value = self.random.pick(&[0.5, -1.5, 0.125, 2.0, 1.0]);
                self.constant(value)
            }
        }
    }

    fn leaf(&mut self) -> String {
        if self.temps.is_empty() || self.random.chance(20) {
            return self.leaf_simple();
        }
        let temps = self.temps.clone();
        let temp = self.random.pick(&temps);
        self.access(&temp)
    }

    /// An expression.
    pub fn value(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let choice = self.random.below(19);
        match choice {
            0..=5 => {
                let (a, b) = (self.value(depth - 1), self.value(depth - 1));
                let op = self.random.pick(&["addf", "subf", "addf", "mulf", "divf"]);
                let r = self.emit(&format!("arith.{op} {a}, {b} : f64"));
                let half = self.constant(0.375);
                self.emit(&format!("arith.mulf {r}, {half} : f64"))
            }
            6..=8 => {
                self.kinds.insert("minimum, maximum");
                let (a, b) = (self.value(depth - 1), self.value(depth - 1));
                let op = self
                    .random
                    .pick(&["maxnumf", "minnumf", "maximumf", "minimumf"]);
                self.emit(&format!("arith.{op} {a}, {b} : f64"))
            }
            9 | 10 => {
                self.kinds.insert("math");
                let a = self.value(depth - 1);
                let positive = self.emit(&format!("math.absf {a} : f64"));
                match self.random.below(4) {
                    0 => {
                        let b = self.value(depth - 1);
                        let op = self.random.pick(&["powf", "atan2", "copysign"]);
                        let b = match op {
                            "copysign" => self.signed(&b),
                            "powf" if self.random.chance(50) => {
                                let exponent = self.random.between(-9, 9) as f64 / 2.0;
                                self.constant(exponent)
                            }
                            _ => b,
                        };
                        self.emit(&format!("math.{op} {positive}, {b} : f64"))
                    }
                    1 => {
                        let negative = self.emit(&format!("arith.negf {positive} : f64"));
                        let op = self.random.pick(&["exp", "exp2", "expm1"]);
                        self.emit(&format!("math.{op} {negative} : f64"))
                    }
                    2 => {
                        let op = self.random.pick(&[
                            "sqrt", "log", "log1p", "log2", "log10", "tanh", "floor", "round",
                            "trunc", "rsqrt", "cbrt", "asinh", "acosh", "atanh", "erf", "erfc",
                        ]);
                        self.emit(&format!("math.{op} {positive} : f64"))
                    }
                    _ => {
                        let op = self.random.pick(&["sin", "cos", "tan", "atan"]);
                        self.emit(&format!("math.{op} {a} : f64"))
                    }
                }
            }
            11 | 12 => {
                let condition = self.condition(depth - 1);
                let (a, b) = (self.value(depth - 1), self.value(depth - 1));
                self.emit(&format!("arith.select {condition}, {a}, {b} : f64"))
            }
            13 | 14 => {
                self.kinds.insert("scf.if");
                let condition = self.condition(depth - 1);
                let result = self.name();
                self.line(&format!("{result} = scf.if {condition} -> (f64) {{"));
                let a = self.value(depth - 1);
                self.line(&format!("scf.yield {a} : f64"));
                self.line("} else {");
                let b = self.value(depth - 1);
                self.line(&format!("scf.yield {b} : f64"));
                self.line("}");
                result
            }
            15 | 16 => {
                self.kinds.insert("scf.while");
                let start = self.value(depth - 1);
                let decisive = self.leaf();
                let count = self.integer(&decisive);
                let three = self.emit("arith.constant 3 : i32");
                let count = self.emit(&format!("arith.andi {count}, {three} : i32"));
                let zero = self.emit("arith.constant 0 : i32");
                let one = self.emit("arith.constant 1 : i32");
                let (result, n, v) = (self.name(), self.name(), self.name());
                self.line(&format!(
                    "{result}:2 = scf.while ({n} = {zero}, {v} = {start}) : (i32, f64) -> (i32, f64) {{"
                ));
                let more = self.emit(&format!("arith.cmpi slt, {n}, {count} : i32"));
                self.line(&format!("scf.condition({more}) {n}, {v} : i32, f64"));
                self.line("} do {");
                let (m, w) = (self.name(), self.name());
                self.line(&format!("^bb0({m}: i32, {w}: f64):"));
                let other = self.value(depth - 1);
                let sum = self.emit(&format!("arith.addf {w}, {other} : f64"));
                let half = self.constant(0.5);
                let next = self.emit(&format!("arith.mulf {sum}, {half} : f64"));
                let counted = self.emit(&format!("arith.addi {m}, {one} : i32"));
                self.line(&format!("scf.yield {counted}, {next} : i32, f64"));
                self.line("}");
                format!("{result}#1")
            }
            17 => {
                self.kinds.insert("cast");
                let a = self.value(depth - 1);
                let single = self.emit(&format!("arith.truncf {a} : f64 to f32"));
                self.emit(&format!("arith.extf {single} : f32 to f64"))
            }
            _ => {
                self.kinds.insert("cast");
                let a = self.value(depth - 1);
                let integer = self.integer(&a);
                self.emit(&format!("arith.sitofp {integer} : i32 to f64"))
            }
        }
    }

    /// The value, or 1 for a NaN, whose sign nothing determines.
    fn signed(&mut self, value: &str) -> String {
        let one = self.emit("arith.constant 1.0 : f64");
        let known = self.emit(&format!("arith.cmpf ord, {value}, {value} : f64"));
        self.emit(&format!("arith.select {known}, {value}, {one} : f64"))
    }

    fn condition(&mut self, depth: usize) -> String {
        let (a, b) = (self.value(depth), self.leaf_simple());
        let predicate = self.random.pick(&["olt", "ogt", "ole", "une", "ult"]);
        self.emit(&format!("arith.cmpf {predicate}, {a}, {b} : f64"))
    }

    /// A value of a type's element.
    pub fn element(&mut self, ty: Type, depth: usize) -> String {
        let value = self.value(depth);
        self.as_element(ty, value)
    }

    pub fn as_element(&mut self, ty: Type, value: String) -> String {
        match ty.element() {
            "f32" => self.emit(&format!("arith.truncf {value} : f64 to f32")),
            "i32" => self.integer(&value),
            "i1" => {
                let limit = self.constant(1.5);
                self.emit(&format!("arith.cmpf olt, {value}, {limit} : f64"))
            }
            _ => value,
        }
    }
}
