//! Nothing that was typed or decided is lost: an archive that cannot be written, two readers of one archive, sessions that die.

use attache::app::command::Command;
use attache::app::message::{Edited, Message};
use attache::app::overlay::Overlay;
use attache::app::overlay::note::NoteEditor;
use attache::app::request::Request;
use attache::news::article::ArticleId;
use attache::news::note::Scope;
use attache::query::{Clock, parse};
use attache::store::Fault;

use crate::desk::Desk;

const PILE: &[&str] = &[
    "Police chiefs meet in Rabat\n\n[Abdellatif Hammouchi]p1 met [Interpol]o2 in Rabat. [Hammouchi]p1 said talks went well.",
    "Markets close higher\n\nShares rose. [Lake Bank]o9 led. The café owners were glad.",
    "Interpol names a new envoy\n\n[Interpol]o2 named [Ana Reyes]p5 envoy.",
];

const FAULTS: [(Fault, &str); 4] = [
    (Fault::Full, "the disk of the archive is full"),
    (Fault::ReadOnly, "the archive is read-only"),
    (Fault::Busy, "another program is writing"),
    (Fault::Disk, "could not be read or written"),
];

fn desk() -> Desk {
    Desk::new(120, 30, PILE)
}

/// The archive goes wrong from now on.
fn breaks(desk: &Desk, fault: Fault) {
    desk.faults().plan(0, u64::MAX, fault);
}

/// The text in the topmost note editor, if one is open.
fn editor(desk: &Desk) -> Option<&NoteEditor> {
    desk.model.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Note(note) => Some(&**note),
        _ => None,
    })
}

fn written(desk: &Desk) -> Option<String> {
    editor(desk).map(NoteEditor::text)
}

/// The texts of the notes in the archive.
fn notes(desk: &Desk) -> Vec<String> {
    let found = desk.store().notes(&Scope::All, &Clock::default()).unwrap();
    found.into_iter().map(|row| row.note.text).collect()
}

fn undecided(desk: &Desk) -> usize {
    desk.store().count(&parse("is:undecided").unwrap(), &Clock::default()).unwrap()
}

/// What the screen says of the archive: rows of the list, the count in its title, notes, tags, who is watched.
fn shown(desk: &Desk) -> String {
    let rows = (1..=3).map(|id| {
        let row = desk.model.list.row(ArticleId(id)).unwrap();
        format!("{:?} {} {} {:?}", row.state, row.star, row.notes, row.tags)
    });
    let notes = desk.model.reader.as_ref().map(|reader| reader.opened.notes.clone());
    let rows: Vec<String> = rows.collect();
    format!("{rows:?} {:?} {notes:?} {:?}", desk.model.list.undecided, desk.model.names.watched)
}

#[test]
fn a_change_that_is_not_kept_is_shown_as_not_made() {
    // Keys that change the archive, after some that prepare it, and what is said where it cannot be written.
    for (before, keys, said) in [
        ("", "x", "the decision is not saved"),
        ("", "t", "the decision is not saved"),
        ("", "*", "the decision is not saved"),
        ("x", "kU", "the decision is not saved"),
        ("", "S", "the decision is not saved"),
        ("", "#port<cr>", "the decision is not saved"),
        ("#port<cr>", "#port<cr>", "the decision is not saved"),
        ("vv", "xy", "the decision is not saved"),
        ("x", "u", "nothing is undone"),
        ("xu", "<c-r>", "nothing is redone"),
        ("<cr>)", "s", "the quote is not saved"),
        ("<cr>aone<c-s>", ":delete_note<cr>", "the note is not deleted"),
        ("aone<c-s>A", "d", "the note is not deleted"),
        ("<cr>", "-", "the correction is not saved"),
        ("<cr>", "+", "the correction is not saved"),
        ("<cr>", "|", "the correction is not saved"),
        ("<cr>", "H", "the correction is not saved"),
        ("<cr>", "Rother<cr>", "the correction is not saved"),
        ("<cr>", "w", "the watch list is not changed"),
        ("<cr>w", "w", "the watch list is not changed"),
    ] {
        for (fault, reason) in FAULTS {
            let mut desk = desk();
            desk.keys(before);
            let (screen, archive) = (shown(&desk), undecided(&desk));
            let sent = desk.sent.len();
            breaks(&desk, fault);
            desk.keys(keys);
            assert!(desk.sent[sent..].iter().any(Request::is_asked_for), "{keys} asks for a change: {}", desk.status());
            let log: Vec<_> = desk.model.status.log.iter().map(|notice| notice.text.as_str()).collect();
            let told = log.iter().any(|words| words.starts_with(said) && words.contains(reason));
            assert!(told, "{before} {keys}: {said}: {reason} is not in {log:?}");
            desk.faults().end();
            assert_eq!(shown(&desk), screen, "{before} {keys}");
            assert_eq!(undecided(&desk), archive, "{before} {keys}");
            assert_eq!(desk.model.list.undecided, Some(archive), "{before} {keys}");
        }
    }
}

#[test]
fn the_count_of_undecided_articles_is_right_after_every_change() {
    for keys in [
        "x",
        "xxx",
        "xxxu",
        "xxxuuu",
        "xxxuuu<c-r>",
        "xxxuuu<c-r><c-r>",
        "xkU",
        "xxxuuuxU",
        "tu",
        "*u*",
        "vvxy",
        "vvxyu",
        "vvxyu<c-r>",
        "vvvxyu<c-r>u",
        ":dismiss is:new<cr>y",
        ":dismiss is:new<cr>yu",
        "<cr>x",
        "<cr>xu",
        "<cr>xxuu",
        "<cr>xkU",
    ] {
        let mut desk = desk();
        desk.keys(keys);
        assert_eq!(desk.model.list.undecided, Some(undecided(&desk)), "{keys}: {}", desk.status());
        let title = format!("{} undecided", undecided(&desk));
        assert!(desk.screen().contains(&title), "{keys}: {}", desk.screen());
    }
}

#[test]
fn a_bulk_of_more_rows_than_are_sent_is_counted() {
    let texts: Vec<String> = (0..600).map(|n| format!("Story {n}\n\nIt rained on day {n}.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = Desk::new(120, 30, &texts);
    for (keys, count) in [(":dismiss rained<cr>y", 0), ("u", 600), ("<c-r>", 0), ("u", 600), ("Gx", 599), ("ggu", 600)]
    {
        desk.keys(keys);
        assert_eq!((undecided(&desk), desk.model.list.undecided), (count, Some(count)), "{keys}");
    }
}

#[test]
fn a_note_that_is_not_kept_stays_with_its_text() {
    for (fault, reason) in FAULTS {
        let mut desk = desk();
        desk.keys("<cr>aask him");
        breaks(&desk, fault);
        desk.keys("<c-s>");
        assert_eq!(written(&desk).as_deref(), Some("ask him"));
        assert!(desk.status().contains("the note is not saved") && desk.status().contains(reason), "{}", desk.status());
        assert!(desk.screen().contains("NOT SAVED"), "{}", desk.screen());
        // It can be gone on with; what cannot be kept as a draft is in a file, and that is said.
        desk.keys(" again");
        assert!(desk.status().contains("the archive does not keep the draft: it is kept in "), "{}", desk.status());
        // The session dies. The next one offers the newest text, and saves it once the archive can be written.
        let mut next = desk.dies();
        assert_eq!(written(&next).as_deref(), Some("ask him again"), "{fault:?}");
        assert!(next.screen().contains("Police chiefs meet in Rabat"), "the article it belongs to");
        next.keys("<c-s>");
        assert_eq!((written(&next), notes(&next)), (None, vec!["ask him again".to_owned()]));
        let next = next.dies();
        assert_eq!(written(&next), None, "nothing is offered again");
        let left = std::fs::read_dir(next.folder()).unwrap();
        let left: Vec<_> =
            left.map(|entry| entry.unwrap().file_name()).filter(|n| n.to_string_lossy().contains("note-")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_note_is_open_until_the_archive_has_answered() {
    let mut desk = desk();
    desk.keys("<cr>aask him");
    desk.slow = true;
    desk.keys("<c-s>");
    assert_eq!(written(&desk).as_deref(), Some("ask him"));
    assert!(desk.screen().contains("saving: the archive has not answered yet"), "{}", desk.screen());
    for keys in ["<esc>", "<c-s>", "<c-g>"] {
        desk.keys(keys);
        assert!(desk.status().contains("the text stays here until it has"), "{keys}: {}", desk.status());
    }
    desk.deliver();
    assert_eq!((written(&desk), notes(&desk)), (None, vec!["ask him".to_owned()]));
    assert!(desk.status().contains("note saved"), "{}", desk.status());
    // The same place opens the text just saved.
    desk.keys("a");
    assert_eq!(written(&desk).as_deref(), Some("ask him"));
    // What is typed before the answer is not lost with the editor.
    desk.keys(" today");
    desk.slow = true;
    desk.keys("<c-s>, or her");
    desk.deliver();
    assert_eq!(
        (written(&desk).as_deref(), notes(&desk)),
        (Some("ask him today, or her"), vec!["ask him today".to_owned()])
    );
    assert!(desk.status().contains("not what was typed since"), "{}", desk.status());
    desk.keys("<c-s>");
    assert_eq!((written(&desk), notes(&desk)), (None, vec!["ask him today, or her".to_owned()]));
}

#[test]
fn a_place_that_is_being_quoted_is_not_written_on_twice() {
    let mut desk = desk();
    desk.keys("<cr>)");
    desk.slow = true;
    desk.keys("sa");
    assert!(desk.status().contains("still being saved") && written(&desk).is_none(), "{}", desk.status());
    desk.deliver();
    desk.keys("awhy<c-s>");
    assert_eq!(notes(&desk), ["why"], "on the quote, not beside it");
}

#[test]
fn two_readers_of_one_note_decide_between_their_texts() {
    for (keys, wanted, left) in [
        ("m", vec!["mine"], None),
        ("t", vec!["theirs"], None),
        ("b<c-s>", vec!["mine\n\n--- also saved meanwhile ---\ntheirs"], None),
        ("<esc>", vec!["theirs"], Some("mine")),
    ] {
        let mut first = desk();
        first.keys("<cr>aone<c-s>");
        let mut second = Desk::beside(&first);
        second.keys("<cr>a<c-u>");
        first.keys("a<bs><bs><bs>theirs<c-s>");
        second.keys("<bs><bs><bs>mine<c-s>");
        assert!(second.screen().contains("It was changed while you wrote."), "{}", second.screen());
        assert!(second.screen().contains("theirs") && second.screen().contains("mine"), "both are shown");
        assert_eq!(notes(&second), ["theirs"], "nothing is overwritten unasked");
        second.keys(keys);
        assert_eq!(
            (notes(&second), written(&second).as_deref()),
            (wanted.iter().map(|w| (*w).to_owned()).collect(), left),
            "{keys}"
        );
        if keys == "m" {
            second.keys("u");
            assert_eq!(notes(&second), ["theirs"], "undo brings the other text back");
        }
    }
}

#[test]
fn a_note_that_another_reader_deleted_is_asked_about() {
    for (keys, wanted) in [("m", vec!["one more".to_owned()]), ("t", Vec::new())] {
        let mut first = desk();
        first.keys("<cr>aone<c-s>");
        let mut second = Desk::beside(&first);
        second.keys("<cr>a more");
        first.keys(":delete_note<cr>");
        second.keys("<c-s>");
        assert!(second.screen().contains("This note is deleted"), "{}", second.screen());
        second.keys(keys);
        assert_eq!((notes(&second), written(&second)), (wanted, None));
    }
}

#[test]
fn a_note_that_another_reader_changed_is_not_deleted_unseen() {
    let mut first = desk();
    first.keys("<cr>aone<c-s>");
    let mut second = Desk::beside(&first);
    second.keys("<cr>");
    first.keys("a more<c-s>");
    second.keys(":delete_note<cr>");
    assert!(second.status().contains("the note is not deleted"), "{}", second.status());
    assert_eq!(notes(&second), ["one more"]);
    second.keys(":delete_note<cr>");
    assert!(notes(&second).is_empty(), "it has been read again");
}

#[test]
fn a_second_reader_leaves_the_draft_of_the_first_alone() {
    let mut first = desk();
    first.keys("<cr>ahalf a thought");
    let mut second = Desk::beside(&first);
    assert_eq!(written(&second), None, "it is being written elsewhere");
    second.keys("<cr>amy own<esc>y");
    assert_eq!(written(&second), None);
    let third = Desk::beside(&second);
    assert_eq!(written(&third), None);
    drop((second, third));
    // Both die: both drafts are there, each once.
    let mut second = Desk::beside(&first);
    second.keys("<cr>]lasecond");
    let folder = first.folder().to_owned();
    let third = first.dies();
    assert_eq!(written(&third).as_deref(), Some("half a thought"));
    let fourth = Desk::beside(&third);
    assert_eq!(written(&fourth), None, "the third has it");
    drop((second, third));
    let fifth = fourth.dies();
    let texts = fifth.model.overlays.iter().filter(|overlay| matches!(overlay, Overlay::Note(_))).count();
    assert_eq!(texts, 2, "of two dead sessions");
    assert!(fifth.status().contains("another one is below it"), "{}", fifth.status());
    assert!(folder.exists());
}

#[test]
fn nothing_is_dropped_unasked() {
    let mut desk = desk();
    desk.keys("<cr>ahalf");
    let mut desk = desk.dies();
    desk.keys("<esc>");
    assert!(desk.screen().contains("Discard this draft?"), "it was not changed here: {}", desk.screen());
    desk.keys("<cr>");
    assert_eq!(written(&desk).as_deref(), Some("half"), "the first answer is no");
    desk.keys("<esc>l");
    assert_eq!(written(&desk), None);
    // It is put aside: the same place goes on with it, in this session and in the next one.
    desk.keys("<cr>a");
    assert_eq!(written(&desk).as_deref(), Some("half"));
    desk.keys("<esc>l");
    let mut desk = desk.dies();
    assert_eq!(written(&desk).as_deref(), Some("half"));
    desk.keys("<esc>y");
    assert_eq!((written(&desk), notes(&desk).len()), (None, 0));
    assert_eq!(written(&desk.dies()), None, "discarded for good");
}

#[test]
fn a_session_that_ends_while_the_archive_is_busy_leaves_the_draft_in_a_file() {
    let mut desk = desk();
    desk.keys("<cr>ahalf");
    desk.slow = true;
    desk.keys(" a thought");
    desk.send(Message::Ended);
    let mut rescued = desk.effects.iter().rev().filter_map(|effect| match effect {
        Command::Rescue(draft) => Some(draft.text.as_str()),
        _ => None,
    });
    assert_eq!(rescued.next(), Some("half a thought"));
}

#[test]
fn the_program_ends_once_the_archive_has_kept_everything() {
    let quits = |desk: &Desk| desk.effects.contains(&Command::Quit);
    let mut desk = desk();
    desk.slow = true;
    desk.keys("xQ");
    assert!(!quits(&desk) && desk.status().contains("when the archive has kept 1 change"), "{}", desk.status());
    desk.deliver();
    assert!(quits(&desk));
    // A change that is not kept is shown first.
    let mut desk = self::desk();
    breaks(&desk, Fault::Full);
    desk.slow = true;
    desk.keys("xQ");
    desk.deliver();
    assert!(!quits(&desk) && desk.status().contains("the decision is not saved"), "{}", desk.status());
    desk.keys("Q");
    assert!(quits(&desk), "then it ends");
    // Who does not want to wait is asked.
    let mut desk = self::desk();
    desk.slow = true;
    desk.keys("xQQ");
    assert!(desk.screen().contains("Quit without waiting"), "{}", desk.screen());
    desk.keys("y");
    assert!(quits(&desk));
}

#[test]
fn what_the_editor_saved_is_taken_only_where_it_ended_well() {
    let file = |desk: &Desk, text: &str| {
        let path = desk.folder().join("note-0000000000000007-1-e0.md");
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut desk = desk();
    desk.keys("<cr>abefore<c-g>");
    let Some(Command::Edit(draft, None)) = desk.effects.last() else { panic!("{:?}", desk.effects) };
    assert_eq!(draft.text, "before");
    let path = file(&desk, "after");
    desk.send(Message::Edited(Edited::Saved { text: "after".to_owned(), file: path.clone() }));
    assert_eq!(written(&desk).as_deref(), Some("after"));
    assert!(!path.exists(), "the archive has kept it");
    // Where the archive cannot be written, the file stays.
    breaks(&desk, Fault::Full);
    file(&desk, "later");
    desk.send(Message::Edited(Edited::Saved { text: "later".to_owned(), file: path.clone() }));
    assert_eq!(written(&desk).as_deref(), Some("later"));
    assert!(path.exists());
    desk.faults().end();
    // It was killed: the user decides.
    for (keys, text) in [("n", "later"), ("e", "half")] {
        let why = "the editor \"vi\" was ended by signal 9".to_owned();
        desk.send(Message::Edited(Edited::Doubtful { why, text: "half".to_owned(), file: path.clone() }));
        assert!(desk.screen().contains("Which text?"), "{}", desk.screen());
        desk.keys(keys);
        assert_eq!(written(&desk).as_deref(), Some(text));
    }
    // It left something that is no note: it is told, and the next start of the editor goes on with that file.
    let why = "what it saved is not taken".to_owned();
    desk.send(Message::Edited(Edited::Nothing { why, file: Some(path.clone()) }));
    assert!(desk.status().contains("is not taken"), "{}", desk.status());
    desk.keys("<c-g>");
    assert!(matches!(desk.effects.last(), Some(Command::Edit(_, Some(again))) if *again == path));
}
