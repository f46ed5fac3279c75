//! Writes the handles of the operations from `dialects/program/*.td`.

fn main() {
    let request = fvopt_ods::Request {
        dialect: "program",
        folders: &["stencil", "program"],
        by_hand: &[
            // Three sizes, four widths.
            ("func", "domain"),
            ("exchange", "widths"),
            // The caller's domain where none is given.
            ("call", "box"),
            // As boxes with their positions.
            ("callback", "reads"),
            ("callback", "writes"),
        ],
    };
    if let Err(message) = fvopt_ods::build(&request) {
        eprintln!("error: {message}");
        std::process::exit(1);
    }
}
