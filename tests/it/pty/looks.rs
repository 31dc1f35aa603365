//! What different terminals get: colours or none, ASCII, a refusal in one line, plain lines.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use super::{Home, start, start_with};

#[test]
fn terminals_without_a_screen_are_refused_in_one_line() {
    for term in ["dumb", ""] {
        let home = Home::three();
        let mut terminal = start_with(&home, &[], &[("TERM", term)], (100, 30));
        assert_eq!(terminal.end(), 2);
        assert_eq!(terminal.text().trim().lines().count(), 1, "{}", terminal.text());
        assert!(!terminal.raw.contains(&0x1b));
    }
}

#[test]
fn without_colours_nothing_is_coloured() {
    for more in [[("NO_COLOR", "1")], [("TERM", "vt100")]] {
        let home = Home::three();
        let mut terminal = start_with(&home, &[], &more, (100, 30));
        terminal.sees("Ferry");
        terminal.keys("\r]p\r");
        terminal.sees("Asha Odhiambo 1/1");
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0);
        let coloured: Vec<String> = sgr(&terminal.raw)
            .into_iter()
            .filter(|parameter| parameter.len() >= 2 && !matches!(parameter.as_str(), "22" | "23" | "24" | "27" | "29"))
            .collect();
        assert!(coloured.is_empty(), "{coloured:?}");
        // A mention still differs from the text around it.
        assert!(sgr(&terminal.raw).contains(&"7".to_owned()));
    }
}

/// Every parameter of every SGR sequence.
fn sgr(raw: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(raw)
        .split("\x1b[")
        .filter_map(|part| part.split_once('m'))
        .map(|(parameters, _)| parameters.to_owned())
        .filter(|parameters| parameters.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        .flat_map(|parameters| parameters.split(';').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn a_locale_without_utf8_gets_ascii() {
    let home = Home::with(&[("a.txt", "Élan im Büro — „Größe“\n\nPARIS, March 4 (X) -- Été 東京 🙂 done.\n")]);
    let mut terminal = start_with(&home, &[], &[("LANG", "C")], (100, 30));
    terminal.sees("done.");
    terminal.keys("?");
    terminal.sees("filter");
    terminal.keys("\x03");
    terminal.sees("done.");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.raw.is_ascii(), "{}", String::from_utf8_lossy(&terminal.raw));
}

#[test]
fn without_a_terminal_the_list_is_printed() {
    let home = Home::three();
    let output = home.run(&[]).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert!(text.contains("Ferry resumes at Mwanza") && !text.contains('\x1b'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = Home::empty();
    let line = |n| format!("{{\"title\":\"Story {n} of many\",\"text\":\"It is story number {n}, and it is short.\"}}");
    let lines = (0..3000).map(line).collect::<Vec<_>>().join("\n");
    std::fs::write(home.path().join("many.jsonl"), lines).unwrap();
    let many = home.path().join("many.jsonl");
    assert!(home.run(&["import", many.to_str().unwrap()]).output().unwrap().status.success());
    let mut child = home.run(&["list", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    // `head -1` reads one line and closes the pipe.
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(line.contains("Story"));
    assert!(child.wait().unwrap().success());
    assert_eq!(said, "");
}

#[test]
fn mistakes_in_configuration_are_told_and_do_not_matter() {
    let home = Home::three();
    let folder = home.path().join(".config/attache");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("keys.toml"), "[global]\n\nx = \"dismis\"\n").unwrap();
    let mut terminal = start(&home, &[]);
    terminal.sees("Ferry");
    terminal.sees("keys.toml:3: there is no action \"dismis\"; did you mean \"dismiss\"?");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}
