//! The shipped keys, and a file of the user merged over them.

use super::*;

fn mistakes(text: &str) -> Vec<String> {
    Keymap::load(Some(("keys.toml", text))).1.iter().map(ToString::to_string).collect()
}

/// The name of the action that `keys` run in `context`; else `nothing` or `pending`.
fn meaning(map: &Keymap, context: Context, keys: &str) -> &'static str {
    let mut pending = Vec::new();
    for key in Sequence::parse(keys).unwrap().0 {
        match map.resolve(context, &pending, key) {
            Resolution::Found(action) => return action.name(),
            Resolution::Prefix(_) => pending.push(key),
            Resolution::None => return "nothing",
        }
    }
    "pending"
}

#[test]
fn the_shipped_keymap_is_complete_and_free_of_mistakes() {
    let (map, mistakes) = Keymap::load(None);
    assert_eq!(mistakes, []);
    for context in Context::ALL {
        let held = map.bindings(context);
        for (pair, next) in held.iter().zip(held.iter().skip(1)) {
            assert!(!pair.0.begins(&next.0), "{} begins {} in {}", pair.0, next.0, context.name());
        }
        if context.types_text() {
            assert!(held.iter().all(|(sequence, _)| sequence.0.iter().all(|key| key.typed().is_none())));
        }
    }
    for action in Action::ALL {
        assert!(
            Context::ALL.into_iter().any(|context| map.key_for(context, *action).is_some()),
            "no key does {}",
            action.name()
        );
    }
}

#[test]
fn documented_keys_run_their_actions() {
    let map = Keymap::shipped();
    for (context, keys, action) in [
        (Context::Articles, "j", "move_down"),
        (Context::Text, "g g", "go_top"),
        (Context::Text, "]p", "next_person"),
        (Context::Text, "]?", "next_uncertain"),
        (Context::Entities, "Ctrl-p", "jump_bar"),
        (Context::Text, "Alt-→", "trail_forward"),
        (Context::Text, "g", "pending"),
        (Context::Text, "g x", "nothing"),
        (Context::Prompt, "j", "nothing"),
        (Context::Prompt, "Ctrl-z", "suspend"),
        (Context::Editor, "Ctrl-s", "save_note"),
    ] {
        assert_eq!(meaning(&map, context, keys), action, "{keys} in {}", context.name());
    }
    let Resolution::Prefix(follow) = map.resolve(Context::Text, &[], KeyPress::char(']')) else { panic!() };
    assert!(follow.iter().any(|(keys, action)| keys.to_string() == "p" && *action == Action::NextPerson));
}

#[test]
fn a_users_file_overrides_the_shipped_one() {
    let text = "[global]\n\"g g\" = \"nothing\"\n\"x\" = \"keep\"\n[text]\ng = \"go_top\"\nn = \"nothing\"\n";
    // The shipped gv and gm still begin with g.
    let mistakes = mistakes(text);
    let refused = "keys.toml:5: \"g\" cannot be bound: it is the beginning of \"g";
    assert!(mistakes.len() == 1 && mistakes[0].starts_with(refused), "{mistakes:?}");
    let (map, _) = Keymap::load(Some(("keys.toml", text)));
    assert_eq!(meaning(&map, Context::Text, "x"), "keep");
    assert_eq!(meaning(&map, Context::Text, "n"), "nothing");
    assert_eq!(meaning(&map, Context::Articles, "n"), "next");
}

#[test]
fn a_freed_key_can_begin_a_longer_sequence() {
    let (map, mistakes) = Keymap::load(Some(("k", "[text]\nx = \"nothing\"\n\"x y\" = \"dismiss\"\n")));
    assert_eq!(mistakes, []);
    assert_eq!(meaning(&map, Context::Text, "x y"), "dismiss");
    assert_eq!(meaning(&map, Context::Articles, "x"), "dismiss");
}
