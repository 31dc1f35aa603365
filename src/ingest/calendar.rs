//! Reads invitations (iCalendar, RFC 5545): what, when, where, who and the description, as lines of text.

/// The events of a calendar as text, with an empty line between them. Empty if there is no event.
pub(super) fn text(calendar: &str) -> String {
    let calendar = unfolded(calendar);
    let mut events: Vec<Event> = Vec::new();
    let mut inside: Vec<&str> = Vec::new();
    let mut method = "";
    for line in calendar.lines() {
        let Some((head, value)) = split(line) else { continue };
        let mut head = head.split(';');
        let name = head.next().unwrap_or("").to_ascii_uppercase();
        match name.as_str() {
            "BEGIN" => {
                inside.push(value.trim());
                if matches!(value.trim(), "VEVENT" | "VTODO" | "VJOURNAL") {
                    events.push(Event::default());
                }
            }
            "END" => {
                inside.pop();
            }
            "METHOD" => method = value.trim(),
            _ => {
                let zone = head.clone().find_map(|p| p.strip_prefix("TZID=")).unwrap_or("");
                let person = head.find_map(|p| p.strip_prefix("CN="));
                if let (Some(event), Some(&("VEVENT" | "VTODO" | "VJOURNAL"))) = (events.last_mut(), inside.last()) {
                    event.set(&name, value, person, zone);
                }
            }
        }
    }
    let cancelled = if method.eq_ignore_ascii_case("CANCEL") { "Cancelled: " } else { "" };
    events.iter().map(|event| event.lines(cancelled)).filter(|e| !e.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The lines of a calendar, with those that continue on the next line made whole.
fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
}

/// Splits a line at the first `:` that is not in quotation marks.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

#[derive(Debug, Default)]
struct Event {
    summary: String,
    start: String,
    end: String,
    place: String,
    organizer: String,
    guests: Vec<String>,
    cancelled: bool,
    rest: Vec<String>,
}

impl Event {
    fn set(&mut self, name: &str, value: &str, person: Option<&str>, zone: &str) {
        let words = unescaped(value);
        let name_of_person =
            || person.map_or(value, |p| p.trim_matches('"')).replace("mailto:", "").replace("MAILTO:", "");
        match name {
            "SUMMARY" => self.summary = words,
            "DTSTART" => self.start = moment(value, zone),
            "DTEND" | "DUE" => self.end = moment(value, zone),
            "LOCATION" => self.place = words,
            "ORGANIZER" => self.organizer = name_of_person(),
            "ATTENDEE" => self.guests.push(name_of_person()),
            "STATUS" => self.cancelled = value.trim().eq_ignore_ascii_case("CANCELLED"),
            "DESCRIPTION" | "COMMENT" | "CONTACT" => self.rest.push(words),
            _ => {}
        }
    }

    /// The event as text: a line for each field, then the description.
    fn lines(&self, cancelled: &str) -> String {
        let cancelled = if self.cancelled { "Cancelled: " } else { cancelled };
        let when = if self.end.is_empty() { self.start.clone() } else { format!("{} to {}", self.start, self.end) };
        let fields = [
            ("Event", format!("{cancelled}{}", self.summary)),
            ("When", when),
            ("Where", self.place.clone()),
            ("Organizer", self.organizer.clone()),
            ("Invited", self.guests.join(", ")),
        ];
        let fields = fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let lines = fields.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
        std::iter::once(lines)
            .chain(self.rest.iter().cloned())
            .filter(|t| !t.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}

/// A text value without its escapes.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match if c == '\\' { chars.next() } else { Some(c) } {
            Some('n' | 'N') if c == '\\' => out.push('\n'),
            Some(c) => out.push(c),
            None => {}
        }
    }
    out
}

/// `20261104T101500Z` as `2026-11-04 10:15 UTC`, with the zone if it names one. Anything else stays as written.
fn moment(value: &str, zone: &str) -> String {
    let value = value.trim();
    let (bare, utc) = value.strip_suffix('Z').map_or((value, false), |bare| (bare, true));
    let (day, time) = bare.split_once('T').unwrap_or((bare, ""));
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let cut = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or("").to_owned();
    if !digits(day, 8) || !(time.is_empty() || digits(time, 6)) {
        return value.to_owned();
    }
    let mut out = [cut(day, 0, 4), cut(day, 4, 6), cut(day, 6, 8)].join("-");
    if !time.is_empty() {
        out = format!("{out} {}:{}", cut(time, 0, 2), cut(time, 2, 4));
    }
    match (utc, zone.trim_matches('"')) {
        (true, _) => out + " UTC",
        (false, "") => out,
        (false, zone) => format!("{out} ({zone})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_becomes_lines_of_text() {
        let calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Oslo\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
                        SUMMARY:Harbour talks\\, second round\r\nDTSTART;TZID=Europe/Oslo:20261104T101500\r\nDTEND:20261104T121500Z\r\n\
                        LOCATION:Bergen\r\nORGANIZER;CN=\"Lind: Anna\":mailto:a@x.example\r\nATTENDEE:mailto:o@x.example\r\n\
                        DESCRIPTION:The deal will be\r\n  signed.\\nBring pens.\r\nBEGIN:VALARM\r\nDESCRIPTION:Alarm\r\nEND:VALARM\r\n\
                        END:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            text(calendar),
            "Event: Harbour talks, second round\nWhen: 2026-11-04 10:15 (Europe/Oslo) to 2026-11-04 12:15 UTC\nWhere: Bergen\n\
             Organizer: Lind: Anna\nInvited: o@x.example\n\nThe deal will be signed.\nBring pens."
        );
        assert!(text(&calendar.replace("REQUEST", "CANCEL")).starts_with("Event: Cancelled: Harbour"));
        assert_eq!(text("BEGIN:VCALENDAR\nEND:VCALENDAR"), "");
        assert_eq!(text("BEGIN:VEVENT\nSUMMARY:Cut sh"), "Event: Cut sh");
    }
}
