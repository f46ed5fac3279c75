//! Pictures of planes of numbers, as PNG.

use crate::error::CliError;
use std::{fs::File, io::BufWriter, path::Path};

/// The smallest height that a picture should have, in pixels.
const HEIGHT: usize = 384;
/// Pixels between and around the panels.
const MARGIN: usize = 8;
/// The width of the bar that shows the colours from low to high.
const BAR: usize = 16;
const PAPER: [u8; 3] = [255, 255, 255];

/// The colours from the lowest to the highest value, equally far apart: their
/// lightness grows all the way, so that they also order in grey.
const COLOURS: [[u8; 3]; 6] = [
    [16, 18, 48],
    [40, 52, 122],
    [28, 110, 140],
    [70, 168, 110],
    [204, 204, 62],
    [255, 248, 206],
];

/// A plane of numbers: `values[j * width + i]`, j upwards.
pub struct Panel {
    /// The number of values along i.
    pub width: usize,
    /// The values, row by row.
    pub values: Vec<f64>,
}

/// The colour of a value between 0 and 1; beyond, that of the end; of no number, red.
fn colour(value: f64) -> [u8; 3] {
    if value.is_nan() {
        return [220, 0, 0];
    }
    let position = value.clamp(0.0, 1.0) * (COLOURS.len() - 1) as f64;
    let below = (position as usize).min(COLOURS.len() - 2);
    let part = position - below as f64;
    let (low, high) = (COLOURS[below], COLOURS[below + 1]);
    [0, 1, 2].map(|channel| {
        let (low, high) = (f64::from(low[channel]), f64::from(high[channel]));
        (low + part * (high - low)).round() as u8
    })
}

/// An image that is painted in rectangles.
struct Canvas {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Canvas {
    fn paint(&mut self, left: usize, top: usize, size: (usize, usize), colour: [u8; 3]) {
        for y in top..top + size.1 {
            self.pixels[y * self.width + left..][..size.0].fill(colour);
        }
    }
}

/// Writes panels of one height side by side, with a bar of all colours; 0 is
/// the low and 1 the high end of the colours.
pub fn write(path: &Path, panels: &[Panel]) -> Result<(), CliError> {
    let rows = panels
        .iter()
        .map(|panel| panel.values.len() / panel.width)
        .max()
        .unwrap_or(1);
    let cell = HEIGHT.div_ceil(rows);
    let inner = rows * cell;
    let width = panels
        .iter()
        .map(|panel| panel.width * cell + MARGIN)
        .sum::<usize>()
        + BAR
        + 2 * MARGIN;
    let height = inner + 2 * MARGIN;
    let mut canvas = Canvas {
        width,
        pixels: vec![PAPER; width * height],
    };
    let mut left = MARGIN;
    for panel in panels {
        for (j, row) in panel.values.chunks(panel.width).enumerate() {
            for (i, value) in row.iter().enumerate() {
                let top = MARGIN + inner - (j + 1) * cell;
                canvas.paint(left + i * cell, top, (cell, cell), colour(*value));
            }
        }
        left += panel.width * cell + MARGIN;
    }
    for y in 0..inner {
        let value = 1.0 - y as f64 / (inner - 1).max(1) as f64;
        canvas.paint(left, MARGIN + y, (BAR, 1), colour(value));
    }
    encode(path, &canvas, height)
        .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))
}

fn encode(path: &Path, canvas: &Canvas, height: usize) -> Result<(), png::EncodingError> {
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, canvas.width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(canvas.pixels.as_flattened())?;
    writer.finish()
}
