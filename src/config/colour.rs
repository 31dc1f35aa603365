//! Parses colours and styles, converts them for terminals with fewer colours, and computes contrast.
//!
//! A style is a text such as `light_blue on #102030 bold`: a foreground colour, "on" with a background colour, attributes, in
//! any order.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: attributes only.
    None,
    /// The sixteen that the terminal defines itself.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// All of 24 bits.
    True,
}

impl Depth {
    /// The depth that the environment tells (COLORTERM, TERM, NO_COLOR; see no-color.org). Unknown terminals get sixteen.
    pub fn of(colorterm: Option<&str>, term: Option<&str>, no_color: bool) -> Self {
        if no_color {
            return Self::None;
        }
        if colorterm.is_some_and(|value| value == "truecolor" || value == "24bit") {
            return Self::True;
        }
        let term = term.unwrap_or("");
        let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        if term.ends_with("-direct") || begins(&["xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"]) {
            Self::True
        } else if term.contains("256color") {
            Self::Indexed
        } else if term.is_empty() || term.ends_with("-mono") || begins(&["dumb", "vt1", "vt2", "vt3"]) {
            Self::None
        } else {
            Self::Sixteen
        }
    }
}

/// The attributes that a style may name.
const ATTRIBUTES: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed_out", Modifier::CROSSED_OUT),
];

/// Reads a colour: a name, a number from 0 to 255, #rrggbb, or a name of the palette.
fn colour(word: &str, palette: &dyn Fn(&str) -> Option<Color>) -> Option<Color> {
    if word == "default" {
        return Some(Color::Reset);
    }
    palette(word).or_else(|| Color::from_str(word).ok())
}

/// Reads a style. The error is the first word that is neither a colour nor an attribute.
pub fn style<'w>(text: &'w str, palette: &dyn Fn(&str) -> Option<Color>) -> Result<Style, &'w str> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            let background = words.next().ok_or("on")?;
            style = style.bg(colour(background, palette).ok_or(background)?);
        } else {
            style = style.fg(colour(word, palette).ok_or(word)?);
        }
    }
    Ok(style)
}

/// The names of attributes and of the most frequent colours, for hints.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    const COLOURS: [&str; 9] = ["default", "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
    ATTRIBUTES.iter().map(|(name, _)| *name).chain(COLOURS)
}

/// Converts a style to the nearest one that a terminal with this depth can show.
#[must_use]
pub fn at_depth(style: Style, depth: Depth) -> Style {
    let convert = |colour: Option<Color>| match (depth, colour) {
        (Depth::None, _) => None,
        (_, colour) => colour.map(|colour| colour_at_depth(colour, depth)),
    };
    Style { fg: convert(style.fg), bg: convert(style.bg), underline_color: convert(style.underline_color), ..style }
}

fn colour_at_depth(colour: Color, depth: Depth) -> Color {
    match (depth, colour) {
        (Depth::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(nearest_indexed([r, g, b])),
        (Depth::Sixteen, Color::Rgb(r, g, b)) => nearest_of_sixteen([r, g, b]),
        (Depth::Sixteen, Color::Indexed(index)) if index > 15 => nearest_of_sixteen(indexed(index)),
        (_, other) => other,
    }
}

/// The six levels of each channel in xterm's colour cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Red, green and blue of a colour with xterm's index 16 to 255.
fn indexed(index: u8) -> [u8; 3] {
    if index >= 232 {
        return [8 + (index - 232) * 10; 3];
    }
    let place = index.saturating_sub(16);
    [place / 36, place / 6 % 6, place % 6].map(|level| CUBE.get(usize::from(level)).copied().unwrap_or(0))
}

fn nearest_indexed(colour: [u8; 3]) -> u8 {
    (16..=255).min_by_key(|index| distance(indexed(*index), colour)).unwrap_or(7)
}

/// The sixteen colours of VGA. Other terminals have slightly different ones.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [170, 0, 0]),
    (Color::Green, [0, 170, 0]),
    (Color::Yellow, [170, 85, 0]),
    (Color::Blue, [0, 0, 170]),
    (Color::Magenta, [170, 0, 170]),
    (Color::Cyan, [0, 170, 170]),
    (Color::Gray, [170, 170, 170]),
    (Color::DarkGray, [85, 85, 85]),
    (Color::LightRed, [255, 85, 85]),
    (Color::LightGreen, [85, 255, 85]),
    (Color::LightYellow, [255, 255, 85]),
    (Color::LightBlue, [85, 85, 255]),
    (Color::LightMagenta, [255, 85, 255]),
    (Color::LightCyan, [85, 255, 255]),
    (Color::White, [255, 255, 255]),
];

fn nearest_of_sixteen(colour: [u8; 3]) -> Color {
    SIXTEEN.iter().min_by_key(|(_, rgb)| distance(*rgb, colour)).map_or(Color::Reset, |(name, _)| *name)
}

/// Squared distance of two colours, weighted 2:4:3 for red, green and blue ("redmean" without the mean).
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.into_iter().zip(b).zip([2, 4, 3]).map(|((a, b), weight)| weight * u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// Contrast of two colours, from 1 to 21 (WCAG 2.1, contrast ratio). `None` where the terminal defines one of them.
pub fn contrast(a: Color, b: Color) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

fn luminance(colour: Color) -> Option<f64> {
    let rgb = match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(index) if index > 15 => indexed(index),
        _ => return None,
    };
    let linear = rgb.map(|level| {
        let level = f64::from(level) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    });
    Some(linear.iter().zip([0.2126, 0.7152, 0.0722]).map(|(level, weight)| level * weight).sum())
}

/// Whether light text is better than dark text on this background.
pub fn is_dark(red: u8, green: u8, blue: u8) -> bool {
    luminance(Color::Rgb(red, green, blue)).is_none_or(|luminance| luminance < 0.18)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_how_many_colours() {
        for (colorterm, term, no_color, depth) in [
            (Some("truecolor"), Some("xterm"), false, Depth::True),
            (None, Some("xterm-256color"), false, Depth::Indexed),
            (None, Some("tmux-256color"), false, Depth::Indexed),
            (None, Some("screen"), false, Depth::Sixteen),
            (None, Some("linux"), false, Depth::Sixteen),
            (None, Some("vt100"), false, Depth::None),
            (Some("truecolor"), Some("xterm"), true, Depth::None),
        ] {
            assert_eq!(Depth::of(colorterm, term, no_color), depth, "{term:?}");
        }
    }

    #[test]
    fn styles_are_parsed() {
        let palette = |name: &str| (name == "gold").then_some(Color::Rgb(1, 2, 3));
        assert_eq!(
            style("gold on 17 bold", &palette),
            Ok(Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(17)).bold())
        );
        assert_eq!(style("#0a0b0c", &palette), Ok(Style::new().fg(Color::Rgb(10, 11, 12))));
        assert_eq!(style("gold on", &palette), Err("on"));
        assert_eq!(style("bald", &palette), Err("bald"));
    }

    #[test]
    fn colours_are_converted_to_near_ones() {
        let red = Style::new().fg(Color::Rgb(255, 0, 0)).bold();
        assert_eq!(at_depth(red, Depth::Indexed).fg, Some(Color::Indexed(196)));
        assert_eq!(at_depth(Style::new().fg(Color::Rgb(160, 10, 10)), Depth::Sixteen).fg, Some(Color::Red));
        assert_eq!(at_depth(red, Depth::None), Style::new().bold());
        assert_eq!(at_depth(red, Depth::True), red);
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let of = |a, b| contrast(a, b).unwrap();
        assert!((of(Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((of(Color::Rgb(119, 119, 119), Color::Rgb(255, 255, 255)) - 4.478).abs() < 0.01);
    }
}
