//! The jump bar as one uses it: several at once, the last words, a look before the jump, nobody of that name.

use attache::app::message::Message;
use attache::app::request::Request;

use crate::desk::Desk;

const PILE: &[&str] = &[
    "Police chiefs meet in Rabat\n\nRABAT — [Abdellatif Hammouchi]p1 met the head of [Interpol]o2 in [Rabat]l3 on Monday. [Hammouchi]p1 said talks went well.",
    "Markets close higher\n\nShares rose in [Nairobi]l4. Banks led. The café owners were glad.",
    "Interpol names a new envoy\n\n[Interpol]o2 named [Ana Reyes]p5 envoy. [Reyes]p5 is to meet [Hammouchi]p1 in March.",
    "Rain in the north\n\nIt rained. [Odile Marchand]p7 was not there.",
];

fn desk() -> Desk {
    Desk::new(120, 30, PILE)
}

fn here(desk: &Desk) -> (i64, String) {
    (desk.model.reader.as_ref().map_or(0, |reader| reader.id().0), desk.here())
}

#[test]
fn several_are_marked_and_their_mentions_walked_as_one_list() {
    let mut desk = desk();
    desk.keys("<cr>fana<tab><c-u>ham<tab>");
    assert!(desk.screen().contains("Jump to 2 marked: Ana Reyes and Abdellatif Hammouchi"), "{}", desk.screen());
    desk.keys("<cr>");
    assert_eq!(here(&desk), (1, "Abdellatif".to_owned()));
    assert!(desk.status().ends_with("Ana Reyes and Abdellatif Hammouchi 1/2 · article 1/2"), "{}", desk.status());
    let mut way = Vec::new();
    for _ in 0..5 {
        desk.keys("n");
        way.push(here(&desk));
    }
    let way: Vec<(i64, &str)> = way.iter().map(|(article, word)| (*article, word.as_str())).collect();
    assert_eq!(way, [(1, "Hammouchi"), (3, "Ana"), (3, "Reyes"), (3, "Hammouchi"), (1, "Abdellatif")]);
    desk.keys("<c-o>");
    assert_eq!(here(&desk).0, 3, "back the way one came");
    desk.keys("M");
    assert!(desk.screen().contains("Ana Reyes and Abdellatif Hammouchi: 5 mentions"), "{}", desk.screen());
    desk.keys("q<esc>");
    assert!(desk.model.navigation.focus.is_none());
}

#[test]
fn a_mark_is_taken_away_again_and_one_alone_is_a_plain_focus() {
    let mut desk = desk();
    desk.keys("<cr>fham<tab>");
    desk.keys("<tab>");
    assert!(!desk.screen().contains("marked:"), "{}", desk.screen());
    desk.keys("<tab><cr>");
    assert!(desk.status().ends_with("Abdellatif Hammouchi 1/2 · article 1/2"), "{}", desk.status());
    assert!(desk.model.navigation.focus.as_ref().unwrap().only().is_some());
}

#[test]
fn the_last_words_are_there_and_are_replaced_by_what_is_typed() {
    let mut desk = desk();
    desk.keys("<cr>fana<cr>f");
    assert!(desk.screen().contains("> ana"), "{}", desk.screen());
    desk.keys("<cr>");
    assert!(desk.status().contains("Ana Reyes"), "{}", desk.status());
    desk.keys("fodile");
    assert!(desk.screen().contains("> odile"), "{}", desk.screen());
    desk.keys("<esc>f<right> m");
    assert!(desk.screen().contains("> odile m"), "{}", desk.screen());
    desk.keys("<esc>f<bs>");
    assert!(!desk.screen().contains("odile"), "{}", desk.screen());
}

#[test]
fn who_is_not_there_is_looked_for_in_the_articles() {
    let mut desk = desk();
    desk.keys("fcafé");
    assert!(desk.screen().contains("None of the 6 names of the archive is like \"café\"."), "{}", desk.screen());
    desk.keys("<cr>");
    assert_eq!(desk.model.list.view.filter.text(), "café");
}

#[test]
fn a_look_at_the_place_comes_with_a_pause_and_never_with_a_key() {
    let mut desk = desk();
    desk.keys("<cr>fodile");
    assert!(!desk.screen().contains("was not there"), "{}", desk.screen());
    desk.pause();
    assert!(desk.screen().contains("It rained. Odile Marchand was not there."), "{}", desk.screen());
    assert!(desk.screen().contains("Rain in the north"));
    desk.keys("<c-u>");
    assert!(!desk.screen().contains("was not there"));
    let mut narrow = Desk::new(90, 30, PILE);
    narrow.keys("<cr>fodile").pause();
    assert!(!narrow.screen().contains("was not there"));
    assert!(!narrow.sent.iter().any(|command| matches!(command, Request::Glance { .. })));
}

#[test]
fn whoever_is_not_in_a_narrowed_list_is_said_to_be_outside_it() {
    let mut desk = desk();
    desk.keys("/rain<cr>");
    assert_eq!(desk.model.list.view.filter.text(), "rain");
    desk.keys("<cr>fana<cr>");
    assert!(
        desk.status().contains("no mention of Ana Reyes in this list: q in the list shows all articles"),
        "{}",
        desk.status()
    );
    desk.keys("qqn");
    assert_eq!(here(&desk).0, 3);
}

#[test]
fn a_search_that_finds_nothing_says_where_n_goes_on() {
    let mut desk = desk();
    desk.keys("<cr>fham<cr>/zebra<cr>");
    let said = "\"zebra\" is not in this text; n still follows Abdellatif Hammouchi";
    assert!(desk.status().contains(said), "{}", desk.status());
}

#[test]
fn names_that_come_late_fill_an_empty_bar_and_move_no_row_of_a_full_one() {
    let mut desk = desk();
    let finder = desk.model.names.finder.take().unwrap();
    desk.keys("<cr>fana");
    assert!(desk.screen().contains("The index of names is being loaded"), "{}", desk.screen());
    desk.send(Message::Names(finder));
    assert!(desk.screen().contains("Ana Reyes"), "{}", desk.screen());
    let before = desk.screen();
    desk.send(Message::Names(std::sync::Arc::default()));
    assert_eq!(desk.screen(), before);
}
