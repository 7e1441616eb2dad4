//! The SMTP server of the settings.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::{MailError, Sender};

/// A server that does not answer within this time is tried later.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (usual port 465).
    Tls,
    /// TLS asked for after the greeting, and required (usual port 587).
    StartTls,
    /// In clear (usual port 25): for a server on this very machine.
    None,
}

impl Security {
    /// The usual port.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// A server, and who the messages come from.
#[derive(Clone)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is protected.
    pub security: Security,
    /// Name and password; none when the server asks for none.
    pub credentials: Option<(String, String)>,
    /// Who the messages come from.
    pub from: Sender,
}

impl fmt::Debug for Smtp {
    // Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Whether the server is this very machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.host == "localhost"
            || self
                .host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.is_loopback())
    }
}

/// Connections to the server, kept open for a while.
pub(crate) struct Connections(AsyncSmtpTransport<Tokio1Executor>);

impl Connections {
    /// Opens nothing yet.
    pub(crate) fn new(smtp: &Smtp) -> Result<Self, MailError> {
        let parameters = || {
            TlsParameters::new(smtp.host.clone())
                .map_err(|error| MailError::Unavailable(error.to_string()))
        };
        let tls = match smtp.security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::StartTls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.clone())
                .port(smtp.port)
                .tls(tls)
                .timeout(Some(TIMEOUT))
                // The machine's own name is nobody's business.
                .hello_name(ClientId::Domain(smtp.from.domain().to_owned()));
        if let Some((user, password)) = &smtp.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self(builder.build()))
    }

    /// Whether the server answers and lets us in.
    pub(crate) async fn check(&self) -> Result<(), MailError> {
        match self.0.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Unavailable(
                "la connexion s’est fermée aussitôt".into(),
            )),
            Err(error) => Err(not_connected(&error)),
        }
    }

    /// Hands the message over.
    pub(crate) async fn send(&self, message: Message) -> Result<(), MailError> {
        match self.0.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(not_sent(&error)),
        }
    }
}

/// Before any message: what the server or the network says is about us alone.
fn not_connected(error: &lettre::transport::smtp::Error) -> MailError {
    MailError::Unavailable(error.to_string())
}

/// The answer to a message may quote an address: only its code is kept.
fn not_sent(error: &lettre::transport::smtp::Error) -> MailError {
    match error.status().map(u16::from) {
        // Who we are, or what we may do, is wrong: not this message.
        Some(code @ (530 | 534 | 535 | 538)) => {
            MailError::Unavailable(format!("il a répondu {code}"))
        }
        Some(code) if error.is_permanent() => MailError::Refused(code),
        Some(code) => MailError::Unavailable(format!("il a répondu {code}")),
        None if error.is_client() || error.is_tls() => MailError::Unavailable(error.to_string()),
        None => MailError::Doubtful,
    }
}
