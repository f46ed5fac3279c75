//! Sweeps: intervals, carries, stages.

use super::{Writer, is_total, reach_at_most, widen};
use crate::types::{Temp, Type};

impl Writer<'_> {
    pub(super) fn intervals(&mut self, forward: bool, undefined: bool) -> Vec<&'static str> {
        let choice = match undefined {
            true => self.random.pick(&[0, 1, 1, 4]),
            false => self.random.below(9),
        };
        match (choice, forward) {
            (0, _) => vec!["start to end"],
            (1, true) => vec!["start to start + 1", "start + 1 to end"],
            (1, false) => vec!["end - 1 to end", "start to end - 1"],
            (2, true) => vec![
                "start to start + 1",
                "start + 1 to end - 1",
                "end - 1 to end",
            ],
            (2, false) => vec![
                "end - 1 to end",
                "start + 1 to end - 1",
                "start to start + 1",
            ],
            (3, true) => {
                self.kinds.insert("interval: gap");
                vec!["start to start + 1", "start + 2 to end"]
            }
            (3, false) => {
                self.kinds.insert("interval: gap");
                vec!["end - 1 to end", "start to end - 2"]
            }
            (4, true) => {
                self.kinds.insert("interval: empty");
                vec![
                    "start to start + 1",
                    "start + 1 to start + 1",
                    "start + 1 to end",
                ]
            }
            (4, false) => {
                self.kinds.insert("interval: empty");
                vec!["end - 1 to end", "end - 1 to end - 1", "start to end - 1"]
            }
            (5, true) => {
                self.kinds.insert("interval: run-time");
                vec![
                    "start to max(start, min(end, %n))",
                    "max(start, min(end, %n)) to end",
                ]
            }
            (5, false) => {
                self.kinds.insert("interval: run-time");
                vec![
                    "max(start, min(end, %n)) to end",
                    "start to max(start, min(end, %n))",
                ]
            }
            (6, _) => vec!["start - 1 to end + 1"],
            (7, _) => {
                self.kinds.insert("interval: empty");
                vec!["start + 4 to start + 3"]
            }
            (_, true) => {
                self.kinds.insert("interval: gap");
                vec!["start + 1 to end"]
            }
            (_, false) => {
                self.kinds.insert("interval: gap");
                vec!["start to end - 1"]
            }
        }
    }

    pub(super) fn sweep(&mut self) {
        self.feed();
        let forward = self.random.chance(50);
        let plane = self.random.chance(45);
        self.kinds.insert(if forward {
            "sweep: forward"
        } else {
            "sweep: backward"
        });
        self.kinds.insert(if plane {
            "sweep: plane"
        } else {
            "sweep: column"
        });
        let count = 1 + self.random.below(2);
        struct Carry {
            name: String,
            ty: Type,
            undefined: bool,
            init: Temp,
        }
        let mut carries: Vec<Carry> = Vec::new();
        for number in 0..count {
            let ty = if number > 0 && self.random.chance(40) || self.random.chance(8) {
                self.kinds.insert("carry: ij");
                Type::Ij
            } else {
                Type::Ijk
            };
            let undefined = self.random.chance(30);
            let init = if undefined {
                self.kinds.insert("init: undef");
                let name = self.name();
                self.line(&format!("{name} = stencil.undef : {}", ty.temp()));
                Temp::loaded(&name, ty)
            } else if self.random.chance(60) {
                self.kinds.insert("init: load");
                self.load(ty)
            } else {
                self.total(ty)
            };
            let name = format!("%c{}", {
                self.names += 1;
                self.names
            });
            carries.push(Carry {
                name,
                ty,
                undefined,
                init,
            });
        }
        let any_undefined = carries.iter().any(|carry| carry.undefined);
        let intervals = self.intervals(forward, any_undefined);
        let behind = if forward { -1 } else { 1 };
        let captured: Vec<Temp> = self
            .temps
            .iter()
            .filter(|temp| is_total(temp) && reach_at_most(temp, 2))
            .cloned()
            .collect();
        let results: Vec<String> = carries.iter().map(|_| self.name()).collect();
        let list: Vec<String> = carries
            .iter()
            .map(|carry| format!("{} = {} : {}", carry.name, carry.init.name, carry.ty.temp()))
            .collect();
        self.line(&format!(
            "{} = stencil.sweep {} carries({}) {{",
            results.join(", "),
            if forward { "forward" } else { "backward" },
            list.join(", ")
        ));
        // Offsets of writes, the same in every interval.
        let offsets: Vec<i64> = carries
            .iter()
            .map(|carry| {
                if !plane && !carry.undefined && carry.ty == Type::Ijk && self.random.chance(20) {
                    self.kinds.insert("write: k offset");
                    self.random.pick(&[-1, 1])
                } else {
                    0
                }
            })
            .collect();
        let grow = self.random.between(0, 1);
        let mut reach = [[0i64; 2]; 3];
        let stage_box = |grow: i64| {
            let range = crate::program::grown(grow);
            format!("(i = {range}, j = {range}) ")
        };
        // A second stage writes the last carry alone, after the others.
        let staged = plane && count == 2 && self.random.chance(60);
        for (number, levels) in intervals.iter().enumerate() {
            self.line(&format!("  stencil.interval (k = {levels}) {{"));
            let first = number == 0;
            // What a stage may read of the carries.
            let readable = |writes: &[usize], horizontal: bool| -> Vec<Temp> {
                let mut temps = Vec::new();
                for (number, carry) in carries.iter().enumerate() {
                    let mut temp = Temp::loaded(&carry.name, carry.ty);
                    let written = writes.contains(&number);
                    if carry.undefined {
                        if first {
                            continue;
                        }
                        temp.offsets = ([0, 0], [behind, behind]);
                        temps.push(temp);
                        continue;
                    }
                    temp.offsets = ([0, 0], [-1, 1]);
                    temps.push(temp.clone());
                    if horizontal && carry.ty == Type::Ijk {
                        temp.offsets = ([-1, 1], [behind, behind]);
                        temps.push(temp);
                    } else if horizontal && !written {
                        temp.offsets = ([-1, 1], [0, 0]);
                        temps.push(temp);
                    }
                }
                temps
            };
            let mut locals: Vec<Temp> = Vec::new();
            if self.random.chance(40) {
                self.kinds.insert("stage: local");
                let name = self.name();
                let place = if plane && self.random.chance(60) {
                    stage_box(grow + 1)
                } else {
                    String::new()
                };
                self.line(&format!(
                    "    {name} = stencil.stage {place}-> (!stencil.temp<ij x f64>) {{"
                ));
                let mut temps = captured.clone();
                let mine = readable(&[], plane && !place.is_empty());
                temps.extend(mine.iter().cloned());
                temps.extend(mine);
                let (_, _, own) = self.body([true; 3], temps, |body| {
                    let value = body.value(1);
                    body.line_yield(&[(value, "f64")]);
                });
                self.line("    }");
                widen(&mut reach, &own, 1);
                let mut local = Temp::loaded(&name, Type::Ij);
                local.offsets = if plane {
                    ([-1, 1], [0, 0])
                } else {
                    ([0, 0], [0, 0])
                };
                if plane {
                    self.kinds.insert("stage: local at horizontal offset");
                }
                locals.push(local.clone());
                locals.push(local);
            }
            let writers: Vec<Vec<usize>> = if staged {
                vec![vec![0], vec![1]]
            } else {
                vec![(0..count).collect()]
            };
            for (position, writes) in writers.iter().enumerate() {
                let list: Vec<String> = writes
                    .iter()
                    .map(|number| {
                        let carry = &carries[*number];
                        format!("{}[{}] : {}", carry.name, offsets[*number], carry.ty.temp())
                    })
                    .collect();
                let place = if plane {
                    stage_box(if position == 0 { grow } else { 0 })
                } else {
                    String::new()
                };
                self.line(&format!(
                    "    stencil.stage {place}writes({}) {{",
                    list.join(", ")
                ));
                let mut temps = captured.clone();
                let mine = readable(writes, plane && !any_undefined);
                temps.extend(mine.iter().cloned());
                temps.extend(mine);
                temps.extend(locals.iter().cloned());
                if position == 1 {
                    // Written just now on a box that is larger by `grow`.
                    let mut temp = Temp::loaded(&carries[0].name, carries[0].ty);
                    let wide = if carries[0].undefined { grow } else { 1 };
                    temp.offsets = ([-wide, wide], [0, 0]);
                    if wide == 1 {
                        self.kinds.insert("stage: carry at horizontal offset");
                    }
                    temps.push(temp.clone());
                    temps.push(temp);
                } else if plane && !any_undefined {
                    self.kinds.insert("stage: carry at horizontal offset");
                }
                let (_, _, own) = self.body([true; 3], temps, |body| {
                    let values: Vec<(String, &'static str)> = writes
                        .iter()
                        .map(|_| {
                            let depth = 1 + body.random.below(2);
                            let value = body.value(depth);
                            (body.damped(value), "f64")
                        })
                        .collect();
                    body.line_yield(&values);
                });
                widen(&mut reach, &own, 1);
                self.line("    }");
            }
            self.line("  }");
        }
        self.line("}");
        for (number, carry) in carries.iter().enumerate() {
            let mut temp = Temp::loaded(&results[number], carry.ty);
            temp.reach = reach;
            widen(&mut temp.reach, &carry.init.reach, 1);
            if carry.undefined {
                temp.valid[2] = [0, 0];
                if plane {
                    let margin = if staged && number == 1 { 0 } else { grow };
                    temp.valid[0] = [margin; 2];
                    temp.valid[1] = [margin; 2];
                }
            }
            if plane {
                // Read rarely at an offset: what a plane sweep must hold would grow.
                temp.offsets = ([-1, 1], [-1, 1]);
            }
            self.temps.push(temp);
        }
    }
}
