//! The printer: a query as text that parses to the same query.

use std::fmt::{self, Display, Formatter, Write};

use super::{Day, Days, Query, Test, Who, Words};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let group = |f: &mut Formatter<'_>, q: &Self, loose: bool| {
            if loose { write!(f, "({q})") } else { write!(f, "{q}") }
        };
        match self {
            Self::All => Ok(()),
            Self::Test(test) => write!(f, "{test}"),
            Self::Not(inner) => {
                f.write_str("not ")?;
                group(f, inner, matches!(**inner, Self::And(_) | Self::Or(_)))
            }
            Self::And(parts) => parts.iter().enumerate().try_for_each(|(i, part)| {
                f.write_str(if i > 0 { " " } else { "" })?;
                group(f, part, matches!(part, Self::And(_) | Self::Or(_)))
            }),
            Self::Or(parts) => parts.iter().enumerate().try_for_each(|(i, part)| {
                f.write_str(if i > 0 { " or " } else { "" })?;
                group(f, part, matches!(part, Self::Or(_)))
            }),
        }
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(words) => words.print(f, true),
            Self::Named(who, words) => {
                f.write_str(match who {
                    Who::Person => "person:",
                    Who::Institution => "org:",
                    Who::Place => "place:",
                    Who::Any => "entity:",
                })?;
                words.print(f, false)
            }
            Self::Source(words) => {
                f.write_str("source:")?;
                words.print(f, false)
            }
            Self::Tag(words) => {
                f.write_str("tag:")?;
                words.print(f, false)
            }
            Self::Is(is) => write!(f, "is:{}", is.word()),
            Self::Has(has) => write!(f, "has:{}", has.word()),
            Self::Date(days) => write!(f, "date:{days}"),
            Self::Import(None) => f.write_str("import:last"),
            Self::Import(Some(number)) => write!(f, "import:{number}"),
        }
    }
}

impl Words {
    /// Prints the words, in quotation marks if they would be parsed differently without. `alone`: no field precedes them.
    fn print(&self, f: &mut Formatter<'_>, alone: bool) -> fmt::Result {
        let bare = !self.text.is_empty()
            && !self.text.chars().any(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '*' | '\\'))
            // After a field's colon, "//" would make the field part of a URL.
            && (alone || !self.text.starts_with("//"))
            && !(alone && (self.text.starts_with('-') || self.text.contains(':') || operator(&self.text)));
        if bare {
            f.write_str(&self.text)?;
        } else {
            f.write_char('"')?;
            for c in self.text.chars() {
                if matches!(c, '"' | '\\') {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
            f.write_char('"')?;
        }
        if self.begins { f.write_char('*') } else { Ok(()) }
    }
}

/// Whether a bare word would be parsed as an operator.
fn operator(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|op| word.eq_ignore_ascii_case(op))
}

impl Display for Days {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(day @ (Day::Ago(_) | Day::Hours(_))), None) => write!(f, "{day}"),
            (Some(a), Some(b)) if a == b && !matches!(a, Day::Ago(_) | Day::Hours(_)) => write!(f, "{a}"),
            (from, to) => {
                from.map_or(Ok(()), |d| write!(f, "{d}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |d| write!(f, "{d}"))
            }
        }
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Ago(n) => write!(f, "{n}d"),
            Self::Hours(n) => write!(f, "{n}h"),
        }
    }
}
