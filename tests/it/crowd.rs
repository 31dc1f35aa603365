//! A crowd of names, always the same: persons and institutions as archives hold them, with a few given names on very many
//! people, particles, titles, Arabic letters; and the queries that somebody looking for them would type.

use attache::name_index::hit::Named;
use attache::news::entity::EntityId;
use attache::news::mention::Kind;

const SYLLABLES: [(&str, &str); 24] = [
    ("ba", "با"),
    ("ko", "كو"),
    ("ri", "ري"),
    ("mu", "مو"),
    ("sha", "شا"),
    ("del", "دل"),
    ("tor", "تور"),
    ("ne", "ن"),
    ("vi", "في"),
    ("lan", "لان"),
    ("gu", "غو"),
    ("fer", "فر"),
    ("zi", "زي"),
    ("os", "وس"),
    ("ha", "حا"),
    ("mi", "مي"),
    ("che", "تش"),
    ("wan", "وان"),
    ("pri", "بري"),
    ("do", "دو"),
    ("yu", "يو"),
    ("ssa", "سا"),
    ("kh", "خ"),
    ("ell", "ل"),
];

const COMMON: [&str; 24] = [
    "Mohamed", "Ahmed", "Maria", "John", "Ali", "Mohammed", "Anna", "David", "Fatima", "Abdullah", "Ana", "Michael",
    "Hassan", "Elena", "Moses", "Omar", "Ivan", "Amina", "Jean", "Aisha", "Thomas", "Mona", "Andrei", "Alan",
];
const PARTICLES: [&str; 8] = ["Al-", "al-", "El ", "Ben ", "Bin ", "van ", "de la ", "O'"];
const SUBJECTS: [&str; 10] = [
    "Health",
    "Foreign Affairs",
    "Agriculture",
    "Defence",
    "Trade",
    "Energy",
    "Education",
    "Justice",
    "Transport",
    "Labour",
];
const BODIES: [&str; 10] = [
    "Ministry of",
    "National Council for",
    "Institute of",
    "Bank of",
    "The Association of",
    "University of",
    "Party of",
    "Federation of the Workers of",
    "The Court of",
    "Commission on",
];
const ROLES: [&str; 6] =
    ["Minister of Health", "spokesman", "Director General", "President", "Chief Executive", "member of parliament"];

pub struct Crowd {
    state: u64,
}

impl Crowd {
    fn next(&mut self, upto: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % upto as u64) as usize
    }

    /// A word of syllables, in Latin and in Arabic letters.
    fn word(&mut self, long: usize) -> (String, String) {
        let (mut latin, mut arabic) = (String::new(), String::new());
        for _ in 0..long {
            let (l, a) = SYLLABLES[self.next(SYLLABLES.len())];
            latin.push_str(l);
            arabic.push_str(a);
        }
        let capital: String = latin.chars().take(1).flat_map(char::to_uppercase).chain(latin.chars().skip(1)).collect();
        (capital, arabic)
    }
}

/// So many entities, with 3.3 aliases each, the name included.
pub fn named(count: usize) -> Vec<Named> {
    let mut crowd = Crowd { state: 0x2545_f491_4f6c_dd1d };
    let given: Vec<(String, String)> = (0..6000)
        .map(|n| {
            let made = crowd.word(2 + n % 2);
            COMMON.get(n).map_or(made.clone(), |name| ((*name).to_owned(), made.1))
        })
        .collect();
    let family: Vec<(String, String)> = (0..200_000).map(|n| crowd.word(2 + n % 4)).collect();
    (0..count).map(|n| entity(&mut crowd, n, &given, &family)).collect()
}

fn entity(crowd: &mut Crowd, n: usize, given: &[(String, String)], family: &[(String, String)]) -> Named {
    // Few given names are borne by very many.
    let skewed = |crowd: &mut Crowd| crowd.next(given.len()).min(crowd.next(given.len())) * crowd.next(1000) / 1000;
    let f = &family[crowd.next(family.len())];
    let (entity, articles) = (EntityId(n as i64 + 1), 1 + crowd.next(3) as u32);
    if n % 5 == 4 {
        let (body, subject) = (BODIES[crowd.next(10)], SUBJECTS[crowd.next(10)]);
        let name = if n.is_multiple_of(2) {
            format!("{body} {subject} of {}", f.0)
        } else {
            format!("The {} {body} {}", f.0, f.0)
        };
        let letters: String = name.split(' ').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
        let aliases = vec![letters, format!("{} {subject}", f.0), format!("{subject} of {}", f.0)];
        let aliases = aliases.into_iter().map(|alias| (alias, 1)).collect();
        return Named { entity, kind: Kind::Institution, name, aliases, roles: Vec::new(), articles };
    }
    let (g, m) = (&given[skewed(crowd)], &given[skewed(crowd)]);
    let particle = if n.is_multiple_of(4) { PARTICLES[crowd.next(8)] } else { "" };
    let name = format!("{} {particle}{}", g.0, f.0);
    let mut aliases = vec![format!("{particle}{}", f.0), format!("{} {} {particle}{}", g.0, m.0, f.0)];
    if n.is_multiple_of(3) {
        aliases.push(format!("{}. {}", g.0.chars().next().unwrap_or('X'), f.0));
    }
    if n.is_multiple_of(16) {
        aliases.push(format!("{} {}", g.1, f.1));
    }
    let aliases = aliases.into_iter().map(|alias| (alias, 1)).collect();
    let roles = if n.is_multiple_of(10) { vec![ROLES[crowd.next(6)].to_owned()] } else { Vec::new() };
    Named { entity, kind: Kind::Person, name, aliases, roles, articles }
}

/// What is typed, with the way it was made: every way on some of the crowd, and the words that mean nearly everybody.
pub fn typed(crowd: &[Named]) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let step = (crowd.len() / 12).max(1) | 1;
    for named in crowd.iter().step_by(step) {
        let name = named.name.to_lowercase();
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.last().copied().unwrap_or("");
        out.push(("name", name.clone()));
        out.push(("surname", last.to_owned()));
        out.push((
            "beginnings",
            words.iter().rev().map(|w| w.chars().take(3).collect::<String>()).collect::<Vec<_>>().join(" "),
        ));
        out.push(("no vowels", last.chars().filter(|c| !"aeiou".contains(*c)).collect()));
        out.push((
            "doubled",
            last.chars().flat_map(|c| if "mrlst".contains(c) { vec![c, c] } else { vec![c] }).collect(),
        ));
        out.push(("misheard", last.replace('k', "q").replace("sh", "ch").replace('o', "u").replace("ss", "s")));
        let mut swapped: Vec<char> = last.chars().collect();
        if swapped.len() > 4 {
            swapped.swap(2, 3);
        }
        out.push(("typo", swapped.into_iter().collect()));
        out.push(("not there", format!("{last}qwx zj")));
        if let Some(arabic) = named.aliases.iter().map(|(alias, _)| alias).find(|a| !a.is_ascii()) {
            out.push(("arabic", arabic.clone()));
        }
    }
    for all in [
        "a",
        "al",
        "mo",
        "the",
        "the ministry of the",
        "a a a",
        "m a",
        "al mo",
        "of the",
        "mo !mohamed",
        "e i o u",
        "an",
        "institute of health of ba",
        "minister a",
        "x",
        "xq",
        "ال",
        "م",
        "mohamed al",
        "h m",
        "ministry",
        "minstry of helth",
        "o",
        "mohamedd",
        "muhamad",
        "ss kh",
        "ellell ellell",
    ] {
        out.push(("worst", all.to_owned()));
    }
    out
}
