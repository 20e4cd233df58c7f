//! A bucket of S3 or of another server that speaks its protocol.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::list::{PaginatedListOptions, PaginatedListStore as _};
use object_store::path::Path;
use object_store::{ClientOptions, ListResult, RetryConfig};
use spanwell_model::{Error, Result};

use crate::failure::failed;
use crate::place::{BucketAddress, Place};

/// How long a request may be repeated before its caller is told.
const RETRY_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a request is repeated.
const MOST_RETRIES: usize = 3;

/// How long the server may take to be reached, and be silent between two pieces.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const SILENCE_TIMEOUT: Duration = Duration::from_secs(30);

/// Entries of a listing that are asked for at once: the most S3 gives.
const PAGE: usize = 1_000;

/// The bucket.
#[derive(Clone)]
pub(crate) struct Bucket {
    pub(crate) store: Arc<AmazonS3>,
    address: BucketAddress,
}

impl Bucket {
    /// A bucket that is reached as variables such as `AWS_ACCESS_KEY_ID`, `AWS_REGION` and `AWS_ENDPOINT_URL` say.
    pub(crate) fn open(
        address: BucketAddress,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let mut builder = AmazonS3Builder::new();
        let mut plain_http = false;
        for (name, value) in variables.into_iter().filter(|(name, _)| name.starts_with("AWS_")) {
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                plain_http |= key == AmazonS3ConfigKey::Endpoint && value.starts_with("http://");
                builder = builder.with_config(key, value);
            }
        }
        let options = ClientOptions::new()
            .with_allow_http(plain_http)
            .with_connect_timeout(CONNECT_TIMEOUT)
            // A large file takes as long as it takes; only silence is an error.
            .with_timeout_disabled()
            .with_read_timeout(SILENCE_TIMEOUT);
        let retries =
            RetryConfig { max_retries: MOST_RETRIES, retry_timeout: RETRY_TIMEOUT, ..RetryConfig::default() };
        let store = builder
            .with_bucket_name(&address.bucket)
            .with_client_options(options)
            .with_retry(retries)
            .build()
            .map_err(|error| {
                Error::invalid("the AWS_ variables do not say how to reach the bucket").with_inside(error)
            })?;
        Ok(Self { store: Arc::new(store), address })
    }

    /// The key of a path, which keeps its characters, as other programs that read the bucket expect.
    pub(crate) fn key(&self, path: &str) -> Result<Path> {
        let prefix = &self.address.prefix;
        let whole = match (prefix.is_empty(), path.is_empty()) {
            (true, _) => Cow::from(path),
            (false, true) => Cow::from(prefix),
            (false, false) => Cow::from(format!("{prefix}/{path}")),
        };
        Path::parse(&*whole).map_err(|error| {
            Error::invalid(format!("the path '{path}' has characters that the store does not take"))
                .with_inside(error)
        })
    }

    /// What a folder holds, at most `most` entries and a page more.
    pub(crate) async fn list(&self, folder: &Path, most: usize) -> Result<ListResult> {
        let prefix = if folder.as_ref().is_empty() { String::new() } else { format!("{folder}/") };
        let mut all =
            ListResult { common_prefixes: Vec::new(), objects: Vec::new(), extensions: Default::default() };
        let mut page_token = None;
        loop {
            let options = PaginatedListOptions {
                delimiter: Some(Cow::from("/")),
                max_keys: Some(PAGE),
                page_token,
                ..PaginatedListOptions::default()
            };
            let page = self.store.list_paginated(Some(&prefix), options).await.map_err(failed)?;
            all.common_prefixes.extend(page.result.common_prefixes);
            // A key that ends with a slash stands for the folder itself.
            all.objects.extend(page.result.objects.into_iter().filter(|file| file.location != *folder));
            page_token = page.page_token;
            if page_token.is_none() || all.common_prefixes.len() + all.objects.len() > most {
                return Ok(all);
            }
        }
    }

    /// Asks the server for one key, so that a wrong address is told at the start and not by the first file.
    pub(crate) async fn check(&self) -> Result<()> {
        let options = PaginatedListOptions { max_keys: Some(1), ..PaginatedListOptions::default() };
        let found = self.store.list_paginated(Some(&self.address.prefix), options).await;
        found.map(|_| ()).map_err(|error| {
            let place = Place::Bucket(self.address.clone());
            let error = failed(error);
            let text = format!(
                "artifacts at {place}: {}; the address and the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, \
                 AWS_REGION and AWS_ENDPOINT_URL say where and as whom they are looked for",
                error.outside()
            );
            Error::unavailable(text, error.retry_after_ms().unwrap_or_default())
                .with_inside(error.inside().unwrap_or_default())
        })
    }
}
