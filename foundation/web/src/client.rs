//! What a request says about the one who sends it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;

use crate::{App, AppError};

/// The header that our scripts add: their answers are JSON, never a redirect.
pub const SCRIPT_HEADER: &str = "x-requested-with";

/// Whether one of our scripts asks, rather than a page.
#[must_use]
pub fn is_script(headers: &HeaderMap) -> bool {
    headers
        .get(SCRIPT_HEADER)
        .is_some_and(|value| value == "jalon")
}

/// Whether one of our scripts asks.
#[derive(Clone, Copy, Debug)]
pub struct FromScript(pub bool);

impl FromRequestParts<App> for FromScript {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, AppError> {
        Ok(Self(is_script(&parts.headers)))
    }
}

/// The address and the browser of the one who asks.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address, as seen by the outermost proxy of ours.
    pub ip: Option<IpAddr>,
    /// « Firefox sur Android »: enough to recognise one's own sessions.
    pub device: String,
}

impl FromRequestParts<App> for Client {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect::<Vec<_>>();
        let agent = parts
            .headers
            .get(http::header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        Ok(Self {
            ip: client_address(peer, &forwarded, app.config.trusted_proxies),
            device: device_name(agent),
        })
    }
}

/// The address counted from the right: whatever the client wrote itself into
/// the header stands further left and is not believed.
fn client_address(peer: Option<IpAddr>, forwarded: &[&str], proxies: usize) -> Option<IpAddr> {
    if proxies == 0 {
        return peer;
    }
    forwarded
        .len()
        .checked_sub(proxies)
        .and_then(|index| forwarded[index].parse().ok())
        .or(peer)
}

fn device_name(agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    // The order matters: Edge and Opera also call themselves Chrome, Chrome
    // also calls itself Safari.
    let browser = find(&[
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Chrom", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ])
    .unwrap_or("Navigateur inconnu");
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match system {
        Some(system) => format!("{browser} sur {system}"),
        None => browser.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_written_by_the_client_itself_is_not_believed() {
        let peer: Option<IpAddr> = "10.0.0.1".parse().ok();
        let forged = ["1.2.3.4", "192.0.2.7"];
        assert_eq!(client_address(peer, &forged, 0), peer);
        assert_eq!(client_address(peer, &forged, 1), "192.0.2.7".parse().ok());
        assert_eq!(client_address(peer, &[], 1), peer);
        assert_eq!(client_address(peer, &["n’importe quoi"], 1), peer);
    }

    #[test]
    fn a_browser_is_named_as_its_owner_knows_it() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(device_name(edge), "Edge sur Windows");
        assert_eq!(device_name(""), "Navigateur inconnu");
    }
}
