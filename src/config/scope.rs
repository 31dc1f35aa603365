//! Which actions each context takes: one table for each context.
//!
//! A context has an enum of the actions it takes. Dispatch matches that enum without a wildcard, help lists it, and a key whose
//! action is not in it is refused with the contexts where it works. To give an action to a context, add it to the table here;
//! the compiler then points at the `match` that has to handle it.

use super::action::Action;
use super::keymap::{Context, Keymap};

/// Defines the enum of a context, or of a group of actions that several contexts take. `takes` lists groups and single actions;
/// `help` lists what help shows first: groups, actions, groups.
macro_rules! scope {
    ($(#[$doc:meta])* $name:ident {
        takes: [$($group:ident($type:ident))*] [$($action:ident)*]
        help: [$($first:ident)*] [$($own:ident)*] [$($last:ident)*]
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($group($type),)* $($action,)*
        }

        impl $name {
            /// The action as one of this enum; none if it is not among them.
            pub fn of(action: Action) -> Option<Self> {
                $(if let Some(found) = $type::of(action) { return Some(Self::$group(found)); })*
                match action {
                    $(Action::$action => Some(Self::$action),)*
                    _ => None,
                }
            }

            /// The actions that help lists first, in this order.
            pub fn own() -> Vec<Action> {
                let mut all: Vec<Action> = Vec::new();
                $(all.extend($first::own());)*
                let own: &[Action] = &[$(Action::$own,)*];
                all.extend(own);
                $(all.extend($last::own());)*
                all
            }
        }
    };
    ($(#[$doc:meta])* $name:ident [$($action:ident)*]) => {
        scope! { $(#[$doc])* $name { takes: [] [$($action)*] help: [] [$($action)*] [] } }
    };
}

// ---- groups ----

scope! {
    /// Moves of the cursor by rows.
    Motion [MoveDown MoveUp HalfPageDown HalfPageUp PageDown PageUp GoTop GoBottom]
}
scope! {
    /// Moves in the text by paragraph, sentence or mention.
    TextMotion [
        NextParagraph PreviousParagraph NextSentence PreviousSentence NextMention PreviousMention NextPerson PreviousPerson
        NextInstitution PreviousInstitution NextPlace PreviousPlace NextUncertain PreviousUncertain
    ]
}
scope! {
    /// Steps along the mentions of the entity in focus, and the jump bar, which puts one in focus.
    FocusAction [JumpBar Next Previous]
}
scope! {
    /// Moves to other articles, to marks and along the jump list.
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
    /// Filter and order of the list; undo and redo.
    ListAction [CycleFilter CycleSort Views Undo Redo]
}
scope! {
    /// Decisions and questions about an entity.
    Decision [Merge NotSame Split Rename Kind Hide Watch About Mentions Together]
}
scope! {
    /// Actions that close an overlay.
    Closing [Back DropFocus Quit]
}
scope! {
    /// Notes, commands and messages; the way back and out.
    Program [Notes Export CommandLine Messages Back DropFocus Quit]
}
scope! {
    /// Actions that every context takes.
    Anywhere [Help Redraw Suspend]
}

scope! {
    /// Actions that all three panes do in the same way.
    Shared {
        takes: [
            Focus(FocusAction) Read(TextMotion) Go(Go) Pane(PaneAction) Triage(Triage) List(ListAction) Decide(Decision) Program(Program)
            Anywhere(Anywhere)
        ] [Note Why ConfirmLink RefuseLink Copy CopyWithSource]
        help: [] [] []
    }
}

scope! {
    /// What changes the archive, or begins a change.
    Changing [
        Later Dismiss Keep MarkRead MarkNew Star Tag Undo Redo Quote Note EditNote DeleteNote ConfirmLink RefuseLink Merge NotSame Split
        Rename Kind Hide Watch
    ]
}

// ---- contexts ----

scope! {
    /// In the list of articles.
    ArticlesAction {
        takes: [Move(Motion) Shared(Shared)] [Open Pick PickRange Search Advance]
        help: [] [Open] [Triage]
    }
}
scope! {
    /// In the text.
    TextAction {
        takes: [Move(Motion) Shared(Shared)]
            [Open Search Advance Quote Select MoveLeft MoveRight EditNote DeleteNote]
        help: [FocusAction] [Quote Select Note Why ConfirmLink RefuseLink] [Decision]
    }
}
scope! {
    /// In the sidebar of entities.
    EntitiesAction {
        takes: [Move(Motion) Shared(Shared)] [Open Search Advance Pick]
        help: [] [Open Pick Why ConfirmLink RefuseLink Note] [Decision]
    }
}
scope! {
    /// In the list of notes.
    NotesAction {
        takes: [Move(Motion) Closing(Closing) Anywhere(Anywhere)]
            [Open EditNote DeleteNote Note Notes Copy CopyWithSource Export Undo Redo Advance CommandLine]
        help: [] [Open EditNote DeleteNote Note Notes Copy CopyWithSource Export Undo Redo] []
    }
}
scope! {
    /// On the page of an entity.
    PageAction {
        takes: [Decide(Decision) Move(Motion) Closing(Closing) Anywhere(Anywhere)]
            [Open Why Note NextParagraph PreviousParagraph Undo Redo Advance]
        help: [] [Open Why] [Decision]
    }
}
scope! {
    /// In a list of mentions.
    MentionsAction {
        takes: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Open CycleSort Pick Split Mentions Advance]
        help: [] [Open CycleSort Pick Split] []
    }
}
scope! {
    /// In a menu or a question.
    ChoiceAction {
        takes: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [Open Advance]
        help: [] [Open] []
    }
}
scope! {
    /// In a sheet of sentences: an explanation, the messages.
    SheetAction {
        takes: [Move(Motion) Closing(Closing) Anywhere(Anywhere)] [ConfirmLink RefuseLink Open Why Messages Advance]
        help: [] [ConfirmLink RefuseLink] []
    }
}
scope! {
    /// In the jump bar.
    JumpAction {
        takes: [Move(Motion) Anywhere(Anywhere)] [Accept Cancel Complete NextChoice PreviousChoice Pick]
        help: [] [Accept Cancel Complete NextChoice PreviousChoice Pick] []
    }
}
scope! {
    /// In a one-line field.
    PromptAction {
        takes: [Move(Motion) Anywhere(Anywhere)] [Accept Cancel Complete NextChoice PreviousChoice]
        help: [] [Accept Cancel Complete NextChoice PreviousChoice] []
    }
}
scope! {
    /// In the note editor.
    EditorAction {
        takes: [Anywhere(Anywhere)] [SaveNote ExternalEditor Cancel]
        help: [] [SaveNote ExternalEditor Cancel] []
    }
}

impl Context {
    /// Whether this context takes an action. `Global` takes none: it only holds bindings that others inherit.
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

    /// The actions that help lists first, in this order.
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

/// The three panes. An action that all of them take works "in the panes".
pub const PANES: [Context; 3] = [Context::Articles, Context::Text, Context::Entities];

/// The hints of the panes: the keys needed to find all others, each with its label in the status line.
pub const PANE_HINTS: &[(Action, &str)] = &[
    (Action::Help, "help"),
    (Action::JumpBar, "jump to a name"),
    (Action::Search, "search"),
    (Action::Note, "note"),
    (Action::CommandLine, "command"),
    (Action::Back, "back"),
];

/// The message about a key whose action the context does not take: where it works, at most three contexts, and the key that
/// goes back. `x: dismiss works in the panes; q goes back`.
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
    fn every_action_is_taken_by_a_context() {
        for &action in Action::ALL {
            assert!(Context::ALL.into_iter().any(|place| place.takes(action)), "no context takes {}", action.name());
        }
    }

    #[test]
    fn a_context_takes_what_it_binds_and_lists() {
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
