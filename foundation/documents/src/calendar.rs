//! An appointment as a calendar file (iCalendar, RFC 5545), which a calendar
//! on a phone or on the web takes.

use chrono::{DateTime, Utc};
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
        let mut calendar = Calendar::empty();
        calendar
            .append_property(Property::new("VERSION", "2.0"))
            .append_property(Property::new("PRODID", "-//Jalon//FR"))
            .append_property(Property::new("METHOD", "PUBLISH"))
            .push(event.done());
        calendar.to_string()
    }
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
}
