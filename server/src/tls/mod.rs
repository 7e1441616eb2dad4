//! Jalon speaking https itself: the certificate, what is wrong with it, its
//! renewal, and those who come to the port without https.

mod plain;
mod renewal;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum_server::tls_rustls::RustlsConfig;
use chrono::{DateTime, Utc};
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::settings::TlsFiles;

pub use plain::OnlyTls;
pub use renewal::follow;

/// What the server needs to speak https.
///
/// # Errors
/// A sentence naming the file and what is wrong with it.
pub fn load(files: &TlsFiles) -> anyhow::Result<RustlsConfig> {
    Ok(RustlsConfig::from_config(config(files)?))
}

fn config(files: &TlsFiles) -> anyhow::Result<Arc<ServerConfig>> {
    let (chain, key) = read(files)?;
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .with_context(|| mismatch(files))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Until when the certificate is valid, once it and its key are as they
/// should be. It may be over.
///
/// # Errors
/// A sentence naming the file and what is wrong with it.
pub fn expiry(files: &TlsFiles) -> anyhow::Result<DateTime<Utc>> {
    let (chain, key) = read(files)?;
    let [first, ..] = chain.as_slice() else {
        bail!("{} ne contient aucun certificat", files.cert.display());
    };
    let (_, certificate) = x509_parser::parse_x509_certificate(first)
        .with_context(|| format!("{} n’est pas un certificat lisible", files.cert.display()))?;
    let over = certificate.validity().not_after.timestamp();
    CertifiedKey::from_der(chain, key, &ring::default_provider())
        .with_context(|| mismatch(files))?;
    DateTime::from_timestamp(over, 0)
        .with_context(|| format!("{} porte une date illisible", files.cert.display()))
}

fn mismatch(files: &TlsFiles) -> String {
    format!(
        "La clé {} ne va pas avec le certificat {}",
        files.key.display(),
        files.cert.display()
    )
}

fn read(
    files: &TlsFiles,
) -> anyhow::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let chain = CertificateDer::pem_slice_iter(&bytes(&files.cert, "Le certificat")?)
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| not_pem(&files.cert))?;
    if chain.is_empty() {
        bail!(
            "{} ne contient aucun certificat\u{a0}: il faut un fichier PEM, qui commence par «\u{202f}-----BEGIN CERTIFICATE-----\u{202f}».",
            files.cert.display()
        );
    }
    let key = PrivateKeyDer::from_pem_slice(&bytes(&files.key, "La clé du certificat")?)
        .with_context(|| not_pem(&files.key))?;
    Ok((chain, key))
}

fn bytes(path: &Path, what: &str) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| {
        format!(
            "{what} ({}) reste illisible pour l’utilisateur qui lance Jalon",
            path.display()
        )
    })
}

fn not_pem(path: &Path) -> String {
    format!(
        "{} n’est pas un fichier PEM de la bonne sorte",
        path.display()
    )
}
