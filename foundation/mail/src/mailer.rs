//! Where letters are handed over.

use std::fmt;
use std::sync::Arc;

use kernel::Clock;

use crate::smtp::{Connections, Smtp};
use crate::{Address, Letter, Sender, message};

/// Why a letter did not leave. Neither the address nor what the server said
/// about it: these sentences are logged and shown to administrators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// No server is set.
    #[error("L’envoi de messages n’est pas réglé (section [mail]).")]
    NotConfigured,
    /// The server will not take this message to this address, ever: its code.
    #[error("Le serveur de messagerie refuse ce message ou son adresse (réponse {0}).")]
    Refused(u16),
    /// The letter did not leave; later it may.
    #[error("Le serveur de messagerie n’a pas pris le message\u{a0}: {0}.")]
    Unavailable(String),
    /// The connection broke while the letter was handed over: nobody knows
    /// whether it left.
    #[error("La connexion au serveur de messagerie s’est rompue pendant l’envoi.")]
    Doubtful,
    /// The letter itself could not be written.
    #[error("Le message n’a pas pu être écrit.")]
    Unwritable,
}

impl MailError {
    /// Whether trying again later makes sense.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Doubtful)
    }
}

/// Where letters are handed over; cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<Way>);

enum Way {
    None,
    Smtp {
        connections: Connections,
        from: Sender,
    },
    #[cfg(feature = "testing")]
    Memory(crate::testing::Outbox),
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("configured", &self.is_configured())
            .finish()
    }
}

impl Mailer {
    /// An installation that sends no mail.
    #[must_use]
    pub fn none() -> Self {
        Self(Arc::new(Way::None))
    }

    /// Through this server. Opens no connection yet; must be called inside a
    /// Tokio runtime.
    ///
    /// # Errors
    /// When the machine's certificates of authorities cannot be read.
    pub fn smtp(smtp: &Smtp) -> Result<Self, MailError> {
        Ok(Self(Arc::new(Way::Smtp {
            connections: Connections::new(smtp)?,
            from: smtp.from.clone(),
        })))
    }

    /// Into memory.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn memory() -> Self {
        Self(Arc::new(Way::Memory(crate::testing::Outbox::default())))
    }

    /// What was handed over, in memory.
    ///
    /// # Panics
    /// When letters do not go into memory.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn outbox(&self) -> &crate::testing::Outbox {
        match &*self.0 {
            Way::Memory(outbox) => outbox,
            _ => panic!("this mailer keeps nothing"),
        }
    }

    /// Whether mail can be sent at all: pages offer what needs it only then.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        match &*self.0 {
            Way::None => false,
            Way::Smtp { .. } => true,
            #[cfg(feature = "testing")]
            Way::Memory(outbox) => outbox.is_open(),
        }
    }

    /// Whether the server answers and lets us in.
    ///
    /// # Errors
    /// Why not.
    pub async fn check(&self) -> Result<(), MailError> {
        match &*self.0 {
            Way::None => Err(MailError::NotConfigured),
            Way::Smtp { connections, .. } => connections.check().await,
            #[cfg(feature = "testing")]
            Way::Memory(outbox) => outbox.check(),
        }
    }

    /// Hands a letter over, dated now. Takes as long as the server: never
    /// inside a transaction.
    ///
    /// # Errors
    /// Why it did not leave, or may not have.
    pub async fn send(
        &self,
        letter: &Letter,
        to: &Address,
        clock: &Clock,
    ) -> Result<(), MailError> {
        match &*self.0 {
            Way::None => Err(MailError::NotConfigured),
            Way::Smtp { connections, from } => {
                let message = message::build(letter, from, to, clock)?;
                connections.send(message).await
            }
            #[cfg(feature = "testing")]
            Way::Memory(outbox) => outbox.post(letter, to, clock),
        }
    }
}
