//! Marks a link whose words are the address of one host while it leads to another: `www.bank.example [evil.example]`.

/// Endings of file names that are no endings of host names.
const FILES: [&str; 22] = [
    "csv", "doc", "docx", "epub", "exe", "gif", "htm", "html", "jpeg", "jpg", "js", "json", "mp3", "mp4", "odt", "pdf",
    "php", "png", "pptx", "txt", "xls", "xlsx",
];

/// The host to which a link really leads, if `words` name another one. `None` for words that are no address, and for a link
/// that stays on its own site.
pub(super) fn real_host(words: &str, target: &str) -> Option<String> {
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let words: String = words.chars().filter(|c| !invisible(*c)).flat_map(char::to_lowercase).collect();
    let real = host_of_target(target)?;
    let alone = words.split_whitespace().count() == 1;
    let mut said = words.split_whitespace().filter_map(|word| host_of_word(word, alone));
    said.any(|said| !is_same_site(&said, &real)).then_some(real)
}

/// The host that a word names: of `https://a.example/x`, `www.a.example`, and of a word that stands alone also `a.example` and
/// `x@a.example`.
fn host_of_word(word: &str, alone: bool) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    if let Some((scheme, rest)) = word.split_once("://") {
        return matches!(scheme, "http" | "https" | "ftp").then(|| authority(rest));
    }
    let host = authority(word);
    let labels: Vec<&str> = host.split('.').collect();
    let sound = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = labels.last().copied().unwrap_or("");
    let number = labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok());
    let named = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) && !FILES.contains(&last);
    let address = labels.len() >= 2 && labels.iter().all(sound) && (named || number);
    (address && (alone || host.starts_with("www."))).then_some(host)
}

/// The host to which a link leads, in lower case; for a scheme that leads to no host the scheme, such as `javascript:`. `None`
/// for a link within its own site.
fn host_of_target(target: &str) -> Option<String> {
    // A browser ignores these signs, and takes `\` for `/`.
    let target: String = target.chars().filter(|c| !c.is_ascii_control()).collect();
    let target = target.trim().replace('\\', "/").to_lowercase();
    if let Some(rest) = target.strip_prefix("//") {
        return Some(authority(rest));
    }
    let (scheme, rest) = target.split_once(':')?;
    if scheme.is_empty() || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    Some(match scheme {
        "http" | "https" | "ftp" => authority(rest.trim_start_matches('/')),
        "mailto" => authority(rest),
        _ => format!("{scheme}:"),
    })
    .filter(|host| !host.is_empty())
}

/// The host at the head of `user@host:port/path`.
fn authority(text: &str) -> String {
    let text = text.split(['/', '\\', '?', '#']).next().unwrap_or("");
    let host = text.rsplit('@').next().unwrap_or("");
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let sound = |c: &char| !c.is_whitespace() && !c.is_control();
    unescaped(host).trim_matches('.').chars().filter(sound).take(253).collect()
}

/// The text with `%65` read as `e`.
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
        let mut ahead = bytes.clone();
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).to_lowercase()
}

/// Whether two hosts are equal or one is a part of the other: `x.example` and `news.x.example`.
fn is_same_site(a: &str, b: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let (a, b) = (bare(a), bare(b));
    let within = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'));
    a == b || within(&a, &b) || within(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_another_host_is_marked() {
        for (words, target, real) in [
            ("www.bank.example", "https://evil.example/x", Some("evil.example")),
            ("https://bank.example/login", "https://bank.example.evil.example/", Some("bank.example.evil.example")),
            ("Bank.Example", "https://bank.example@evil.example/", Some("evil.example")),
            ("bank.example", "https:\\\\evil.example\\@bank.example", Some("evil.example")),
            ("bank.example", "ht\ntps://EVIL%2eexample:8080/bank.example", Some("evil.example")),
            ("bank.example", "//evil.example", Some("evil.example")),
            ("bank.example", "javascript:alert(1)", Some("javascript:")),
            ("ba\u{200b}nk.example", "http://evil.example", Some("evil.example")),
            ("b\u{430}nk.example", "http://xn--bnk-7cd.example", Some("xn--bnk-7cd.example")),
            ("Log in at https://bank.example now", "http://evil.example", Some("evil.example")),
            ("press@bank.example", "mailto:x@evil.example", Some("evil.example")),
            ("10.0.0.1", "http://10.0.0.2/", Some("10.0.0.2")),
            ("www.bank.example/news", "https://bank.example/", None),
            ("bank.example", "https://news.bank.example/?u=evil.example", None),
            ("bank.example", "/login", None),
            ("bank.example", "login?x=1:2", None),
            ("press@bank.example", "mailto:press@bank.example", None),
            ("report.pdf", "https://evil.example/report.pdf", None),
            ("Read more", "https://evil.example", None),
            ("the end.The start", "https://evil.example", None),
            ("3.5", "https://evil.example", None),
        ] {
            assert_eq!(real_host(words, target).as_deref(), real, "{words} -> {target}");
        }
    }
}
