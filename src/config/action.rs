//! Everything a key can be bound to: one table of variant, name and sentence.
//!
//! Help, key hints, the command line and the README take name and sentence from here. Knows no key and no effect.

macro_rules! actions {
    ($($variant:ident $name:literal $sentence:literal;)*) => {
        /// What a key can be bound to. The name is what keys.toml and the command line say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $sentence] $variant,)*
        }

        impl Action {
            /// Every action, in the order of help.
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
    HalfPageDown "half_page_down" "Half a page down";
    HalfPageUp "half_page_up" "Half a page up";
    PageDown "page_down" "A page down";
    PageUp "page_up" "A page up";
    GoTop "go_top" "To the beginning";
    GoBottom "go_bottom" "To the end";
    Advance "advance" "A page on, then the next undecided article";
    Open "open" "Open what is under the cursor, or put it in focus";
    NextArticle "next_article" "The next article of the list";
    PreviousArticle "previous_article" "The previous article of the list";
    NextUndecided "next_undecided" "The next undecided article";

    NextPane "next_pane" "To the next pane";
    PreviousPane "previous_pane" "To the previous pane";
    PaneLeft "pane_left" "To the pane on the left";
    PaneRight "pane_right" "To the pane on the right";
    FocusArticles "focus_articles" "To the articles";
    FocusText "focus_text" "To the text";
    FocusEntities "focus_entities" "To the entities";
    TogglePane "toggle_pane" "Hide this pane, or show what was hidden";
    WidenPane "widen_pane" "Widen this pane";
    NarrowPane "narrow_pane" "Narrow this pane";

    JumpBar "jump_bar" "Jump to a person or institution by any part of a name";
    Search "search" "Search in the text, or narrow the list by a query";
    Next "next" "The next mention of the entity in focus, else the next match";
    Previous "previous" "The previous mention of the entity in focus, else the previous match";
    NextParagraph "next_paragraph" "The next paragraph";
    PreviousParagraph "previous_paragraph" "The previous paragraph";
    NextSentence "next_sentence" "The next sentence";
    PreviousSentence "previous_sentence" "The previous sentence";
    NextMention "next_mention" "The next mention of anybody";
    PreviousMention "previous_mention" "The previous mention of anybody";
    NextPerson "next_person" "The next person";
    PreviousPerson "previous_person" "The previous person";
    NextInstitution "next_institution" "The next institution";
    PreviousInstitution "previous_institution" "The previous institution";
    NextPlace "next_place" "The next place";
    PreviousPlace "previous_place" "The previous place";
    NextUncertain "next_uncertain" "The next uncertain link";
    PreviousUncertain "previous_uncertain" "The previous uncertain link";
    SetMark "set_mark" "Set a mark here, named by the next key";
    GoToMark "go_to_mark" "Go to the mark named by the next key";
    TrailBack "trail_back" "Back the way you came";
    TrailForward "trail_forward" "Forward again";
    DropFocus "drop_focus" "Drop the focus, the selection or what is pending";

    MarkNew "mark_new" "Make it new again";
    MarkRead "mark_read" "Mark as read";
    Later "later" "Put off for later";
    Dismiss "dismiss" "Dismiss";
    Keep "keep" "Keep";
    Star "star" "Star, or take the star away";
    Tag "tag" "Tag";
    Pick "pick" "Put the row into the marked set, or take it out";
    PickRange "pick_range" "Mark all rows from the last marked one to here";
    CycleFilter "cycle_filter" "Show undecided, later, kept or all articles in turn";
    CycleSort "cycle_sort" "Sort the list another way";
    Views "views" "Open a saved view";
    Undo "undo" "Undo the last change";
    Redo "redo" "Redo what was undone";

    Quote "quote" "Quote the sentence under the cursor, or the selection";
    Select "select" "Begin or end a selection";
    Note "note" "Write a note on the selection, the sentence, the article or the entity";
    Notes "notes" "The list of notes";
    EditNote "edit_note" "Edit the note under the cursor";
    DeleteNote "delete_note" "Delete the note under the cursor";
    Copy "copy" "Copy the sentence or the selection";
    CopyWithSource "copy_with_source" "Copy it with its source";
    Export "export" "Export the notes";

    Why "why" "Say why: how this mention was linked, how the score adds up";
    ConfirmLink "confirm_link" "Confirm the link under the cursor";
    RefuseLink "refuse_link" "Refuse the link under the cursor";
    Watch "watch" "Watch this entity, or stop watching it";
    About "about" "The page of the entity: names, roles, days, company, places, notes";
    Merge "merge" "The same as: say that the entity and another one are one";
    NotSame "not_same" "Not the same as: say that the entity and another one are two";
    Split "split" "Split off: in this article it is somebody else";
    Rename "rename" "Show the entity by another name";
    Kind "kind" "Say what the entity is: person, institution, place";
    Hide "hide" "Hide the entity";
    Together "together" "Where the entity and others are named together";

    Mentions "mentions" "Every mention of the entity in its line of context";

    CommandLine "command_line" "Type a command";
    Help "help" "Keys of this pane, filtered as you type";
    Messages "messages" "What was said in the status line";
    Redraw "redraw" "Draw the screen anew";
    Back "back" "Back, or close what is on top";
    Quit "quit" "Quit";
    Suspend "suspend" "Suspend; come back with fg";

    Accept "accept" "Take it";
    Cancel "cancel" "Close without taking it";
    Complete "complete" "Complete the word";
    NextChoice "next_choice" "The next choice";
    PreviousChoice "previous_choice" "The previous choice";
    SaveNote "save_note" "Save the note";
    ExternalEditor "external_editor" "Write on in $EDITOR";
}

impl Action {
    /// Its name in words: `pick range`.
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
