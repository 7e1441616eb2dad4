//! The client: keep-alive connections that ask again as soon as they are
//! answered, without compression.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// One keep-alive connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    /// GET, as the person of `cookie` when it is not empty.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub async fn get(&mut self, path: &str, cookie: &str) -> anyhow::Result<Bytes> {
        let mut request = Request::get(path).header(HOST, self.address.to_string());
        if !cookie.is_empty() {
            request = request.header(COOKIE, cookie);
        }
        let (answer, body) = self.send(request.body(Full::default())?).await?;
        ensure!(
            answer.status() == 200,
            "{path} a répondu {}",
            answer.status()
        );
        Ok(body)
    }

    /// POST of a form, as our script sends it.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn post(
        &mut self,
        path: &str,
        cookie: &str,
        form: String,
    ) -> anyhow::Result<(u16, Bytes)> {
        let request = Request::post(path)
            .header(HOST, self.address.to_string())
            .header(ORIGIN, format!("http://{}", self.address))
            .header("sec-fetch-site", "same-origin")
            .header("x-requested-with", "jalon")
            .header(
                CONTENT_TYPE,
                "application/x-www-form-urlencoded;charset=UTF-8",
            )
            .header(COOKIE, cookie)
            .body(Full::new(Bytes::from(form)))?;
        let (answer, body) = self.send(request).await?;
        Ok((answer.status().as_u16(), body))
    }

    async fn send(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> anyhow::Result<(Response<()>, Bytes)> {
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok((Response::from_parts(head, ()), body))
    }
}

/// Requests per second of `clients` connections that ask for `path` during
/// `slice`, each as its share of the people of `cookies` in turn.
///
/// # Errors
/// When a page does not answer 200.
pub async fn rate(
    address: SocketAddr,
    clients: usize,
    path: &str,
    cookies: &[String],
    slice: Duration,
) -> anyhow::Result<f64> {
    let mut running = JoinSet::new();
    let begun = Instant::now();
    for client in 0..clients {
        let path = path.to_owned();
        let mine: Vec<String> = match cookies.is_empty() {
            true => vec![String::new()],
            false => cookies
                .iter()
                .skip(client)
                .step_by(clients)
                .cloned()
                .collect(),
        };
        running.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut count = 0_u32;
            for cookie in mine.iter().cycle() {
                if begun.elapsed() >= slice {
                    break;
                }
                connection.get(&path, cookie).await?;
                count += 1;
            }
            anyhow::Ok(count)
        });
    }
    let mut total = 0;
    while let Some(count) = running.join_next().await {
        total += count.context("Un client s’est arrêté")??;
    }
    Ok(f64::from(total) / begun.elapsed().as_secs_f64())
}

/// The middle one; the mean of the two middle ones.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}
