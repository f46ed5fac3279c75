//! How boxes are written, and what is refused.

// requirement X3

use fvopt_boxes::{
    Axis, DecodeError, DomainFacts, End, IndexBox, MAXIMUM_DEPTH, NumericBox, Range,
};

fn check(text: &str) -> IndexBox {
    let parsed: IndexBox = text.parse().unwrap();
    assert_eq!(parsed.to_string(), text);
    assert_eq!(IndexBox::decode(&parsed.encode()), Ok(parsed.clone()));
    parsed
}

fn check_becomes(text: &str, expected: &str) {
    let parsed: IndexBox = text.parse().unwrap();
    assert_eq!(parsed.to_string(), expected);
}

fn check_error(text: &str, expected: &str) {
    let error = text.parse::<IndexBox>().unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn written_as_read() {
    assert_eq!(check("()"), IndexBox::whole());
    let domain = "(i = start to end, j = start to end, k = start to end)";
    assert_eq!(check(domain), IndexBox::domain());
    let shown =
        check("(i = start - 1 to end + 1, j = start to end, k = %0 + 2 to min(end - 1, %1))");
    assert_eq!(shown.position_count(), 2);
    check("(i = 0 to 5, k = -3 to unbounded)");
    check("(j = unbounded to start - 9223372036854775808)");
    check("(j = -9223372036854775808 to 9223372036854775807)");
    check("(k = infinity to -infinity)");
    check("(k = max(start, min(end - 2, %4294967295, 7)) to max(end, %3 - 1))");
}

#[test]
fn canonical_when_read() {
    check_becomes(
        "(k=start to end,i=1+2 to 5-7)",
        "(i = 3 to -2, k = start to end)",
    );
    check_becomes("(i = unbounded to unbounded)", "()");
    check_becomes(
        "(i = min(start + 2, start + 1) to end)",
        "(i = start + 1 to end)",
    );
    check_becomes(
        "(i = max(min(1, %0), max(start, -infinity)) + 1 to min(end, infinity))",
        "(i = max(start + 1, min(%0 + 1, 2)) to end)",
    );
    check_becomes(
        "(i = min(start, max(start + 1, %0)) to max(end, min(%0, end)))",
        "(i = start to end)",
    );
}

#[test]
fn terms_are_counted_after_what_decides_them_is_dropped() {
    let terms = |text: &str| {
        let shown: IndexBox = format!("(i = {text} to end)").parse().unwrap();
        shown.range(Axis::I).low.terms()
    };
    assert_eq!(terms("start"), 1);
    assert_eq!(terms("min(%0, %0 + 2)"), 1);
    assert_eq!(terms("min(%0, min(%1, %0), %1 + 1)"), 2);
    assert_eq!(terms("max(min(%0, start), min(%0, start))"), 2);
    assert_eq!(terms("min(start, max(%0, min(start, %1)))"), 4);
    // The ends of the range of numbers are numbers as well.
    assert_eq!(
        terms("max(min(%0 + 9223372036854775807, %0 - 9223372036854775808), start)"),
        2
    );
}

#[test]
fn zero_is_added_and_taken_away() {
    check_becomes(
        "(i = start + 0 to end - 0, j = %0 - 0 to min(end + 0, %1 - 0), k = 0 + 0 to -0)",
        "(i = start to end, j = %0 to min(end, %1), k = 0 to 0)",
    );
}

#[test]
fn positions_by_name() {
    let names = ["low", "high"];
    let mut resolve = |name: &str| names.iter().position(|n| *n == name).map(|n| n as u32);
    let text = "(k = %low to min(end, %high - 1))";
    let shown = IndexBox::parse_with(text, &mut resolve).unwrap();
    assert_eq!(shown.to_string(), "(k = %0 to min(end, %1 - 1))");
    let name = |n: u32| format!("%{}", names[n as usize]);
    assert_eq!(shown.display_with(&name).to_string(), text);
    let error = IndexBox::parse_with("(k = %up to end)", &mut resolve).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column 6: expected a position, found `%up`"
    );
    assert_eq!(
        shown.shift_positions(3).to_string(),
        "(k = %3 to min(end, %4 - 1))"
    );
    let same = shown.map_positions(&|_| 7);
    assert_eq!(
        (same.to_string().as_str(), same.position_count()),
        ("(k = %7 to min(end, %7 - 1))", 8)
    );
}

#[test]
fn errors_name_the_token_and_its_column() {
    let end = "an end: `start`, `end`, a position, a number, `min` or `max`, or `unbounded`";
    check_error("", "column 1: expected `(`, found the end of the text");
    check_error("(i", "column 3: expected `=`, found the end of the text");
    check_error(
        "(x = 0 to 1)",
        "column 2: expected an axis: `i`, `j` or `k`, found `x`",
    );
    check_error(
        "(i = 0 to 1,)",
        "column 13: expected an axis: `i`, `j` or `k`, found `)`",
    );
    check_error(
        "(i = 0 to 1, i = 0 to 1)",
        "column 14: expected an axis not yet mentioned, found `i`",
    );
    check_error("(i = 0 .. 1)", "column 8: expected `to`, found `..`");
    check_error("(i = 0 to 1 j", "column 13: expected `,` or `)`, found `j`");
    check_error(
        "(é = 0 to 1",
        "column 2: expected an axis: `i`, `j` or `k`, found `é`",
    );
    check_error("() x", "column 4: expected the end of the text, found `x`");
    check_error(
        "(i = start + to 1)",
        "column 14: expected a number, found `to`",
    );
    check_error(
        "(i = 9223372036854775808 to 1)",
        "column 6: expected a number of 64 bits, found `9223372036854775808`",
    );
    check_error("(i = 3x to 1)", "column 6: expected a number, found `3x`");
    check_error("(i = %-1 to 1)", "column 6: expected a position, found `%`");
    check_error(
        "(i = %4294967296 to 1)",
        "column 6: expected a position, found `%4294967296`",
    );
    check_error(
        "(i = min(start) to 1)",
        "column 15: expected `,`, found `)`",
    );
    check_error(
        "(i = min(start, unbounded) to 1)",
        &format!("column 17: expected {end}, found `unbounded`"),
    );
    check_error(
        "(i = 0 to beginning)",
        &format!("column 11: expected {end}, found `beginning`"),
    );
}

/// A maximum in a minimum in a maximum, `depth` of them, none of which decides another.
fn nested(depth: usize) -> (String, Vec<i64>) {
    let (mut text, mut code) = ("%0".to_owned(), vec![2, 0, 0]);
    for level in 0..depth {
        let (name, tag) = if level % 2 == 0 {
            ("min", 6)
        } else {
            ("max", 7)
        };
        text = format!("{name}({text}, %{})", level + 1);
        code.splice(0..0, [tag, 2]);
        code.extend([2, level as i64 + 1, 0]);
    }
    code.splice(0..0, [4, 5, 4, 5, 4]);
    (format!("(k = unbounded to {text})"), code)
}

#[test]
fn deep_nesting_is_refused() {
    let (text, code) = nested(MAXIMUM_DEPTH);
    let shown: IndexBox = text.parse().unwrap();
    assert_eq!(IndexBox::decode(&code).as_ref(), Ok(&shown));
    assert_eq!(IndexBox::decode(&shown.encode()).as_ref(), Ok(&shown));
    assert_eq!(shown.to_string().parse().as_ref(), Ok(&shown));
    for depth in [MAXIMUM_DEPTH + 1, 50_000] {
        let code = [[6, 2].repeat(depth), vec![4, 4]].concat();
        assert!(matches!(
            IndexBox::decode(&code),
            Err(DecodeError::TooDeep { .. })
        ));
        let text = format!("(i = {}", "min(".repeat(depth));
        let error = text.parse::<IndexBox>().unwrap_err();
        assert_eq!(error.expected, "minima and maxima that nest less deeply");
    }
}

#[test]
fn bad_code_is_refused() {
    let decode = IndexBox::decode;
    let whole = IndexBox::whole().encode();
    assert_eq!(whole, [4, 5, 4, 5, 4, 5]);
    for length in 0..whole.len() {
        assert_eq!(
            decode(&whole[..length]),
            Err(DecodeError::Truncated { length })
        );
    }
    assert_eq!(
        decode(&[4, 5, 4, 5, 4, 5, 0]),
        Err(DecodeError::Trailing { end: 6, length: 7 })
    );
    assert_eq!(
        decode(&[4, 8]),
        Err(DecodeError::UnknownTag { at: 1, tag: 8 })
    );
    assert_eq!(
        decode(&[2, -1, 0]),
        Err(DecodeError::PositionOutOfRange { at: 1, number: -1 })
    );
    for count in [-1, 0, 1, 5, i64::MAX] {
        let error = DecodeError::MemberCount { at: 1, count };
        assert_eq!(decode(&[6, count, 0, 0, 1, 0]), Err(error));
    }
    let canonical = decode(&[7, 2, 0, 1, 0, 2, 5, 4, 5, 4, 5]).unwrap();
    assert_eq!(canonical.to_string(), "(i = start + 2 to unbounded)");
}

#[test]
fn an_empty_box_keeps_its_ends() {
    let empty = check("(i = start + 2 to start, j = end to start)");
    assert!(empty.is_empty(&DomainFacts::default()).is_yes());
    assert_eq!(
        empty.range(Axis::I),
        &Range::new(End::Start(2), End::Start(0))
    );
    let shown = empty.evaluate([(0, 4); 3], &[]);
    assert_eq!(
        (shown.low[0], shown.high[0], shown.volume()),
        (2, 0, Some(0))
    );
}

#[test]
fn unbounded_boxes() {
    let facts = DomainFacts::default();
    let columns = check("(i = start to end, j = start to end)");
    assert!(columns.is_bounded_on([Axis::I, Axis::J]));
    assert!(!columns.is_bounded_on(Axis::ALL));
    assert!(columns.contains(&IndexBox::domain(), &facts).is_yes());
    assert!(IndexBox::domain().contains(&columns, &facts).is_no());
    assert!(
        columns
            .contains(&check("(k = %0 to %1)"), &facts)
            .is_unknown()
    );
    assert!(
        check("(k = %0 to %0 + 2)")
            .contains(&check("(k = %0 to %0 + 1)"), &facts)
            .is_yes()
    );
    let shown = columns.evaluate([(0, 3); 3], &[]);
    assert_eq!((shown.size(Axis::K), shown.volume()), (usize::MAX, None));
    assert_eq!(
        NumericBox::whole().grow([(1, 1); 3]).shift([5; 3]),
        NumericBox::whole()
    );
}
