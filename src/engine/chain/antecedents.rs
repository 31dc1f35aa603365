//! The last two sieves: one pass over the text gives pronouns and descriptions their antecedents.

use std::collections::HashMap;

use super::ambiguous::ResolvedNames;

use super::nominal::{Description, body_words};
use super::pronoun::Pronoun;
use super::quote;
use super::salience::{Anaphor, RecentReferents, Referent};
use super::sex;
use super::state::SieveState;
use crate::engine::input::DetectedMention;
use crate::engine::lexicon::Sex;
use crate::news::mention::{Form, Kind, Why};
use crate::text::fold::fold;
use crate::text::sentence::Sentence;
use crate::text::token::{Gap, Token};

/// The most words of names that are kept of an institution; a set of many long spellings adds nothing to its first ones.
const MAX_NAME_WORDS: usize = 24;
/// The most words, of names and roles together, beyond which no further role is read.
const MAX_ROLE_WORDS: usize = 48;

/// The weight of one agreeing word of a description, in sentences of distance ([`RecentReferents::described`]).
const WORD_FIT: f32 = 1.5;
/// The fit of a description whose head only tells the sort of body: `the lender` for a name with "Bank". It is less than
/// that of an agreeing head.
const SORT_FIT: f32 = 2.0;

/// For pronouns and descriptions: the set of spellings that they refer to, and why.
pub type Antecedents = HashMap<u32, (u32, Why)>;

/// What the pass reads.
pub struct Context<'a> {
    /// The mentions and spellings of the article.
    pub state: &'a SieveState<'a>,
    /// The tokens of its text.
    pub tokens: &'a [Token],
    /// The sentences of its text.
    pub sentences: &'a [Sentence],
    /// The set of every name.
    pub names: &'a ResolvedNames<'a>,
    /// For every role the mention of the person who bears it.
    pub bearers: &'a [Option<u32>],
    /// Whether the mentions are given: then a less likely antecedent is better than none.
    pub given: bool,
}

/// Finds the antecedents of all pronouns and descriptions that have one.
pub fn find(context: &Context) -> Antecedents {
    let mut pass = Pass {
        context,
        recent: RecentReferents::default(),
        antecedents: Antecedents::new(),
        quoted: quote::quoted(context.state.text, context.tokens),
        sexes: HashMap::new(),
        words: HashMap::new(),
        role_heads: HashMap::new(),
        sentence: 0,
        last_speaker: None,
        first_person_pronouns: Vec::new(),
        subject_person_open: true,
        subject_institution_open: true,
        sentence_speaker: None,
    };
    pass.learn();
    pass.read();
    pass.antecedents
}

/// The state of the pass.
struct Pass<'a> {
    context: &'a Context<'a>,
    recent: RecentReferents,
    antecedents: Antecedents,
    /// For every token whether it stands in quotation marks.
    quoted: Vec<bool>,
    /// The sex of each set of spellings, as far as known.
    sexes: HashMap<u32, Sex>,
    /// The folded words of the roles and institution names of each set.
    words: HashMap<u32, Vec<String>>,
    /// The head nouns of the roles of each set.
    role_heads: HashMap<u32, Vec<String>>,
    /// The number of the current sentence.
    sentence: usize,
    /// The set and the mention of the person who spoke last.
    last_speaker: Option<(u32, u32)>,
    /// The `I`s of this paragraph, which still wait for its speaker.
    first_person_pronouns: Vec<u32>,
    /// Whether this sentence has named no person yet, so that the next one is its subject.
    subject_person_open: bool,
    /// The same for institutions.
    subject_institution_open: bool,
    /// The set of the person or institution that this sentence names as the speaker of its quotation.
    sentence_speaker: Option<u32>,
}

impl<'a> Pass<'a> {
    fn mentions(&self) -> &'a [DetectedMention] {
        self.context.state.mentions
    }

    /// Collects the sexes and words of every set from all its spellings and roles, also from those further down.
    fn learn(&mut self) {
        let state = self.context.state;
        for (number, spelling) in state.spellings.iter().enumerate() {
            let set = state.sets.find(number as u32);
            if let Some(sex) = state.titled_sex.get(number).copied().flatten() {
                self.sexes.insert(set, sex);
            } else if let Some(sex) = sex::of_name(spelling) {
                self.sexes.entry(set).or_insert(sex);
            }
            let words = self.words.entry(set).or_default();
            if spelling.kind == Kind::Institution && words.len() < MAX_NAME_WORDS {
                words.extend(spelling.words.iter().map(|w| w.text.clone()));
                if !spelling.legal_form.is_empty() {
                    words.push(spelling.legal_form.clone());
                }
            }
        }
        for (number, bearer) in self.context.bearers.iter().enumerate() {
            let Some(set) = bearer.and_then(|b| self.context.names.set(b)) else { continue };
            let Some(role) = self.mentions().get(number) else { continue };
            let written = role.span.slice(state.text);
            let words = self.words.entry(set).or_default();
            if words.len() < MAX_ROLE_WORDS {
                self.role_heads.entry(set).or_default().push(Description::read(written).head);
                let folded = fold(written);
                words.extend(folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned));
            }
        }
    }

    /// Goes through the mentions in the order of the text.
    fn read(&mut self) {
        let mut token = 0;
        let mut first_of_sentence = true;
        for (number, mention) in self.mentions().iter().enumerate() {
            let (number, start) = (number as u32, mention.span.start);
            while self.context.sentences.get(self.sentence).is_some_and(|s| s.span.end <= start) {
                self.next_sentence();
                first_of_sentence = true;
            }
            token = self.token_at(start, token);
            if std::mem::take(&mut first_of_sentence) {
                self.sentence_speaker = self.find_speaker(number, token);
            }
            let quoted = self.is_quoted(token);
            match mention.form {
                Form::Role => {}
                Form::Name => {
                    if let Some(set) = self.context.names.set(number) {
                        self.mentioned(set, number, token, quoted);
                    }
                }
                Form::Pronoun => self.pronoun(number, token, quoted),
                Form::Nominal => self.nominal(number, token, quoted),
            }
        }
        self.end_paragraph();
    }

    fn next_sentence(&mut self) {
        self.sentence += 1;
        self.subject_person_open = true;
        self.subject_institution_open = true;
        let sentence = self.context.sentences.get(self.sentence);
        let first_token = sentence.and_then(|s| self.context.tokens.get(s.first as usize));
        if first_token.is_some_and(|t| t.gap >= Gap::Line) {
            self.end_paragraph();
        }
    }

    /// The first token from number `from` on that starts at byte `start` or later.
    fn token_at(&self, start: u32, from: usize) -> usize {
        let mut token = from;
        while self.context.tokens.get(token).is_some_and(|t| t.start < start) {
            token += 1;
        }
        token
    }

    fn is_quoted(&self, token: usize) -> bool {
        self.quoted.get(token).copied().unwrap_or(false)
    }

    /// The set that the current sentence names, outside of quotation marks, as saying something. `first` is the first
    /// mention of the sentence and `token` its first token.
    fn find_speaker(&self, first: u32, token: usize) -> Option<u32> {
        let end = self.context.sentences.get(self.sentence)?.span.end;
        let mut token = token;
        let from_first = self.mentions().iter().skip(first as usize).zip(first..);
        for (mention, number) in from_first.take_while(|(m, _)| m.span.start < end) {
            token = self.token_at(mention.span.start, token);
            if !self.is_quoted(token) && mention.form == Form::Name && self.speaks(mention, token) {
                return self.context.names.set(number);
            }
        }
        None
    }

    /// Whether a verb of saying stands beside a mention, at most one word apart behind it: "Merkel said", "said Merkel".
    fn speaks(&self, mention: &DetectedMention, token: usize) -> bool {
        let word = |at: usize| self.context.tokens.get(at).map_or("", |t| t.slice(self.context.state.text));
        let after = self.token_at(mention.span.end, token);
        quote::says(word(after)) || quote::says(word(after + 1)) || token > 0 && quote::says(word(token - 1))
    }

    /// Makes a set of spellings the latest referent.
    fn mentioned(&mut self, set: u32, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.mentions().get(number as usize) else { return };
        let first = match mention.kind {
            Kind::Person => std::mem::replace(&mut self.subject_person_open, false),
            Kind::Institution => std::mem::replace(&mut self.subject_institution_open, false),
            Kind::Place | Kind::Event | Kind::Other => return,
        };
        let speaks = !quoted && self.speaks(mention, token);
        if speaks && mention.kind == Kind::Person {
            self.last_speaker = Some((set, number));
        }
        let mut referent = self.recent.take(set).unwrap_or_else(|| Referent {
            set,
            kind: mention.kind,
            sex: self.sexes.get(&set).copied(),
            sentence: usize::MAX,
            subject: false,
            speaks: false,
            mention: number,
            count: 0,
            end: 0,
        });
        // The subject stays the subject when it is mentioned again: "Bush said that Bush …".
        let same_sentence = referent.sentence == self.sentence;
        referent.subject = first || same_sentence && referent.subject;
        referent.speaks = speaks || same_sentence && referent.speaks;
        referent.sentence = self.sentence;
        referent.mention = number;
        referent.end = mention.span.end;
        referent.count += 1;
        self.recent.put(referent);
    }

    fn anaphor(&self, mention: &DetectedMention, quoted: bool) -> Anaphor {
        Anaphor {
            start: mention.span.start,
            sentence: self.sentence,
            possessive: Pronoun::possessive(mention.span.slice(self.context.state.text)),
            quoted,
            speaker: self.sentence_speaker,
            given: self.context.given,
        }
    }

    fn pronoun(&mut self, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.mentions().get(number as usize) else { return };
        let anaphor = self.anaphor(mention, quoted);
        let pronoun = Pronoun::read(mention.span.slice(self.context.state.text));
        let chosen = match pronoun {
            Some(Pronoun::I) => {
                self.first_person_pronouns.push(number);
                return;
            }
            Some(Pronoun::They(sex)) => self.recent.person(sex, &anaphor),
            Some(Pronoun::It) if mention.kind == Kind::Institution => self.recent.institution(&anaphor),
            Some(Pronoun::It | Pronoun::We) | None => {
                if self.context.given {
                    self.recent.latest(mention.kind)
                } else {
                    None
                }
            }
        };
        let Some((set, antecedent)) = chosen else { return };
        if let Some(Pronoun::They(sex)) = pronoun {
            self.sexes.entry(set).or_insert(sex);
            self.recent.set_sex(set, sex);
        }
        self.antecedents.insert(number, (set, Why::Pronoun(antecedent)));
        self.mentioned(set, number, token, quoted);
    }

    /// At the end of a paragraph, gives its `I`s to the person who spoke last. The speaker often follows the quotation:
    /// "'I agree,' Merkel said."
    fn end_paragraph(&mut self) {
        for number in std::mem::take(&mut self.first_person_pronouns) {
            let latest = || if self.context.given { self.recent.latest(Kind::Person) } else { None };
            if let Some((set, antecedent)) = self.last_speaker.or_else(latest) {
                self.antecedents.insert(number, (set, Why::Pronoun(antecedent)));
            }
        }
    }

    fn nominal(&mut self, number: u32, token: usize, quoted: bool) {
        let Some(mention) = self.mentions().get(number as usize) else { return };
        let description = Description::read(mention.span.slice(self.context.state.text));
        let chosen = self.recent.described(&self.anaphor(mention, quoted), |r| self.fit(&description, mention, r));
        let Some((set, antecedent)) = chosen else { return };
        self.antecedents.insert(number, (set, Why::Description(antecedent)));
        self.mentioned(set, number, token, quoted);
    }

    /// How well the words of a description fit a referent; `None` if it cannot mean it. Where mentions are given any
    /// referent of the right kind will do, with a fit of 0.
    fn fit(&self, description: &Description, mention: &DetectedMention, referent: &Referent) -> Option<f32> {
        let given = self.context.given;
        if referent.kind != mention.kind && given {
            return None;
        }
        let words = self.words.get(&referent.set).map_or(&[][..], Vec::as_slice);
        let mut fit = description.fits(words) as f32 * WORD_FIT;
        if referent.kind == Kind::Person && !given {
            // "The ministry" is not the minister of it, though the word is in his role: the role's head must agree.
            let heads = self.role_heads.get(&referent.set);
            let agrees = heads.is_some_and(|heads| heads.contains(&description.head));
            fit = if agrees { fit } else { 0.0 };
        }
        let sorts = body_words(&description.head);
        if fit == 0.0 && referent.kind == Kind::Institution && sorts.iter().any(|c| words.iter().any(|w| w == c)) {
            fit = SORT_FIT;
        }
        (fit > 0.0 || given).then_some(fit)
    }
}
