//! Programs of small kernels, as `program-schedule` makes them before fusing: loads, one apply, stores.

use fvopt_boxes::{DomainFacts, IndexBox, PlacedBox};
use fvopt_schedule::{
    Machine, Schedule,
    cost::CostContext,
    kernel::{Access, Body, Kernel, Kind, Memory, Operation, Region, Shape, ValueId},
    memory::{FieldId, MemoryPart},
    program::{Field, Fresh, Program, Step, count},
};
use std::{collections::HashMap, sync::Arc};

/// Fields that a caller sees.
pub const ARGUMENTS: u32 = 2;
/// Fields of the program's own.
const ALLOCATIONS: u32 = 4;

/// All axes, one number of eight bytes at a point.
pub const SHAPE: Shape = Shape {
    axes: 0b111,
    scalar_bytes: Some(8),
    components: 1,
    has_data: false,
};

/// Numbers that look random and are the same everywhere (splitmix64 by G. Steele, D. Lea, C. Flood, 2014).
pub struct Random(pub u64);

impl Random {
    /// One of so many.
    pub fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % count
    }

    /// One of several.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize].clone()
    }
}

/// A box from its text.
pub fn region(text: &str) -> Region {
    let index_box: IndexBox = text.parse().expect("a box");
    PlacedBox::from(index_box)
}

/// Builds operations with numbers of their own.
#[derive(Default)]
pub struct Maker {
    /// The numbers that are left.
    pub fresh: Fresh,
    bodies: i64,
}

impl Maker {
    /// An operation with one result, or none.
    fn operation(&mut self, kind: Kind, region: Region, has_result: bool) -> Operation {
        let results = has_result.then(|| (self.fresh.value(), SHAPE));
        Operation {
            id: self.fresh.operation(),
            kind,
            region: Some(region),
            results: results.into_iter().collect(),
            operands: Vec::new(),
            captured: Vec::new(),
            body: Arc::new(Body::default()),
            level: None,
        }
    }

    /// A load.
    pub fn load(&mut self, field: FieldId, region: Region) -> Operation {
        self.operation(Kind::Load(memory(field)), region, true)
    }

    /// An apply that reads temps at offsets.
    pub fn apply(&mut self, reads: &[(ValueId, [i64; 3])], region: Region) -> Operation {
        let mut captured: Vec<ValueId> = Vec::new();
        let mut accesses = Vec::new();
        for (number, (value, offset)) in reads.iter().enumerate() {
            let known = captured.iter().position(|other| other == value);
            let slot = known.unwrap_or_else(|| {
                captured.push(*value);
                captured.len() - 1
            });
            accesses.push(Access {
                number,
                captured: slot,
                offset: *offset,
                dynamic: None,
                is_in_stage: false,
            });
        }
        self.bodies += 1;
        let body = Body {
            accesses,
            additions: self.bodies,
            ..Body::default()
        };
        Operation {
            captured,
            body: Arc::new(body),
            ..self.operation(Kind::Apply, region, true)
        }
    }

    /// A store.
    pub fn store(&mut self, value: ValueId, field: FieldId, region: Region) -> Operation {
        Operation {
            operands: vec![value],
            ..self.operation(Kind::Store(memory(field)), region, false)
        }
    }
}

fn memory(field: FieldId) -> Memory {
    Memory {
        field,
        part: MemoryPart::whole(field),
        shape: SHAPE,
        value: SHAPE,
        has_components: false,
        is_nontemporal: false,
    }
}

/// A program of some kernels in a row.
pub fn program(seed: u64, facts: &DomainFacts) -> Program {
    let mut random = Random(seed);
    let mut maker = Maker::default();
    let count_of_kernels = 2 + random.below(6);
    let block: Vec<Step> = (0..count_of_kernels)
        .map(|_| Step::Kernel {
            kernel: kernel(&mut random, &mut maker, facts),
            site: maker.fresh.operation(),
        })
        .collect();
    let mut fields: Vec<Field> = (0..ARGUMENTS + ALLOCATIONS)
        .map(|field| Field {
            is_allocation: field >= ARGUMENTS,
            is_used_elsewhere: false,
            loads: 0,
            stores: 0,
        })
        .collect();
    for kernel in block.iter().filter_map(Step::kernel) {
        count(&mut fields, kernel, true);
    }
    let machine = Machine::default();
    let context = CostContext::of_program(block.iter().filter_map(Step::kernel), None, &machine);
    Program {
        fields,
        blocks: vec![block],
        context,
        fresh: maker.fresh,
    }
}

/// Where applies compute; parts of the domain, and a bit beyond.
const REGIONS: [&str; 6] = [
    "(i = start to end, j = start to end, k = start to end)",
    "(i = start to end, j = start to end, k = start to end)",
    "(i = start - 1 to end + 1, j = start to end, k = start to end)",
    "(i = start to end, j = start to end, k = start to start + 1)",
    "(i = start to end, j = start to end, k = start + 1 to end)",
    "(i = start to start + 1, j = start to end, k = start to end)",
];

const OFFSETS: [[i64; 3]; 8] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [-1, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, -1, 0],
    [0, 0, -1],
];

/// Loads, an apply or a copy, and a store.
fn kernel(random: &mut Random, maker: &mut Maker, facts: &DomainFacts) -> Kernel {
    let place = region(random.pick(&REGIONS));
    let field =
        |random: &mut Random| FieldId(random.below(u64::from(ARGUMENTS + ALLOCATIONS)) as u32);
    // For each field the box of all that is read of it, as `program-schedule` loads it once.
    let reads: Vec<(FieldId, [i64; 3])> = (0..random.below(4))
        .map(|_| (field(random), random.pick(&OFFSETS)))
        .collect();
    let mut boxes: HashMap<FieldId, Region> = HashMap::new();
    for (field, offset) in &reads {
        let read = place.shift(*offset);
        let known = boxes.remove(field);
        boxes.insert(
            *field,
            known.map_or(read.clone(), |known| known.hull(&read)),
        );
    }
    let mut operations = Vec::new();
    let mut loaded = HashMap::new();
    for (field, _) in &reads {
        if let Some(read) = boxes.remove(field) {
            let load = maker.load(*field, read);
            loaded.insert(*field, load.results[0].0);
            operations.push(load);
        }
    }
    let is_copy = reads.len() == 1 && reads[0].1 == [0; 3] && random.below(3) == 0;
    let value = if is_copy {
        loaded[&reads[0].0]
    } else {
        let reads: Vec<_> = reads
            .iter()
            .map(|(field, offset)| (loaded[field], *offset))
            .collect();
        let apply = maker.apply(&reads, place.clone());
        let value = apply.results[0].0;
        operations.push(apply);
        value
    };
    operations.push(maker.store(value, field(random), place));
    Kernel {
        operations,
        schedule: Schedule::parallel(),
        facts: facts.clone(),
    }
}
