//! What `attache doctor` says about the terminal: its kind, colours, locale, and whether copied text arrives.

use super::finding::Finding;
use crate::config::colour::Depth;
use crate::runtime::clipboard;
use crate::runtime::environment::Environment;
use crate::runtime::out::stdout_is_terminal;
use crate::runtime::policy::Policy;

/// Checks the terminal.
pub fn check(environment: &Environment, policy: &Policy) -> Vec<Finding> {
    let interactive = stdout_is_terminal();
    let mut findings = vec![kind(environment, interactive), locale(environment, interactive)];
    findings.extend(copying(environment, || clipboard::of_tmux(policy)));
    findings
}

fn kind(environment: &Environment, interactive: bool) -> Finding {
    if !interactive {
        // The output may be piped on purpose.
        return Finding::ok(
            "terminal",
            "standard output is not a terminal: attache prints the list instead of a screen",
        );
    }
    if let Some(why) = environment.refusal() {
        return Finding::look("terminal", why, "set TERM to what the terminal is, for example xterm-256color")
            .at(&"TERM");
    }
    let colours = match environment.depth {
        Depth::None => "no colours",
        Depth::Sixteen => "16 colours",
        Depth::Indexed => "256 colours",
        Depth::True => "true colour",
    };
    Finding::ok("terminal", format!("terminal {}, {colours}", environment.term))
}

fn locale(environment: &Environment, interactive: bool) -> Finding {
    if environment.ascii && interactive {
        let what = "the locale is not UTF-8: the screen is drawn in ASCII, and names may not look as they are written";
        let advice = "set LANG to a UTF-8 locale (C.UTF-8), or ascii = false in config.toml if the terminal shows UTF-8 all the same";
        return Finding::look("locale", what, advice).at(&"LC_ALL, LC_CTYPE, LANG");
    }
    let what = if environment.ascii { "the locale is not UTF-8" } else { "the locale is UTF-8" };
    Finding::ok("locale", what)
}

/// `tmux` says what its set-clipboard is, where that can be known.
fn copying(environment: &Environment, tmux: impl FnOnce() -> Option<String>) -> Option<Finding> {
    if !environment.tmux {
        return None;
    }
    let advice = "put \"set -s set-clipboard on\" in ~/.tmux.conf, or run tmux set -s set-clipboard on";
    Some(match tmux().as_deref() {
        Some("on") => Finding::ok("clipboard", "tmux takes copied text (set-clipboard on)"),
        Some(other) => {
            let what =
                format!("tmux takes no copied text from programs (set-clipboard {other}): y and Y do not arrive");
            Finding::look("clipboard", what, advice).at(&"tmux")
        }
        None => {
            Finding::ok("clipboard", "tmux was not asked about set-clipboard: copied text arrives only if it is on")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::Level;

    fn environment(term: &str) -> Environment {
        Environment { term: term.to_owned(), ascii: true, tmux: true, depth: Depth::None, ..Environment::read() }
    }

    #[test]
    fn the_terminal_is_judged_where_there_is_one() {
        assert_eq!(kind(&environment("dumb"), true).level, Level::Look);
        assert_eq!(kind(&environment(""), true).level, Level::Look);
        assert_eq!(kind(&environment("dumb"), false).level, Level::Ok);
        assert!(kind(&environment("vt100"), true).what.contains("vt100, no colours"));
        assert_eq!(
            (locale(&environment("x"), true).level, locale(&environment("x"), false).level),
            (Level::Look, Level::Ok)
        );
    }

    #[test]
    fn tmux_says_whether_it_takes_copied_text() {
        let level = |value: Option<&str>| copying(&environment("x"), || value.map(str::to_owned)).unwrap().level;
        assert_eq!(
            [Some("on"), Some("external"), Some("off"), None].map(level),
            [Level::Ok, Level::Look, Level::Look, Level::Ok]
        );
        assert_eq!(copying(&Environment { tmux: false, ..environment("x") }, || None), None);
    }
}
