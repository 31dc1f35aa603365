//! What a key costs on the line: bytes from one frame to the next, as the terminal backend writes them.

use attache::config::theme::Theme;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::prelude::Backend;

use crate::desk::Desk;

/// Bytes that turn one screen into another.
fn bytes(before: &Buffer, after: &Buffer) -> usize {
    let mut written = Vec::new();
    CrosstermBackend::new(&mut written).draw(before.diff(after).into_iter()).unwrap();
    written.len()
}

fn pile(count: usize) -> Vec<String> {
    let cities = ["Nairobi", "Rabat", "Lima", "Hanoi", "Tbilisi", "Suva", "Quito"];
    let names = ["Amina Njoroge", "Karim Bensalem", "Rosa Quispe", "Tran Van Duc", "Nino Beridze", "Josefa Tuilau"];
    (0..count)
        .map(|i| {
            let (city, name) = (cities[i % cities.len()], names[i * 5 % names.len()]);
            let verbs = ["names envoy to", "warns over", "reopens talks on", "cuts budget of"];
            let body =
                format!("The office of [{name}]p{i} said on Monday that item {} would wait. ", i * 37 % 101).repeat(12);
            format!("{city} {} the river board, item {}\n\n{body}", verbs[i % verbs.len()], i * 7919 % 1000)
        })
        .collect()
}

#[test]
fn a_step_down_the_list_sends_few_bytes() {
    let pile = pile(200);
    let articles: Vec<&str> = pile.iter().map(String::as_str).collect();
    for theme in ["dark", "mono"] {
        let mut desk = Desk::themed(120, 40, &articles, Theme::shipped(theme).unwrap());
        desk.pause();
        let mut before = desk.buffer();
        let mut costs = Vec::new();
        for _ in 0..150 {
            desk.keys("j");
            let after = desk.buffer();
            costs.push(bytes(&before, &after));
            before = after;
        }
        costs.sort_unstable();
        println!("{theme}: median {} p95 {} max {}", costs[75], costs[142], costs[149]);
        // The few steps at which the list moves on by most of its rows cost a pane.
        assert!(costs[142] <= 700 && costs[149] <= 5_000, "{costs:?}");
    }
}
