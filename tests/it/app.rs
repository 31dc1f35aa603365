//! Stories: keys in, what the screen and the archive make of them.

use attache::app::command::Command;
use attache::app::layout::Pane;
use attache::app::message::Message;
use attache::app::request::{Request, Targets};
use attache::config::key::{Code, KeyPress};
use attache::news::article::ArticleId;
use attache::news::triage::{Change, State};
use proptest::prelude::*;

use crate::desk::Desk;

const PILE: &[&str] = &[
    "Police chiefs meet in Rabat\n\nRABAT — [Abdellatif Hammouchi]p1 met the head of [Interpol]o2 in [Rabat]l3 on Monday. [Hammouchi]p1 said talks went well.\n\n[He]p1 will travel on Tuesday. [Interpol]o2 said nothing.",
    "Markets close higher\n\nShares rose in [Nairobi]l4. [Lake Bank]o9 led. The café owners were glad. [Pedro Reyes]p7 and [Luis Reyes]p8 sold theirs.",
    "Interpol names a new envoy\n\n[Interpol]o2 named [Ana Reyes]p5 envoy. [Reyes]p5 is to meet [Hammouchi]p1 in March.",
    "Rain in the north\n\nIt rained. [Lake Bank]o9 was closed. [Reyes]p6? was not there.",
];

fn desk() -> Desk {
    Desk::new(120, 30, PILE)
}

fn reading(desk: &Desk) -> i64 {
    desk.model.reader.as_ref().map_or(0, |reader| reader.id().0)
}

#[test]
fn mentions_are_walked_through_this_article_and_on_into_the_next() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>");
    assert_eq!((reading(&desk), desk.here()), (1, "Abdellatif".to_owned()));
    assert!(desk.status().ends_with("Abdellatif Hammouchi 1/3 · article 1/2"), "{}", desk.status());
    desk.keys("n");
    assert_eq!(desk.here(), "Hammouchi");
    desk.keys("n");
    assert_eq!(desk.here(), "He");
    desk.keys("n");
    assert_eq!((reading(&desk), desk.here()), (3, "Hammouchi".to_owned()));
    assert!(desk.status().ends_with("Abdellatif Hammouchi 1/1 · article 2/2"), "{}", desk.status());
    desk.keys("n");
    assert_eq!((reading(&desk), desk.here()), (1, "Abdellatif".to_owned()), "around");
    assert!(desk.status().contains("around to the first of 2 articles"), "{}", desk.status());
    desk.keys("N");
    assert_eq!((reading(&desk), desk.here()), (3, "Hammouchi".to_owned()));
    desk.keys("NN");
    assert_eq!((reading(&desk), desk.here()), (1, "Hammouchi".to_owned()));
    desk.keys("<esc>");
    assert!(desk.model.navigation.focus.is_none());
}

#[test]
fn a_step_beyond_the_article_waits_for_the_archive() {
    let mut desk = desk();
    desk.keys("<cr>");
    desk.slow = true;
    desk.keys("fana<cr>");
    assert_eq!(reading(&desk), 1);
    desk.deliver();
    assert_eq!((reading(&desk), desk.here()), (3, "Ana".to_owned()));
}

#[test]
fn the_way_leads_back_and_forward_over_articles() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>nnn");
    assert_eq!(reading(&desk), 3);
    desk.keys("<c-o>");
    assert_eq!((reading(&desk), desk.here()), (1, "He".to_owned()));
    desk.keys("<a-right>");
    assert_eq!((reading(&desk), desk.here()), (3, "Hammouchi".to_owned()));
    desk.keys("<c-o><c-o><c-o>");
    assert!(desk.status().contains("where the jump list begins"), "{}", desk.status());
}

#[test]
fn enter_in_the_sidebar_or_on_a_mention_puts_in_focus() {
    let mut desk = desk();
    desk.keys("3<down><cr>");
    assert_eq!(desk.model.navigation.focus.as_ref().unwrap().name, "Interpol");
    assert_eq!((desk.model.screen.active, desk.here()), (Pane::Text, "Interpol".to_owned()));
    desk.keys("<esc>gg]p<cr>");
    assert_eq!(desk.model.navigation.focus.as_ref().unwrap().name, "Abdellatif Hammouchi");
    desk.keys("]l");
    assert_eq!(desk.here(), "Rabat");
}

#[test]
fn uncertain_links_are_walked_on_their_own_and_say_why() {
    let mut desk = desk();
    desk.keys("G<cr>]?");
    assert_eq!(desk.here(), "Reyes");
    desk.keys("=");
    let screen = desk.screen();
    assert!(
        screen.contains("the link is uncertain; candidates:")
            && screen.contains("1 Luis Reyes, 90 %: a name similar to \"Reyes\"")
            && screen.contains("2 Pedro Reyes, 90 %"),
        "{screen}"
    );
    desk.keys("q-");
    assert!(
        desk.sent
            .iter()
            .any(|c| matches!(c, Request::Refuse { article: ArticleId(4), entity, .. } if *entity == desk.who(8)))
    );
    assert!(desk.status().contains("is not Luis Reyes"), "{}", desk.status());
}

#[test]
fn the_text_is_searched_folded_and_esc_comes_back() {
    let mut desk = desk();
    desk.keys("j<cr>/cafe");
    assert_eq!(desk.here(), "café");
    assert!(desk.status().contains("/cafe") && desk.status().contains("1/1"), "{}", desk.status());
    desk.keys("<esc>");
    assert_eq!(desk.here(), "Shares");
    desk.keys("/s<cr>nn");
    assert!(desk.status().contains("3/"), "{}", desk.status());
    desk.keys("/xyzzy<cr>");
    assert!(desk.status().contains("is not in this text"), "{}", desk.status());
}

#[test]
fn a_decision_leads_to_the_next_undecided_article() {
    let mut desk = desk();
    desk.keys("x");
    assert_eq!(desk.model.list.current(), Some(ArticleId(2)));
    let change = Change::State(State::Dismissed);
    assert!(desk.sent.contains(&Request::Triage { targets: Targets::Articles(vec![ArticleId(1)]), change }));
    desk.keys("k*");
    assert_eq!(desk.model.list.current(), Some(ArticleId(2)), "over the dismissed one");
    desk.keys("u");
    assert_eq!(desk.model.list.row(ArticleId(1)).unwrap().state, State::Dismissed, "the last change first");
    desk.keys("u");
    assert_eq!(desk.model.list.row(ArticleId(1)).unwrap().state, State::New);
    assert_eq!(desk.model.list.current(), Some(ArticleId(1)), "the cursor goes to what came back");
}

#[test]
fn reading_marks_and_previewing_does_not() {
    let mut desk = desk();
    desk.keys("j");
    desk.pause();
    assert_eq!(reading(&desk), 2);
    assert!(desk.model.reader.as_ref().unwrap().preview);
    desk.keys("jk");
    assert!(!desk.sent.iter().any(|c| matches!(c, Request::Seen(_))));
    desk.keys("<cr>j");
    assert!(desk.sent.contains(&Request::Seen(ArticleId(2))));
}

#[test]
fn a_held_key_asks_for_no_text() {
    let mut desk = desk();
    let before = desk.sent.len();
    desk.keys("jjj");
    assert!(desk.sent.iter().skip(before).all(|c| matches!(c, Request::Rows(_))));
}

#[test]
fn a_marked_set_is_changed_after_its_count_is_said() {
    let mut desk = desk();
    desk.keys("vvVx");
    assert!(desk.screen().contains("Dismiss 3 articles?"), "{}", desk.screen());
    desk.keys("y");
    let states: Vec<State> = (1..=4).map(|id| desk.model.list.row(ArticleId(id)).unwrap().state).collect();
    assert_eq!(states, [State::Dismissed, State::Dismissed, State::Dismissed, State::New]);
    desk.keys(":keep is:dismissed<cr>");
    assert!(desk.screen().contains("Keep 3 articles?"), "{}", desk.screen());
    desk.keys("n");
    assert_eq!(desk.model.list.row(ArticleId(1)).unwrap().state, State::Dismissed);
}

#[test]
fn filters_and_queries_narrow_the_list() {
    let mut desk = desk();
    desk.keys("xF");
    assert_eq!(desk.model.list.len(), 3);
    assert!(desk.screen().contains("Articles · is:undecided"), "{}", desk.screen());
    desk.keys("F");
    assert!(desk.screen().contains("No article matches"), "{}", desk.screen());
    desk.keys("/<c-u>Nairobi<cr>");
    assert_eq!(desk.model.list.len(), 1);
    desk.keys("/<c-u>(a<cr>");
    assert!(desk.status().contains("expected"), "{}", desk.status());
}

#[test]
fn space_pages_and_then_goes_on() {
    let mut desk = desk();
    desk.keys("<space>");
    assert_eq!((reading(&desk), desk.model.screen.active), (1, Pane::Text));
    desk.keys("<space>");
    assert_eq!(reading(&desk), 2);
}

#[test]
fn a_sentence_is_quoted_and_a_note_written_on_it() {
    let mut desk = desk();
    desk.keys("<cr>)s");
    let notes = &desk.model.reader.as_ref().unwrap().opened.notes;
    assert_eq!(notes[0].anchor.as_ref().unwrap().quote, "Hammouchi said talks went well.");
    assert!(notes[0].anchor.as_ref().unwrap().before.ends_with("in Rabat on Monday. "));
    desk.keys("aask him<c-s>");
    let notes = &desk.model.reader.as_ref().unwrap().opened.notes;
    assert_eq!((notes.len(), notes[0].text.as_str()), (1, "ask him"));
    assert!(desk.sent.iter().any(|c| matches!(c, Request::SaveDraft(d) if d.text == "ask h")));
    desk.keys("A");
    assert!(desk.screen().contains("“Hammouchi said talks went well.”"), "{}", desk.screen());
    desk.keys("dq");
    assert!(desk.model.reader.as_ref().unwrap().opened.notes.is_empty());
}

#[test]
fn what_was_written_is_not_given_up_unasked() {
    let mut desk = desk();
    desk.keys("aone<esc>");
    assert!(desk.screen().contains("Discard what you wrote?"), "{}", desk.screen());
    desk.keys("n two<c-s>");
    assert!(
        desk.sent
            .iter()
            .any(|c| matches!(c, Request::SaveNote(d) if d.text == "one two" && d.article == Some(ArticleId(1))))
    );
}

#[test]
fn pasted_text_is_never_keys() {
    let mut desk = desk();
    desk.send(Message::Paste(":q!\ndd".to_owned()));
    assert!(!desk.effects.contains(&Command::Quit));
    desk.keys("a");
    desk.send(Message::Paste("two\r\nlines\x1b[31m".to_owned()));
    desk.keys("<c-s>");
    assert!(desk.sent.iter().any(|c| matches!(c, Request::SaveNote(d) if d.text == "two\nlines[31m")));
}

#[test]
fn help_is_filtered_as_one_types_and_does_what_it_says() {
    let mut desk = desk();
    desk.keys("?dismi");
    let screen = desk.screen();
    assert!(screen.contains("Dismiss") && !screen.contains("Move half a page down"), "{screen}");
    desk.keys("<cr>");
    assert_eq!(desk.model.list.row(ArticleId(1)).unwrap().state, State::Dismissed);
}

#[test]
fn a_pending_key_shows_what_may_follow() {
    let mut desk = desk();
    desk.keys("]");
    assert!(desk.status().contains("p next person"), "{}", desk.status());
    desk.keys("<esc>");
    assert!(!desk.status().contains("next person"));
}

#[test]
fn the_command_line_completes_and_explains() {
    let mut desk = desk();
    desk.keys(":foc");
    assert!(desk.screen().contains("focus_entities"), "{}", desk.screen());
    desk.keys("<tab><tab><cr>");
    assert_eq!(desk.model.screen.active, Pane::Entities);
    desk.keys(":frobnicate<cr>");
    assert!(desk.status().contains("no command is called \"frobnicate\""), "{}", desk.status());
}

#[test]
fn the_sentence_on_top_stays_there_when_the_terminal_changes() {
    let long = format!("Long\n\n{}", "One two three four five six seven. ".repeat(300));
    let mut desk = Desk::new(120, 30, &[&long]);
    desk.keys("<cr><space><space>");
    let top = desk.model.reader.as_ref().unwrap().top;
    for (width, height) in [(80, 24), (40, 12), (200, 50), (120, 30)] {
        desk.send(Message::Resize { width, height });
        assert_eq!(desk.model.reader.as_ref().unwrap().top, top, "{width}×{height}");
    }
}

#[test]
fn the_export_dialog_asks_what_how_and_where() {
    let mut desk = desk();
    let file = desk.folder().join("notes.txt");
    let keys = format!("E<down><tab><down><down><c-u>{}<cr>", file.display());
    desk.keys("<cr>)s").keys(&keys);
    let Some(Request::Export { format, .. }) = desk.sent.last() else { panic!("{:?}", desk.sent.last()) };
    assert_eq!(format.word(), "text");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("Hammouchi said talks went well."), "{written}");
    std::fs::write(&file, "mine").unwrap();
    desk.keys(&keys);
    assert!(desk.screen().contains("notes.txt exists. Replace it?"), "{}", desk.screen());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine", "nothing is replaced unasked");
    desk.keys("y");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn notes_lead_to_their_place() {
    let mut desk = desk();
    desk.keys("<cr>)sqjjj<cr>");
    assert_eq!(reading(&desk), 4);
    desk.keys("AA<cr>");
    assert_eq!((reading(&desk), desk.here()), (1, "Hammouchi".to_owned()));
    desk.keys("<c-o>");
    assert_eq!(reading(&desk), 4);
}

#[test]
fn every_mention_stands_in_its_line_of_context() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>M");
    let screen = desk.screen();
    assert!(screen.contains("Abdellatif Hammouchi: 4 mentions in list order"), "{screen}");
    assert!(screen.contains("Hammouchi in March."), "{screen}");
    desk.keys("o");
    assert!(desk.screen().contains("by date"));
    desk.keys("oooo");
    assert!(desk.screen().contains("in list order"));
    desk.keys("G<cr>");
    assert_eq!((reading(&desk), desk.here()), (3, "Hammouchi".to_owned()));
    desk.keys("<c-o>");
    assert_eq!(reading(&desk), 1);
}

#[test]
fn the_page_of_an_entity_leads_on() {
    let mut desk = Desk::dated(
        120,
        30,
        &[
            (
                "A new minister\n\n[Abdellatif Hammouchi]p1, [Minister of the Interior]r1, spoke in [Rabat]l3.\n\n[Interpol]o2 heard it.",
                0,
            ),
            ("A letter\n\n[Abdellatif Hammouchi]p1 wrote to [Interpol]o2.", 3),
            ("A school opens\n\n[Abdellatif Hammouchi]p1, [Director General]r1, opened a school in [Rabat]l3.", 40),
        ],
    );
    desk.keys("G<cr>w3=");
    let screen = desk.screen();
    for words in [
        "person, in 3 articles, watched",
        "Mentions by day, 2026-10-09 to 2026-11-18",
        "changed from Director General by 2026-11-18",
        "Rabat",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    // By parts: the days, the names, the newest role; then the company.
    desk.keys("}}}<cr>");
    assert_eq!(reading(&desk), 1);
    desk.keys("<c-o>");
    assert!(
        desk.screen().contains("Names") && reading(&desk) == 3,
        "the way back leads to the page\n{}",
        desk.screen()
    );
    desk.keys("<cr>");
    assert_eq!(reading(&desk), 1, "and to the row where it was left");
    desk.keys("<c-o>q3iG<cr>");
    assert!(desk.screen().contains("together: 2 articles"), "the last row that leads somewhere: {}", desk.screen());
    desk.keys("qgg}}}}<cr>");
    let screen = desk.screen();
    let both = "Abdellatif Hammouchi and Interpol together: 2 articles";
    assert!(screen.contains(both) && screen.contains("In one sentence"), "{screen}");
    assert!(screen.contains("In one paragraph") && screen.contains("none"), "{screen}");
    desk.keys("<cr>");
    assert_eq!(reading(&desk), 2, "the nearest comes first");
    assert!(desk.model.overlays.is_empty(), "nothing lies on the text that was gone to");
    desk.keys("<c-o>");
    assert!(desk.screen().contains("Names"), "{}", desk.screen());
    desk.keys("MG<cr>");
    assert!(desk.model.overlays.is_empty(), "{}", desk.screen());
}

#[test]
fn a_key_that_means_nothing_says_where_it_works() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>i");
    for (key, said) in [
        ("f", "f: jump bar works in the panes; q goes back"),
        ("E", "E: export works in the panes, in the list of notes; q goes back"),
        ("/", "/: search works in the panes; q goes back"),
        ("x", "x: dismiss works in the panes; q goes back"),
        ("1", "1: focus articles works in the panes; q goes back"),
        ("V", "V: pick range works in the articles; q goes back"),
        ("gx", "gx does nothing here; ? shows the keys"),
    ] {
        desk.keys(key);
        assert_eq!(desk.model.status.now.as_ref().unwrap().text, said);
        assert_eq!(desk.model.overlays.len(), 1, "the page stays");
    }
    desk.keys("q:accept<cr>");
    let said = &desk.model.status.now.as_ref().unwrap().text;
    assert!(said.starts_with("accept: accept works in the jump bar"), "{said}");
}

#[test]
fn the_status_line_tells_only_keys_that_work_there() {
    for keys in ["", "?", "i", "M", "=", "&"] {
        let mut desk = desk();
        desk.keys("<cr>fham<cr>").keys(keys);
        let context = desk.model.context();
        let hints = desk.model.overlays.last().map_or(attache::config::scope::PANE_HINTS, |overlay| overlay.hints());
        assert!(!hints.is_empty() && hints.iter().all(|(action, _)| context.takes(*action)), "{keys}: {hints:?}");
    }
}

#[test]
fn a_sorted_concordance_is_walked_in_its_order() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>Moooogg<cr>");
    assert_eq!((reading(&desk), desk.here()), (3, "Hammouchi".to_owned()), "in March");
    desk.keys("n");
    assert_eq!((reading(&desk), desk.here()), (1, "Abdellatif".to_owned()), "met");
    desk.keys("NN");
    assert_eq!((reading(&desk), desk.here()), (1, "He".to_owned()), "around to: will travel");
    desk.keys("Mgg<cr>n");
    assert_eq!(desk.here(), "Hammouchi", "in list order the walk goes by itself");
}

#[test]
fn the_place_is_kept_when_the_line_drops() {
    let long = format!("A long day{}", "\n\nIt rained in the morning, and in the evening it rained again.".repeat(40));
    let mut desk = Desk::new(80, 24, &[long.as_str()]);
    desk.keys("<cr><c-d><c-d><c-d>");
    desk.send(Message::Ended);
    let there = |c: &Request| matches!(c, Request::Position { article: ArticleId(1), offset } if *offset > 0);
    assert!(desk.sent.iter().any(there), "{:?}", desk.sent);
}

#[test]
fn a_view_gives_the_list_the_keys() {
    let mut desk = desk();
    desk.keys("<cr>3gvu");
    assert_eq!((desk.model.screen.active, desk.model.list.view.filter.text()), (Pane::Articles, "is:undecided"));
    desk.keys("<cr>f>Nairobi<cr>");
    assert_eq!((desk.model.screen.active, desk.model.list.len()), (Pane::Articles, 1));
    desk.keys("q");
    assert_eq!(desk.model.list.len(), 4);
}

#[test]
fn the_jump_bar_remembers_its_last_words() {
    let mut desk = desk();
    desk.keys("<cr>fana<cr><esc>f<up><cr>");
    assert_eq!(desk.model.navigation.focus.as_ref().unwrap().name, "Ana Reyes");
}

#[test]
fn undo_leads_back_in_the_text() {
    let mut desk = desk();
    desk.keys("<cr>x");
    assert_eq!((reading(&desk), desk.model.screen.active), (2, Pane::Text));
    desk.keys("u");
    assert_eq!(reading(&desk), 1);
}

#[test]
fn what_is_copied_is_one_flow_of_words_with_its_source() {
    let mut desk = desk();
    desk.keys("<cr>)Y");
    let copied = "Hammouchi said talks went well.\n— Police chiefs meet in Rabat, KNA, 2026-11-18".to_owned();
    assert_eq!(desk.effects.last(), Some(&Command::Copy(copied)));
}

fn any_key() -> impl Strategy<Value = KeyPress> {
    let code = prop_oneof![
        8 => prop::sample::select("jkhlgGnNfp/?:=+-rtx*#uUsavVyYEmq{}()[]]o1234567890 FAzS.".chars().collect::<Vec<_>>()).prop_map(Code::Char),
        2 => Just(Code::Enter),
        2 => Just(Code::Esc),
        1 => prop::sample::select(vec![Code::Tab, Code::Up, Code::Down, Code::Left, Code::Right, Code::Backspace, Code::Home, Code::PageDown, Code::PageUp, Code::Delete]),
        1 => any::<char>().prop_map(Code::Char),
    ];
    (code, prop::bool::weighted(0.1), prop::bool::weighted(0.05)).prop_map(|(code, ctrl, alt)| KeyPress {
        code,
        ctrl,
        alt,
        shift: false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_keys_break_the_screen(keys in prop::collection::vec(any_key(), 1..120), sizes in prop::collection::vec((0u16..220, 0u16..60), 3)) {
        let mut desk = Desk::new(120, 30, PILE);
        for (i, key) in keys.iter().enumerate() {
            desk.send(Message::Key(*key));
            if i % 17 == 0 {
                desk.pause();
            }
            if let Some((width, height)) = sizes.get(i / 20).filter(|_| i % 20 == 0) {
                desk.send(Message::Resize { width: *width, height: *height });
            }
            desk.buffer();
        }
    }
}
