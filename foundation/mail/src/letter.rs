//! A message as a slice writes it: once, for the text and for the HTML.

/// A message to one person. It begins with « Bonjour, »: no name, so that a
/// mistyped address teaches a stranger nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub(crate) subject: &'static str,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) action: Option<Action>,
    pub(crate) after: Vec<String>,
    pub(crate) why: &'static str,
    pub(crate) preferences: Option<String>,
    pub(crate) stop: Option<String>,
}

/// What the message leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// « Confirmer mon adresse ».
    pub label: &'static str,
    /// The whole address, `https://…`.
    pub href: String,
}

impl Letter {
    /// A message. `subject` and `why` (why one receives it) are constants of
    /// the program: they cannot hold anything about anybody.
    #[must_use]
    pub fn new(subject: &'static str, why: &'static str) -> Self {
        Self {
            subject,
            paragraphs: Vec::new(),
            action: None,
            after: Vec::new(),
            why,
            preferences: None,
            stop: None,
        }
    }

    /// What the mailbox shows.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        self.subject
    }

    /// Adds a paragraph; after the link if there is one already.
    #[must_use]
    pub fn says(mut self, paragraph: impl Into<String>) -> Self {
        let place = match self.action {
            None => &mut self.paragraphs,
            Some(_) => &mut self.after,
        };
        place.push(paragraph.into());
        self
    }

    /// The one thing to do.
    #[must_use]
    pub fn leads_to(mut self, label: &'static str, href: impl Into<String>) -> Self {
        self.action = Some(Action {
            label,
            href: href.into(),
        });
        self
    }

    /// For messages that come back: the page where one chooses when, and the
    /// address that stops them without signing in, by a page (GET) and by the
    /// mailbox's own button (POST, RFC 8058).
    #[must_use]
    pub fn may_be_stopped(
        mut self,
        preferences: impl Into<String>,
        stop: impl Into<String>,
    ) -> Self {
        self.preferences = Some(preferences.into());
        self.stop = Some(stop.into());
        self
    }
}
