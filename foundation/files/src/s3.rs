//! Contents in S3, or in anything that speaks like it: what several nodes of
//! one instance share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, RetryConfig};

use crate::{BlobStore, StoreError};

/// How often a request that failed is sent again…
const RETRIES: usize = 4;
/// … and for how long: somebody waits for the page.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the bucket is and how to come in.
#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    /// The bucket; it must exist.
    pub bucket: String,
    /// The address of the service: `https://s3.example.org`; empty for Amazon.
    pub endpoint: String,
    /// The region that the service expects.
    pub region: String,
    /// The identifier of the key.
    pub access_key: String,
    /// Its secret.
    pub secret_key: String,
    /// What all keys begin with; empty for nothing.
    pub prefix: String,
}

impl fmt::Debug for S3 {
    // Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3")
            .field("bucket", &self.bucket)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl BlobStore {
    /// Contents in a bucket. Nothing is asked of the service yet.
    ///
    /// # Errors
    /// [`StoreError`] when a setting cannot be right.
    pub fn s3(settings: &S3) -> Result<Self, StoreError> {
        // A second choice is refused: the first, the same, stands.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(&settings.secret_key)
            .with_client_options(ClientOptions::new().with_allow_http(true))
            .with_retry(RetryConfig {
                max_retries: RETRIES,
                retry_timeout: PATIENCE,
                ..RetryConfig::default()
            });
        if !settings.endpoint.is_empty() {
            builder = builder.with_endpoint(settings.endpoint.trim_end_matches('/'));
        }
        let store = builder.build()?;
        Ok(match settings.prefix.trim_matches('/') {
            "" => Self::new(Arc::new(store)),
            prefix => Self::new(Arc::new(PrefixStore::new(store, prefix))),
        })
    }
}
