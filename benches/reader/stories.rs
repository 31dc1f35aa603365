//! Invented wire copy without end: the same articles for the same number, on every machine.
//!
//! About 2.8 kB each; four thousand persons and a thousand institutions, a tenth of them in half of the news, named in full at
//! first and by surname or acronym later, as agencies do. Cities and countries are real, nothing else is.

use std::io::{self, Write};

/// How the newest article's headline begins; no other one does.
pub const LANDMARK: &str = "Lanterns over";
/// Who is named in the newest article and in many others.
pub const CELEBRITY: &str = "Ansa Torvenko";

const PERSONS: usize = 4000;
const INSTITUTIONS: usize = 1000;
/// Seconds between two articles.
const APART: usize = 420;
/// 1 November 2024.
const FIRST: usize = 1_730_419_200;

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "Ansa", "Bakari", "Célia", "Dorji", "Emeka", "Farida", "Goran", "Hala", "Ilse", "Jomo", "Katarzyna", "Lwazi",
    "Mireille", "Nadir", "Oksana", "Pedro", "Qasim", "Renata", "Sefa", "Tomasz", "Ulla", "Vikram", "Wanjiru", "Ximena",
    "Yusuf", "Zofia", "Amina", "Bjørn", "Chiara", "Dilnoza", "Esi", "Folasade", "Giorgi", "Hugo", "Ingrid", "Jasper",
    "Kenji", "Leïla", "Marko", "Nomvula", "Omar", "Paula", "Rashid", "Samira", "Teodor", "Uma", "Viktor", "Wael", "Yara",
    "Zoltan",
];
#[rustfmt::skip]
const BEGINNING: &[&str] = &[
    "Tor", "Ka", "Mbe", "Lin", "Osa", "Dra", "Hel", "Nor", "Sza", "Quis", "Ber", "Ala", "Fen", "Gul", "Iva", "Jor", "Ru",
    "Ste", "Var", "Zan",
];
const MIDDLE: &[&str] = &["ven", "la", "ran", "mi", "dor", "be", "gha", "si", "lo", "ta"];
const END: &[&str] = &["ko", "ni", "ez", "sson", "wa", "dze", "u", "ard", "oğlu", "eira"];
#[rustfmt::skip]
const CITIES: &[&str] = &[
    "Accra", "Almaty", "Amman", "Asunción", "Baku", "Bamako", "Belgrade", "Bogotá", "Chișinău", "Colombo", "Cotonou",
    "Dakar", "Dhaka", "Dili", "Gaborone", "Harare", "Hanoi", "Kampala", "La Paz", "Lima", "Lomé", "Lusaka", "Managua",
    "Maputo", "Minsk", "Nairobi", "Oslo", "Quito", "Riga", "Skopje", "Suva", "Tbilisi", "Tirana", "Tunis", "Vilnius",
    "Windhoek", "Yerevan", "Zagreb",
];
#[rustfmt::skip]
const COUNTRIES: &[&str] = &[
    "Angola", "Armenia", "Bolivia", "Croatia", "Ecuador", "Fiji", "Georgia", "Ghana", "Jordan", "Kazakhstan", "Latvia",
    "Malawi", "Moldova", "Mongolia", "Namibia", "Nepal", "Norway", "Peru", "Rwanda", "Senegal", "Serbia", "Tunisia",
    "Uganda", "Zambia",
];
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "Foreign Minister", "Finance Minister", "Prime Minister", "police commissioner", "opposition leader",
    "Attorney General", "port director", "army spokesman", "central bank governor", "Mayor", "Ambassador",
    "union leader",
];
const HEADS: &[&str] = &[
    "Ministry",
    "Authority",
    "Commission",
    "Council",
    "Bureau",
    "Agency",
    "Institute",
    "Federation",
    "Company",
    "Court",
];
#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "Fisheries", "Inland Water", "Public Health", "Rail Transport", "Mining", "Customs Revenue", "Grain Storage",
    "Elections", "Border Security", "Solar Energy", "Higher Education", "Harbour Works", "Civil Aviation",
    "Telecommunications", "Forests",
];
const REACH: &[&str] = &["National", "Federal", "Northern", "Southern", "Coastal", "Joint", "Central", "Regional"];
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "audit", "bridge", "budget", "canal", "census", "contract", "curfew", "dam", "debt", "drought", "embargo", "ferry",
    "harvest", "hospital", "inquiry", "licence", "mine", "pension", "pipeline", "pipeline deal", "quota", "railway",
    "refinery", "reform", "strike", "subsidy", "summit", "tariff", "treaty", "truce", "vaccine", "verdict", "visa rule",
    "water plan",
];
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "annual", "bilateral", "controversial", "costly", "disputed", "draft", "emergency", "interim", "joint", "late",
    "modest", "narrow", "new", "overdue", "revised", "secret", "stalled", "sweeping", "temporary", "unpopular",
];
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "approve", "challenge", "delay", "defend", "extend", "freeze", "halt", "monitor", "publish", "reject", "renew",
    "review", "ratify", "scrap", "sign", "suspend",
];
const SOURCES: &[&str] = &["OWN", "Tern", "Coast Wire", "Meridian"];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `{P}` and `{Q}` persons, `{O}` and `{U}` institutions, `{C}` city, `{N}` country, `{t}` thing, `{k}` kind, `{d}` deed,
/// `{w}` day, `{#}` number.
const SENTENCES: &[&str] = &[
    "{P} told reporters in {C} on {w} that the {k} {t} could not wait for another {#} days.",
    "The {O} will {d} the {t} after {w}, according to a letter of {#} pages seen by this agency.",
    "{Q} accused {P} of trying to {d} the {k} {t} for domestic reasons.",
    "Officials at the {U} said {Q} had been informed of the {t} on {w}.",
    "In {C}, some {#} people gathered outside the {O} to ask for an end to the {k} {t}.",
    "“We shall {d} it, and we shall do so in the open,” said {P}, who met {Q} on {w}.",
    "{N} would receive {#} tonnes of aid through {C} under the {t}, the {U} said.",
    "The {t}, worth an estimated {#} million dollars, was first announced by the {O} in spring.",
    "A spokesperson for {Q} denied that the {t} had been discussed with the {U}.",
    "Lawmakers in {N} called the {k} {t} a gamble and promised to {d} it within {#} weeks.",
    "{P} added that the {t} in {N} remained {k}, with {#} cases recorded in a single day.",
    "The {U} and the {O} have been at odds over the {k} {t} since {w}.",
    "Asked whether the government would {d} the {t}, {Q} pointed to {#} earlier decisions.",
    "Traders in {C} shrugged, and prices moved by no more than {#} points by {w} evening.",
    "According to {P}, the {O} had no choice but to {d} the {t}.",
    "Two of {#} observers sent by the {U} left {C} on {w}, and {Q} thanked them.",
    "Diplomats from {N} are expected to {d} the {k} {t} in {C} next month.",
    "The court gave the {O} until {w} to explain the {k} {t}, and fined it {#} dollars a day.",
    "{Q}, a former deputy of {P}, resigned from the {U} over the {t}.",
    "No one was hurt, the {O} said, although {#} homes near {C} lost power.",
];
const HEADLINES: &[&str] = &[
    "{P} vows to {d} {k} {t}",
    "{O} to {d} {t} as {N} waits",
    "{C} {t} enters day {#}, {U} warns",
    "{N} and {O} near deal on {k} {t}",
    "{P} and {Q} at odds over {t} in {C}",
    "{U} counts {#} after {k} {t}",
    "{k} {t} divides {N}, says {P}",
    "What the {k} {t} means for {C}",
];

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// A tenth of all is in half of the news.
    fn known(&mut self, all: usize) -> usize {
        let among = if self.below(2) == 0 { all / 10 } else { all };
        self.below(among)
    }
}

/// Somebody or something with a name in full and a shorter one.
struct Party {
    full: String,
    short: String,
    named: bool,
}

impl Party {
    /// Numbers apart by a prime give the surnames apart: neighbours in the list do not share them.
    fn person(number: usize) -> Self {
        if number == 0 {
            return Self { full: CELEBRITY.to_owned(), short: "Torvenko".to_owned(), named: false };
        }
        let at = number * 7919;
        let surname = [BEGINNING[at % 20], MIDDLE[at / 20 % 10], END[at / 200 % 10]].concat();
        let full = format!("{} {} {surname}", OFFICES[number % OFFICES.len()], GIVEN[number % GIVEN.len()]);
        Self { full, short: surname, named: false }
    }

    fn institution(number: usize) -> Self {
        let (head, field) = (HEADS[number % 10], FIELDS[number / 10 % 15]);
        let reach = REACH[number / 150 % 8];
        let acronym: String =
            [reach, field, head].iter().flat_map(|s| s.split(' ')).filter_map(|w| w.chars().next()).collect();
        Self { full: format!("{reach} {field} {head} ({acronym})"), short: acronym, named: false }
    }

    fn name(&mut self) -> String {
        if std::mem::replace(&mut self.named, true) { self.short.clone() } else { self.full.clone() }
    }
}

struct Article {
    chance: Chance,
    persons: Vec<Party>,
    institutions: Vec<Party>,
    city: &'static str,
    countries: [&'static str; 2],
}

impl Article {
    fn new(number: usize, newest: bool) -> Self {
        let mut chance = Chance(number as u64 ^ 0x0A77_AC4E);
        let mut persons: Vec<usize> = (0..4).map(|_| chance.known(PERSONS)).collect();
        if newest || chance.below(12) == 0 {
            persons[0] = 0;
        }
        let persons = persons.into_iter().map(Party::person).collect();
        let institutions = (0..3).map(|_| Party::institution(chance.known(INSTITUTIONS))).collect();
        let (city, countries) = (chance.of(CITIES), [chance.of(COUNTRIES), chance.of(COUNTRIES)]);
        Self { chance, persons, institutions, city, countries }
    }

    /// A template with its places filled.
    fn say(&mut self, template: &str) -> String {
        let mut said = String::with_capacity(200);
        let mut parts = template.split('{');
        said.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (slot, rest) = part.split_once('}').unwrap_or((part, ""));
            let chance = &mut self.chance;
            match slot {
                "P" => said.push_str(&self.persons[chance.below(2)].name()),
                "Q" => said.push_str(&self.persons[2 + chance.below(2)].name()),
                "O" => said.push_str(&self.institutions[chance.below(2)].name()),
                "U" => said.push_str(&self.institutions[2].name()),
                "C" => said.push_str(if chance.below(2) == 0 { self.city } else { chance.of(CITIES) }),
                "N" => said.push_str(self.countries[chance.below(2)]),
                "t" => said.push_str(chance.of(THINGS)),
                "k" => said.push_str(chance.of(KINDS)),
                "d" => said.push_str(chance.of(DEEDS)),
                "w" => said.push_str(chance.of(DAYS)),
                _ => said.push_str(&(chance.below(990) + 2).to_string()),
            }
            said.push_str(rest);
        }
        said
    }

    fn headline(&mut self, newest: bool) -> String {
        if newest {
            return format!("{LANDMARK} the bay as the count ends");
        }
        let template = self.chance.of(HEADLINES);
        let headline = self.say(template);
        for party in self.persons.iter_mut().chain(&mut self.institutions) {
            party.named = false;
        }
        headline
    }

    fn body(&mut self, newest: bool) -> String {
        let mut body = format!("{}, November {} (OWN) -- ", self.city.to_uppercase(), self.chance.below(30) + 1);
        if newest {
            body.push_str("Ansa Torvenko watched the lanterns, and so did everybody else. ");
        }
        for at in 0..27 {
            let template = self.chance.of(SENTENCES);
            let sentence = self.say(template);
            body.push_str(&sentence);
            body.push_str(if at % 4 == 3 { "\n\n" } else { " " });
        }
        body.push('\n');
        body
    }
}

/// Writes `count` articles as JSON Lines, oldest first.
pub fn write(count: usize, mut out: impl Write) -> io::Result<()> {
    for number in 0..count {
        let newest = number + 1 == count;
        let mut article = Article::new(number, newest);
        let headline = article.headline(newest);
        let line = serde_json::json!({
            "id": format!("own-{number}"),
            "source": SOURCES[number % 4],
            "date": FIRST + number * APART,
            "headline": headline,
            "body": article.body(newest),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}
