//! The parser: text to [`Query`], by recursive descent. Adjacent terms must all match (`and` between them is optional), `or`
//! binds loosest, `-` or `not` excludes, parentheses group.

use thiserror::Error;

use super::{Days, FIELDS, Has, Is, Query, Test, Who, Words};

/// Deeper nesting is an error: recursion must not exhaust the stack.
const DEPTH: usize = 64;
/// The length limit of a query, in bytes.
const LONGEST: usize = 64 * 1024;

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("at character {column}: expected {expected}")]
pub struct QueryError {
    /// Byte offset into the query.
    pub at: usize,
    /// The same position in characters, counted from 1.
    pub column: usize,
    /// What was expected at that position.
    pub expected: String,
}

/// Parses a query. Blank text is [`Query::All`]. A query of more than 64 KiB or with more than 64 levels of nesting is an error.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    if text.len() > LONGEST {
        return Err(parser.error(LONGEST, "the end: a query has at most 65536 bytes"));
    }
    parser.skip_blanks();
    if parser.rest().is_empty() {
        return Ok(Query::All);
    }
    let query = parser.disjunction()?;
    if parser.rest().is_empty() { Ok(query) } else { Err(parser.error(parser.at, "a word, or a \"(\" before this")) }
}

/// The text and how far it has been parsed.
struct Parser<'t> {
    text: &'t str,
    /// Byte offset of what is parsed next.
    at: usize,
    /// Current nesting of parentheses and `not`.
    depth: usize,
}

impl<'t> Parser<'t> {
    /// The text that is not parsed yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The error that `expected` was expected at byte `at`.
    fn error(&self, at: usize, expected: impl Into<String>) -> QueryError {
        let column = self.text.char_indices().take_while(|(i, _)| *i < at).count() + 1;
        QueryError { at, column, expected: expected.into() }
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Consumes the operator `word` if it is the next word, in any case. Renegations whether it was.
    fn operator(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let here = rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
        let ends = rest.get(word.len()..).is_some_and(|r| r.chars().next().is_none_or(ends_word));
        if here && ends {
            self.at += word.len();
            self.skip_blanks();
        }
        here && ends
    }

    /// Terms separated by `or`.
    fn disjunction(&mut self) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error(self.at, "fewer parentheses"));
        }
        let mut parts = vec![self.conjunction()?];
        while self.operator("or") {
            parts.push(self.conjunction()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, Query::Or))
    }

    /// Terms side by side or separated by `and`.
    fn conjunction(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.term()?];
        loop {
            if self.operator("and") {
                parts.push(self.term()?);
            } else if self.rest().is_empty() || self.rest().starts_with(')') || self.at_or() {
                return Ok(one_or(parts, Query::And));
            } else {
                parts.push(self.term()?);
            }
        }
    }

    /// Whether the next word is `or`.
    fn at_or(&mut self) -> bool {
        let at = self.at;
        let found = self.operator("or");
        self.at = at;
        found
    }

    /// A test or a group in parentheses, with any number of `-` and `not` before it.
    fn term(&mut self) -> Result<Query, QueryError> {
        let mut negations = 0;
        loop {
            let minus = self.rest().starts_with('-') && self.rest().len() > 1;
            if minus {
                self.at += 1;
                self.skip_blanks();
            } else if !self.operator("not") {
                break;
            }
            negations += 1;
            if self.depth + negations > DEPTH {
                return Err(self.error(self.at, "fewer \"not\""));
            }
        }
        self.depth += negations;
        let mut query = if self.rest().starts_with('(') {
            let open = self.at;
            self.at += 1;
            self.skip_blanks();
            let inner = self.disjunction()?;
            if !self.rest().starts_with(')') {
                return Err(self.error(self.at, format!("\")\" for the \"(\" at character {}", self.column(open))));
            }
            self.at += 1;
            inner
        } else {
            Query::Test(self.test()?)
        };
        self.depth -= negations;
        self.skip_blanks();
        for _ in 0..negations {
            query = Query::Not(Box::new(query));
        }
        Ok(query)
    }

    /// The position of byte `at` in characters, counted from 1.
    fn column(&self, at: usize) -> usize {
        self.error(at, "").column
    }

    /// A field with its value, or words.
    fn test(&mut self) -> Result<Test, QueryError> {
        let start = self.at;
        if ["and", "or"].iter().any(|op| self.operator(op)) {
            return Err(self.error(start, "a word; quote the word \"and\" or \"or\" to look for it"));
        }
        let Some(field) = self.field() else { return Ok(Test::Text(self.words("a word")?)) };
        self.at += field.len() + 1;
        let at = self.at;
        match field {
            "person" => Ok(Test::Named(Who::Person, self.words("a name")?)),
            "org" | "institution" => Ok(Test::Named(Who::Institution, self.words("a name")?)),
            "place" => Ok(Test::Named(Who::Place, self.words("a name")?)),
            "entity" => Ok(Test::Named(Who::Any, self.words("a name")?)),
            "source" => Ok(Test::Source(self.words("a source")?)),
            "tag" => Ok(Test::Tag(self.words("a tag")?)),
            "is" => {
                let word = self.bare_word();
                let found = Is::ALL.into_iter().find(|is| is.word() == word);
                found.map(Test::Is).ok_or_else(|| self.error(at, one_of(&Is::ALL.map(Is::word))))
            }
            "has" => {
                let word = self.bare_word();
                let found = Has::ALL.into_iter().find(|has| has.word() == word);
                found.map(Test::Has).ok_or_else(|| self.error(at, one_of(&Has::ALL.map(Has::word))))
            }
            "date" => {
                let days = Days::parse(self.bare_word());
                let sample =
                    "a day (2026-11-24, 2026-11, 2026, today, yesterday, 7d, 24h) or two with \"..\" between them";
                days.map(Test::Date).ok_or_else(|| self.error(at, sample))
            }
            "import" => match self.bare_word() {
                "last" => Ok(Test::Import(None)),
                number => number
                    .parse()
                    .ok()
                    .filter(|n: &u32| n.to_string() == number)
                    .map(|n| Test::Import(Some(n)))
                    .ok_or_else(|| self.error(at, "\"last\" or the number of an import")),
            },
            _ => Err(self.error(start, format!("a field ({}), or the word in quotes", FIELDS.join(", ")))),
        }
    }

    /// The name of a field if one is next: letters before a colon. `12:30` and `http://x` are not fields.
    fn field(&self) -> Option<&'t str> {
        let rest = self.rest();
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let after = rest.get(letters..)?.strip_prefix(':')?;
        (letters > 0 && !after.starts_with("//")).then(|| rest.get(..letters)).flatten()
    }

    /// Consumes a word without quotation marks.
    fn bare_word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(ends_word).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// Words in quotation marks or a single word, each with an optional star. `what` names them in errors.
    fn words(&mut self, what: &str) -> Result<Words, QueryError> {
        let start = self.at;
        if self.rest().starts_with('"') {
            let text = self.quoted()?;
            let begins = self.rest().starts_with('*');
            self.at += usize::from(begins);
            return if text.trim().is_empty() {
                Err(self.error(start + 1, format!("{what} between the quotation marks")))
            } else {
                Ok(Words { text, begins })
            };
        }
        let word = self.bare_word();
        let (text, begins) = word.strip_suffix('*').map_or((word, false), |w| (w, true));
        if text.is_empty() || text.contains('*') {
            return Err(self.error(start, what));
        }
        Ok(Words { text: text.to_owned(), begins })
    }

    /// Consumes text in quotation marks, in which a backslash escapes the next character.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((i, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = open + i + 1;
                    return Ok(text);
                }
                '\\' => text.push(chars.next().map_or('\\', |(_, c)| c)),
                c => text.push(c),
            }
        }
        Err(self
            .error(self.text.len(), format!("a quotation mark to close the one at character {}", self.column(open))))
    }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"')
}

/// The only query of `parts`, or all of them under `many`.
fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            many(parts)
        }
        None => Query::All,
    }
}

/// "one of" with the words.
fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Day;

    fn words() -> impl Strategy<Value = Words> {
        ("\\PC{0,6}[a-zé\"*\\\\ (]\\PC{0,6}", any::<bool>())
            .prop_filter("words are never blank", |(t, _)| !t.trim().is_empty())
            .prop_map(|(text, begins)| Words { text, begins })
    }

    fn test() -> impl Strategy<Value = Test> {
        let day = prop_oneof![
            Just(Day::Today),
            Just(Day::Yesterday),
            (0..99u16).prop_map(Day::Ago),
            (0..99u16).prop_map(Day::Hours),
            (1990..2100i16, 1..=12i8, 1..=28i8).prop_map(|(y, m, d)| Day::Date(y, m, d)),
            (1990..2100i16, 1..=12i8).prop_map(|(y, m)| Day::Month(y, m)),
        ];
        let who = prop_oneof![Just(Who::Person), Just(Who::Institution), Just(Who::Place), Just(Who::Any)];
        prop_oneof![
            words().prop_map(Test::Text),
            (who, words()).prop_map(|(who, words)| Test::Named(who, words)),
            words().prop_map(Test::Source),
            words().prop_map(Test::Tag),
            (0..Is::ALL.len()).prop_map(|i| Test::Is(Is::ALL[i])),
            (0..Has::ALL.len()).prop_map(|i| Test::Has(Has::ALL[i])),
            (day.clone(), prop::option::of(day)).prop_map(|(a, to)| Test::Date(Days { from: Some(a), to })),
            prop::option::of(0..99u32).prop_map(Test::Import),
        ]
    }

    fn query() -> impl Strategy<Value = Query> {
        test().prop_map(Query::Test).prop_recursive(5, 24, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(|q| Query::Not(Box::new(q))),
                prop::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
                prop::collection::vec(inner, 2..4).prop_map(Query::Or),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_itself(query in query()) {
            let text = query.to_string();
            prop_assert_eq!(parse(&text).map_err(|e| format!("{text}: {e}")), Ok(query));
        }

        #[test]
        fn any_text_is_a_query_or_an_error_inside_it(text in "\\PC{0,40}|[-()\"a: *ornotd.]{0,60}") {
            match parse(&text) {
                Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
                Err(e) => prop_assert!(e.at <= text.len() && text.is_char_boundary(e.at)),
            }
        }
    }

    #[test]
    fn queries_mean_what_they_say() {
        let check = |text: &str, same: &str| assert_eq!(parse(text).unwrap(), parse(same).unwrap(), "{text}");
        check("a b or c", "(a and b) or c");
        check("-a b", "(not a) b");
        check("a OR (b AND NOT c)", "a or (b -c)");
        check("date:2026-11-24..2026-11-24", "date:2026-11-24");
        assert_eq!(parse(" ").unwrap(), Query::All);
        assert_eq!(
            parse("person:\"ali h\"*").unwrap(),
            Query::Test(Test::Named(Who::Person, Words { text: "ali h".into(), begins: true }))
        );
        assert_eq!(parse("12:30 http://x").unwrap().words(), ["12:30", "http://x"]);
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, at, expected) in [
            ("a is:old", 5, "one of new, read, later"),
            ("(a b", 4, "\")\" for the \"(\" at character 1"),
            ("é \"b", 5, "a quotation mark to close the one at character 3"),
            ("a or", 4, "a word"),
            ("a or or b", 5, "a word; quote"),
            ("date:tomorrow", 5, "a day (2026-11-24"),
            ("colour:red", 0, "a field (person, org"),
            ("a ) b", 2, "a word, or a \"(\""),
            ("person:", 7, "a name"),
            ("\"\"", 1, "a word between the quotation marks"),
        ] {
            let e = parse(text).unwrap_err();
            assert!(e.at == at && e.expected.starts_with(expected), "{text}: {e:?}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err() && parse(&"-".repeat(10_000)).is_err());
    }
}
