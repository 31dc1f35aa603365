//! Where an action means something: one table for each place a key can be pressed in.
//!
//! Each place has an enum of the actions it takes. Dispatch matches that enum without a wildcard, help lists it, and a key whose
//! action is not in it is refused with the places where it works. To give an action to a place, add it to the place's table
//! here; the compiler then names the `match` that has to say what it does.

use super::action::Action;
use super::keymap::{Context, Keymap};

/// Makes the enum of a place or of a group of actions. `own` is what help lists first there: groups, actions, groups; `shared`
/// is what holds elsewhere in the same way.
macro_rules! scope {
    ($(#[$doc:meta])* $name:ident {
        own: [$($first:ident($first_type:ident))*] [$($own:ident)*] [$($last:ident($last_type:ident))*]
        shared: [$($group:ident($type:ident))*] [$($shared:ident)*]
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum $name {
            $($first($first_type),)* $($own,)* $($last($last_type),)* $($group($type),)* $($shared,)*
        }

        impl $name {
            /// The same action as one of this place; none where it means nothing here.
            pub fn of(action: Action) -> Option<Self> {
                $(if let Some(found) = $first_type::of(action) { return Some(Self::$first(found)); })*
                $(if let Some(found) = $last_type::of(action) { return Some(Self::$last(found)); })*
                $(if let Some(found) = $type::of(action) { return Some(Self::$group(found)); })*
                match action {
                    $(Action::$own => Some(Self::$own),)*
                    $(Action::$shared => Some(Self::$shared),)*
                    _ => None,
                }
            }

            /// What help lists first in this place, in its order.
            pub fn own() -> Vec<Action> {
                let mut all: Vec<Action> = Vec::new();
                $(all.extend($first_type::own());)*
                let own: &[Action] = &[$(Action::$own,)*];
                all.extend(own);
                $(all.extend($last_type::own());)*
                all
            }
        }
    };
    ($(#[$doc:meta])* $name:ident [$($action:ident)*]) => {
        scope! { $(#[$doc])* $name { own: [] [$($action)*] [] shared: [] [] } }
    };
}

// ---- groups ----

scope! {
    /// Moves of a cursor over rows.
    Motion [MoveDown MoveUp HalfPageDown HalfPageUp PageDown PageUp GoTop GoBottom]
}
scope! {
    /// Moves in the text by what stands there.
    TextMotion [
        NextParagraph PreviousParagraph NextSentence PreviousSentence NextMention PreviousMention NextPerson PreviousPerson
        NextInstitution PreviousInstitution NextPlace PreviousPlace NextUncertain PreviousUncertain
    ]
}
scope! {
    /// The walk along the mentions of an entity.
    Walk [JumpBar Next Previous]
}
scope! {
    /// To other articles and other places.
    Go [NextArticle PreviousArticle NextUndecided SetMark GoToMark TrailBack TrailForward]
}
scope! {
    /// Which panes are shown, how wide, and which has the keys.
    PaneAction [
        NextPane PreviousPane PaneLeft PaneRight FocusArticles FocusText FocusEntities TogglePane WidenPane NarrowPane
    ]
}
scope! {
    /// Decisions about articles.
    Triage [Later Dismiss Keep MarkRead MarkNew Star Tag]
}
scope! {
    /// What the list shows, and undo.
    Pile [CycleFilter CycleSort Views Undo Redo]
}
scope! {
    /// What is said or asked about an entity.
    Decision [Merge NotSame Split Rename Kind Hide Watch About Mentions Together]
}
scope! {
    /// What closes what lies on top.
    Closing [Back DropFocus Quit]
}
scope! {
    /// The program itself.
    Program [Notes Export CommandLine Messages Back DropFocus Quit]
}
scope! {
    /// What works in every place.
    Anywhere [Help Redraw Suspend]
}

// ---- places ----

scope! {
    /// In the list of articles.
    ArticlesAction {
        own: [] [Open] [Triage(Triage)]
        shared: [
            Walk(Walk) Move(Motion) Read(TextMotion) Go(Go) Pane(PaneAction) Pile(Pile) Decide(Decision) Program(Program)
            Anywhere(Anywhere)
        ] [Pick PickRange Search Advance Note Why ConfirmLink RefuseLink Copy CopyWithSource]
    }
}
scope! {
    /// In the text.
    TextAction {
        own: [Walk(Walk)] [Quote Select Note Why ConfirmLink RefuseLink] [Decide(Decision)]
        shared: [
            Move(Motion) Read(TextMotion) Go(Go) Pane(PaneAction) Triage(Triage) Pile(Pile) Program(Program)
            Anywhere(Anywhere)
        ] [Open Search Advance MoveLeft MoveRight EditNote DeleteNote Copy CopyWithSource]
    }
}
scope! {
    /// In the sidebar of entities.
    EntitiesAction {
        own: [] [Open Pick Why ConfirmLink RefuseLink Note] [Decide(Decision)]
        shared: [
            Walk(Walk) Move(Motion) Read(TextMotion) Go(Go) Pane(PaneAction) Triage(Triage) Pile(Pile) Program(Program)
            Anywhere(Anywhere)
        ] [Search Advance Copy CopyWithSource]
    }
}
scope! {
    /// In the list of notes.
    NotesAction {
        own: [] [Open EditNote DeleteNote Note Notes Copy CopyWithSource Export Undo Redo] []
        shared: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Advance CommandLine]
    }
}
scope! {
    /// On the page of an entity.
    PageAction {
        own: [] [Open Why] [Decide(Decision)]
        shared: [Move(Motion) Closing(Closing) Anywhere(Anywhere)]
            [Note NextParagraph PreviousParagraph Undo Redo Advance]
    }
}
scope! {
    /// In a list of mentions.
    MentionsAction {
        own: [] [Open CycleSort Pick Split] []
        shared: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Mentions Advance]
    }
}
scope! {
    /// In a menu or a question.
    ChoiceAction {
        own: [] [Open] []
        shared: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Advance]
    }
}
scope! {
    /// In sentences to read: why a mention was linked, what was said.
    SheetAction {
        own: [] [ConfirmLink RefuseLink] []
        shared: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Open Why Messages Advance]
    }
}
scope! {
    /// In the jump bar.
    JumpAction {
        own: [] [Accept Cancel Complete NextChoice PreviousChoice Pick] []
        shared: [Move(Motion) Anywhere(Anywhere)] []
    }
}
scope! {
    /// In a field of one line.
    PromptAction {
        own: [] [Accept Cancel Complete NextChoice PreviousChoice] []
        shared: [Move(Motion) Anywhere(Anywhere)] []
    }
}
scope! {
    /// In a note being written.
    EditorAction {
        own: [] [SaveNote ExternalEditor Cancel] []
        shared: [Anywhere(Anywhere)] []
    }
}

impl Context {
    /// Whether an action means something in this place. Nothing is pressed in `Global`: it is a table of keys.
    pub fn takes(self, action: Action) -> bool {
        match self {
            Self::Global => false,
            Self::Articles => ArticlesAction::of(action).is_some(),
            Self::Text => TextAction::of(action).is_some(),
            Self::Entities => EntitiesAction::of(action).is_some(),
            Self::Notes => NotesAction::of(action).is_some(),
            Self::Page => PageAction::of(action).is_some(),
            Self::Mentions => MentionsAction::of(action).is_some(),
            Self::Choice => ChoiceAction::of(action).is_some(),
            Self::Sheet => SheetAction::of(action).is_some(),
            Self::Jump => JumpAction::of(action).is_some(),
            Self::Prompt => PromptAction::of(action).is_some(),
            Self::Editor => EditorAction::of(action).is_some(),
        }
    }

    /// What help lists first in this place, in its order.
    pub fn own_actions(self) -> Vec<Action> {
        match self {
            Self::Global => Vec::new(),
            Self::Articles => ArticlesAction::own(),
            Self::Text => TextAction::own(),
            Self::Entities => EntitiesAction::own(),
            Self::Notes => NotesAction::own(),
            Self::Page => PageAction::own(),
            Self::Mentions => MentionsAction::own(),
            Self::Choice => ChoiceAction::own(),
            Self::Sheet => SheetAction::own(),
            Self::Jump => JumpAction::own(),
            Self::Prompt => PromptAction::own(),
            Self::Editor => EditorAction::own(),
        }
    }
}

/// The three panes: what works in all of them is said to work in the panes.
pub const PANES: [Context; 3] = [Context::Articles, Context::Text, Context::Entities];

/// The keys of the panes that one needs to find the others, with the words of the status line.
pub const PANE_HINTS: &[(Action, &str)] = &[
    (Action::Help, "help"),
    (Action::JumpBar, "jump to a name"),
    (Action::Search, "search"),
    (Action::Note, "note"),
    (Action::CommandLine, "command"),
    (Action::Back, "back"),
];

/// Says that an action means nothing in a place, where it would, and the key that goes back:
/// `x: dismiss works in the panes; q goes back`.
pub fn refusal(keymap: &Keymap, context: Context, keys: &str, action: Action) -> String {
    let mut places: Vec<String> = Vec::new();
    let in_panes = PANES.iter().all(|pane| pane.takes(action));
    if in_panes {
        places.push("in the panes".to_owned());
    }
    for place in Context::ALL.into_iter().filter(|place| place.takes(action)) {
        if !(in_panes && PANES.contains(&place)) {
            let title = place.title();
            places.push(title.chars().take(1).flat_map(char::to_lowercase).chain(title.chars().skip(1)).collect());
        }
    }
    places.truncate(3);
    let mut back = [Action::Back, Action::Cancel].into_iter().filter(|back| context.takes(*back));
    let back = back.find_map(|back| keymap.key_for(context, back));
    let back = back.map_or(String::new(), |key| format!("; {key} goes back"));
    format!("{keys}: {} works {}{back}", action.words(), places.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_works_somewhere() {
        for &action in Action::ALL {
            assert!(Context::ALL.into_iter().any(|place| place.takes(action)), "{} works nowhere", action.name());
        }
    }

    #[test]
    fn what_a_place_binds_or_lists_means_something_there() {
        let keymap = Keymap::shipped();
        for place in Context::ALL.into_iter().filter(|place| *place != Context::Global) {
            for (action, _) in keymap.own(place) {
                let inherits = place == Context::Prompt && Context::Jump.takes(action);
                assert!(place.takes(action) || inherits, "{} in {}", action.name(), place.name());
            }
            assert!(place.own_actions().into_iter().all(|action| place.takes(action)), "{}", place.name());
        }
    }

    #[test]
    fn a_refusal_says_where_the_action_works_and_how_to_get_there() {
        let keymap = Keymap::shipped();
        let said = refusal(&keymap, Context::Page, "x", Action::Dismiss);
        assert_eq!(said, "x: dismiss works in the panes; q goes back");
        let said = refusal(&keymap, Context::Text, "V", Action::PickRange);
        assert_eq!(said, "V: pick range works in the articles; q goes back");
    }
}
