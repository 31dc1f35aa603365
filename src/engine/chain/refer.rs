//! The sieves of pronouns and descriptions: one walk through the text, which knows who was spoken of last.

use std::collections::HashMap;

use super::nominal::{Description, body_words};
use super::pronoun::Pronoun;
use super::{Article, Found, quote, sex};
use crate::engine::lexicon::Sex;
use crate::news::mention::{Form, Kind, Why};
use crate::text::sentence::Sentence;
use crate::text::token::Token;

/// Somebody or some body that was spoken of.
#[derive(Clone, Debug)]
struct Referent {
    /// Set of spellings.
    set: u32,
    kind: Kind,
    sex: Option<Sex>,
    /// Last sentence in which it was.
    sentence: usize,
    /// It was the first of its kind there.
    subject: bool,
    /// It is known to speak in that sentence.
    speaks: bool,
    /// Its last mention.
    mention: u32,
    /// How often so far.
    count: u32,
    /// Where its last mention ends.
    end: u32,
}

/// The most referents that are borne in mind.
const MOST: usize = 24;

/// What is decided mention by mention: its set, and why.
pub type Decided = HashMap<u32, (u32, Why)>;

/// The text as the walk sees it.
pub struct Reader<'a> {
    pub article: &'a Article<'a>,
    pub tokens: &'a [Token],
    pub sentences: &'a [Sentence],
    /// For every name its set.
    pub named: &'a dyn Fn(u32) -> Option<u32>,
    /// For every role the mention of its bearer.
    pub bearers: &'a [Option<u32>],
    /// Whether what fits only loosely is tied too: where the mentions are given, each must belong somewhere.
    pub all: bool,
}

struct Walk<'a> {
    reader: &'a Reader<'a>,
    active: Vec<Referent>,
    decided: Decided,
    quoted: Vec<bool>,
    sexes: HashMap<u32, Sex>,
    /// Words of roles and names of each set.
    words: HashMap<u32, Vec<String>>,
    /// Heads of the roles of each set of a person.
    heads: HashMap<u32, Vec<String>>,
    sentence: usize,
    /// Who spoke last, and the pronouns of speakers in this paragraph.
    speaker: Option<(u32, u32)>,
    spoken: Vec<u32>,
    first_person: bool,
    first_body: bool,
    /// Who says what is quoted in this sentence.
    says: Option<u32>,
}

/// Decides the pronouns and descriptions among the mentions.
pub fn decide(reader: &Reader) -> Decided {
    let mut walk = Walk {
        reader,
        active: Vec::new(),
        decided: Decided::new(),
        quoted: quote::quoted(reader.article.text, reader.tokens),
        sexes: HashMap::new(),
        words: HashMap::new(),
        heads: HashMap::new(),
        sentence: 0,
        speaker: None,
        spoken: Vec::new(),
        first_person: true,
        first_body: true,
        says: None,
    };
    walk.learn();
    walk.read();
    walk.decided
}

impl<'a> Walk<'a> {
    fn found(&self) -> &'a [Found] {
        self.reader.article.found
    }

    /// Sexes and words of every set, from all its spellings and roles.
    fn learn(&mut self) {
        let article = self.reader.article;
        for (number, spelling) in article.spellings.iter().enumerate() {
            let set = article.ties.set(number as u32);
            let titled = article.sexes.get(number).copied().flatten();
            if let Some(sex) = titled {
                self.sexes.insert(set, sex);
            } else if let Some(sex) = sex::of_name(spelling) {
                self.sexes.entry(set).or_insert(sex);
            }
            let words = self.words.entry(set).or_default();
            if spelling.kind == Kind::Institution && words.len() < 24 {
                words.extend(spelling.words.iter().map(|w| w.text.clone()));
                if !spelling.legal.is_empty() {
                    words.push(spelling.legal.clone());
                }
            }
        }
        for (number, bearer) in self.reader.bearers.iter().enumerate() {
            let Some(set) = bearer.and_then(|b| (self.reader.named)(b)) else { continue };
            let Some(role) = self.found().get(number) else { continue };
            let written = role.span.slice(article.text);
            let words = self.words.entry(set).or_default();
            if words.len() < 48 {
                self.heads.entry(set).or_default().push(Description::read(written).head);
                let folded = crate::text::fold::fold(written);
                words.extend(folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned));
            }
        }
    }

    fn read(&mut self) {
        let mut token = 0;
        let mut fresh = true;
        for (number, mention) in self.found().iter().enumerate() {
            let (number, start) = (number as u32, mention.span.start);
            while self.reader.sentences.get(self.sentence).is_some_and(|s| s.span.end <= start) {
                self.sentence += 1;
                fresh = true;
                self.first_person = true;
                self.first_body = true;
                let opens =
                    self.reader.sentences.get(self.sentence).and_then(|s| self.reader.tokens.get(s.first as usize));
                if opens.is_some_and(|t| t.gap >= crate::text::token::Gap::Line) {
                    self.settle_speech();
                }
            }
            while self.reader.tokens.get(token).is_some_and(|t| t.start < start) {
                token += 1;
            }
            if std::mem::take(&mut fresh) {
                self.says = self.speaker_from(number, token);
            }
            let quoted = self.quoted.get(token).copied().unwrap_or(false);
            match mention.form {
                Form::Role => {}
                Form::Name => {
                    if let Some(set) = (self.reader.named)(number) {
                        self.touch(set, number, token, quoted);
                    }
                }
                Form::Pronoun => self.pronoun(number, token, quoted),
                Form::Nominal => self.nominal(number, token, quoted),
            }
        }
        self.settle_speech();
    }

    /// Who is named as the speaker in the sentence whose first mention is `first`.
    fn speaker_from(&self, first: u32, token: usize) -> Option<u32> {
        let end = self.reader.sentences.get(self.sentence)?.span.end;
        let mut token = token;
        for (mention, number) in
            self.found().iter().skip(first as usize).zip(first..).take_while(|(m, _)| m.span.start < end)
        {
            while self.reader.tokens.get(token).is_some_and(|t| t.start < mention.span.start) {
                token += 1;
            }
            let aloud = !self.quoted.get(token).copied().unwrap_or(false);
            if aloud && mention.form == Form::Name && self.says_beside(mention, token) {
                return (self.reader.named)(number);
            }
        }
        None
    }

    /// Bears in mind that a set was spoken of.
    fn touch(&mut self, set: u32, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.found().get(number as usize) else { return };
        let first = match mention.kind {
            Kind::Person => std::mem::replace(&mut self.first_person, false),
            Kind::Institution => std::mem::replace(&mut self.first_body, false),
            _ => return,
        };
        let speaks = !quoted && self.says_beside(mention, token);
        if speaks && mention.kind == Kind::Person {
            self.speaker = Some((set, number));
        }
        let known = self.active.iter().position(|r| r.set == set);
        let mut referent = match known {
            Some(at) => self.active.remove(at),
            None => Referent {
                set,
                kind: mention.kind,
                sex: self.sexes.get(&set).copied(),
                sentence: usize::MAX,
                subject: false,
                speaks: false,
                mention: number,
                count: 0,
                end: 0,
            },
        };
        // Once a subject of the sentence, always: "Bush said he ..., Bush".
        let same = referent.sentence == self.sentence;
        referent.subject = first || same && referent.subject;
        referent.speaks = speaks || same && referent.speaks;
        referent.sentence = self.sentence;
        referent.mention = number;
        referent.end = mention.span.end;
        referent.count += 1;
        self.active.push(referent);
        if self.active.len() > MOST {
            self.active.remove(0);
        }
    }

    /// Whether a verb of saying stands right after the mention or right before it.
    fn says_beside(&self, mention: &Found, token: usize) -> bool {
        let word = |at: usize| self.reader.tokens.get(at).map_or("", |t| t.slice(self.reader.article.text));
        let mut after = token;
        while self.reader.tokens.get(after).is_some_and(|t| t.start < mention.span.end) {
            after += 1;
        }
        quote::says(word(after)) || quote::says(word(after + 1)) || token > 0 && quote::says(word(token - 1))
    }

    fn pronoun(&mut self, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.found().get(number as usize) else { return };
        let word = mention.span.slice(self.reader.article.text);
        let chosen = match Pronoun::read(word) {
            Some(Pronoun::I) => {
                self.spoken.push(number);
                return;
            }
            Some(Pronoun::They(sex)) => self.person(sex, word, mention, quoted),
            Some(Pronoun::It) if mention.kind == Kind::Institution => self.body(word, mention),
            Some(Pronoun::It | Pronoun::We) | None if self.reader.all => self.last_of(mention.kind),
            _ => None,
        };
        let Some((set, antecedent)) = chosen else { return };
        if let Some(Pronoun::They(sex)) = Pronoun::read(word) {
            // Who was called "he" once is a man.
            self.sexes.entry(set).or_insert(sex);
            if let Some(r) = self.active.iter_mut().find(|r| r.set == set) {
                r.sex = r.sex.or(Some(sex));
            }
        }
        self.decided.insert(number, (set, Why::Pronoun(antecedent)));
        self.touch(set, number, token, quoted);
    }

    /// The person meant by he or she.
    fn person(&self, sex: Sex, word: &str, mention: &Found, quoted: bool) -> Option<(u32, u32)> {
        let possessive = Pronoun::possessive(word);
        let mut best: Option<(f32, &Referent)> = None;
        for (rank, r) in self.active.iter().rev().enumerate() {
            if r.kind != Kind::Person || r.sex.is_some_and(|s| s != sex) || r.end > mention.span.start {
                continue;
            }
            let far = self.sentence - r.sentence;
            if far > if self.reader.all { 12 } else { 5 } {
                continue;
            }
            let mut score = -(far as f32) - 0.12 * rank as f32;
            score += if r.subject { 0.7 } else { 0.0 };
            score += if r.sex.is_some() { 0.5 } else { 0.0 };
            score += 0.08 * r.count.min(6) as f32;
            if far == 0 {
                // Close by, a possessive is the nearest one's; and whoever speaks does not call himself "he".
                score += if possessive { 0.3 - 0.1 * rank as f32 } else { 0.0 };
                score -= if quoted && r.speaks { 2.0 } else { 0.0 };
            }
            score -= if quoted && self.says == Some(r.set) { 2.0 } else { 0.0 };
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, r));
            }
        }
        best.map(|(_, r)| (r.set, r.mention))
    }

    /// The body meant by it or its.
    fn body(&self, word: &str, mention: &Found) -> Option<(u32, u32)> {
        let mut best: Option<(f32, &Referent)> = None;
        for (rank, r) in self.active.iter().rev().enumerate() {
            if r.kind != Kind::Institution || r.end > mention.span.start {
                continue;
            }
            let far = self.sentence - r.sentence;
            let own = far == 0 && r.subject && Pronoun::possessive(word);
            if !(self.reader.all || own) {
                continue;
            }
            let score = -(far as f32) - 0.12 * rank as f32 + if r.subject { 0.6 } else { 0.0 };
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, r));
            }
        }
        best.map(|(_, r)| (r.set, r.mention))
    }

    fn last_of(&self, kind: Kind) -> Option<(u32, u32)> {
        self.active.iter().rev().find(|r| r.kind == kind).map(|r| (r.set, r.mention))
    }

    /// At the end of a paragraph: who said "I" in it.
    fn settle_speech(&mut self) {
        let spoken = std::mem::take(&mut self.spoken);
        for number in spoken {
            let speaker = self.speaker.or_else(|| if self.reader.all { self.last_of(Kind::Person) } else { None });
            if let Some((set, antecedent)) = speaker {
                self.decided.insert(number, (set, Why::Pronoun(antecedent)));
            }
        }
    }

    fn nominal(&mut self, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.found().get(number as usize) else { return };
        let description = Description::read(mention.span.slice(self.reader.article.text));
        let classes = body_words(&description.head);
        let mut best: Option<(f32, &Referent)> = None;
        for (rank, r) in self.active.iter().rev().enumerate() {
            if r.kind != mention.kind && self.reader.all {
                continue;
            }
            let words = self.words.get(&r.set).map_or(&[][..], Vec::as_slice);
            let mut fit = description.fits(words) as f32 * 1.5;
            if r.kind == Kind::Person && !self.reader.all {
                // A minister is not his ministry.
                let borne = self.heads.get(&r.set).is_some_and(|heads| heads.contains(&description.head));
                fit = if borne { fit } else { 0.0 };
            }
            if fit == 0.0 && r.kind == Kind::Institution && classes.iter().any(|c| words.iter().any(|w| w == c)) {
                fit = 2.0;
            }
            if fit == 0.0 && !self.reader.all {
                continue;
            }
            let far = (self.sentence - r.sentence) as f32;
            let score = fit - 0.25 * far - 0.1 * rank as f32 + if r.subject { 0.3 } else { 0.0 };
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, r));
            }
        }
        let Some((set, antecedent)) = best.map(|(_, r)| (r.set, r.mention)) else { return };
        self.decided.insert(number, (set, Why::Description(antecedent)));
        self.touch(set, number, token, quoted);
    }
}
