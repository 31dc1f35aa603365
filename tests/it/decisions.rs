//! What the reader decides about who is who: it holds whatever is taken in, read again or undone afterwards.

use std::path::{Path, PathBuf};

use attache::engine::Engine;
use attache::news::article::{ArticleId, Draft};
use attache::news::entity::{Correction, Entity, EntityId, Link};
use attache::news::mention::Kind;
use attache::news::time::Timestamp;
use attache::query::{Clock, Query};
use attache::resolve::Resolver;
use attache::store::{Access, Store, Stored, Taken};

const NOW: Timestamp = Timestamp(1_795_500_000);

struct Archive {
    folder: tempfile::TempDir,
    store: Store,
    engine: Engine,
}

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Self::file(folder.path()), Access::Write).unwrap();
        Self { folder, store, engine: Engine::new() }
    }

    fn file(folder: &Path) -> PathBuf {
        folder.join("archive.db")
    }

    /// Closes the archive and opens it again.
    fn reopen(&mut self) {
        self.store = Store::open(&Self::file(self.folder.path()), Access::Write).unwrap();
    }

    /// An import of its own; texts known already are not taken again.
    fn import(&mut self, texts: &[&str]) -> Vec<ArticleId> {
        self.import_of(0, texts)
    }

    /// The same with articles of so many days ago.
    fn import_of(&mut self, days: i64, texts: &[&str]) -> Vec<ArticleId> {
        let batch: Vec<Taken> = texts
            .iter()
            .map(|text| {
                let mut digest = [0u8; 32];
                for (i, b) in text.bytes().enumerate() {
                    digest[i % 32] = digest[i % 32].wrapping_mul(31).wrapping_add(b);
                }
                let draft = Draft {
                    source: "KNA".into(),
                    headline: text.split(' ').take(3).collect::<Vec<_>>().join(" "),
                    published: Some(Timestamp(NOW.0 - days * 86_400)),
                    body: (*text).into(),
                    ..Draft::default()
                };
                Taken { draft, digest, received: NOW, found: self.engine.annotate(text) }
            })
            .collect();
        let import = self.store.begin_import(NOW).unwrap();
        let mut resolver = Resolver::new(&mut self.store);
        let stored = resolver.insert(import, Engine::VERSION, &batch).unwrap();
        resolver.consolidate().unwrap();
        stored
            .into_iter()
            .map(|stored| match stored {
                Stored::New(id) | Stored::Known(id) => id,
            })
            .collect()
    }

    /// Everything is read again by the next engine, which finds the same.
    fn read_again(&mut self) {
        let version = Engine::VERSION + 1;
        let stale = self.store.stale(version, ArticleId(0), 1000).unwrap();
        let found: Vec<_> = stale.into_iter().map(|(id, body)| (id, self.engine.annotate(&body))).collect();
        assert!(!found.is_empty());
        let mut resolver = Resolver::new(&mut self.store);
        resolver.annotate_again(version, &found).unwrap();
        resolver.consolidate().unwrap();
    }

    /// Who is meant by the chain of an article that is called so.
    fn who(&self, article: ArticleId, name: &str) -> Option<EntityId> {
        let found = self.store.annotations(article).unwrap();
        let at = found.chains.iter().position(|chain| chain.name == name);
        let at = at.unwrap_or_else(|| panic!("{name} is not in {:?}", found.chains));
        self.store.links(article, &found).unwrap()[at].entity()
    }

    fn correct(&mut self, correction: &Correction) -> String {
        self.store.correct(correction, NOW).unwrap().sentence
    }

    /// The member of an entity that bears a name.
    fn member(&self, of: EntityId, name: &str) -> EntityId {
        let entity = self.store.entity(of).unwrap();
        let alias = entity.aliases.iter().find(|alias| alias.name == name);
        alias.unwrap_or_else(|| panic!("no {name} in {entity:?}")).of
    }

    fn entity(&self, id: EntityId) -> Entity {
        self.store.entity(id).unwrap()
    }

    fn undo(&mut self) -> String {
        self.store.undo().unwrap().unwrap().sentence
    }
}

const YOUSSEF: &str = "Minister of Water Youssef Ben Khalifa opened a dam in Gafsa on Monday.";
const YUSUF: &str = "Minister of Water Yusuf bin Khalifa will visit Gafsa on Tuesday, an aide said.";
const YOUSEF: &str = "Minister of Water Yousef Ben Khalifa said in Gafsa that the dam would be mended.";
const NAMES: [&str; 3] = ["Youssef Ben Khalifa", "Yusuf bin Khalifa", "Yousef Ben Khalifa"];

#[test]
fn a_refusal_is_never_forgotten() {
    let mut archive = Archive::new();
    let ids = archive.import(&[YOUSSEF, YUSUF]);
    let one = archive.who(ids[0], NAMES[0]).unwrap();
    assert_eq!(archive.who(ids[1], NAMES[1]), Some(one), "linking takes the two for one");
    let (youssef, yusuf) = (archive.member(one, NAMES[0]), archive.member(one, NAMES[1]));
    assert_eq!(
        archive.correct(&Correction::NotSame(youssef, yusuf)),
        "Youssef Ben Khalifa and Yusuf bin Khalifa are kept apart"
    );
    let apart = |archive: &Archive, when: &str| {
        assert_ne!(archive.who(ids[0], NAMES[0]), archive.who(ids[1], NAMES[1]), "{when}");
    };
    apart(&archive, "when it is said");
    archive.import(&[YUSUF, YOUSSEF]);
    apart(&archive, "when the same is taken in again");
    let third = archive.import(&[
        YOUSEF,
        "Minister of Water Yusuf bin Khalifa met Minister of Water Houria Belkacem in Tunis.",
        "Minister of Water Youssef Ben Khalifa met Minister of Water Houria Belkacem in Tunis.",
    ]);
    apart(&archive, "when the pair is linked again by what came later");
    assert_eq!(
        archive.who(third[0], NAMES[2]),
        archive.who(ids[0], NAMES[0]),
        "a third spelling goes with the one that is more like it"
    );
    archive.read_again();
    apart(&archive, "when all was read again");
    archive.reopen();
    apart(&archive, "after a restart");
    archive.undo();
    assert_eq!(archive.who(ids[0], NAMES[0]), archive.who(ids[1], NAMES[1]), "until it is taken back");
}

#[test]
fn a_refused_pair_stays_apart_that_was_never_one() {
    let mut archive = Archive::new();
    // Known apart before linking has a reason to lay them together.
    let ids = archive.import(&[YOUSSEF, "Reporter Yusuf Khalifa sang in Oslo.", "Ama Boateng waited in Accra."]);
    let (one, other) = (archive.who(ids[0], NAMES[0]).unwrap(), archive.who(ids[2], "Ama Boateng").unwrap());
    archive.correct(&Correction::NotSame(one, other));
    // By way of a third: the merge that would go round the refusal is passed over.
    let third = archive.who(ids[1], "Yusuf Khalifa").unwrap();
    archive.correct(&Correction::Merge(one, third));
    assert_eq!(archive.entity(third).id, archive.entity(one).id);
    assert_ne!(archive.entity(other).id, archive.entity(one).id);
    // Said the other way: the later word holds, and undo gives the earlier one back.
    archive.correct(&Correction::Merge(third, other));
    assert_eq!(archive.entity(other).id, archive.entity(one).id);
    archive.undo();
    assert_ne!(archive.entity(other).id, archive.entity(one).id);
    archive.store.redo().unwrap();
    assert_eq!(archive.entity(other).id, archive.entity(one).id);
    archive.correct(&Correction::NotSame(one, other));
    assert_ne!(archive.entity(other).id, archive.entity(one).id);
}

#[test]
fn every_decision_holds_when_all_is_read_again_and_goes_when_taken_back() {
    let mut archive = Archive::new();
    let texts = [YOUSSEF, "Ama Boateng waited in Accra.", "The Lantern Trust said Ama Boateng would sing."];
    let ids = archive.import(&texts);
    let youssef = archive.who(ids[0], NAMES[0]).unwrap();
    let ama = archive.who(ids[1], "Ama Boateng").unwrap();
    let trust = archive.who(ids[2], "Lantern Trust").unwrap();
    let before = format!("{:?}", [youssef, ama, trust].map(|id| archive.entity(id)));

    assert_eq!(
        archive.correct(&Correction::Merge(youssef, ama)),
        "merged Youssef Ben Khalifa into Ama Boateng, 3 articles"
    );
    assert_eq!(archive.correct(&Correction::Rename(ama, "Ama".into())), "Ama Boateng is shown as Ama");
    archive.correct(&Correction::Rename(youssef, "A. Boateng".into()));
    archive.correct(&Correction::Rename(ama, "Ama".into()));
    assert_eq!(archive.correct(&Correction::Retype(ama, Kind::Institution)), "Ama is now an institution");
    assert_eq!(archive.correct(&Correction::Hide(trust)), "Lantern Trust is hidden");
    // Watched under the name that is no root, the whole is watched.
    assert_eq!(archive.store.watch(ama, true, NOW).unwrap().sentence, "Ama watched");
    let said = archive.correct(&Correction::Split(ama, vec![ids[2]]));
    assert_eq!(said, "Ama in 1 article is another institution of that name");

    let holds = |archive: &Archive, when: &str| {
        let one = archive.who(ids[0], NAMES[0]).unwrap();
        assert_eq!(archive.who(ids[1], "Ama Boateng"), Some(one), "{when}: merged");
        assert_ne!(archive.who(ids[2], "Ama Boateng"), Some(one), "{when}: split off");
        let entity = archive.entity(one);
        assert_eq!((entity.name.as_str(), entity.kind, entity.watched), ("Ama", Kind::Institution, true), "{when}");
        let found = archive.store.annotations(ids[0]).unwrap();
        let linked = archive.store.links(ids[0], &found).unwrap();
        let here = linked.iter().find(|l| l.entity() == Some(one)).unwrap();
        assert_eq!((here.kind, here.watched, here.hidden), (Kind::Institution, true, false), "{when}");
        assert_eq!(archive.store.shown(trust).unwrap(), None, "{when}: hidden");
        let watched = attache::query::parse("is:watched").unwrap();
        let clock = Clock { now: NOW, offset: 0 };
        assert_eq!(archive.store.count(&watched, &clock).unwrap(), 2, "{when}: watched by both names");
    };
    holds(&archive, "when it is said");
    archive.import(&texts);
    holds(&archive, "when the same is taken in again");
    archive.read_again();
    holds(&archive, "when all was read again");
    archive.reopen();
    holds(&archive, "after a restart");
    let mut undone = Vec::new();
    while let Some(step) = archive.store.undo().unwrap() {
        undone.push(step.sentence);
        if undone.len() == 5 {
            assert_eq!(archive.entity(ama).name, "A. Boateng", "the name before the last");
        }
    }
    assert_eq!((undone.len(), undone[7].as_str()), (8, "merged Youssef Ben Khalifa into Ama Boateng, 3 articles"));
    assert_eq!(format!("{:?}", [youssef, ama, trust].map(|id| archive.entity(id))), before, "no trace is left");
}

#[test]
fn a_link_said_to_be_wrong_stays_wrong() {
    let mut archive = Archive::new();
    let ids = archive.import(&["Ama Boateng waited in Accra.", "In Accra, Ms Boateng spoke of rain."]);
    let found = archive.store.annotations(ids[1]).unwrap();
    let at = found.chains.iter().position(|chain| chain.name.ends_with("Boateng")).unwrap();
    let link = |archive: &Archive| archive.store.links(ids[1], &found).unwrap()[at].clone();
    let who = link(&archive).entity().unwrap();
    let step = archive.store.judge(ids[1], &[at as u32], who, false, NOW).unwrap();
    assert_eq!(step.sentence, "\"Boateng\" here is not Ama Boateng");
    archive.import(&["Boateng waited in Accra.", "Ama Boateng sang in Accra; Boateng was pleased."]);
    archive.read_again();
    assert_ne!(link(&archive).entity(), Some(who));
    archive.undo();
    assert_eq!(link(&archive).entity(), Some(who));
    assert!(!matches!(link(&archive).link, Link::Refused));
    assert!(
        archive
            .store
            .appearances(who, &Query::All, attache::news::triage::Sort::Newest, &Clock { now: NOW, offset: 0 })
            .unwrap()
            .len()
            >= 2
    );
}

#[test]
fn first_seen_is_by_the_time_of_the_articles_and_of_all_that_are_one() {
    let mut archive = Archive::new();
    let first = |archive: &Archive, id: ArticleId, name: &str| {
        let found = archive.store.annotations(id).unwrap();
        let at = found.chains.iter().position(|chain| chain.name == name).unwrap();
        archive.store.links(id, &found).unwrap()[at].first
    };
    let new = archive.import_of(1, &["Ama Boateng waited in Accra."])[0];
    let other = archive.import_of(5, &["Zoe Adams sang in Oslo."])[0];
    assert!(first(&archive, new, "Ama Boateng") && first(&archive, other, "Zoe Adams"));
    let old = archive.import_of(3, &["Ama Boateng was born in Accra."])[0];
    assert!(first(&archive, old, "Ama Boateng"), "an older article came later");
    assert!(!first(&archive, new, "Ama Boateng"));
    let (ama, zoe) = (archive.who(new, "Ama Boateng").unwrap(), archive.who(other, "Zoe Adams").unwrap());
    archive.correct(&Correction::Merge(ama, zoe));
    assert!(!first(&archive, old, "Ama Boateng"), "known by the other name before");
    assert!(first(&archive, other, "Zoe Adams"));
    archive.undo();
    assert!(first(&archive, old, "Ama Boateng"));
    archive.store.judge(old, &[0], ama, false, NOW).unwrap();
    assert!(first(&archive, new, "Ama Boateng"), "it was not her in the older one");
}

#[test]
fn two_colleagues_merge_their_files() {
    let texts =
        [YOUSSEF, YUSUF, "Ama Boateng waited in Accra.", "A. Boateng sang in Accra.", "Zoe Adams sang in Oslo."];
    let other_order: Vec<&str> = texts.iter().rev().copied().chain(["Karl Maier left for Lisbon."]).collect();
    let (mut mine, mut theirs) = (Archive::new(), Archive::new());
    let (here, there) = (mine.import(&texts), theirs.import(&other_order));
    let folder = tempfile::tempdir().unwrap();
    let run = |archive: &Archive, args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_attache"));
        command.arg("--data-dir").arg(archive.folder.path()).args(["--config-dir", "none", "corrections"]).args(args);
        let output = command.current_dir(folder.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    // Mine: the ministers are two, Ama has another name. Theirs: Zoe is watched and hidden, Ama has a third name.
    let one = mine.who(here[0], NAMES[0]).unwrap();
    let (youssef, yusuf) = (mine.member(one, NAMES[0]), mine.member(one, NAMES[1]));
    mine.correct(&Correction::NotSame(yusuf, youssef));
    let ama = mine.who(here[2], "Ama Boateng").unwrap();
    mine.correct(&Correction::Rename(ama, "Ama".into()));
    let zoe = theirs.who(there[0], "Zoe Adams").unwrap();
    theirs.store.watch(zoe, true, NOW).unwrap();
    theirs.correct(&Correction::Retype(zoe, Kind::Institution));
    let ama_there = theirs.who(there[2], "Ama Boateng").unwrap();
    theirs.correct(&Correction::Rename(ama_there, "Ms Boateng".into()));

    assert_eq!(run(&mine, &["export", "mine.toml"]).0, 0);
    let (code, text, _) = run(&theirs, &["export"]);
    assert_eq!(code, 0);
    std::fs::write(folder.path().join("theirs.toml"), &text).unwrap();
    assert_eq!(run(&theirs, &["export"]).1, text, "the same decisions are the same file");
    // Each takes the other's file: what was decided otherwise is told with its line and left.
    let (code, _, told) = run(&mine, &["import", "theirs.toml"]);
    let line = text.lines().position(|line| line.contains("Ama Boateng")).unwrap() + 1;
    assert!(told.contains(&format!("theirs.toml:{line}: here it is shown as \"Ama\"")), "{told}");
    assert!(code == 3 && told.contains("2 corrections imported, 0 already known, 0 refused, 1 conflicting"), "{told}");
    assert_eq!(mine.entity(ama).name, "Ama");
    let zoe_here = mine.who(here[4], "Zoe Adams").unwrap();
    assert_eq!((mine.entity(zoe_here).kind, mine.entity(zoe_here).watched), (Kind::Institution, true));
    let (code, _, told) = run(&theirs, &["import", "--replace", "mine.toml"]);
    assert!(code == 0 && told.contains("2 corrections imported"), "{told}");
    assert_eq!(theirs.entity(ama_there).name, "Ama");
    let apart = |archive: &Archive, youssef: ArticleId, yusuf: ArticleId| {
        archive.who(youssef, NAMES[0]) != archive.who(yusuf, NAMES[1])
    };
    assert!(apart(&theirs, there[4], there[3]), "kept apart in the other archive too");
    // Now both say the same, in the same bytes; a remark stays by its decision.
    run(&mine, &["export", "mine.toml", "--force"]);
    run(&theirs, &["export", "theirs.toml", "--force"]);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("mine.toml"), read("theirs.toml"));
    std::fs::write(
        folder.path().join("mine.toml"),
        read("mine.toml").replace("[[rename]]", "# she asked for it\n[[rename]]"),
    )
    .unwrap();
    assert_eq!(run(&mine, &["export", "mine.toml", "--force"]).0, 0);
    assert!(read("mine.toml").contains("# she asked for it\n[[rename]]"));
    // Put one behind the other, it is as good as one.
    std::fs::write(folder.path().join("both.toml"), read("mine.toml") + &read("theirs.toml")).unwrap();
    let (code, _, told) = run(&mine, &["import", "both.toml"]);
    assert!(code == 0 && told.contains("0 corrections imported, 4 already known, 0 refused"), "{told}");
    // The whole file is one step of undo.
    mine.reopen();
    mine.undo();
    assert_eq!(mine.entity(zoe_here).kind, Kind::Person);
    assert!(apart(&mine, here[0], here[1]));
}

#[test]
fn who_is_hidden_can_be_shown_again_at_any_time() {
    let mut archive = Archive::new();
    let ids = archive.import(&["Ama Boateng waited in Accra."]);
    let ama = archive.who(ids[0], "Ama Boateng").unwrap();
    for _ in 0..2 {
        archive.correct(&Correction::Hide(ama));
        archive.reopen();
        let hidden = archive.store.hidden().unwrap();
        assert_eq!(hidden, [(ama, Kind::Person, "Ama Boateng".to_owned(), 1)]);
        assert_eq!(archive.correct(&Correction::Show(ama)), "Ama Boateng is shown again");
        assert!(archive.store.hidden().unwrap().is_empty() && archive.store.shown(ama).unwrap().is_some());
    }
    archive.undo();
    assert_eq!(archive.store.shown(ama).unwrap(), None);
    assert!(archive.store.rulings().unwrap().len() == 1, "hidden, and nothing else");
}

#[test]
fn what_no_name_tells_is_said_not_to_be_in_the_file() {
    let mut archive = Archive::new();
    let ids = archive.import(&["Ama Boateng waited in Accra.", "In Oslo, Ama Boateng sang."]);
    let ama = archive.who(ids[0], "Ama Boateng").unwrap();
    archive.correct(&Correction::Split(ama, vec![ids[1]]));
    let other = archive.who(ids[1], "Ama Boateng").unwrap();
    assert!(other != ama && archive.store.untold().unwrap().is_empty(), "a split is told by its articles");
    archive.correct(&Correction::NotSame(ama, other));
    archive.store.watch(other, true, NOW).unwrap();
    assert_eq!(
        archive.store.untold().unwrap(),
        ["Ama Boateng (#1) and Ama Boateng (#4) are kept apart", "Ama Boateng is watched"]
    );
}

/// Two cousins whom no engine can tell apart: their names are two spellings of one.
const COUSINS: &str = "ORAN - Mohammed Haddad runs the ferries of Oran. Mohamed Haddad, his cousin, mends them.\n\n\
    The port wrote to Mohammed Haddad on Monday, and he sent the letter on.";

impl Archive {
    /// A mention of these words.
    fn mention(&self, article: ArticleId, words: &str) -> u32 {
        let (found, body) = (self.store.annotations(article).unwrap(), self.store.body(article).unwrap());
        let at = found.mentions.iter().position(|m| m.span.slice(&body) == words);
        at.unwrap_or_else(|| panic!("{words} is not in {:?}", found.mentions)) as u32
    }

    /// Who is meant by a mention of these words.
    fn meant(&self, article: ArticleId, words: &str) -> Option<EntityId> {
        let found = self.store.annotations(article).unwrap();
        let chain = found.mentions[self.mention(article, words) as usize].chain;
        self.store.links(article, &found).unwrap()[chain as usize].entity()
    }

    fn named_in(&self, who: EntityId) -> Vec<ArticleId> {
        let clock = Clock { now: NOW, offset: 0 };
        self.store.appearances(who, &Query::All, attache::news::triage::Sort::Newest, &clock).unwrap()
    }
}

/// Two people in one chain: the name of one is cut out of it, and whoever was meant beside him stays.
fn cut_apart(memo: &str, stays: &str, cut: &str) {
    let mut archive = Archive::new();
    let memo = archive.import(&[memo, "Peter Maier sang in Oslo."])[0];
    let before = archive.store.annotations(memo).unwrap();
    let one = archive.meant(memo, stays).unwrap();
    assert_eq!(archive.meant(memo, cut), Some(one), "the engine takes the two for one");
    let at = archive.mention(memo, cut);
    let said = archive.store.refuse(memo, at, one, NOW).unwrap().sentence;
    assert!(said.starts_with(&format!("\"{cut}\" here")) && said.contains("is not"), "{said}");
    let holds = |archive: &Archive, who: Option<EntityId>, when: &str| {
        assert_eq!(archive.meant(memo, stays), Some(one), "{when}: the other stays");
        assert_eq!(archive.meant(memo, cut), who, "{when}");
        let found = archive.store.annotations(memo).unwrap();
        assert_eq!(found.mentions.len(), before.mentions.len());
        for (at, chain) in found.chains.iter().enumerate() {
            assert!(!chain.mentions.is_empty(), "{when}: {chain:?}");
            assert!(chain.mentions.iter().all(|m| found.mentions[*m as usize].chain as usize == at), "{when}");
        }
        assert_eq!(archive.named_in(one), [memo], "{when}");
    };
    holds(&archive, None, "refused");

    // It is said who it is, and said again.
    let peter = archive.store.annotations(ArticleId(2)).unwrap();
    let peter = archive.store.links(ArticleId(2), &peter).unwrap()[0].entity().unwrap();
    let chain = archive.store.annotations(memo).unwrap().mentions[at as usize].chain;
    archive.store.judge(memo, &[chain], peter, true, NOW).unwrap();
    holds(&archive, Some(peter), "said who it is");
    assert!(archive.named_in(peter).contains(&memo));
    archive.read_again();
    holds(&archive, Some(peter), "when all was read again");
    archive.reopen();
    holds(&archive, Some(peter), "after a restart");
    let told = archive.store.rulings().unwrap();
    assert_eq!(told.len(), 2, "{told:?}");

    // Others take the same decisions in.
    let mut other = Archive::new();
    let there = other.import(&["Peter Maier sang in Oslo.", archive.store.body(memo).unwrap().as_str()]);
    other.store.rule(&told, false, NOW).unwrap();
    assert_eq!(other.meant(there[1], cut), other.meant(there[0], "Peter Maier"));
    assert_ne!(other.meant(there[1], stays), other.meant(there[1], cut));

    // Somebody new instead; then everything is taken back.
    archive.undo();
    archive.undo();
    assert_eq!(archive.meant(memo, cut), Some(one));
    assert_eq!(archive.named_in(peter), [ArticleId(2)]);
    let said = archive.store.carve(memo, at, NOW).unwrap().sentence;
    assert!(said.contains("is another person"), "{said}");
    let untold = archive.store.untold().unwrap();
    assert!(untold.len() == 1 && untold[0].ends_with("in article 1 is another person"), "{untold:?}");
    let new = archive.meant(memo, cut);
    assert!(new.is_some() && new != Some(one) && new != Some(peter));
    holds(&archive, new, "somebody new");
    assert_eq!((archive.entity(new.unwrap()).name.as_str(), archive.named_in(new.unwrap())), (cut, vec![memo]));
    archive.undo();
    assert_eq!(archive.store.annotations(memo).unwrap(), before, "no trace is left");
    assert_eq!(archive.meant(memo, cut), Some(one));
    assert!(archive.named_in(new.unwrap()).is_empty() && archive.store.rulings().unwrap().is_empty());
}

#[test]
fn a_chain_of_two_people_is_cut_at_either_name() {
    cut_apart(COUSINS, "Mohammed Haddad", "Mohamed Haddad");
    // The name the chain is called by, too.
    cut_apart(COUSINS, "Mohamed Haddad", "Mohammed Haddad");
}
