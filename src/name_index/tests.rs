//! What the jump bar promises, tier by tier.

use super::finder::Finder;
use super::hit::{Context, Named};
use crate::news::entity::EntityId;
use crate::news::mention::Kind;

fn finder() -> Finder {
    type Row = (i64, Kind, &'static str, &'static [&'static str], &'static [&'static str]);
    let rows: &[Row] = &[
        (
            1,
            Kind::Person,
            "Abdellatif Hammouchi",
            &["Hammouchi", "عبد اللطيف الحموشي"],
            &["Director General of National Security"],
        ),
        (2, Kind::Institution, "Direction générale de la sûreté nationale", &["DGSN"], &[]),
        (3, Kind::Institution, "International Police", &[], &[]),
        (4, Kind::Institution, "INTERPOL", &[], &[]),
        (5, Kind::Person, "Ebrahim Al-Raisi", &[], &[]),
        (6, Kind::Person, "Jean-Pierre Élysée", &[], &[]),
        (7, Kind::Person, "Mohammed Anwar Gargash", &[], &["Minister of State"]),
        (8, Kind::Institution, "West Ham United", &[], &[]),
        (9, Kind::Person, "Hamad Bin Isa", &[], &[]),
        (10, Kind::Place, "El Salvador", &[], &[]),
    ];
    Finder::new(rows.iter().map(|(id, kind, name, aliases, roles)| Named {
        entity: EntityId(*id),
        kind: *kind,
        name: (*name).to_owned(),
        aliases: aliases.iter().map(|a| ((*a).to_owned(), 1)).collect(),
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        articles: 1,
    }))
}

/// `query → entity:tier`, best first.
fn ask(query: &str, context: &Context) -> Vec<(i64, u8)> {
    finder().query(query, context).iter().map(|h| (h.entity.0, h.tier.into())).collect()
}

#[test]
fn every_tier_is_reached() {
    let top = |query: &str| ask(query, &Context::default()).first().copied();
    for (query, expected) in [
        ("hammouchi", (1, 1)),
        ("hammouchi abdellatif", (1, 1)),
        ("dgsn", (2, 1)),
        ("ah", (1, 2)),
        ("mg", (7, 2)),
        ("ham abd", (1, 3)),
        ("interpol", (4, 1)),
        ("al raisi", (5, 3)),
        ("alraisi", (5, 3)),
        ("jeanpierre elysee", (6, 1)),
        ("surete", (2, 3)),
        ("mouchi", (1, 4)),
        ("hmmuchi", (1, 5)),
        ("hamushi", (1, 6)),
        ("muhamad gargash", (7, 6)),
        ("hommoucji", (1, 7)),
        ("حموشي", (1, 3)),
        ("director general", (1, 3)),
        ("salvador", (10, 1)),
    ] {
        assert_eq!(top(query), Some(expected), "{query}");
    }
    assert_eq!(finder().query("zzzz", &Context::default()), []);
}

#[test]
fn a_lower_tier_never_beats_a_higher_one_whoever_is_near() {
    let near = Context { in_article: vec![EntityId(3)], watched: vec![EntityId(3)], ..Context::default() };
    let hits = ask("interpol", &near);
    assert_eq!(hits.first(), Some(&(4, 1)));
    let tiers: Vec<u8> = hits.iter().map(|(_, t)| *t).collect();
    assert!(tiers.is_sorted());
}

#[test]
fn inside_a_tier_what_is_near_comes_first_then_the_chosen_then_the_shorter() {
    assert_eq!(ask("ha", &Context::default()).iter().map(|h| h.0).take(2).collect::<Vec<_>>(), [1, 9]);
    let near = Context { in_article: vec![EntityId(9)], ..Context::default() };
    assert_eq!(ask("ha", &near).first(), Some(&(9, 3)));
    let chosen = Context { picks: vec![(EntityId(9), 2)], ..Context::default() };
    assert_eq!(ask("ha", &chosen).first(), Some(&(9, 3)));
}

#[test]
fn a_barred_word_excludes_and_a_kind_narrows() {
    assert!(!ask("ham !west", &Context::default()).iter().any(|h| h.0 == 8));
    let institutions = Context { kinds: vec![Kind::Institution], ..Context::default() };
    assert_eq!(ask("ham", &institutions).first(), Some(&(8, 3)));
}

/// Name, an alias with the articles that call them so, an office.
type Person = (&'static str, Option<(&'static str, u32)>, Option<&'static str>);

/// The first that these names give for a query.
fn first_of(persons: &[Person], query: &str) -> String {
    let rows = (1..).zip(persons).map(|(id, (name, alias, role))| Named {
        entity: EntityId(id),
        kind: Kind::Person,
        name: (*name).to_owned(),
        aliases: alias.iter().map(|(alias, articles)| ((*alias).to_owned(), *articles)).collect(),
        roles: role.iter().map(|role| (*role).to_owned()).collect(),
        articles: 1,
    });
    Finder::new(rows).query(query, &Context::default()).first().map_or(String::new(), |hit| hit.name.clone())
}

#[test]
fn what_is_heard_comes_before_letters_that_merely_stand_there() {
    let persons: &[Person] =
        &[("Hamdoun Iselin", None, None), ("Hadi Mourad", None, None), ("Abdellatif Hammouni", None, None)];
    for heard in ["hamuni", "hamouni", "hamounni", "hmmni", "hamoni"] {
        assert_eq!(first_of(persons, heard), "Abdellatif Hammouni", "{heard}");
    }
}

#[test]
fn other_scripts_are_heard_with_their_vowels() {
    let persons: &[Person] = &[
        ("Ziwa", None, None),
        ("김민소", None, None),
        ("Kim Min-seo", None, None),
        ("Gulf Institute", None, None),
        ("Youssef Ben Khalifa", None, None),
        ("Fredrick Barasa SC", None, None),
    ];
    for (typed, name) in
        [("يوسف", "Youssef Ben Khalifa"), ("خليفة", "Youssef Ben Khalifa"), ("김민서", "Kim Min-seo"), ("zzzqq", "")]
    {
        assert_eq!(first_of(persons, typed), name, "{typed}");
    }
}

#[test]
fn names_are_parted_and_run_together_as_people_do() {
    let persons: &[Person] = &[
        ("Abdel Rahman E. al-Jubouri", None, None),
        ("Youssef Benrachid", None, None),
        ("Willem van den Heuvel", None, None),
        ("T.O. Balagovindan", None, None),
        ("Sergei F. Olkhovets", None, None),
        ("Sergei Olkhovets", None, None),
    ];
    for (typed, name) in [
        ("Abdulrahman E. el-Jubouri", "Abdel Rahman E. al-Jubouri"),
        ("abderrahman jubouri", "Abdel Rahman E. al-Jubouri"),
        ("ben rachid", "Youssef Benrachid"),
        ("willem vandenheuvel", "Willem van den Heuvel"),
        ("vanden heuvel", "Willem van den Heuvel"),
        ("balagovindan t o", "T.O. Balagovindan"),
        ("Serhii F. Olkhovets", "Sergei F. Olkhovets"),
    ] {
        assert_eq!(first_of(persons, typed), name, "{typed}");
    }
}

#[test]
fn an_initial_means_a_name_and_a_name_whom_it_means_most() {
    let persons: &[Person] = &[
        ("Priya H. Chaudhary", None, Some("Defence Minister")),
        ("Priya D. Chaudhary", None, None),
        ("Beatriz Luna", Some(("Vega", 2)), None),
        ("Rosa Vega Prado", Some(("Vega", 900)), None),
    ];
    assert_eq!(first_of(persons, "priya d choudhury"), "Priya D. Chaudhary");
    assert_eq!(first_of(persons, "vega"), "Rosa Vega Prado");
    assert_eq!(first_of(persons, "defence minister"), "Priya H. Chaudhary");
}

#[test]
fn what_matched_is_marked() {
    let lit = |query: &str| {
        let hits = finder().query(query, &Context::default());
        hits.first()
            .map(|h| h.marks.iter().map(|m| m.slice(&h.alias).to_owned()).collect::<Vec<_>>().join("|"))
            .unwrap_or_default()
    };
    assert_eq!(lit("ely jea"), "Jea|Ély");
    assert_eq!(lit("rais"), "Rais");
    assert_eq!(lit("mag"), "M|A|G");
    assert_eq!(lit("حموشي"), "الحموشي");
}

#[test]
fn without_words_the_article_comes_first() {
    let near = Context { in_article: vec![EntityId(5)], picks: vec![(EntityId(8), 1)], ..Context::default() };
    let first: Vec<i64> = ask(" ", &near).iter().map(|h| h.0).take(3).collect();
    assert_eq!(first, [5, 8, 1]);
}

proptest::proptest! {
    #[test]
    fn any_query_is_answered(query in "\\PC{0,24}") {
        let finder = finder();
        let hits = finder.query(&query, &Context::default());
        proptest::prop_assert_eq!(&hits, &finder.query(&query, &Context::default()));
        for hit in hits {
            for mark in hit.marks {
                proptest::prop_assert!(!mark.is_empty() && !mark.slice(&hit.alias).is_empty());
            }
        }
    }
}
