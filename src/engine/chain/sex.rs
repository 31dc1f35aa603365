//! What the words beside a name tell of man or woman: titles, so far as they tell.

use super::Found;
use super::spelling::Spelling;
use crate::news::mention::Kind;

/// Man or woman, where the text says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Mr., King, Sheikh.
    Man,
    /// Mrs., Queen, Sheikha.
    Woman,
}

/// For every spelling, what the titles before its mentions say; nothing where they disagree.
pub fn of_spellings(text: &str, found: &[Found], spellings: &[Spelling]) -> Vec<Option<Sex>> {
    let of = |spelling: &Spelling| {
        if spelling.kind != Kind::Person {
            return None;
        }
        let mut said = None;
        // The first dozen mentions say what there is to say.
        for &mention in spelling.mentions.iter().take(12) {
            let sex = found.get(mention as usize).and_then(|m| by_title(word_before(text, m)));
            match (said, sex) {
                (Some(a), Some(b)) if a != b => return None,
                (None, Some(_)) => said = sex,
                _ => {}
            }
        }
        said
    };
    spellings.iter().map(of).collect()
}

/// The word before a mention, on its line; empty where there is none.
pub fn word_before<'a>(text: &'a str, mention: &Found) -> &'a str {
    let before = text.get(..mention.span.start as usize).unwrap_or("");
    let Some(before) = before.strip_suffix(' ') else { return "" };
    let word = before.rsplit([' ', '\n', '\t']).next().unwrap_or("");
    if word.len() > 40 { "" } else { word.trim_start_matches(['"', '“', '(', '‘']) }
}

fn by_title(word: &str) -> Option<Sex> {
    Some(match word {
        "Mr." | "Mr" | "Sir" | "King" | "Prince" | "Sheikh" | "Shaikh" | "Lord" | "Father" | "Don" | "Señor"
        | "Herr" | "Monsieur" | "Ayatollah" | "Imam" | "Mullah" | "Pope" | "Archbishop" | "Cardinal" | "Alhaji"
        | "Shri" | "Sri" | "Encik" | "Tuan" | "Haji" | "Congressman" | "Chairman" | "Spokesman" | "spokesman"
        | "Emperor" | "Duke" | "Baron" | "Brother" | "Mallam" | "Otunba" => Sex::Man,
        "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss" | "Queen" | "Princess" | "Sheikha" | "Lady" | "Madam" | "Madame"
        | "Mme" | "Dame" | "Sister" | "Mother" | "Doña" | "Señora" | "Frau" | "Hajia" | "Smt" | "Smt." | "Shrimati"
        | "Puan" | "Begum" | "Daw" | "Sayyida" | "Congresswoman" | "Chairwoman" | "Spokeswoman" | "spokeswoman"
        | "Empress" | "Duchess" | "Baroness" | "Nana" | "Mama" => Sex::Woman,
        _ => return None,
    })
}
