//! The built program, from outside: import, first picture, keys in a real pseudo-terminal, memory, quiet.
//!
//! `ATTACHE_BENCH_ARTICLES=100000 cargo bench --bench reader` prints a table with the goal beside each figure. Without the
//! variable 200 articles are enough; under `cargo test` everything happens once and quickly, to see that it still works.
//! With ATTACHE_BENCH_DIR the articles and archives are kept there for the next run.

// A measurement that cannot go on should stop; its table is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

mod crowd;
mod stories;
mod terminal;

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use terminal::{Burst, Terminal, memory};

/// How much is measured.
struct Plan {
    articles: usize,
    few: usize,
    starts: usize,
    keys: usize,
    idle: Duration,
}

impl Plan {
    fn read() -> Self {
        // Cargo says --bench where figures are wanted.
        let measured = env::args().any(|argument| argument == "--bench");
        let wanted = env::var("ATTACHE_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok());
        if measured {
            let articles = wanted.unwrap_or(200);
            Self { articles, few: (articles / 1000).max(20), starts: 15, keys: 200, idle: Duration::from_secs(10) }
        } else {
            Self { articles: 40, few: 20, starts: 1, keys: 4, idle: Duration::from_millis(300) }
        }
    }
}

fn main() {
    let plan = Plan::read();
    let temporary = tempfile::tempdir().unwrap();
    let folder = env::var_os("ATTACHE_BENCH_DIR").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let home = temporary.path().join("home");
    fs::create_dir(&home).unwrap();
    println!("\n{} articles, {} for comparison; load {}\n", plan.articles, plan.few, load());
    println!("{:<44} {:>26}   {:<10}", "figure", "measured", "goal");
    let many = archive(&folder, &home, plan.articles, true);
    let few = archive(&folder, &home, plan.few, false);
    first_picture(&plan, &home, &many, &few);
    for (size, limit) in [((120, 40), Some(1500)), ((80, 24), None)] {
        session(&plan, &home, &many, size, limit);
    }
    crowd::keys(&home, if plan.articles < 200 { 200 } else { 32_000 });
    println!("\nload at the end {}", load());
}

/// One line of the table.
fn row(figure: &str, measured: &str, goal: &str, met: bool) {
    let verdict = if goal.is_empty() || met { "" } else { "missed" };
    println!("{figure:<44} {measured:>26}   {goal:<10} {verdict}");
}

/// An archive of `count` articles: the one kept there, or a new one, whose import is measured.
fn archive(folder: &Path, home: &Path, count: usize, told: bool) -> PathBuf {
    let place = folder.join(format!("archive-{count}"));
    let done = folder.join(format!("archive-{count}.done"));
    if done.exists() {
        return place;
    }
    let articles = folder.join(format!("articles-{count}.jsonl"));
    fs::create_dir_all(&place).unwrap();
    stories::write(count, BufWriter::new(File::create(&articles).unwrap())).unwrap();
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_attache"))
        .args(["import", "--json", "--data-dir"])
        .args([&place, &articles])
        .env("HOME", home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut highest = 0;
    while child.try_wait().unwrap().is_none() {
        highest = memory(child.id()).map_or(highest, |(_, high)| high);
        thread::sleep(Duration::from_millis(5));
    }
    let took = begun.elapsed();
    let answer = child.wait_with_output().unwrap();
    let account: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(account["taken"], count, "{account}");
    File::create(done).unwrap();
    if told {
        let rate = count as f64 / took.as_secs_f64();
        row("import, articles/s", &format!("{rate:.0}"), "≥ 1000", rate >= 1000.0);
        row("import, highest memory", &megabytes(highest), "", true);
        let bytes = fs::metadata(&articles).unwrap().len();
        row("text of an article, mean", &format!("{} B", bytes / count as u64), "", true);
        let size = fs::metadata(place.join("archive.db")).unwrap().len();
        row("archive, bytes for one of the articles", &format!("{:.2}", size as f64 / bytes as f64), "", true);
    }
    place
}

/// From the start of the process to the newest headline on the screen; in turn, so that both have the same weather.
fn first_picture(plan: &Plan, home: &Path, many: &Path, few: &Path) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..plan.starts {
        for (archive, times) in [many, few].into_iter().zip(&mut times) {
            let mut terminal = Terminal::start(home, archive, (120, 40));
            times.push(terminal.sees(stories::LANDMARK));
            terminal.end();
        }
    }
    let [many, few] = times.map(|mut times| {
        times.sort_unstable();
        (quantile(&times, 0.0), quantile(&times, 0.5))
    });
    let shown = |(least, median)| format!("{} (least {})", ms(median), ms(least));
    row("first picture, median", &shown(many), "≤ 50 ms", many.1 <= Duration::from_millis(50));
    row(&format!("first picture of {} articles", plan.few), &shown(few), "", true);
    let ratio = many.1.as_secs_f64() / few.1.as_secs_f64();
    row("ratio of the two", &format!("{ratio:.2}"), "≤ 1.5", ratio <= 1.5);
}

/// A reader at work.
fn session(plan: &Plan, home: &Path, archive: &Path, size: (u16, u16), limit: Option<usize>) {
    let mut terminal = Terminal::start(home, archive, size);
    terminal.sees(stories::LANDMARK);
    // The list's end and the names are read after the first picture.
    terminal.settle(Duration::from_secs(1));
    println!("\n{}×{}: key → last byte, median / p95 / p99; bytes, median / most", size.0, size.1);
    keys("j in the list", &times(plan.keys, |_| terminal.key("j")), limit);
    terminal.settle(Duration::from_millis(600));
    terminal.key("gg");
    keys("opening an article", &times(plan.keys / 8, |_| open(&mut terminal)), None);
    let _ = terminal.key("\r");
    let page = |at| if at % 2 == 0 { "\x1b[6~" } else { "\x1b[5~" };
    keys("a page in the text", &times(plan.keys / 2, |at| terminal.key(page(at))), None);
    keys("j in the text", &times(plan.keys / 2, |_| terminal.key("j")), None);
    let mut letters = Vec::new();
    for word in ["torvenko", "ministry", "karan", "national fisheries", "ansa"].iter().take(plan.keys.min(5)) {
        terminal.key("f");
        letters.extend(word.chars().filter_map(|c| terminal.key(&c.to_string())));
        terminal.key("\x03");
    }
    keys("a letter in the jump bar", &letters, None);
    terminal.key("f");
    for letter in stories::CELEBRITY.chars() {
        terminal.key(&letter.to_string());
    }
    terminal.key("\r");
    terminal.settle(Duration::from_millis(300));
    keys("n through text and archive", &times(plan.keys, |_| terminal.key("n")), None);
    terminal.settle(Duration::from_millis(600));
    let bytes = terminal.idle(plan.idle);
    row(&format!("bytes in {} s of rest", plan.idle.as_secs_f32()), &bytes.to_string(), "0", bytes == 0);
    if let Some((now, highest)) = terminal.memory() {
        row("resident memory", &megabytes(now), "< 60 MB", now < 60_000_000);
        row("resident memory, highest", &megabytes(highest), "< 60 MB", highest < 60_000_000);
    }
    terminal.end();
}

/// Once at least.
fn times(count: usize, mut press: impl FnMut(usize) -> Option<Burst>) -> Vec<Burst> {
    (0..count.max(1)).filter_map(&mut press).collect()
}

/// From the list into the text of the next article, and back.
fn open(terminal: &mut Terminal) -> Option<Burst> {
    terminal.key("j");
    let opened = terminal.key("\r");
    terminal.key("q");
    opened
}

/// Lines of the table for one kind of key.
fn keys(figure: &str, bursts: &[Burst], limit: Option<usize>) {
    if bursts.is_empty() {
        row(figure, "nothing came", "", true);
        return;
    }
    let mut times: Vec<Duration> = bursts.iter().map(|burst| burst.time).collect();
    times.sort_unstable();
    let [median, p95, p99] = [0.5, 0.95, 0.99].map(|at| quantile(&times, at));
    let shown = format!("{} / {} / {}", ms(median), ms(p95), ms(p99));
    row(&format!("{figure} ({})", times.len()), &shown, "p99 < 5 ms", p99 < Duration::from_millis(5));
    let mut bytes: Vec<usize> = bursts.iter().map(|burst| burst.bytes).collect();
    bytes.sort_unstable();
    let (median, most) = (bytes[bytes.len() / 2], bytes[bytes.len() - 1]);
    let goal = limit.map(|limit| format!("≤ {limit} B")).unwrap_or_default();
    row("", &format!("{median} / {most} B"), &goal, limit.is_none_or(|limit| median <= limit));
}

/// Of sorted times.
fn quantile(times: &[Duration], at: f64) -> Duration {
    times[((times.len() - 1) as f64 * at).ceil() as usize]
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// How busy the machine is; a figure taken beside other work says so.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}
