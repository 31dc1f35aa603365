//! Screens: what is drawn at every size, that hostile texts keep the grid straight, that nothing is told by colour alone.

use attache::app::message::{Failed, Message};
use attache::config::theme::{Role, Theme};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

use crate::desk::Desk;

const PILE: &[&str] = &[
    "Police chiefs meet in Rabat to plan the spring exercise\n\nRABAT — [Abdellatif Hammouchi]p1 met the head of [Interpol]o2 in [Rabat]l3 on Monday. [Hammouchi]p1 said talks went well.\n\n[He]p1 will travel on Tuesday. [Interpol]o2 said nothing.",
    "Markets close higher\n\nShares rose in [Nairobi]l4, [Interpol]o2 said. Banks led. [Omar Haddad]p9 and [Karim Haddad]p10 sold.",
    "Interpol names a new envoy\n\n[Interpol]o2 named [Ana Reyes]p5 envoy. [Haddad]p6? is to meet [Hammouchi]p1 in March.",
    "東京で会議 北京から代表団\n\n[田中太郎]p7は[東京]l8で「合意は近い」と述べた。 👩‍👩‍👧 family, é combining, שלום and سلام.",
];

fn check(name: &str, size: (u16, u16), keys: &str) {
    let mut desk = Desk::new(size.0, size.1, PILE);
    desk.keys(keys);
    insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), desk.screen());
}

#[test]
fn the_list_at_every_size() {
    for size in [(200, 50), (120, 30), (100, 30), (80, 24), (40, 12), (19, 4)] {
        check("list", size, "j");
    }
}

#[test]
fn the_text_with_somebody_in_focus() {
    for size in [(120, 30), (80, 24), (40, 12)] {
        check("walk", size, "<cr>fham<cr>n");
    }
}

#[test]
fn overlays() {
    check("jump", (80, 24), "<cr>fr");
    check("note", (80, 24), "<cr>aask him about it");
    check("help", (80, 24), "<cr>?next");
    check("pending", (80, 24), "<cr>]");
    check("why", (80, 24), "<cr>fham<cr>n=");
    check("mentions", (100, 30), "<cr>fham<cr>M");
    check("small_jump", (30, 8), "<cr>fr");
}

/// The style of the first cell of `words`, from a column on.
fn style_of(buffer: &Buffer, left: u16, words: &str) -> Style {
    for y in 0..buffer.area.height {
        let row: Vec<&str> = (left..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        if let Some(at) = row.concat().find(words) {
            let starts = |x: usize| row.iter().take(x).map(|symbol| symbol.len()).sum::<usize>();
            let x = (0..row.len()).find(|x| starts(*x) == at).unwrap();
            return buffer[(left + x as u16, y)].style();
        }
    }
    panic!("{words} is not on the screen");
}

#[test]
fn nothing_is_told_by_colour_alone() {
    let mut desk = Desk::themed(80, 24, PILE, Theme::shipped("mono").unwrap());
    let list = desk.buffer();
    let left = desk.model.screen.panes().text.unwrap().x;
    let modifiers = |buffer: &Buffer, words: &str| style_of(buffer, left, words).add_modifier;
    let row = |words: &str| style_of(&list, 0, words).add_modifier;
    assert!(row("Police").contains(Modifier::REVERSED), "the row under the cursor");
    assert!(!row("Markets").contains(Modifier::REVERSED));
    desk.keys("<cr>fham<cr>n");
    let text = desk.buffer();
    let plain = modifiers(&text, "met the");
    for words in ["Abdellatif Hammouchi met", "Interpol in", "Hammouchi\u{20}"] {
        assert_ne!(modifiers(&text, words), plain, "{words}");
    }
    desk.keys("<esc>/talks");
    assert_ne!(modifiers(&desk.buffer(), "talks"), plain);
}

#[test]
fn styles_come_from_the_theme_by_role() {
    let theme = Theme::shipped("dark").unwrap();
    let mut desk = Desk::themed(100, 30, PILE, theme.clone());
    desk.keys("<cr>G");
    let (buffer, left) = (desk.buffer(), desk.model.screen.panes().text.unwrap().x);
    for (words, role) in
        [("Abdellatif Hammouchi met", Role::Person), ("Interpol in", Role::Institution), ("Rabat on", Role::Place)]
    {
        assert_eq!(style_of(&buffer, left, words).fg, theme.style(role).fg, "{words}");
    }
    desk.keys("fham<cr>");
    assert_eq!(
        style_of(&desk.buffer(), left, "Hammouchi said").fg,
        theme.style(Role::Focus).fg.or(theme.style(Role::Person).fg)
    );
}

#[test]
fn ascii_is_ascii() {
    let mut desk = Desk::new(120, 30, PILE);
    desk.model.setup.ascii = true;
    for keys in ["", "G<cr>", "fham", "<esc>?", "<esc>a", "x<c-s>A", "<esc>E"] {
        desk.keys(keys);
        let screen = desk.screen();
        assert!(screen.is_ascii(), "{screen}");
    }
}

/// Rows have the width of the screen, no cell holds what a terminal would obey, lines between panes stand straight.
fn straight(desk: &Desk) {
    let buffer = desk.buffer();
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            assert!(!symbol.chars().any(char::is_control), "{symbol:?}");
            assert!(!symbol.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']), "{symbol:?}");
            let width = symbol.width();
            assert!(width > 0 && symbol.chars().count() <= 26, "{symbol:?}");
            x += width as u16;
        }
        assert_eq!(x, area.width, "row {y}:\n{}", desk.screen());
    }
    let panes = desk.model.screen.panes();
    if let (Some(list), true) = (panes.articles, desk.model.overlays.is_empty()) {
        for y in list.y..list.bottom() {
            if list.right() < area.right() {
                assert_eq!(buffer[(list.right(), y)].symbol(), "│", "row {y}:\n{}", desk.screen());
            }
        }
    }
}

const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}]52;c;AAAA\u{7}wiped\n\n\u{1b}[31mred\u{9b}31m \u{202e}gnp.exe\u{202c} a\u{200b}b \u{feff}x",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}algo\n\nz\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a} and so on",
    "宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽\n\n[宽宽宽]p1宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽",
    "👩‍👩‍👧👩‍👩‍👧🇰🇪🇰🇪👍🏽👍🏽\n\n👩‍👩‍👧 [👩‍👩‍👧]p2 🇰🇪 👍🏽 \t tab\r\n\u{85}\u{2028}\u{2029}end \u{e0041}\u{e0042}",
    "\n\n",
];

#[test]
fn hostile_texts_keep_the_grid_straight() {
    for size in [(200, 50), (121, 30), (83, 24), (41, 12), (20, 5)] {
        let mut desk = Desk::new(size.0, size.1, HOSTILE);
        for keys in [
            "", "j", "<cr>", "jjl", "n", "q", "j", "<cr>", "vjj", "a", "<esc>", "<esc>", "q", "j<cr>", "f", "<esc>",
            "3", "=", "q", "v", "i", "&", "<esc>", "M", "q", "q", "T", "<esc>",
        ] {
            desk.keys(keys);
            desk.pause();
            straight(&desk);
        }
        let rude = "\u{1b}[31mrude\u{202e}\u{7}".to_owned();
        desk.send(Message::Failed { what: Failed::Copy, error: rude.clone() });
        straight(&desk);
        desk.send(Message::Notice(rude.clone()));
        straight(&desk);
        desk.keys("f");
        desk.send(Message::Paste(rude.clone()));
        straight(&desk);
        desk.keys("<esc>a");
        desk.send(Message::Paste(rude));
        straight(&desk);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_text_keeps_the_grid_straight(text in "(\\PC|[\u{0}-\u{9f}\u{200b}-\u{2069}\u{300}-\u{36f}\u{4e00}-\u{4fff}\u{1f466}-\u{1f469}\u{200d}]){0,300}", width in 20u16..140, height in 5u16..40) {
        let text = text.replace(['[', ']'], "");
        let text = format!("{}\n\n{text}", text.chars().take(60).collect::<String>().replace('\n', " "));
        let mut desk = Desk::new(width, height, &[&text, "Plain\n\nplain"]);
        straight(&desk);
        desk.keys("<cr>G(v{");
        straight(&desk);
    }
}
