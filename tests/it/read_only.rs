//! An archive that keeps nothing: the status line shows it as long as it lasts, and no key pretends to change anything.

use std::cell::RefCell;
use std::rc::Rc;

use attache::app::command::Command;
use attache::app::message::Message;
use attache::app::obstacle::{NOTHING_KEPT, Obstacle};
use attache::app::request::{Request, Ticket};
use attache::app::update;
use attache::config::settings::Settings;
use attache::news::entity::EntityId;
use attache::runtime::foreground::Foreground;
use attache::runtime::names::IndexBuilder;
use attache::runtime::note_files::NoteFiles;
use attache::runtime::policy::Policy;
use attache::store::{Access, Fault, Faults, Store};

use crate::desk::Desk;

const STORIES: &[&str] = &[
    "Harbour strike ends\n\n[Amina Yusuf]p1 spoke to [Karl Brenner]p2 of the harbour. [Yusuf]p1 left.",
    "Wells fall silent\n\nEngineer [Karl Brenner]p2 said that the wells are dry.",
];

/// Keys that lead to every place where a key can change something.
const PLACES: &[&str] =
    &["", "<cr>", "<cr><tab>", "i", "<cr>i", "M", "<cr>M", "A", "<cr>=", "f", "f amina", "?", "gm", "gv", "E"];

fn read_only(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height, STORIES);
    desk.model.setup.read_only = true;
    desk.model.status.obstacle = Some(Obstacle::ReadOnly);
    desk
}

#[test]
fn no_key_and_no_command_asks_an_archive_that_can_only_be_read_for_a_change() {
    let (mut tried, mut refused) = (0, 0);
    for place in PLACES {
        let mut desk = read_only(120, 30);
        desk.keys("<cr>f").keys("amina yusuf<cr>").keys("q").keys(place);
        let context = desk.model.context();
        for (keys, action) in desk.model.setup.keymap.clone().bindings(context) {
            // A change may need a second key: an answer, a name, a line of text.
            for then in ["", "y", "x<cr>", "1"] {
                let mut model = desk.model.clone();
                let mut commands = Vec::new();
                for &key in &keys.0 {
                    commands.extend(update::update(&mut model, Message::Key(key)));
                }
                let said = model.status.now.as_ref().is_some_and(|now| now.text == NOTHING_KEPT);
                for key in crate::desk::keys(then) {
                    commands.extend(update::update(&mut model, Message::Key(key)));
                }
                tried += 1;
                refused += usize::from(said);
                let asked: Vec<_> = commands
                    .iter()
                    .filter(|c| matches!(c, Command::Request(_, request) if request.changes()))
                    .collect();
                assert!(asked.is_empty(), "{action:?} at {place:?}, then {then:?}: {asked:?}");
                assert_eq!(model.status.obstacle, Some(Obstacle::ReadOnly));
            }
        }
    }
    assert!(tried > 3_000 && refused > 300, "{tried} tried, {refused} refused");
    for line in
        ["tag rain", "untag rain", "later is:new", "dismiss harbour", "rename Somebody", "undo", "watch", "kind place"]
    {
        let mut desk = read_only(120, 30);
        desk.keys("<cr>");
        let before = desk.sent.len();
        desk.keys(":").keys(line).keys("<cr>y");
        assert!(desk.sent[before..].iter().all(|request| !request.changes()), "{line}: {:?}", &desk.sent[before..]);
        assert!(desk.status().contains("read-only"), "{line}: {}", desk.status());
    }
}

#[test]
fn nothing_is_shown_in_advance_that_is_not_kept() {
    let mut desk = read_only(120, 30);
    let before = desk.screen();
    for key in ["x", "t", "*", "S", "r"] {
        desk.keys(key);
        assert!(desk.status().contains(NOTHING_KEPT), "{}", desk.status());
        let rows = |screen: &str| screen.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(rows(&desk.screen()), rows(&before), "{key}");
    }
    desk.keys("<cr>a");
    assert!(desk.model.overlays.is_empty(), "nothing is typed that cannot be kept");
}

#[test]
fn the_status_line_shows_it_wherever_the_user_is() {
    for (width, height) in [(80, 24), (40, 12), (120, 40)] {
        for obstacle in [Obstacle::ReadOnly, Obstacle::Full, Obstacle::Disk, Obstacle::Busy] {
            for place in
                PLACES.iter().copied().chain(["/", "/harb", ":", ":tag x", "#", "<cr>a", "g", "m", "<cr>f amina<cr>"])
            {
                let mut desk = Desk::new(width, height, STORIES);
                desk.send(Message::Obstacle(Some(obstacle)));
                desk.keys(place);
                let status = desk.status();
                assert!(status.ends_with(obstacle.sign()), "{width}×{height} after {place:?}: {status}");
                desk.send(Message::Obstacle(None));
                assert!(!desk.status().ends_with(obstacle.sign()), "it goes away");
            }
        }
    }
}

#[test]
fn the_first_failed_change_tells_it_and_the_next_one_that_is_kept_ends_it() {
    for (fault, obstacle) in [
        (Fault::Full, Obstacle::Full),
        (Fault::ReadOnly, Obstacle::ReadOnly),
        (Fault::Disk, Obstacle::Disk),
        (Fault::Busy, Obstacle::Busy),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("archive.db"), Access::Write).unwrap();
        let faults = Faults::default();
        store.inject(&faults);
        let told = Rc::new(RefCell::new(Vec::new()));
        let tell = {
            let told = Rc::clone(&told);
            move |message| {
                if let Message::Obstacle(obstacle) = message {
                    told.borrow_mut().push(obstacle);
                }
            }
        };
        let files = NoteFiles::new(folder.path(), &folder.path().join("archive.db"), 7);
        let (names, _wanted) = IndexBuilder::queue();
        let mut lane =
            Foreground::new(store, names, Vec::new(), files, Policy::new(&Settings::default(), None), tell, |_| ());
        let change = |lane: &mut Foreground<_, _>| lane.answer(Ticket(1), Request::Chosen(EntityId(1)));
        change(&mut lane);
        assert!(told.borrow().is_empty(), "all is well");
        faults.plan(0, u64::MAX, fault);
        change(&mut lane);
        change(&mut lane);
        lane.answer(Ticket(2), Request::Hidden);
        lane.answer(Ticket(3), Request::Undo);
        assert_eq!(*told.borrow(), [Some(obstacle)], "told once, and reading does not end it");
        faults.end();
        lane.answer(Ticket(4), Request::Seen(attache::news::article::ArticleId(7)));
        change(&mut lane);
        change(&mut lane);
        assert_eq!(*told.borrow(), [Some(obstacle), None]);
    }
}
