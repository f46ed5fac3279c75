//! Programs in value form, as flattening and bounds leave them: loads, applies, inserts, stores, and between
//! them what else touches fields.

use fvopt_boxes::{Axes, DomainFacts, IndexBox, PlacedBox};
use fvopt_schedule::{
    kernel::{Access, Body, Kind, Memory, Operation, OperationId, Region, Shape, ValueId},
    memory::{FieldId, MemoryPart},
    program::Fresh,
    values::{Block, Field, Node, NodeId, Point, Step, Values},
};
use rustc_hash::FxHashMap;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Fields that a caller sees.
pub const ARGUMENTS: u32 = 2;
/// Fields of the program's own.
pub const ALLOCATIONS: u32 = 4;

/// All axes, one number of eight bytes at a point.
pub const SHAPE: Shape = Shape {
    axes: Axes::IJK,
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
        let id: OperationId = self.fresh.operation();
        Operation {
            id,
            origin: id,
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
                levels: None,
                stage: None,
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

    /// An insert.
    pub fn insert(&mut self, source: ValueId, destination: ValueId, region: Region) -> Operation {
        let kind = Kind::Insert {
            components: Vec::new(),
        };
        Operation {
            operands: vec![source, destination],
            ..self.operation(kind, region, true)
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
        components: Vec::new(),
        is_nontemporal: false,
        prefetch: None,
    }
}

/// Where applies store, and inserts insert: parts of the domain, and a bit beyond.
const REGIONS: [&str; 6] = [
    "(i = start to end, j = start to end, k = start to end)",
    "(i = start to end, j = start to end, k = start to end)",
    "(i = start - 1 to end + 1, j = start to end, k = start to end)",
    "(i = start to end, j = start to end, k = start to start + 1)",
    "(i = start to end, j = start to end, k = start + 1 to end)",
    "(i = start to start + 1, j = start to end, k = start to end)",
];

const EMPTY: &str = "(i = start to start, j = start to start, k = start to start)";

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

/// Writes a program in one block.
struct Writer {
    random: Random,
    maker: Maker,
    nodes: Vec<Node>,
    steps: Vec<Step>,
    /// What fields hold, as far as that is a temp.
    contents: HashMap<FieldId, ValueId>,
    /// The temps so far.
    temps: Vec<ValueId>,
}

impl Writer {
    fn push(&mut self, operation: Operation) -> Option<ValueId> {
        let point = Point {
            block: 0,
            step: self.steps.len(),
        };
        let value = operation.results.first().map(|(value, _)| *value);
        let node = NodeId(self.nodes.len() as u32);
        self.steps.push(Step::Operation(node));
        self.nodes.push(Node {
            operation,
            point,
            known: 0,
        });
        self.temps.extend(value);
        value
    }

    fn field(&mut self) -> FieldId {
        FieldId(self.random.below(u64::from(ARGUMENTS + ALLOCATIONS)) as u32)
    }

    fn region(&mut self) -> Region {
        region(self.random.pick(&REGIONS))
    }

    /// What a field holds: what was stored, or a load.
    fn contents(&mut self, field: FieldId) -> ValueId {
        if let Some(known) = self.contents.get(&field) {
            return *known;
        }
        let load = self.maker.load(field, region(REGIONS[0]));
        let value = self.push(load).expect("a load gives a temp");
        self.contents.insert(field, value);
        value
    }

    /// A temp: mostly what a field holds, sometimes another one.
    fn temp(&mut self) -> ValueId {
        if self.temps.is_empty() || self.random.below(3) > 0 {
            let field = self.field();
            return self.contents(field);
        }
        self.random.pick(&self.temps.clone())
    }

    fn step(&mut self) {
        match self.random.below(12) {
            0 => {
                let (reads, writes) = (self.field(), self.field());
                self.contents.remove(&writes);
                self.steps.push(Step::Barrier {
                    reads: vec![reads],
                    writes: vec![writes],
                });
            }
            1 | 2 => {
                let (source, destination, place) = (self.temp(), self.temp(), self.region());
                let insert = self.maker.insert(source, destination, place);
                self.push(insert);
            }
            3 | 4 => {
                let value = self.temp();
                self.store(value);
            }
            5..=7 => {
                let apply = self.apply();
                self.push(apply);
            }
            _ => {
                let apply = self.apply();
                let value = self.push(apply).expect("an apply gives a temp");
                self.store(value);
            }
        }
    }

    fn apply(&mut self) -> Operation {
        let reads: Vec<(ValueId, [i64; 3])> = (0..self.random.below(4))
            .map(|_| (self.temp(), self.random.pick(&OFFSETS)))
            .collect();
        self.maker.apply(&reads, region(REGIONS[0]))
    }

    /// A store, and the insert that is what the field holds behind it.
    fn store(&mut self, value: ValueId) {
        let (field, place) = (self.field(), self.region());
        let old = self.contents(field);
        let store = self.maker.store(value, field, place.clone());
        self.push(store);
        let insert = self.maker.insert(value, old, place);
        let new = self.push(insert).expect("an insert gives a temp");
        self.contents.insert(field, new);
    }
}

/// A random program.
pub fn program(seed: u64, facts: &DomainFacts) -> Values {
    let mut writer = Writer {
        random: Random(seed),
        maker: Maker::default(),
        nodes: Vec::new(),
        steps: Vec::new(),
        contents: HashMap::new(),
        temps: Vec::new(),
    };
    for _ in 0..2 + writer.random.below(7) {
        writer.step();
    }
    let touched = |field: FieldId| {
        writer.steps.iter().any(|step| match step {
            Step::Barrier { reads, writes } => reads.contains(&field) || writes.contains(&field),
            _ => false,
        })
    };
    let fields = (0..ARGUMENTS + ALLOCATIONS).map(|field| Field {
        part: MemoryPart::whole(FieldId(field)),
        shape: SHAPE,
        known: Point { block: 0, step: 0 },
        is_allocation: field >= ARGUMENTS,
        is_used_elsewhere: touched(FieldId(field)),
        is_seen_elsewhere: touched(FieldId(field)),
    });
    let mut values = Values {
        fields: fields.collect(),
        nodes: writer.nodes,
        blocks: vec![Block {
            parent: None,
            steps: writer.steps,
        }],
        required: FxHashMap::default(),
        swaps: Vec::new(),
        positions: Vec::new(),
        facts: *facts,
        fresh: writer.maker.fresh,
    };
    require(&mut values);
    values
}

/// Finds the regions on which temps are required, users first, and leaves out what nobody needs.
fn require(values: &mut Values) {
    let facts = values.facts;
    let mut required: FxHashMap<ValueId, Region> = FxHashMap::default();
    let mut used: HashSet<ValueId> = HashSet::new();
    for number in (0..values.nodes.len()).rev() {
        let mut operation = values.nodes[number].operation.clone();
        let result = operation.results.first().map(|(value, _)| *value);
        let own = result.and_then(|value| required.get(&value)).cloned();
        let mut read = |value: ValueId, part: Region| {
            if part.is_empty(&facts) {
                return;
            }
            let all = match required.get(&value) {
                Some(known) => known.hull(&part).simplify(&facts),
                None => part.simplify(&facts),
            };
            required.insert(value, all);
        };
        match (&operation.kind, own) {
            (Kind::Store(_), _) => {
                read(operation.source(), operation.own_region().clone());
            }
            // What is used where nothing is read of it stays, on an empty box.
            (Kind::Insert { .. }, None) if result.is_some_and(|value| used.contains(&value)) => {}
            (_, None) if result.is_some_and(|value| used.contains(&value)) => {
                operation.region = Some(region(EMPTY));
            }
            (_, None) => {
                let step = values.nodes[number].point.step;
                values.blocks[0].steps[step] = Step::Neutral;
                operation.operands.clear();
                operation.captured.clear();
                operation.body = Arc::new(Body::default());
            }
            (Kind::Insert { .. }, Some(own)) => {
                let inside = operation.own_region().clone();
                read(operation.source(), own.intersect(&inside));
                if let Some(rest) = own.difference(&inside, &facts) {
                    read(operation.destination(), rest);
                }
            }
            (_, Some(own)) => {
                operation.region = Some(own);
                for (access, value) in operation.accesses() {
                    read(value, values.read_region(&operation, access, SHAPE.axes));
                }
            }
        }
        used.extend(operation.inputs().map(|(value, _)| value));
        values.nodes[number].operation = operation;
    }
    values.required = required;
}
