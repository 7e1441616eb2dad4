//! A letter as it travels: headers, text and HTML.

use std::time::SystemTime;

use askama::Template;
use kernel::Clock;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::{Address, Letter, MailError, Sender};

#[derive(Template)]
#[template(path = "letter.txt")]
struct Text<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    letter: &'a Letter,
}

/// What is read, without the headers.
pub(crate) fn text(letter: &Letter) -> Result<String, MailError> {
    Text { letter }.render().map_err(|_| MailError::Unwritable)
}

/// The whole message. `To` holds the address alone; `Message-ID` and `Date`
/// tell nothing of the machine.
pub(crate) fn build(
    letter: &Letter,
    from: &Sender,
    to: &Address,
    clock: &Clock,
) -> Result<Message, MailError> {
    let to: lettre::Address = to.as_str().parse().map_err(|_| MailError::Unwritable)?;
    let html = Html { letter }
        .render()
        .map_err(|_| MailError::Unwritable)?;
    let mut message = Message::builder()
        .from(from.0.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject)
        .date(SystemTime::from(clock.now()))
        .message_id(Some(format!(
            "<{}@{}>",
            kernel::new_uuid(clock).simple(),
            from.domain()
        )))
        // RFC 3834: no machine answers it.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"));
    if let Some(stop) = &letter.stop {
        // RFC 2369 and RFC 8058.
        message = message
            .raw_header(header("List-Unsubscribe", &format!("<{stop}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click",
            ));
    }
    message
        .multipart(MultiPart::alternative_plain_html(text(letter)?, html))
        .map_err(|_| MailError::Unwritable)
}

/// A header of ours: ASCII without a line end, because every part of it is.
fn header(name: &'static str, value: &str) -> HeaderValue {
    let safe: String = value.chars().filter(char::is_ascii_graphic).collect();
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), safe.clone(), safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: &str = "Vous recevez ce message à l’essai.";

    fn formatted(letter: &Letter) -> String {
        let at = kernel::Timestamp::from_timestamp(1_804_590_000, 0).unwrap();
        let message = build(
            letter,
            &"Jalon <jalon@example.org>".parse().unwrap(),
            &"ines@example.org".parse().unwrap(),
            &Clock::manual(at),
        )
        .unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    fn headers(message: &str) -> &str {
        message.split_once("\r\n\r\n").unwrap().0
    }

    #[test]
    fn headers_tell_whom_and_when_and_nothing_of_the_machine() {
        let message = formatted(&Letter::new("Jalon\u{a0}: essai", WHY).says("Bien reçu."));
        let headers = headers(&message);
        for line in [
            "From: Jalon <jalon@example.org>",
            "To: ines@example.org",
            "Date: Tue, 09 Mar 2027 11:00:00 +0000",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(headers.contains(line), "{line}\n{headers}");
        }
        assert!(headers.contains("@example.org>\r\n") && !headers.contains("localhost"));
        assert!(!headers.contains("List-Unsubscribe"));
    }

    #[test]
    fn what_a_text_holds_stays_in_the_body_and_is_escaped_there() {
        let nasty = "<script>alert(1)</script>\r\nBcc: paul@example.org\r\n\r\n.";
        let letter = Letter::new("Jalon\u{a0}: essai", WHY)
            .says(nasty)
            .leads_to("Ouvrir", "https://jalon.example/?a=1&b=\"2\"")
            .may_be_stopped(
                "https://jalon.example/notifications",
                "https://jalon.example/stop\r\nBcc: paul@example.org",
            );
        let message = formatted(&letter);
        let headers = headers(&message);
        assert!(!headers.contains("\nBcc"), "{headers}");
        assert!(headers.contains("List-Unsubscribe: <https://jalon.example/stop"));
        assert!(headers.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        let html = Html { letter: &letter }.render().unwrap();
        assert!(!html.contains("<script>") && !html.contains("b=\"2\""));
        assert!(text(&letter).unwrap().contains(nasty));
    }
}
