//! The definitions of a dialect, read from the records that TableGen prints as JSON.

use serde_json::Value;

/// A dialect.
pub struct Dialect {
    /// Its name.
    pub name: String,
    /// Its operations, by name.
    pub operations: Vec<Operation>,
    /// Its enums, by name.
    pub enumerations: Vec<Enumeration>,
}

/// An operation.
pub struct Operation {
    /// The name within the dialect.
    pub mnemonic: String,
    /// One line that says what it does.
    pub summary: String,
    /// Whether an attribute holds the sizes of its operand groups.
    pub segmented: bool,
    /// The operands in order.
    pub operands: Vec<Element>,
    /// The results in order.
    pub results: Vec<Element>,
    /// The attributes in order.
    pub attributes: Vec<Attribute>,
    /// The regions in order.
    pub regions: Vec<Region>,
}

/// An operand or a result, or a group of them.
pub struct Element {
    /// The name.
    pub name: String,
    /// How many values it stands for.
    pub count: Count,
}

/// How many values a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// One.
    One,
    /// None or one.
    Optional,
    /// Any number.
    Many,
}

/// An attribute.
pub struct Attribute {
    /// The name.
    pub name: String,
    /// The C++ class, without its leading colons.
    pub class: String,
    /// The enum, where it is the attribute of one.
    pub enumeration: Option<String>,
    /// Whether it may be absent.
    pub optional: bool,
}

/// A region.
pub struct Region {
    /// The name.
    pub name: String,
    /// Whether it has exactly one block.
    pub one_block: bool,
}

/// An enum.
pub struct Enumeration {
    /// The name of the enum.
    pub name: String,
    /// One line that says what it is.
    pub summary: String,
    /// Its cases: name, number, keyword.
    pub cases: Vec<(String, i64, String)>,
}

/// The records, each found by its name.
struct Records<'a>(&'a Value);

impl<'a> Records<'a> {
    fn get(&self, name: &str) -> Result<&'a Value, String> {
        self.0
            .get(name)
            .ok_or_else(|| format!("TableGen has no record {name}"))
    }

    /// The record that a value refers to.
    fn follow(&self, value: &Value) -> Result<&'a Value, String> {
        let name = value["def"].as_str();
        self.get(name.ok_or_else(|| format!("{value} refers to no record"))?)
    }

    fn derived(&self, class: &str) -> impl Iterator<Item = &'a str> {
        let names = self.0["!instanceof"][class].as_array();
        names.into_iter().flatten().filter_map(Value::as_str)
    }

    /// The records of a list such as `(ins A:$a, B:$b)` with their names.
    fn list(&self, dag: &'a Value) -> Result<Vec<(String, &'a Value)>, String> {
        let entries = dag["args"].as_array().into_iter().flatten();
        entries
            .map(|entry| {
                let name = entry[1].as_str();
                let name = name.ok_or_else(|| format!("{entry} has no name"))?;
                let mut record = self.follow(&entry[0])?;
                // `Arg` and `Res` wrap a constraint together with effects.
                if is(record, "OpVariable") {
                    record = self.follow(&record["constraint"])?;
                }
                Ok((name.to_string(), record))
            })
            .collect()
    }
}

fn is(record: &Value, class: &str) -> bool {
    let classes = record["!superclasses"].as_array();
    classes.into_iter().flatten().any(|name| name == class)
}

fn text(record: &Value, field: &str) -> String {
    record[field]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_string()
}

/// Reads a dialect from TableGen's JSON.
pub fn dialect(name: &str, json: &str) -> Result<Dialect, String> {
    let records: Value =
        serde_json::from_str(json).map_err(|error| format!("TableGen's JSON: {error}"))?;
    let records = Records(&records);
    let mut operations = Vec::new();
    for operation in records.derived("Op") {
        let record = records.get(operation)?;
        if text(records.follow(&record["opDialect"])?, "name") == name {
            operations.push(self::operation(&records, record)?);
        }
    }
    operations.sort_by(|left, right| left.mnemonic.cmp(&right.mnemonic));
    if operations.is_empty() {
        return Err(format!("the definitions have no operation of {name}"));
    }
    let namespace = format!("::fvopt::{name}");
    let mut enumerations = Vec::new();
    for enumeration in records.derived("EnumInfo") {
        let record = records.get(enumeration)?;
        if text(record, "cppNamespace") == namespace {
            enumerations.push(self::enumeration(&records, record)?);
        }
    }
    enumerations.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(Dialect {
        name: name.to_string(),
        operations,
        enumerations,
    })
}

fn operation<'a>(records: &Records<'a>, record: &'a Value) -> Result<Operation, String> {
    let traits = record["traits"].as_array().into_iter().flatten();
    let mut operation = Operation {
        mnemonic: text(record, "opName"),
        summary: text(record, "summary"),
        segmented: traits
            .clone()
            .any(|entry| entry["def"] == "AttrSizedOperandSegments"),
        operands: Vec::new(),
        results: Vec::new(),
        attributes: Vec::new(),
        regions: Vec::new(),
    };
    for (name, argument) in records.list(&record["arguments"])? {
        if is(argument, "Attr") {
            operation
                .attributes
                .push(attribute(records, name, argument)?);
        } else {
            operation.operands.push(element(name, argument));
        }
    }
    for (name, result) in records.list(&record["results"])? {
        operation.results.push(element(name, result));
    }
    for (name, region) in records.list(&record["regions"])? {
        operation.regions.push(Region {
            name,
            one_block: is(region, "SizedRegion"),
        });
    }
    Ok(operation)
}

fn element(name: String, constraint: &Value) -> Element {
    let count = if is(constraint, "Variadic") {
        Count::Many
    } else if is(constraint, "Optional") {
        Count::Optional
    } else {
        Count::One
    };
    Element { name, count }
}

fn attribute(records: &Records, name: String, record: &Value) -> Result<Attribute, String> {
    let optional = record["isOptional"] == 1;
    let mut inner = record;
    while is(inner, "OptionalAttr") {
        inner = records.follow(&inner["baseAttr"])?;
    }
    let enumeration = if is(inner, "EnumAttr") {
        Some(text(records.follow(&inner["enum"])?, "className"))
    } else {
        None
    };
    Ok(Attribute {
        name,
        class: text(record, "storageType")
            .trim_start_matches("::")
            .to_string(),
        enumeration,
        optional,
    })
}

fn enumeration(records: &Records, record: &Value) -> Result<Enumeration, String> {
    let cases = record["enumerants"].as_array().into_iter().flatten();
    let cases = cases.map(|case| {
        let case = records.follow(case)?;
        let number = case["value"].as_i64().unwrap_or_default();
        Ok((text(case, "symbol"), number, text(case, "str")))
    });
    Ok(Enumeration {
        name: text(record, "className"),
        summary: text(record, "summary"),
        cases: cases.collect::<Result<_, String>>()?,
    })
}
