//! Writes the handles of the operations from `dialects/stencil/*.td`.

fn main() {
    let request = fvopt_ods::Request {
        dialect: "stencil",
        folders: &["stencil"],
        by_hand: &[
            // Given with the offset of each.
            ("stage", "writes"),
            // Numbers of axes, as everywhere.
            ("index", "axis"),
            ("allocation", "axis"),
        ],
    };
    if let Err(message) = fvopt_ods::build(&request) {
        eprintln!("error: {message}");
        std::process::exit(1);
    }
}
