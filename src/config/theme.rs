//! Roles, the parts of the screen that have a style, and themes, which style them.
//!
//! A theme is a TOML text with a palette and a style for each role. Shipped themes style every role; a user's theme may style
//! some and take the others from its base.

use ratatui::style::Color;
pub use ratatui::style::Style;
use toml::de::DeTable;

use super::colour::{self, Depth};
use super::mistake::{Fault, Hint, Mistake, Source};

macro_rules! roles {
    ($($variant:ident $name:literal $what:literal;)*) => {
        /// A part of the screen that a theme styles.
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

            /// What it styles, in words.
            pub fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

roles! {
    Text "text" "Running text, and the background of the screen";
    Dim "dim" "Less important: time, source, counts";
    Headline "headline" "The headline above the text";
    Byline "byline" "The byline below the headline";
    Dateline "dateline" "The dateline at the beginning of the body";
    Border "border" "Lines between panes";
    BorderFocus "border_focus" "The border of the pane with the focus";
    Title "title" "Titles of panes and overlays";
    Cursor "cursor" "The row or cell under the cursor";
    CursorAway "cursor_away" "The same in a pane without the focus";
    Picked "picked" "Marked rows";
    Selection "selection" "Selected text";

    New "new" "Triage mark and headline of a new article";
    Read "read" "The same of an article that was read";
    Later "later" "The same of an article put off";
    Kept "kept" "The same of a kept article";
    Dismissed "dismissed" "The same of a dismissed article";
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
    FocusHere "focus_here" "The mention of that entity at the cursor";
    Uncertain "uncertain" "A mention with an uncertain link, added to the style of its kind";
    Visible "visible" "The sidebar's sign for entities visible in the text pane";
    FirstSeen "first_seen" "The sign for an entity seen for the first time";
    Watched "watched" "The sign for a watched entity";

    Match "match" "Text that a search matches";
    MatchHere "match_here" "The match at the cursor";
    QuoteMark "quote_mark" "The margin sign of a quote";
    NoteMark "note_mark" "The margin sign of a note";
    Sign "sign" "Replacements for characters that must not reach the terminal";

    Status "status" "The status line";
    StatusFocus "status_focus" "The entity in focus in the status line";
    Key "key" "Keys in hints and help";
    Notice "notice" "Notices";
    Warning "warning" "Warnings";
    Error "error" "Errors";
    Progress "progress" "Progress of a job";

    Overlay "overlay" "The background of overlays";
    OverlayBorder "overlay_border" "The border of overlays";
    Prompt "prompt" "Text typed in a one-line field";
    Hit "hit" "The matching letters of a choice";
}

/// The shipped themes: name and text, in the user's format.
pub const SHIPPED: [(&str, &str); 4] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name, as in `--theme`.
    pub name: String,
    /// Draw signs and borders in ASCII.
    pub ascii: bool,
    /// Backgrounds of terminals that the theme is designed for; contrast is tested on them.
    grounds: Vec<Color>,
    styles: Vec<Style>,
}

impl Theme {
    /// The style of a role; it is applied on top of the style already there.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The shipped theme of that name.
    pub fn shipped(name: &str) -> Option<Self> {
        let (name, text) = SHIPPED.iter().find(|(shipped, _)| *shipped == name)?;
        Some(Self::read(name, "theme (shipped)", text).0)
    }

    /// The name of the shipped theme for a terminal, where the user chose none. `dark`: whether the background is dark, where
    /// that is known. Where it is not, the terminal's own sixteen colours are used, which are legible on both.
    pub fn fitting(depth: Depth, dark: Option<bool>) -> &'static str {
        match (depth, dark) {
            (Depth::None, _) => "mono",
            (Depth::Sixteen, _) | (_, None) => "terminal",
            (_, Some(true)) => "dark",
            (_, Some(false)) => "light",
        }
    }

    /// Reads the text of a theme; `file` is the file's name for mistakes. Roles that are missing or wrong are taken from its
    /// `base`; without a base they have no style.
    pub fn read(name: &str, file: &str, text: &str) -> (Self, Vec<Mistake>) {
        let mut source = Source::new(file, text);
        let table = source.table();
        let mut theme = base(&mut source, &table);
        name.clone_into(&mut theme.name);
        let palette = palette(&mut source, &table);
        for (key, value) in &table {
            match key.get_ref().as_ref() {
                "base" | "palette" => {}
                "grounds" => {
                    let Some(list) = value.get_ref().as_array() else {
                        source.wrong_type(value, "grounds", "a list of colours");
                        continue;
                    };
                    theme.grounds.clear();
                    for ground in list {
                        let word = ground.get_ref().as_str().unwrap_or("");
                        match colour::style(word, &|name| lookup(&palette, name)) {
                            Ok(style) => theme.grounds.extend(style.fg),
                            Err(word) => source.fault(ground.span().start, wrong_word(word, &palette)),
                        }
                    }
                }
                "roles" => {
                    let Some(roles) = value.get_ref().as_table() else {
                        source.wrong_type(value, "roles", "a table of styles");
                        continue;
                    };
                    theme.roles(&mut source, roles, &palette);
                }
                other => {
                    let hint = Hint::among(other, ["base", "grounds", "palette", "roles"]);
                    source.fault(key.span().start, Fault::Key { key: other.to_owned(), hint });
                }
            }
        }
        (theme, source.mistakes())
    }

    fn roles(&mut self, source: &mut Source, roles: &DeTable, palette: &Palette) {
        for (key, value) in roles {
            let Some(role) = Role::ALL.iter().find(|role| role.name() == key.get_ref().as_ref()) else {
                let hint = Hint::near(key.get_ref(), Role::ALL.iter().map(|role| role.name()));
                source.fault(key.span().start, Fault::Role { name: key.get_ref().to_string(), hint });
                continue;
            };
            let Some(text) = value.get_ref().as_str() else {
                source.wrong_type(value, role.name(), "a style in quotes, such as \"yellow on black bold\"");
                continue;
            };
            match colour::style(text, &|name| lookup(palette, name)) {
                Ok(style) => {
                    if let Some(place) = self.styles.get_mut(*role as usize) {
                        *place = style;
                    }
                }
                Err(word) => source.fault(value.span().start, wrong_word(word, palette)),
            }
        }
    }

    /// Converts the theme for a terminal with fewer colours. Without colours it becomes `mono`: the attributes of a coloured
    /// theme alone would not tell the roles apart.
    #[must_use]
    pub fn at(self, depth: Depth) -> Self {
        if depth == Depth::None && self.name != "mono" {
            return Self { ascii: self.ascii, ..Self::shipped("mono").unwrap_or(self) };
        }
        let styles = self.styles.iter().map(|style| colour::at_depth(*style, depth)).collect();
        Self { styles, ..self }
    }
}

impl Default for Theme {
    /// The terminal's own colours.
    fn default() -> Self {
        Self::shipped("terminal").unwrap_or_else(Self::empty)
    }
}

impl Theme {
    fn empty() -> Self {
        let styles = vec![Style::default(); Role::ALL.len()];
        Self { name: "plain".to_owned(), ascii: false, grounds: Vec::new(), styles }
    }
}

type Palette = Vec<(String, Color)>;

fn lookup(palette: &Palette, name: &str) -> Option<Color> {
    palette.iter().find(|(known, _)| known == name).map(|(_, colour)| *colour)
}

fn wrong_word(word: &str, palette: &Palette) -> Fault {
    const EXPECTED: &str = "#rrggbb, 0 to 255, a name such as light_blue or one of the palette, \"on\" before the background, \
                            bold, dim, italic, underlined, reversed or crossed_out";
    let names = palette.iter().map(|(name, _)| name.as_str()).chain(colour::names().map(|name| -> &str { name }));
    let hint = match Hint::near(word, names) {
        Hint::None => Hint::Expected(EXPECTED),
        near => near,
    };
    Fault::Style { word: word.to_owned(), hint }
}

fn base(source: &mut Source, table: &DeTable) -> Theme {
    let Some((_, value)) = table.get_key_value("base") else { return Theme::empty() };
    let Some(name) = value.get_ref().as_str() else {
        source.wrong_type(value, "base", "the name of a shipped theme in quotes");
        return Theme::default();
    };
    // Shipped themes have no base, so this does not recurse further.
    Theme::shipped(name).unwrap_or_else(|| {
        let hint = Hint::among(name, SHIPPED.map(|(name, _)| name));
        source.fault(value.span().start, Fault::Theme { name: name.to_owned(), hint });
        Theme::default()
    })
}

fn palette(source: &mut Source, table: &DeTable) -> Palette {
    let mut palette = Palette::new();
    let Some(value) = table.get("palette") else { return palette };
    let Some(colours) = value.get_ref().as_table() else {
        source.wrong_type(value, "palette", "a table of colours");
        return palette;
    };
    for (name, value) in colours {
        let Some(word) = value.get_ref().as_str() else {
            source.wrong_type(value, name.get_ref(), "a colour in quotes");
            continue;
        };
        match colour::style(word, &|_| None) {
            Ok(Style { fg: Some(colour), .. }) => palette.push((name.get_ref().to_string(), colour)),
            Ok(_) => source.wrong_type(value, name.get_ref(), "a colour in quotes"),
            Err(word) => source.fault(value.span().start, wrong_word(word, &palette)),
        }
    }
    palette
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(theme: &Theme) -> Vec<String> {
        let mut weak = Vec::new();
        let filled: Vec<(&str, Color)> =
            Role::ALL.iter().filter_map(|role| Some((role.name(), theme.style(*role).bg?))).collect();
        for role in Role::ALL {
            let style = theme.style(*role);
            let Some(fg) = style.fg else { continue };
            // A role with its own background is read on that; one without is read on any background below it.
            let over = ["cursor", "cursor_away", "overlay", "picked", "status"];
            let grounds: Vec<(&str, Color)> = match style.bg {
                Some(own) => vec![("its own", own)],
                None => theme
                    .grounds
                    .iter()
                    .map(|ground| ("the terminal", *ground))
                    .chain(filled.iter().filter(|(name, _)| over.contains(name)).copied())
                    .collect(),
            };
            for (name, ground) in grounds {
                match colour::contrast(fg, ground) {
                    Some(contrast) if contrast >= 4.5 => {}
                    other => weak.push(format!("{}: {} on {name} {ground}: {other:?}", theme.name, role.name())),
                }
            }
        }
        weak
    }

    #[test]
    fn shipped_themes_style_every_role() {
        for (name, text) in SHIPPED {
            let (_, mistakes) = Theme::read(name, name, text);
            assert_eq!(mistakes, []);
            let table = DeTable::parse(text).unwrap().into_inner();
            let roles = table.get("roles").unwrap().get_ref().as_table().unwrap();
            for role in Role::ALL {
                assert!(roles.contains_key(role.name()), "{name} does not style {}", role.name());
            }
        }
    }

    #[test]
    fn text_has_contrast_of_four_and_a_half_or_more() {
        for name in ["dark", "light"] {
            let theme = Theme::shipped(name).unwrap();
            assert!(theme.grounds.len() >= 4);
            let mut weak = worst(&theme);
            weak.extend(worst(&theme.at(Depth::Indexed)));
            assert!(weak.is_empty(), "\n{}", weak.join("\n"));
        }
    }

    #[test]
    fn the_terminal_theme_uses_the_sixteen_colours_and_mono_attributes() {
        let terminal = Theme::shipped("terminal").unwrap();
        assert_eq!(terminal.clone().at(Depth::Sixteen), terminal);
        let mono = Theme::shipped("mono").unwrap();
        assert_eq!(mono.clone().at(Depth::None), mono);
        for pair in
            [Role::Person, Role::Institution, Role::Place, Role::Text, Role::Focus, Role::FocusHere, Role::Match]
                .windows(2)
        {
            assert_ne!(mono.style(pair[0]), mono.style(pair[1]), "{pair:?}");
        }
        // The cursor must be visible without colours.
        for (name, _) in SHIPPED {
            let theme = Theme::shipped(name).unwrap().at(Depth::None);
            for role in [Role::Cursor, Role::Selection, Role::FocusHere, Role::MatchHere] {
                assert!(!theme.style(role).add_modifier.is_empty(), "{name} {}", role.name());
            }
        }
    }

    #[test]
    fn a_users_theme_takes_missing_roles_from_its_base() {
        let (theme, mistakes) =
            Theme::read("mine", "mine.toml", "base = \"dark\"\n[roles]\nperson = \"#ff0000 bald\"\n");
        assert_eq!(theme.style(Role::Place), Theme::shipped("dark").unwrap().style(Role::Place));
        assert!(
            mistakes[0]
                .to_string()
                .starts_with("mine.toml:3: \"bald\" is neither a colour nor an attribute; did you mean \"bold\"?")
        );
    }
}
