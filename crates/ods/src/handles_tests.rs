//! What is written from a small definition.

use crate::handles::generate;
use crate::read::{Attribute, Count, Dialect, Element, Operation, Region};

fn element(name: &str, count: Count) -> Element {
    Element {
        name: name.into(),
        count,
    }
}

fn dialect(class: &str) -> Dialect {
    let operation = Operation {
        mnemonic: "fill_up".into(),
        summary: "fills".into(),
        segmented: false,
        operands: vec![
            element("first", Count::One),
            element("rest", Count::Many),
            element("last", Count::One),
        ],
        results: Vec::new(),
        attributes: vec![Attribute {
            name: "box".into(),
            class: class.into(),
            enumeration: None,
            optional: true,
        }],
        regions: vec![Region {
            name: "body".into(),
            one_block: true,
        }],
    };
    Dialect {
        name: "toy".into(),
        operations: vec![operation],
        enumerations: Vec::new(),
    }
}

#[test]
fn every_name_has_an_accessor() {
    let code = generate(&dialect("fvopt::stencil::BoxAttr"), &[]).expect("known classes");
    for expected in [
        "pub struct FillUp<'c>(pub Op<'c>);",
        "pub const NAME: &'static str = \"toy.fill_up\";",
        "pub fn first(self) -> Value<'c> { self.0.operand(0) }",
        "(1..self.0.operand_count() - 1)",
        "pub fn last(self) -> Value<'c> { self.0.operand(self.0.operand_count() - 1) }",
        "pub fn index_box(self) -> Option<SsaBox<'c>> { SsaBox::of(self.0) }",
        "pub fn body(self) -> Block<'c>",
    ] {
        assert!(code.contains(expected), "{expected} in\n{code}");
    }
}

/// Whoever makes the operation says all that it has; the box brings its positions.
#[test]
fn every_name_is_a_part() {
    let code = generate(&dialect("fvopt::stencil::BoxAttr"), &[]).expect("known classes");
    for expected in [
        "pub struct FillUpParts<'p, 'c> {",
        "pub first: Value<'c>,",
        "pub rest: &'p [Value<'c>],",
        "pub index_box: Option<&'p SsaBox<'c>>,",
        "pub body: Region<'c>,",
        "pub fn state(builder: &Builder<'c>, parts: FillUpParts<'_, 'c>) -> OpState<'c> {",
        ".operands(&[parts.first]).operands(parts.rest).operands(&[parts.last])",
        ".optional_attr(\"box\", parts.index_box.map(|value| value.attr(context)))",
        ".region(parts.body)",
    ] {
        assert!(code.contains(expected), "{expected} in\n{code}");
    }
}

#[test]
fn an_accessor_by_hand_is_required_and_not_written() {
    let class = "fvopt::stencil::BoxAttr";
    let code = generate(&dialect(class), &[("fill_up", "rest")]).expect("it is defined");
    assert!(code.contains("let _ = handle.rest();"));
    assert!(!code.contains("pub fn rest"));
    let error = generate(&dialect(class), &[("fill_up", "other")]).expect_err("not defined");
    assert!(error.contains("`other` of toy.fill_up"), "{error}");
}

#[test]
fn a_class_that_is_not_known_is_an_error() {
    let error = generate(&dialect("mlir::AffineMapAttr"), &[]).expect_err("not known");
    assert!(error.contains("mlir::AffineMapAttr"), "{error}");
}
