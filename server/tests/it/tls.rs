//! `[tls]`: Jalon speaking https itself, with a certificate made for the test.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jalon::cli::serve::{Tls, config, listen, serve};
use jalon::metrics::Metrics;
use jalon::settings::{Settings, TlsFiles};
use jalon::{tls, wiring};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Makes a certificate for `localhost` and its key in `folder`.
fn certificate(folder: &Path) -> TlsFiles {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let files = TlsFiles {
        cert: folder.join("certificat.pem"),
        key: folder.join("cle.pem"),
    };
    std::fs::write(&files.cert, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    files
}

/// A Jalon that serves over https, until the sender is dropped.
struct Served {
    address: SocketAddr,
    files: TlsFiles,
    _folder: tempfile::TempDir,
    _stop: tokio::sync::oneshot::Sender<()>,
}

impl Served {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = certificate(folder.path());
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let settings = Settings {
            listen: address,
            public_url: format!("https://localhost:{}", address.port()),
            data_dir: folder.path().join("donnees"),
            tls: Some(files.clone()),
            ..Settings::default()
        };
        settings.check_exposure().unwrap();
        let house = wiring::open(&settings, config(&settings, None))
            .await
            .unwrap();
        let tls = Tls::load(files.clone()).unwrap();
        let metrics = Metrics::new(&settings);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        tokio::spawn(async move {
            serve(house, listener, Some(tls), &metrics, async {
                drop(stopped.await);
            })
            .await
        });
        Self {
            address,
            files,
            _folder: folder,
            _stop: stop,
        }
    }

    /// A page over https, as whoever trusts the certificate gets it.
    async fn over_https(&self, path: &str) -> String {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_file(&self.files.cert).unwrap())
            .unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(self.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .unwrap();
        get(stream, path).await
    }
}

/// Asks for a page and reads the whole answer, head included.
async fn get(mut stream: impl AsyncRead + AsyncWrite + Unpin, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A server may end a TLS connection without saying goodbye.
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jalon_answers_over_https_and_asks_browsers_to_keep_to_it() {
    let served = Served::new().await;
    let health = served.over_https("/sante").await;
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(health.ends_with("ok\n"), "{health}");
    let page = served.over_https("/connexion").await.to_lowercase();
    assert!(
        page.contains("\r\nstrict-transport-security: max-age=31536000\r\n"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_on_the_port_is_shown_the_way_and_gets_no_page() {
    let served = Served::new().await;
    let stream = TcpStream::connect(served.address).await.unwrap();
    let answer = get(stream, "/connexion").await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    let address = format!("https://localhost:{}", served.address.port());
    assert!(
        answer.contains(&format!("Location: {address}/\r\n")),
        "{answer}"
    );
    assert!(answer.contains("qu’en https") && answer.ends_with(&format!("{address}\n")));
    assert!(!answer.contains("mot_de_passe"), "{answer}");
    // Whoever hangs up without a word disturbs nobody.
    drop(TcpStream::connect(served.address).await.unwrap());
    assert!(served.over_https("/sante").await.ends_with("ok\n"));
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let files = certificate(folder.path());
    let config = tls::load(&files).unwrap();
    let first = config.get_inner();
    let every = Duration::from_millis(20);
    let following = tokio::spawn(tls::follow(files.clone(), config.clone(), every));

    tokio::time::sleep(every * 2).await;
    std::fs::write(&files.cert, "rien").unwrap();
    tokio::time::sleep(every * 10).await;
    assert!(
        Arc::ptr_eq(&first, &config.get_inner()),
        "the one before stays in use"
    );

    certificate(folder.path());
    let renewed = async {
        while Arc::ptr_eq(&first, &config.get_inner()) {
            tokio::time::sleep(every).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), renewed)
        .await
        .expect("the new certificate is in use");
    following.abort();
}

#[test]
fn a_key_of_another_certificate_is_refused_in_a_sentence() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let files = TlsFiles {
        key: certificate(other.path()).key,
        ..certificate(one.path())
    };
    let refusal = tls::load(&files).err().unwrap().to_string();
    assert!(
        refusal.contains("ne va pas avec le certificat"),
        "{refusal}"
    );
    assert!(tls::expiry(&certificate(one.path())).is_ok());
}
