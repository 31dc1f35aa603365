//! Rust source → tokens with line numbers: enough to read paths, without comments, literals and test items.

/// An identifier, `::`, or one other character of punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written; a raw identifier without `r#`.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

impl Token {
    /// Whether it is an identifier or a keyword.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The tokens of a file. Comments, lifetimes and the contents of literals are left out; a literal leaves `"` in its place,
/// so that its neighbours stay apart.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0, line: 1, tokens: Vec::new() };
    while lexer.at < chars.len() {
        lexer.step();
    }
    lexer.tokens
}

struct Lexer<'c> {
    chars: &'c [char],
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Goes on by `count` characters.
    fn skip(&mut self, count: usize) {
        let end = (self.at + count).min(self.chars.len());
        self.line += self.chars[self.at..end].iter().filter(|c| **c == '\n').count();
        self.at = end;
    }

    fn push(&mut self, text: impl Into<String>, length: usize) {
        self.tokens.push(Token { text: text.into(), line: self.line });
        self.skip(length);
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                let length = self.chars[self.at..].iter().take_while(|c| **c != '\n').count();
                self.skip(length);
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(0, None),
            ('\'', _) => self.quote(),
            (':', ':') => self.push("::", 2),
            (c, _) if c.is_whitespace() => self.skip(1),
            (c, _) if c.is_alphabetic() || c == '_' => self.word(),
            (c, _) if c.is_ascii_digit() => {
                let number = |c: &&char| c.is_alphanumeric() || **c == '_';
                let length = self.chars[self.at..].iter().take_while(number).count();
                self.push("\"", length);
            }
            (c, _) => self.push(c, 1),
        }
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.skip(2);
                }
                ('*', '/') => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip(1),
            }
        }
    }

    /// A word; or a literal that begins with letters: `r"…"`, `br#"…"#`, `b'x'`.
    fn word(&mut self) {
        let word: String = self.chars[self.at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        let length = word.chars().count();
        let hashes = self.chars[self.at + length..].iter().take_while(|c| **c == '#').count();
        let raw = word.ends_with('r') && self.peek(length + hashes) == '"';
        match word.as_str() {
            "r" | "br" | "cr" if raw => self.string(length + hashes, Some(hashes)),
            "b" | "c" if self.peek(length) == '"' => self.string(length, None),
            "b" if self.peek(length) == '\'' => {
                self.skip(1);
                self.quote();
            }
            "r" if hashes == 1 => self.skip(2),
            _ => self.push(word, length),
        }
    }

    /// A string whose opening quotation mark is `before` characters on; a raw one ends with so many hashes.
    fn string(&mut self, before: usize, raw: Option<usize>) {
        self.push("\"", before + 1);
        while self.at < self.chars.len() {
            match (self.peek(0), raw) {
                ('\\', None) => self.skip(2),
                ('"', None) => return self.skip(1),
                ('"', Some(hashes)) if (1..=hashes).all(|i| self.peek(i) == '#') => return self.skip(1 + hashes),
                _ => self.skip(1),
            }
        }
    }

    /// A character literal, or a lifetime, which leaves nothing.
    fn quote(&mut self) {
        if self.peek(1) == '\\' {
            let inside = self.chars[self.at + 3..].iter().take_while(|c| **c != '\'').count();
            self.push("\"", inside + 4);
        } else if self.peek(2) == '\'' {
            self.push("\"", 3);
        } else {
            self.skip(1);
            let name = self.chars[self.at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            self.skip(name);
        }
    }
}

/// The tokens without the items under `#[cfg(test)]`, `#[cfg(all(test, …))]` and `#[test]`.
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match attribute(tokens, at) {
            Some((text, end)) if is_test(&text) => at = item_end(tokens, end),
            Some((_, end)) => {
                kept.extend_from_slice(&tokens[at..end]);
                at = end;
            }
            None => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    kept
}

fn is_test(attribute: &str) -> bool {
    attribute == "test" || attribute.starts_with("cfg(test)") || attribute.starts_with("cfg(all(test,")
}

/// The text of the outer attribute that begins at `at`, and where it ends.
fn attribute(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let is = |i: usize, text: &str| tokens.get(i).is_some_and(|t| t.text == text);
    if !(is(at, "#") && is(at + 1, "[")) {
        return None;
    }
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at + 1) {
        match token.text.as_str() {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((tokens[at + 2..i].iter().map(|t| t.text.as_str()).collect(), i + 1));
        }
    }
    None
}

/// One past the item that begins at `at`: after its `;`, or after the braces of its body.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while let Some((_, end)) = attribute(tokens, at) {
        at = end;
    }
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(token.text.as_str(), ";" | "}") {
            return i + 1;
        }
    }
    tokens.len()
}
