//! Lists of words embedded in the program: one entry a line, each once, with marks that say what the entry is used for.
//!
//! The compiler reads them: a file that is out of order, repeats an entry or has an unknown mark does not compile. A look-up
//! is a binary search in constant data; nothing is parsed or allocated at run time. Knows no words of its own.

/// What an entry of a list is used for: a set of up to 64 marks, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub u64);

impl Marks {
    /// The mark called `name` in a list whose marks are called `names`.
    ///
    /// # Panics
    /// If there is no such mark: at compile time, in the constants that [`word_list!`](crate::word_list) makes.
    pub const fn named(names: &[&str], name: &str) -> Self {
        let mut bit = 0;
        while bit < names.len() {
            if order(names[bit].as_bytes(), name.as_bytes()) == 0 {
                return Self(1 << bit);
            }
            bit += 1;
        }
        panic!("a word list has a mark that is not among its marks")
    }

    /// Whether the two sets share a mark.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All marks of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One line of a list.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The word, or several with single blanks between them.
    pub word: &'static str,
    /// What it is used for.
    pub marks: Marks,
}

/// A list; see [`word_list!`](crate::word_list).
#[derive(Clone, Copy, Debug)]
pub struct WordList {
    /// Ascending by word.
    pub entries: &'static [Entry],
    /// The name of each mark, by its bit.
    pub names: &'static [&'static str],
}

impl WordList {
    /// The marks of `word`; none where the list does not hold it.
    pub fn marks(&self, word: &str) -> Marks {
        let found = self.entries.binary_search_by(|entry| entry.word.cmp(word)).ok();
        found.and_then(|at| self.entries.get(at)).map_or(Marks(0), |entry| entry.marks)
    }

    /// Whether the list holds `word` with one of `marks`.
    pub fn has(&self, word: &str, marks: Marks) -> bool {
        self.marks(word).meets(marks)
    }

    /// Whether the list holds `word`, with whatever marks.
    pub fn contains(&self, word: &str) -> bool {
        self.entries.binary_search_by(|entry| entry.word.cmp(word)).is_ok()
    }

    /// The name of the first of the marks of `word`.
    pub fn mark_name(&self, word: &str) -> Option<&'static str> {
        let marks = self.marks(word).0;
        if marks == 0 { None } else { self.names.get(marks.trailing_zeros() as usize).copied() }
    }

    /// The entries with one of `marks`, ascending.
    pub fn marked(&self, marks: Marks) -> impl Iterator<Item = &'static str> + use<> {
        self.entries.iter().filter(move |entry| entry.marks.meets(marks)).map(|entry| entry.word)
    }
}

/// How many entries the text of a list holds.
pub const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut entries) = (0, 0);
    while at < bytes.len() {
        if is_entry(bytes, at) {
            entries += 1;
        }
        at = line_end(bytes, at) + 1;
    }
    entries
}

/// The entries of the text of a list: lines of a word, a tab and names of marks with single blanks between them (the tab
/// and the marks may be missing). Lines that are empty or begin with `#` are left out.
///
/// # Panics
/// If `N` is not [`count`], the entries do not ascend, or a mark is not in `names`: at compile time.
pub const fn parse<const N: usize>(text: &'static str, names: &[&str]) -> [Entry; N] {
    let bytes = text.as_bytes();
    let mut out = [Entry { word: "", marks: Marks(0) }; N];
    let (mut at, mut entries) = (0, 0);
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if is_entry(bytes, at) {
            let tab = find(bytes, at, end, b'\t');
            let word = slice(text, at, tab);
            assert!(
                entries == 0 || order(out[entries - 1].word.as_bytes(), word.as_bytes()) < 0,
                "entries must ascend"
            );
            let mut marks = Marks(0);
            let mut from = tab + 1;
            while from < end {
                let upto = find(bytes, from, end, b' ');
                marks = marks.or(Marks::named(names, slice(text, from, upto)));
                from = upto + 1;
            }
            out[entries] = Entry { word, marks };
            entries += 1;
        }
        at = end + 1;
    }
    assert!(entries == N, "so many entries as were counted");
    out
}

const fn is_entry(bytes: &[u8], at: usize) -> bool {
    bytes[at] != b'#' && bytes[at] != b'\n'
}

const fn line_end(bytes: &[u8], at: usize) -> usize {
    find(bytes, at, bytes.len(), b'\n')
}

/// The first place of `byte` in `from..upto`; `upto` where there is none.
const fn find(bytes: &[u8], mut from: usize, upto: usize, byte: u8) -> usize {
    while from < upto && bytes[from] != byte {
        from += 1;
    }
    from
}

const fn slice(text: &'static str, from: usize, upto: usize) -> &'static str {
    text.split_at(upto).0.split_at(from).1
}

/// Less than 0, 0 or more: how `a` and `b` stand to each other by bytes.
const fn order(a: &[u8], b: &[u8]) -> isize {
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] as isize - b[at] as isize;
        }
        at += 1;
    }
    a.len() as isize - b.len() as isize
}

/// Makes a [`WordList`] of a file beside the source. Marks that are asked for have a constant each; a list whose marks are
/// values of their own (`defence` is compared as `defense`) names them only:
///
/// ```text
/// word_list! {
///     /// Words that tie a name together.
///     static WORDS = "small_words.txt" {
///         /// Left out of acronyms.
///         SMALL = "small",
///     }
/// }
/// word_list! { static SPELLINGS = "spellings.txt" ["defense", "labor"] }
///
/// WORDS.has("of", SMALL)            // true
/// SPELLINGS.mark_name("defence")    // Some("defense")
/// ```
#[macro_export]
macro_rules! word_list {
    ($(#[$doc:meta])* static $list:ident = $file:literal {
        $($(#[$mark_doc:meta])* $mark:ident = $name:literal,)*
    }) => {
        $($(#[$mark_doc])* pub const $mark: $crate::text::word_list::Marks =
            $crate::text::word_list::Marks::named($list.names, $name);)*
        $crate::word_list! { $(#[$doc])* static $list = $file [$($name),*] }
    };
    ($(#[$doc:meta])* static $list:ident = $file:literal [$($name:literal),* $(,)?]) => {
        $(#[$doc])*
        pub static $list: $crate::text::word_list::WordList = {
            use $crate::text::word_list::{Entry, WordList, count, parse};
            const TEXT: &str = include_str!($file);
            const NAMES: &[&str] = &[$($name),*];
            static ENTRIES: [Entry; count(TEXT)] = parse(TEXT, NAMES);
            WordList { entries: &ENTRIES, names: NAMES }
        };
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# of fruit\n\napple\tround red\nkiwi\nsugar apple\tround\n";

    #[test]
    fn entries_are_found_with_their_marks() {
        let names = ["red", "round"];
        let entries: [Entry; count(TEXT)] = parse(TEXT, &names);
        let list = WordList { entries: Vec::leak(entries.to_vec()), names: &["red", "round"] };
        let [red, round] = names.map(|name| Marks::named(&names, name));
        assert!(list.has("apple", red) && list.has("sugar apple", round) && !list.has("sugar apple", red));
        assert!(list.contains("kiwi") && !list.has("kiwi", red.or(round)));
        assert!(!list.contains("#") && !list.contains("") && list.marks("pear") == Marks(0));
        assert_eq!((list.mark_name("sugar apple"), list.mark_name("kiwi")), (Some("round"), None));
        assert_eq!(list.marked(round).collect::<Vec<_>>(), ["apple", "sugar apple"]);
    }

    #[test]
    fn a_list_out_of_order_with_doubles_or_unknown_marks_is_refused() {
        for wrong in ["b\na\n", "a\na\n", "a\tblue\n", "a\tred  red\n"] {
            assert!(std::panic::catch_unwind(|| parse::<2>(wrong, &["red"])).is_err(), "{wrong:?}");
            assert!(std::panic::catch_unwind(|| parse::<1>(wrong, &["red"])).is_err(), "{wrong:?}");
        }
    }
}
