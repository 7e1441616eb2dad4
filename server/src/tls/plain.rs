//! Whoever comes to the port of https and speaks http: shown the way, rather
//! than cut off without a word.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum_server::accept::Accept;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How a TLS connection begins: a handshake record.
const HANDSHAKE: u8 = 0x16;
/// Whoever says nothing for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lets TLS through and answers anything else with the address over https.
#[derive(Clone, Debug)]
pub struct OnlyTls {
    public_url: Arc<str>,
}

impl OnlyTls {
    /// `public_url`: where to send them, `https://…`.
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.into(),
        }
    }

    /// 303, so that a form sent in clear is not sent again.
    async fn show_the_way(&self, stream: &mut TcpStream) -> io::Result<()> {
        let url = &self.public_url;
        let text = format!("Cette adresse ne s’ouvre qu’en https\u{a0}: {url}\n");
        let answer = format!(
            "HTTP/1.1 303 See Other\r\nLocation: {url}/\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{text}",
            text.len()
        );
        // What was asked is read first: a connection closed with something
        // unread in it is reset, and the answer is lost.
        let mut asked = [0; 8_192];
        let _ = stream.read(&mut asked).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for OnlyTls {
    type Stream = TcpStream;
    type Service = S;
    type Future = BoxFuture<'static, io::Result<(TcpStream, S)>>;

    fn accept(&self, mut stream: TcpStream, service: S) -> Self::Future {
        let only_tls = self.clone();
        async move {
            let mut first = [0];
            let seen = timeout(PATIENCE, stream.peek(&mut first)).await??;
            if seen == 1 && first[0] == HANDSHAKE {
                return Ok((stream, service));
            }
            if seen == 1 {
                timeout(PATIENCE, only_tls.show_the_way(&mut stream)).await??;
            }
            Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a connection without TLS",
            ))
        }
        .boxed()
    }
}
