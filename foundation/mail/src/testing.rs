//! A transport that keeps what it is given, for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::Clock;

use crate::{Address, Letter, MailError, message};

/// A letter that was handed over.
#[derive(Clone, Debug)]
pub struct Posted {
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: &'static str,
    /// Its text.
    pub text: String,
    /// The whole message with its headers, as it would travel.
    pub raw: String,
}

impl Posted {
    /// The first address of ours in its text that begins so, without the host.
    #[must_use]
    pub fn path(&self, prefix: &str) -> Option<String> {
        self.text
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("http://127.0.0.1:8080"))
            .find(|path| path.starts_with(prefix))
            .map(str::to_owned)
    }
}

/// What was handed over, and how the next letters fare.
#[derive(Debug, Default)]
pub struct Outbox {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    posted: Vec<Posted>,
    absent: bool,
    /// The server does not answer.
    down: bool,
    /// What happens to letters to an address.
    fates: HashMap<String, MailError>,
}

impl Outbox {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.inner().absent
    }

    /// From now on the installation has no server set.
    pub fn unset(&self) {
        self.inner().absent = true;
    }

    /// From now on the server answers, or does not.
    pub fn set_down(&self, down: bool) {
        self.inner().down = down;
    }

    /// From now on letters to this address end so; `None`: they arrive again.
    pub fn set_fate(&self, to: &str, fate: Option<MailError>) {
        let mut inner = self.inner();
        match fate {
            Some(fate) => inner.fates.insert(to.to_owned(), fate),
            None => inner.fates.remove(to),
        };
    }

    /// Takes what was handed over since the last time.
    #[must_use]
    pub fn take(&self) -> Vec<Posted> {
        std::mem::take(&mut self.inner().posted)
    }

    pub(crate) fn check(&self) -> Result<(), MailError> {
        let inner = self.inner();
        match (inner.absent, inner.down) {
            (true, _) => Err(MailError::NotConfigured),
            (_, true) => Err(MailError::Unavailable("il ne répond pas".into())),
            _ => Ok(()),
        }
    }

    pub(crate) fn post(
        &self,
        letter: &Letter,
        to: &Address,
        clock: &Clock,
    ) -> Result<(), MailError> {
        self.check()?;
        let from = "Jalon <jalon@example.org>"
            .parse()
            .map_err(|_| MailError::Unwritable)?;
        let message = message::build(letter, &from, to, clock)?;
        let mut inner = self.inner();
        if let Some(fate) = inner.fates.get(to.as_str()) {
            return Err(fate.clone());
        }
        inner.posted.push(Posted {
            to: to.to_string(),
            subject: letter.subject(),
            text: message::text(letter)?,
            raw: String::from_utf8_lossy(&message.formatted()).into_owned(),
        });
        Ok(())
    }
}
