//! Splits input files into articles that are not parsed yet, in pieces of work for one worker. JSON Lines and mailboxes are
//! read as streams, so memory does not grow with the file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::ingest::{self, Format, INPUT_MAX, Item, Mailbox, Origin, Refusal};

/// Most articles in a piece.
const PIECE_ARTICLES: usize = 16;
/// Bytes from which on a piece is handed out.
const PIECE_BYTES: usize = 1 << 20;

/// Some articles of one input, or why it is refused.
#[derive(Debug)]
pub enum Piece {
    /// Articles, in order.
    Items(Vec<Item<'static>>),
    /// The whole input, or the rest of it, is refused.
    Refused(String),
}

/// Path and time of change of an input.
pub fn origin(path: &Path) -> Origin {
    let near = path.metadata().and_then(|about| about.modified()).ok().map(super::clock::seconds);
    Origin::of_path(&path.to_string_lossy(), near)
}

/// Reads one input (`-` is standard input) and hands its articles out in pieces until `hand` returns false.
pub fn read(path: &Path, mut hand: impl FnMut(Piece) -> bool) {
    let outcome = if path.as_os_str() == "-" {
        split(&mut io::stdin().lock(), None, &mut hand)
    } else {
        File::open(path).and_then(|file| {
            let length = file.metadata()?.len();
            split(&mut BufReader::with_capacity(1 << 16, file), Some(length), &mut hand)
        })
    };
    if let Err(error) = outcome {
        hand(Piece::Refused(error.to_string()));
    }
}

fn split(input: &mut impl BufRead, length: Option<u64>, hand: &mut impl FnMut(Piece) -> bool) -> io::Result<()> {
    let mut head = Vec::new();
    let large = length.is_some_and(|length| length > INPUT_MAX as u64);
    // The beginning of a large file tells whether its format can be streamed.
    let first = if large { 1 << 20 } else { INPUT_MAX as u64 + 1 };
    input.by_ref().take(first).read_to_end(&mut head)?;
    if !large && head.len() <= INPUT_MAX {
        whole(&head, hand);
        return Ok(());
    }
    let upto = head.iter().rposition(|b| *b == b'\n').map_or(head.len(), |at| at + 1);
    let bytes = length.unwrap_or(head.len() as u64);
    match ingest::sniff(head.get(..upto).unwrap_or(&head)) {
        Ok(Format::JsonLines) => lines(&mut head.as_slice().chain(input), hand),
        Ok(Format::Mailbox) => messages(&mut head.as_slice().chain(input), hand),
        Ok(_) => {
            hand(Piece::Refused(Refusal::InputTooBig { bytes }.to_string()));
            Ok(())
        }
        Err(refusal) => {
            hand(Piece::Refused(refusal.to_string()));
            Ok(())
        }
    }
}

fn whole(bytes: &[u8], hand: &mut impl FnMut(Piece) -> bool) {
    let items = match ingest::split(bytes) {
        Ok(items) => items,
        Err(refusal) => {
            hand(Piece::Refused(refusal.to_string()));
            return;
        }
    };
    let mut piece = Collector::default();
    for item in items {
        if !piece.add(Item::new(item.format, item.line, item.bytes.into_owned()), hand) {
            return;
        }
    }
    piece.hand_out(hand);
}

/// JSON Lines as a stream.
fn lines(input: &mut impl BufRead, hand: &mut impl FnMut(Piece) -> bool) -> io::Result<()> {
    let mut piece = Collector::default();
    for number in 1.. {
        let mut line = Vec::new();
        if read_line(input, &mut line)? == 0 {
            break;
        }
        let item = Item::new(Format::JsonLines, Some(number), line);
        if !item.bytes.trim_ascii().is_empty() && !piece.add(item, hand) {
            return Ok(());
        }
    }
    piece.hand_out(hand);
    Ok(())
}

/// A mailbox as a stream: a message reaches to the line with which the next one begins.
fn messages(input: &mut impl BufRead, hand: &mut impl FnMut(Piece) -> bool) -> io::Result<()> {
    let mut piece = Collector::default();
    let mut mailbox = Mailbox::default();
    let (mut message, mut begun) = (Vec::new(), 1);
    let (mut line, mut next) = (Vec::new(), Vec::new());
    read_line(input, &mut line)?;
    for number in 1.. {
        next.clear();
        read_line(input, &mut next)?;
        if line.is_empty() || mailbox.begins(&line, &next) {
            let item = Item::new(Format::Mailbox, Some(begun), std::mem::take(&mut message));
            begun = number;
            if !item.bytes.trim_ascii().is_empty() && !piece.add(item, hand) {
                return Ok(());
            }
        }
        if line.is_empty() {
            break;
        }
        if message.len() <= INPUT_MAX {
            message.extend_from_slice(&line);
        }
        std::mem::swap(&mut line, &mut next);
    }
    piece.hand_out(hand);
    Ok(())
}

/// Reads a line with its end. Of a line longer than `INPUT_MAX` bytes only `INPUT_MAX + 1` are kept, so that the parser
/// refuses it as too big. Returns the bytes read; 0 at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let read = input.by_ref().take(INPUT_MAX as u64 + 1).read_until(b'\n', line)?;
    if read > INPUT_MAX && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(read)
}

/// Collects articles into pieces.
#[derive(Default)]
struct Collector {
    items: Vec<Item<'static>>,
    bytes: usize,
}

impl Collector {
    fn add(&mut self, item: Item<'static>, hand: &mut impl FnMut(Piece) -> bool) -> bool {
        self.bytes += item.bytes.len();
        self.items.push(item);
        if self.items.len() >= PIECE_ARTICLES || self.bytes >= PIECE_BYTES { self.hand_out(hand) } else { true }
    }

    fn hand_out(&mut self, hand: &mut impl FnMut(Piece) -> bool) -> bool {
        self.bytes = 0;
        self.items.is_empty() || hand(Piece::Items(std::mem::take(&mut self.items)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(read: impl FnOnce(&mut dyn FnMut(Piece) -> bool)) -> Vec<(Option<u32>, usize)> {
        let mut out = Vec::new();
        read(&mut |piece| {
            match piece {
                Piece::Items(items) => out.extend(items.iter().map(|i| (i.line, i.bytes.len()))),
                Piece::Refused(reason) => panic!("{reason}"),
            }
            true
        });
        out
    }

    #[test]
    fn streams_are_split_where_their_articles_end() {
        let text = "{\"a\":1}\n\n{\"b\":2}";
        let found = pieces(|mut hand| lines(&mut text.as_bytes(), &mut hand).unwrap());
        assert_eq!(found, [(Some(1), 8), (Some(3), 7)]);
        let text = "From a\nSubject: x\n\nbody\n\nFrom here\n\nFrom b\nSubject: y\n\nbody";
        let found = pieces(|mut hand| messages(&mut text.as_bytes(), &mut hand).unwrap());
        assert_eq!(found, [(Some(1), 36), (Some(8), 23)]);
    }

    #[test]
    fn a_line_that_is_too_long_is_an_item_too_big_and_its_neighbours_are_whole() {
        let long = format!("{{}}\n{}\n{{}}\n", "x".repeat(INPUT_MAX + 9));
        let found = pieces(|mut hand| lines(&mut long.as_bytes(), &mut hand).unwrap());
        assert_eq!(found, [(Some(1), 3), (Some(2), INPUT_MAX + 1), (Some(3), 3)]);
    }
}
