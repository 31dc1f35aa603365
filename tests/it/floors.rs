//! Floors of quality: what `tests/gold/floors.toml` says of a figure.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// An entry of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    floor: f64,
    measured: f64,
    at: String,
}

fn table() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/floors.toml");
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Fails where a figure (per cent) is below the floor that the table has for it.
pub fn hold(set: &str, figure: &str, value: f64) {
    let entry = table().get(set).and_then(|set| set.get(figure)).cloned();
    let Entry { floor, measured, at } =
        entry.unwrap_or_else(|| panic!("floors.toml has no [{set}] {figure}")).try_into().unwrap();
    println!("{set}: {figure} {value:.1} (floor {floor}; {measured} at {at})");
    assert!(value >= floor, "{set}: {figure} is {value:.2}, below its floor {floor}; {measured} at {at}");
}

#[test]
fn every_floor_lies_just_below_what_was_measured() {
    let mut entries = 0;
    for (set, figures) in table() {
        for (figure, entry) in figures.as_table().unwrap() {
            let Entry { floor, measured, at } = entry.clone().try_into().unwrap();
            entries += 1;
            assert!(floor <= measured && measured <= 100.0, "{set}: {figure}");
            assert!(
                at.len() >= 7 && at.bytes().all(|b| b.is_ascii_hexdigit()),
                "{set}: {figure} was measured at a commit"
            );
        }
    }
    assert!(entries > 10);
}
