//! Small words in and between names: articles, prepositions, conjunctions, particles.

use crate::word_list;

word_list! {
    /// The list: `small_words.txt`.
    static SMALL_WORDS = "small_words.txt" {
        /// In the class Particle of the trained lexicon.
        CLASS = "class",
        /// Carries nothing of a name, and gives no letter to an acronym.
        SMALL = "small",
        /// Left out of the words by which an institution is compared and stored.
        KEY = "key",
        /// Particle of a personal name: written in any way or left out without making another name.
        PARTICLE = "particle",
        /// Ties the words of a personal name together without being one of them.
        TIE = "tie",
        /// Often written as the beginning of the word after it: `Vandenheuvel`.
        RUN = "run",
        /// Also a given name: before one other word it is taken as that.
        GIVEN = "given",
        /// "Son of", written in three ways for one name.
        SON = "son",
        /// A man bears it.
        MAN = "man",
        /// A woman bears it.
        WOMAN = "woman",
        /// Stands in lower case inside names of places.
        PLACE = "place",
    }
}
