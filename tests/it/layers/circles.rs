//! Circles in a graph of files: which files lead to each other, and the lines by which they do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::tree::Tree;

/// Which file refers to which, with the first place where it does: `line: path`.
pub type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// The graph of a crate's files. `mod x;`, the name of a module alone and `pub use` of a child's item are no edges.
pub fn graph(tree: &Tree) -> Graph {
    let mut graph = Graph::new();
    for module in tree.0.values() {
        let edges = graph.entry(module.file.clone()).or_default();
        for reference in tree.references(module) {
            let Some(other) = reference.module.as_ref().and_then(|path| tree.0.get(path)) else { continue };
            if reference.item && !reference.passes_on && other.file != module.file {
                let place = format!("{}: {}", reference.line, reference.words.join("::"));
                edges.entry(other.file.clone()).or_insert(place);
            }
        }
    }
    graph
}

/// The files that can be reached from `from`, each with the file before it on a shortest way.
fn reached<'g>(graph: &'g Graph, from: &'g str) -> BTreeMap<&'g str, &'g str> {
    let mut before = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(file) = queue.pop_front() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if !before.contains_key(next.as_str()) {
                before.insert(next.as_str(), file);
                queue.push_back(next);
            }
        }
    }
    before
}

/// Sets of two or more files that all lead to each other (strongly connected components), each ascending.
pub fn circles(graph: &Graph) -> Vec<BTreeSet<String>> {
    let reach: BTreeMap<&str, BTreeMap<&str, &str>> = graph.keys().map(|f| (f.as_str(), reached(graph, f))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (file, ways) in &reach {
        if !ways.contains_key(file) || circles.iter().any(|c| c.contains(*file)) {
            continue;
        }
        let back = |other: &&str| reach.get(other).is_some_and(|ways| ways.contains_key(file));
        circles.push(ways.keys().filter(|o| back(o)).map(|o| (*o).to_owned()).collect());
    }
    circles
}

/// A shortest way round through the first file of a circle, and every edge inside it, as lines to read.
pub fn told(graph: &Graph, circle: &BTreeSet<String>) -> String {
    let first = circle.first().unwrap();
    let inside: Graph = circle.iter().map(|f| (f.clone(), within(graph, f, circle))).collect();
    let before = reached(&inside, first);
    let mut way = vec![first.as_str()];
    while let Some(file) = before.get(way[way.len() - 1]) {
        way.push(file);
        if file == first {
            break;
        }
    }
    way.reverse();
    let mut lines = vec![
        format!("{} files lead to each other: {}", circle.len(), Vec::from_iter(circle.clone()).join(", ")),
        format!("  shortest way round: {}", way.join(" → ")),
    ];
    for (file, edges) in &inside {
        lines.extend(edges.iter().map(|(other, place)| format!("  {file}:{place}  → {other}")));
    }
    lines.join("\n")
}

fn within(graph: &Graph, file: &str, circle: &BTreeSet<String>) -> BTreeMap<String, String> {
    let edges = graph.get(file).into_iter().flatten();
    edges.filter(|(other, _)| circle.contains(*other)).map(|(o, p)| (o.clone(), p.clone())).collect()
}
