//! An S3 server without room: the person is told so, and not that something
//! broke.

use files::{BlobStore, Refusal, S3};
use kernel::{Clock, SchoolId};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that holds nothing and answers `refusal` to every upload.
async fn full_server(refusal: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, refusal));
        }
    });
    format!("http://{address}")
}

async fn answer(mut stream: TcpStream, refusal: &str) {
    let mut head = [0_u8; 8192];
    let read = stream.read(&mut head).await.unwrap_or(0);
    let answer = match head[..read].starts_with(b"PUT ") || head[..read].starts_with(b"POST ") {
        true => refusal,
        false => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    };
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}

async fn refused_by(server: &'static str) -> Refusal {
    let store = BlobStore::s3(&S3 {
        bucket: "jalon".into(),
        endpoint: full_server(server).await,
        region: "paris".into(),
        access_key: "cle".into(),
        secret_key: "secret".into(),
        prefix: String::new(),
    })
    .unwrap();
    let school = SchoolId::generate(&Clock::system());
    store
        .put(school, "bonjour".into())
        .await
        .unwrap_err()
        .into()
}

#[tokio::test]
async fn a_full_bucket_is_a_lack_of_room() {
    const QUOTA: &str = "HTTP/1.1 403 Forbidden\r\ncontent-type: application/xml\r\n\
        content-length: 44\r\nconnection: close\r\n\r\n<Error><Code>QuotaExceeded</Code>\n</Error>\n\n";
    const FULL: &str =
        "HTTP/1.1 507 Insufficient Storage\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    for answer in [QUOTA, FULL] {
        let refusal = refused_by(answer).await;
        assert!(matches!(refusal, Refusal::NoRoom(_)), "{refusal:?}");
    }
}

#[tokio::test]
async fn a_key_that_the_bucket_refuses_is_a_failure() {
    let refusal =
        refused_by("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .await;
    assert!(matches!(refusal, Refusal::Storage(_)), "{refusal:?}");
}
