//! Decisions of who is who by one key, from the text, the sidebar and the page of an entity.

use attache::app::request::Request;
use attache::news::article::ArticleId;
use attache::news::entity::Correction;
use attache::news::mention::Kind;

use crate::desk::Desk;

const PILE: &[&str] = &[
    "Police chiefs meet in Rabat\n\n[Abdellatif Hammouchi]p1 met [Ana Reyes]p5 in [Rabat]l3. [Hammouchi]p1 said [Interpol]o2 helped. [Omar Haddad]p7 and [Karim Haddad]p8 left.",
    "Interpol names a new envoy\n\n[Interpol]o2 named [Ana Reyes]p5 envoy. [Haddad]p6? is to meet [Hammouchi]p1 in March.",
];

/// Keys that lead to somebody in the text, the sidebar, and on the page.
const PLACES: [&str; 3] = ["<cr>", "<cr>3", "<cr>3i"];

fn decided(place: &str, keys: &str) -> Request {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys(place).keys(keys);
    let kind = |c: &&Request| {
        matches!(
            c,
            Request::Correct(_)
                | Request::Carve { .. }
                | Request::Watch { .. }
                | Request::Together { .. }
                | Request::Mentions { .. }
        )
    };
    let found = desk.sent.iter().rev().find(kind).cloned();
    found.unwrap_or_else(|| panic!("{place} {keys} decides nothing:\n{}", desk.screen()))
}

#[test]
fn one_key_each_from_text_sidebar_and_page() {
    let desk = Desk::new(100, 30, PILE);
    let (one, ana) = (desk.who(1), desk.who(5));
    for place in PLACES {
        let correct = |keys: &str| match decided(place, keys) {
            Request::Correct(correction) => correction,
            other => panic!("{place} {keys}: {other:?}"),
        };
        // Whoever is named most gives the other the number.
        assert_eq!(correct("&reyes ana<cr>y"), Correction::Merge(one, ana), "{place}");
        assert_eq!(correct("!ana<cr>"), Correction::NotSame(ana, one), "{place}");
        assert!(
            match decided(place, "|") {
                Request::Correct(Correction::Split(who, articles)) => who == one && articles.len() == 1,
                // In the text it is about the mention under the cursor.
                other => place == PLACES[0] && matches!(other, Request::Carve { mention: 0, .. }),
            },
            "{place}"
        );
        assert_eq!(correct("R<c-u>A. H.<cr>"), Correction::Rename(one, "A. H.".into()), "{place}");
        assert_eq!(correct("Ci"), Correction::Retype(one, Kind::Institution), "{place}");
        assert_eq!(correct("H"), Correction::Hide(one), "{place}");
        assert!(matches!(decided(place, "w"), Request::Watch { entity, .. } if entity == one), "{place}");
        assert!(matches!(decided(place, "M"), Request::Mentions { all, .. } if all == [one]), "{place}");
        assert!(matches!(decided(place, "Tana<cr>"), Request::Together { all, .. } if all == [one, ana]), "{place}");
    }
}

#[test]
fn merging_names_both_and_asks() {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys("<cr>&");
    let screen = desk.screen();
    assert!(
        screen.contains("Which entity is the same as Abdellatif Hammouchi?") && screen.contains("Ana Reyes"),
        "{screen}"
    );
    desk.keys("reyes ana<cr>");
    let screen = desk.screen();
    assert!(screen.contains("the same?") && screen.contains("- Abdellatif Hammouchi (person, 2 articles)"), "{screen}");
    assert!(screen.contains("- Ana Reyes (person, 2 articles)"), "{screen}");
    let asked = desk.sent.len();
    desk.keys("n");
    assert!(desk.sent[asked..].iter().all(|c| !matches!(c, Request::Correct(_))), "a no decides nothing");
    desk.keys("&reyes ana<cr>y");
    let said = "merged Abdellatif Hammouchi into Ana Reyes, 2 articles · u undoes";
    assert!(desk.status().contains(said), "{}", desk.status());
    desk.keys("u:merge reyes ana<cr>");
    assert!(desk.screen().contains("- Ana Reyes (person, 2 articles)"), "by the command line too\n{}", desk.screen());
    desk.keys("n:merge xyzzy<cr>");
    assert!(desk.status().contains("no entity is called \"xyzzy\""), "{}", desk.status());
}

#[test]
fn what_is_marked_in_the_sidebar_is_taken_together() {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys("<cr>3vv");
    assert!(desk.screen().contains('✓'), "{}", desk.screen());
    desk.keys("T");
    let Some(Request::Together { all, .. }) = desk.sent.iter().rev().find(|c| matches!(c, Request::Together { .. }))
    else {
        panic!("{:?}", desk.sent.last())
    };
    assert_eq!(all.len(), 2, "the two that are marked: {all:?}");
    desk.keys("q<esc>");
    assert!(!desk.screen().contains('✓'));
    desk.keys("v&");
    assert!(desk.screen().contains("the same?"), "{}", desk.screen());
}

#[test]
fn a_candidate_is_chosen_by_its_number() {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys("j<cr>]?=1");
    let last = desk.sent.iter().rev().find(|c| matches!(c, Request::Judge { .. }));
    assert!(
        matches!(last, Some(Request::Judge { entity, same: true, .. }) if [desk.who(7), desk.who(8)].contains(entity)),
        "{last:?}"
    );
}

#[test]
fn help_of_a_place_begins_with_what_is_done_there() {
    let mut desk = Desk::new(100, 40, PILE);
    for place in ["<cr>3?", "<esc>i?"] {
        desk.keys(place);
        let screen = desk.screen();
        let (merge, move_down) = (screen.find("The same as"), screen.find("Move down"));
        assert!(merge.is_some() && move_down.is_none_or(|at| merge.unwrap_or(0) < at), "{screen}");
    }
    desk.keys("<esc>q?first");
    let screen = desk.screen();
    assert!(screen.contains("first seen: the archive did not know"), "{screen}");
    // Enter does it on the page the help was asked from.
    desk.keys("<esc>i?hide<cr>");
    assert!(desk.sent.iter().any(|c| matches!(c, Request::Correct(Correction::Hide(_)))), "{}", desk.screen());
}

#[test]
fn mentions_are_split_off_where_they_stand_in_their_lines() {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys("<cr>MGvgg|");
    let split = desk.sent.iter().rev().find(|c| matches!(c, Request::Correct(_)));
    let Some(Request::Correct(Correction::Split(who, articles))) = split else { panic!("{split:?}") };
    assert_eq!((*who, articles.as_slice()), (desk.who(1), &[ArticleId(2)][..]), "of the line that is marked");
    desk.keys("Mgg|");
    let split = desk.sent.iter().rev().find(|c| matches!(c, Request::Correct(_)));
    assert!(matches!(split, Some(Request::Correct(Correction::Split(_, articles))) if articles[0].0 == 1), "{split:?}");
}

#[test]
fn who_was_hidden_is_found_again() {
    let mut desk = Desk::new(100, 30, PILE);
    desk.keys("<cr>]pH:hidden<cr>");
    assert!(desk.screen().contains("1  Ana Reyes (person, 2 articles)"), "{}", desk.screen());
    let ana = desk.who(5);
    desk.keys("1");
    let shown = desk.sent.iter().rev().find(|c| matches!(c, Request::Correct(_)));
    assert_eq!(shown, Some(&Request::Correct(Correction::Show(ana))));
    desk.keys(":hidden<cr>");
    assert!(!desk.screen().contains("1  Ana Reyes"), "{}", desk.screen());
}
