//! What a key costs on the line: bytes from one frame to the next, as the program's own backend writes them.

use std::io::{Sink, sink};

use attache::config::theme::Theme;
use attache::runtime::backend::{Abilities, AnsiBackend};
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;

use crate::desk::Desk;

/// A terminal at the other end of a line.
struct Line {
    backend: AnsiBackend<Sink>,
    shown: Buffer,
}

impl Line {
    /// A UTF-8 terminal that can erase characters, with an empty screen.
    fn new(empty: Buffer) -> Self {
        let abilities = Abilities { ascii: false, erases: true, synchronised: false };
        Self { backend: AnsiBackend::new(sink(), empty.area.as_size(), abilities), shown: empty }
    }

    /// Bytes that turn the screen shown into `next`.
    fn bytes(&mut self, next: Buffer) -> usize {
        self.backend.draw(self.shown.diff(&next).into_iter()).unwrap();
        self.backend.flush().unwrap();
        self.shown = next;
        self.backend.sent()
    }
}

/// Articles that are no copies of each other: most words are one article's own.
fn pile(count: usize) -> Vec<String> {
    let cities = ["Nairobi", "Rabat", "Lima", "Hanoi", "Tbilisi", "Suva", "Quito"];
    let names = ["Amina Njoroge", "Karim Bensalem", "Rosa Quispe", "Tran Van Duc", "Nino Beridze", "Josefa Tuilau"];
    let verbs = ["names envoy to", "warns over", "reopens talks on", "cuts budget of"];
    (0..count)
        .map(|i| {
            let number = i * 5 % names.len();
            let (city, name) = (cities[i % cities.len()], names[number]);
            let own: Vec<String> = (0..80).map(|n| format!("{:05x}", (i * 80 + n) * 2_654_435 % 0xfffff)).collect();
            let body = format!(
                "The office of [{name}]p{number} said on Monday that the river board would wait. {}.",
                own.join(" ")
            );
            format!("{city} {} the river board, item {}\n\n{body}", verbs[i % verbs.len()], i * 7919 % 1000)
        })
        .collect()
}

#[test]
fn a_step_down_the_list_sends_few_bytes() {
    let pile = pile(200);
    let articles: Vec<&str> = pile.iter().map(String::as_str).collect();
    // Measured at 4a9275d: dark 426, 430, 2,766; mono 276, 278, 1,941 (ratatui's own backend: 613, 620, 4,012 and 391, 398, 2,493).
    for (theme, median, p95, max) in [("dark", 445, 450, 2_900), ("mono", 290, 295, 2_050)] {
        let mut desk = Desk::themed(120, 40, &articles, Theme::shipped(theme).unwrap());
        desk.pause();
        let screen = desk.buffer();
        let mut line = Line::new(Buffer::empty(screen.area));
        line.bytes(screen);
        let mut costs = Vec::new();
        for _ in 0..150 {
            desk.keys("j");
            costs.push(line.bytes(desk.buffer()));
        }
        costs.sort_unstable();
        println!("{theme}: median {} p95 {} max {}", costs[75], costs[142], costs[149]);
        // The few steps at which the list moves on by most of its rows cost a pane.
        assert!(costs[75] <= median && costs[142] <= p95 && costs[149] <= max, "{theme}: {costs:?}");
    }
}
