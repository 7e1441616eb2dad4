//! An appointment, or deadlines that a calendar follows, as iCalendar files
//! (RFC 5545), which a calendar on a phone or on the web takes.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};

/// An appointment. A calendar is often shared, or kept by somebody outside the
/// school: there is no field for who comes nor for what will be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// What identifies it from one file to the next: a calendar that takes a
    /// later file moves the appointment instead of adding one.
    pub uid: String,
    /// « Entretien formatif ».
    pub title: &'static str,
    /// Where; may be empty.
    pub place: String,
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// How often it changed.
    pub sequence: u32,
    /// It will not take place: the calendar strikes it out.
    pub cancelled: bool,
}

impl Appointment {
    /// The media type of the file.
    pub const MIME: &'static str = "text/calendar; charset=utf-8";

    /// The file.
    #[must_use]
    pub fn to_ics(&self) -> String {
        let mut event = Event::with_uid(&self.uid);
        event
            .summary(self.title)
            .starts(self.starts)
            .ends(self.ends)
            .timestamp(self.changed)
            .sequence(self.sequence)
            .class(Class::Private)
            .status(match self.cancelled {
                true => EventStatus::Cancelled,
                false => EventStatus::Confirmed,
            });
        if !self.place.is_empty() {
            event.location(&self.place);
        }
        let mut calendar = empty();
        calendar.push(event.done());
        calendar.to_string()
    }
}

/// A calendar without anything in it.
fn empty() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Jalon//FR"))
        .append_property(Property::new("METHOD", "PUBLISH"));
    calendar
}

/// A day by which something is to be done. It has no hour, and names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What identifies it from one reading to the next: it moves, and is not
    /// there twice.
    pub uid: String,
    /// « Échéance : créer les formulaires ».
    pub title: String,
    /// The day.
    pub on: NaiveDate,
    /// Where it is read, in full.
    pub url: String,
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// How often it changed.
    pub sequence: u32,
}

/// Deadlines as a calendar that is read again every so often.
#[must_use]
pub fn deadlines_ics(name: &str, deadlines: &[Deadline]) -> String {
    let mut refresh = Property::new("REFRESH-INTERVAL", "PT12H");
    refresh.add_parameter("VALUE", "DURATION");
    let mut calendar = empty();
    calendar
        .append_property(Property::new("NAME", name))
        .append_property(Property::new("X-WR-CALNAME", name))
        .append_property(refresh);
    for deadline in deadlines {
        let mut event = Event::with_uid(&deadline.uid);
        event
            .summary(&deadline.title)
            .all_day(deadline.on)
            .timestamp(deadline.changed)
            .sequence(deadline.sequence)
            .url(&deadline.url)
            .class(Class::Private)
            // A deadline takes no time of the day.
            .append_property(Property::new("TRANSP", "TRANSPARENT"));
        calendar.push(event.done());
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn appointment() -> Appointment {
        let at = |hour, minute| Utc.with_ymd_and_hms(2027, 3, 9, hour, minute, 0).unwrap();
        Appointment {
            uid: "01920000-0000-7000-8000-000000000000".into(),
            title: "Entretien formatif",
            place: "Salle B12, bâtiment «\u{202f}Éole\u{202f}»; au fond".into(),
            starts: at(13, 30),
            ends: at(14, 0),
            changed: at(8, 0),
            sequence: 2,
            cancelled: false,
        }
    }

    #[test]
    fn a_calendar_is_told_what_where_when_and_nothing_else() {
        let file = appointment().to_ics();
        let unfolded = file.replace("\r\n ", "");
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "UID:01920000-0000-7000-8000-000000000000",
            "SUMMARY:Entretien formatif",
            "DTSTART:20270309T133000Z",
            "DTEND:20270309T140000Z",
            "DTSTAMP:20270309T080000Z",
            "SEQUENCE:2",
            "CLASS:PRIVATE",
            "STATUS:CONFIRMED",
        ] {
            assert!(
                unfolded.split("\r\n").any(|found| found == line),
                "{line}\n{file}"
            );
        }
        assert!(
            unfolded.contains("LOCATION:Salle B12\\, bâtiment"),
            "{file}"
        );
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        assert!(!file.contains("DESCRIPTION") && !file.contains("ATTENDEE"));
    }

    #[test]
    fn a_cancelled_appointment_is_struck_out_and_no_place_is_no_line() {
        let cancelled = Appointment {
            cancelled: true,
            place: String::new(),
            ..appointment()
        };
        let file = cancelled.to_ics();
        assert!(file.contains("STATUS:CANCELLED"));
        assert!(!file.contains("LOCATION"));
    }

    #[test]
    fn deadlines_are_whole_days_that_take_no_time() {
        let deadline = |uid: &str, day| Deadline {
            uid: uid.into(),
            title: "Échéance\u{a0}: créer 2 formulaires, puis former".into(),
            on: NaiveDate::from_ymd_opt(2027, 6, day).unwrap(),
            url: "https://jalon.lycee.fr/numerique/objectifs/1".into(),
            changed: Utc.with_ymd_and_hms(2027, 3, 9, 8, 0, 0).unwrap(),
            sequence: 1,
        };
        let file = deadlines_ics(
            "Objectifs numériques",
            &[deadline("a", 29), deadline("b", 30)],
        );
        let unfolded = file.replace("\r\n ", "");
        assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 2);
        for line in [
            "DTSTART;VALUE=DATE:20270630",
            "TRANSP:TRANSPARENT",
            "UID:b",
            "X-WR-CALNAME:Objectifs numériques",
        ] {
            assert!(
                unfolded.split("\r\n").any(|found| found == line),
                "{line}\n{file}"
            );
        }
        assert!(unfolded.contains("SUMMARY:Échéance\u{a0}: créer 2 formulaires\\, puis former"));
        assert!(deadlines_ics("Vide", &[]).contains("END:VCALENDAR"));
    }
}
