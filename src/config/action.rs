//! Everything a key can be bound to: one table of variant, name and sentence.
//!
//! Help, key hints, the command line and the README take the name and the sentence from here. Keys are in `keymap`, effects in `app`.

macro_rules! actions {
    ($($variant:ident $name:literal $sentence:literal;)*) => {
        /// What a key can be bound to. keys.toml and the command line refer to it by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $sentence] $variant,)*
        }

        impl Action {
            /// Every action, in the order in which help and the README list them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in keys.toml and on the command line, in snake_case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it does, in one sentence without a full stop.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

actions! {
    MoveDown "move_down" "Move down";
    MoveUp "move_up" "Move up";
    MoveLeft "move_left" "Move left in the text";
    MoveRight "move_right" "Move right in the text";
    HalfPageDown "half_page_down" "Move half a page down";
    HalfPageUp "half_page_up" "Move half a page up";
    PageDown "page_down" "Move a page down";
    PageUp "page_up" "Move a page up";
    GoTop "go_top" "Go to the beginning";
    GoBottom "go_bottom" "Go to the end";
    Advance "advance" "Read on: a page, then the next undecided article";
    Open "open" "Open what is under the cursor, or put it in focus";
    NextArticle "next_article" "Go to the next article of the list";
    PreviousArticle "previous_article" "Go to the previous article of the list";
    NextUndecided "next_undecided" "Go to the next undecided article";

    NextPane "next_pane" "Go to the next pane";
    PreviousPane "previous_pane" "Go to the previous pane";
    PaneLeft "pane_left" "Go to the pane on the left";
    PaneRight "pane_right" "Go to the pane on the right";
    FocusArticles "focus_articles" "Go to the articles";
    FocusText "focus_text" "Go to the text";
    FocusEntities "focus_entities" "Go to the entities";
    TogglePane "toggle_pane" "Hide this pane; in the text, hide or show the other two";
    WidenPane "widen_pane" "Widen this pane";
    NarrowPane "narrow_pane" "Narrow this pane";

    JumpBar "jump_bar" "Jump to a person or institution by any part of a name";
    Search "search" "Search the text; in the list, filter it by a query";
    Next "next" "Go to the next mention in focus, else next match";
    Previous "previous" "Go to the previous mention in focus, else previous match";
    NextParagraph "next_paragraph" "Go to the next paragraph";
    PreviousParagraph "previous_paragraph" "Go to the previous paragraph";
    NextSentence "next_sentence" "Go to the next sentence";
    PreviousSentence "previous_sentence" "Go to the previous sentence";
    NextMention "next_mention" "Go to the next mention of any entity";
    PreviousMention "previous_mention" "Go to the previous mention of any entity";
    NextPerson "next_person" "Go to the next person";
    PreviousPerson "previous_person" "Go to the previous person";
    NextInstitution "next_institution" "Go to the next institution";
    PreviousInstitution "previous_institution" "Go to the previous institution";
    NextPlace "next_place" "Go to the next place";
    PreviousPlace "previous_place" "Go to the previous place";
    NextUncertain "next_uncertain" "Go to the next uncertain link";
    PreviousUncertain "previous_uncertain" "Go to the previous uncertain link";
    SetMark "set_mark" "Set a mark here, named by the next key";
    GoToMark "go_to_mark" "Go to the mark named by the next key";
    TrailBack "trail_back" "Go back in the jump list";
    TrailForward "trail_forward" "Go forward in the jump list";
    DropFocus "drop_focus" "Clear the selection, the search, the focus or the marked set";

    MarkNew "mark_new" "Mark as new";
    MarkRead "mark_read" "Mark as read";
    Later "later" "Put off for later";
    Dismiss "dismiss" "Dismiss";
    Keep "keep" "Keep";
    Star "star" "Add or remove the star";
    Tag "tag" "Add or remove a tag";
    Pick "pick" "Mark this row, or remove its mark";
    PickRange "pick_range" "Mark all rows from the last marked one to this one";
    CycleFilter "cycle_filter" "Show undecided, later, kept or all articles in turn";
    CycleSort "cycle_sort" "Change the order";
    Views "views" "Choose a view of the list";
    Undo "undo" "Undo the last change";
    Redo "redo" "Redo the last undone change";

    Quote "quote" "Quote the sentence under the cursor, or the selection";
    Select "select" "Begin or end a selection";
    Note "note" "Write a note on the selection, the sentence, the article or the entity";
    Notes "notes" "Open the list of notes";
    EditNote "edit_note" "Edit the note under the cursor";
    DeleteNote "delete_note" "Delete the note under the cursor";
    Copy "copy" "Copy the sentence or the selection";
    CopyWithSource "copy_with_source" "Copy it with its source";
    Export "export" "Export the notes";

    Why "why" "Explain the link of a mention, or the score of an article";
    ConfirmLink "confirm_link" "Confirm the link under the cursor";
    RefuseLink "refuse_link" "Refuse the link under the cursor";
    Watch "watch" "Watch this entity, or stop watching it";
    About "about" "Open the page of the entity: names, roles, days, company, places, notes";
    Merge "merge" "The same as: merge the entity with another one";
    NotSame "not_same" "Not the same as: keep the entity apart from another one";
    Split "split" "Split off: in this article it is another entity";
    Rename "rename" "Show the entity by another name";
    Kind "kind" "Change the kind: person, institution, place, event or other";
    Hide "hide" "Hide the entity";
    Together "together" "Show where the entity and others are named together";

    Mentions "mentions" "List every mention of the entity with the words around it";

    CommandLine "command_line" "Type a command";
    Help "help" "Show the keys of this pane, filtered as you type";
    Messages "messages" "Show the messages of the status line";
    Redraw "redraw" "Redraw the screen";
    Back "back" "Go back, or close the overlay";
    Quit "quit" "Quit";
    Suspend "suspend" "Suspend; come back with fg";

    Accept "accept" "Accept";
    Cancel "cancel" "Close without accepting";
    Complete "complete" "Complete the word";
    NextChoice "next_choice" "Go to the next choice";
    PreviousChoice "previous_choice" "Go to the previous choice";
    SaveNote "save_note" "Save the note";
    ExternalEditor "external_editor" "Continue in $EDITOR";
}

impl Action {
    /// Its name with blanks: `pick range`.
    pub fn words(self) -> String {
        self.name().replace('_', " ")
    }

    /// The action of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_again() {
        for &action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(action));
            assert!(action.name().chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            assert!(!action.sentence().ends_with('.'));
        }
    }
}
