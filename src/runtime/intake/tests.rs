use std::fs;
use std::path::PathBuf;

use super::*;
use crate::config::settings::Settings;
use crate::runtime::directory::Links;
use crate::runtime::policy::Policy;

fn run(archive: &Path, paths: &[PathBuf], stop: &AtomicBool) -> Tally {
    let mut store = Store::open(archive, Access::Bulk).unwrap();
    let sources = Policy::new(&Settings::default(), None).sources(paths, Links::Inside).unwrap();
    import(&mut store, archive, &Engine::new(), &sources, stop, |_| {}).unwrap()
}

#[test]
fn everything_good_is_taken_once_and_the_rest_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (pile, archive) = (dir.path().join("pile"), dir.path().join("data/archive.db"));
    fs::create_dir(&pile).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(pile.join(name), bytes).unwrap();
    write("a.txt", b"Strike ends\n\nMOMBASA, March 4 (KNA) -- Amina Yusuf said the port was open again on Monday.\n");
    write(
        "b.jsonl",
        b"{\"headline\":\"One\",\"body\":\"Text one.\"}\n{oops\n{\"headline\":\"Two\",\"body\":\"Text two.\"}\n",
    );
    write("c.bin", &[0, 1, 2, 3, 0, 0, 7]);
    write("d.txt", b" \n");
    let go = AtomicBool::new(false);
    let paths = [pile.clone(), pile.join("none")];
    let tally = run(&archive, &paths, &go);
    assert_eq!((tally.taken, tally.known, tally.cancelled), (3, 0, false));
    let refused: Vec<_> = tally.refused.iter().map(|(name, _)| name.rsplit('/').next().unwrap()).collect();
    assert_eq!(refused, ["none", "b.jsonl:2", "c.bin", "d.txt"], "{:?}", tally.refused);
    let again = run(&archive, &paths, &go);
    assert_eq!((again.taken, again.known, again.refused.len()), (0, 3, 4));
    let stopped = run(&archive, &paths, &AtomicBool::new(true));
    assert!(stopped.cancelled && stopped.taken == 0);
    let store = Store::open(&archive, Access::Read).unwrap();
    assert!(store.complaints().unwrap().is_empty());
}

#[test]
fn an_import_that_is_stopped_while_it_settles_keeps_its_articles_and_says_what_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let (file, archive) = (dir.path().join("a.txt"), dir.path().join("data/archive.db"));
    fs::write(&file, "Talks\n\nKarl Maier met Ana Sousa in Lisbon on Monday.\n").unwrap();
    let mut store = Store::open(&archive, Access::Bulk).unwrap();
    let sources = Policy::new(&Settings::default(), None).sources(std::slice::from_ref(&file), Links::Inside).unwrap();
    let stop = AtomicBool::new(false);
    let mut told = Vec::new();
    let tally = import(&mut store, &archive, &Engine::new(), &sources, &stop, |news| {
        if let News::Settling(how_far) = news {
            told.push(how_far);
            stop.store(true, Ordering::Relaxed);
        }
    })
    .unwrap();
    assert_eq!((tally.taken, tally.cancelled), (1, false));
    assert!(tally.unsettled > 0 && told == [Settling { done: 0, left: tally.unsettled }], "{told:?}");
    let again = run(&archive, &[file], &AtomicBool::new(false));
    assert_eq!((again.known, again.unsettled, store.is_unsettled().unwrap()), (1, 0, false));
}

#[test]
fn what_an_interrupted_import_left_is_settled_by_the_next_one_though_it_brings_nothing_new() {
    let dir = tempfile::tempdir().unwrap();
    let (file, archive) = (dir.path().join("a.txt"), dir.path().join("data/archive.db"));
    fs::write(&file, "Talks\n\nKarl Maier met Ana Sousa in Lisbon on Monday.\n").unwrap();
    let go = AtomicBool::new(false);
    run(&archive, std::slice::from_ref(&file), &go);
    let mut store = Store::open(&archive, Access::Bulk).unwrap();
    assert!(!store.is_unsettled().unwrap());
    let body = "Ana Sousa left Lisbon. Maria Sousa stayed.".to_owned();
    let found = Engine::new().annotate_with(&mut Scratch::default(), &body);
    let draft = crate::news::article::Draft { body, ..Default::default() };
    let taken = Taken { draft, digest: [7; 32], received: Timestamp(0), found };
    Resolver::new(&mut store).insert(2, Engine::VERSION, &[taken]).unwrap();
    assert!(store.is_unsettled().unwrap() && crate::runtime::reannotate::needed(&archive));
    let again = run(&archive, &[file], &go);
    assert_eq!((again.taken, again.known), (0, 1));
    assert!(!store.is_unsettled().unwrap() && !crate::runtime::reannotate::needed(&archive));
}
