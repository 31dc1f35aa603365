//! What `attache doctor` says about the configuration: every mistake in every file, also in themes that are not chosen.

use super::finding::Finding;
use crate::cli::globals::Globals;
use crate::runtime::environment::Environment;
use crate::runtime::files::Places;
use crate::runtime::preferences::{LookOptions, Preferences, theme_mistakes};

/// Checks config.toml, keys.toml, watch.toml and the themes.
pub fn check(places: &Places, globals: &Globals, environment: &Environment) -> Vec<Finding> {
    let look = LookOptions { theme: globals.theme.clone(), colour: None };
    let preferences = Preferences::read(&places.config, &look, environment);
    let mut mistakes = preferences.mistakes;
    for mistake in theme_mistakes(&places.config) {
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    }
    let mut findings = Vec::new();
    for mistake in &mistakes {
        let place = places.config.join(&mistake.file);
        let place = if mistake.line == 0 {
            place.display().to_string()
        } else {
            format!("{}:{}", place.display(), mistake.line)
        };
        let what = mistake.fault.to_string();
        findings.push(
            Finding::look("configuration", what, "correct the line; until then it counts as not written").at(&place),
        );
    }
    if mistakes.is_empty() {
        findings.push(Finding::ok("configuration", "no mistakes in config.toml, keys.toml, watch.toml and the themes"));
    }
    if preferences.settings.restricted {
        let what = "restricted: files are read and written in the data folder alone, and no program is started";
        findings.push(Finding::ok("restricted", what).at(&places.config.join("config.toml").display()));
    }
    findings
}
