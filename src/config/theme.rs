//! What the screen's parts are called for colouring.

pub use ratatui::style::Style;

macro_rules! roles {
    ($($variant:ident $name:literal $what:literal;)*) => {
        /// A part of the screen that a theme styles. The name is what theme files say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $what] $variant,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in a theme file, in snake_case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is for.
            pub fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

roles! {
    Text "text" "Running text, and the ground everything stands on";
    Dim "dim" "What matters less: time, source, counts";
    Headline "headline" "The headline over the text";
    Byline "byline" "The byline under it";
    Dateline "dateline" "The dateline at the beginning of the body";
    Border "border" "Lines between panes";
    BorderFocus "border_focus" "The line of the pane that has the focus";
    Title "title" "Titles of panes and overlays";
    Cursor "cursor" "The row or cell under the cursor";
    CursorAway "cursor_away" "The same in a pane without the focus";
    Picked "picked" "Rows of the marked set";
    Selection "selection" "Selected text";

    New "new" "Triage mark and headline of a new article";
    Read "read" "Of a read one";
    Later "later" "Of one put off";
    Kept "kept" "Of a kept one";
    Dismissed "dismissed" "Of a dismissed one";
    Star "star" "The star";
    Tag "tag" "Tags";
    Score "score" "Scores";

    Person "person" "A person in the text and the sidebar";
    Institution "institution" "An institution";
    Place "place" "A place";
    Event "event" "An event";
    Other "other" "Any other name";
    Office "office" "A role or title of a person";
    Focus "focus" "Mentions of the entity in focus";
    FocusHere "focus_here" "The mention of it that the walk is on";
    Uncertain "uncertain" "An uncertain link, added to its kind";
    Visible "visible" "The sidebar's sign for entities now on the text pane";
    FirstSeen "first_seen" "The sign for an entity never seen before";
    Watched "watched" "The sign for a watched entity";

    Match "match" "Text that a search matches";
    MatchHere "match_here" "The match that the search is on";
    QuoteMark "quote_mark" "Margin sign of a quote";
    NoteMark "note_mark" "Margin sign of a note";
    Sign "sign" "Stand-ins for characters that must not reach the terminal";

    Status "status" "The status line";
    StatusFocus "status_focus" "The entity in focus in the status line";
    Key "key" "Keys in hints and help";
    Notice "notice" "Notices";
    Warning "warning" "Warnings";
    Error "error" "Errors";
    Progress "progress" "Progress of a job";

    Overlay "overlay" "The ground of overlays";
    OverlayBorder "overlay_border" "Their border";
    Prompt "prompt" "What is typed in a one-line field";
    Hit "hit" "The letters of a choice that matched";
}

/// A style for every role, as far as the terminal can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name, as `--theme` says it.
    pub name: String,
    /// Whether signs and borders must be ASCII.
    pub ascii: bool,
    styles: Vec<Style>,
}

impl Theme {
    /// The style of a role, complete: to be laid over what is there.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

impl Default for Theme {
    /// The terminal's own colours.
    fn default() -> Self {
        Self { name: "plain".to_owned(), ascii: false, styles: vec![Style::default(); Role::ALL.len()] }
    }
}
