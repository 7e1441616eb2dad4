//! A certificate that was renewed is taken up without a restart.

use std::fs;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;

use crate::settings::TlsFiles;

/// What tells one state of the two files from another.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// Looks at the files every `every` and takes up a new certificate once it and
/// its key go together. Until then, and when something is wrong with them,
/// the one in use stays. Never ends.
pub async fn follow(files: TlsFiles, config: RustlsConfig, every: Duration) {
    let mut known = stamp(&files);
    loop {
        tokio::time::sleep(every).await;
        let now = stamp(&files);
        if now == known {
            continue;
        }
        match super::config(&files) {
            Ok(renewed) => {
                config.reload_from_config(renewed);
                tracing::info!("the certificate was renewed");
                known = now;
            }
            // Perhaps only one of the two files is there yet: looked at again.
            Err(error) => tracing::warn!(
                error = format!("{error:#}"),
                "the renewed certificate cannot be used; the one before stays in use"
            ),
        }
    }
}

fn stamp(files: &TlsFiles) -> Stamp {
    [&files.cert, &files.key].map(|path| {
        let about = fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    })
}
