//! Files that clients send to the store and fetch from it themselves, by addresses this server signs for them.

use std::time::Duration;

use http::Method;
use object_store::ObjectStoreExt as _;
use object_store::multipart::{MultipartStore as _, PartId};
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer as _};
use spanwell_model::{Error, Kind, Result};

use crate::Artifacts;
use crate::bucket::Bucket;
use crate::failure::{failed, is_absent};

/// Most parts of a file, as S3 has it.
pub const MOST_PARTS: usize = 10_000;

/// How long the address of a part is good, and that of a download.
const PART_TIME: Duration = Duration::from_secs(3_600);
const DOWNLOAD_TIME: Duration = Duration::from_secs(300);

/// An upload in parts that a client does itself.
#[derive(Debug)]
pub struct DirectUpload {
    /// The store's name of the upload.
    pub upload_id: String,
    /// Where each part is sent to with PUT, the first part first.
    pub part_urls: Vec<String>,
}

/// A file that a client fetches itself.
#[derive(Debug)]
pub struct DirectDownload {
    /// Where it is fetched from with GET.
    pub url: String,
    /// Its size.
    pub bytes: u64,
}

impl Artifacts {
    /// Whether clients can send and fetch files themselves.
    pub const fn is_direct(&self) -> bool {
        self.bucket.is_some()
    }

    /// Begins an upload in at most [`MOST_PARTS`] parts that the client sends itself.
    pub async fn begin_direct_upload(&self, path: &str, parts: usize) -> Result<DirectUpload> {
        let bucket = self.direct(UPLOAD)?;
        if !(1..=MOST_PARTS).contains(&parts) {
            return Err(Error::invalid(format!("an upload has 1 to {MOST_PARTS} parts, not {parts}")));
        }
        let key = bucket.key(path)?;
        let upload_id = bucket.store.create_multipart(&key).await.map_err(failed)?;
        let mut part_urls = Vec::with_capacity(parts);
        for number in 1..=parts {
            let query = [("partNumber", number.to_string()), ("uploadId", upload_id.clone())];
            part_urls.push(signed(bucket, Method::PUT, &key, PART_TIME, query).await?);
        }
        Ok(DirectUpload { upload_id, part_urls })
    }

    /// Makes the parts a file; `etags` are what the store answered to each part, the first part first.
    pub async fn finish_direct_upload(
        &self,
        path: &str,
        upload_id: &str,
        etags: impl IntoIterator<Item = String>,
    ) -> Result<()> {
        let bucket = self.direct(UPLOAD)?;
        let parts = etags.into_iter().map(|etag| PartId { content_id: etag }).collect();
        let finished =
            bucket.store.complete_multipart(&bucket.key(path)?, &upload_id.to_owned(), parts).await;
        finished.map(|_| ()).map_err(|error| upload_failed(error, upload_id))
    }

    /// Takes back what the store has of an upload.
    pub async fn abort_direct_upload(&self, path: &str, upload_id: &str) -> Result<()> {
        let bucket = self.direct(UPLOAD)?;
        let aborted = bucket.store.abort_multipart(&bucket.key(path)?, &upload_id.to_owned()).await;
        aborted.map_err(|error| upload_failed(error, upload_id))
    }

    /// Where a client fetches a file itself; `None` when there is none of that path. `name` is what a browser calls it.
    pub async fn direct_download(&self, path: &str, name: &str) -> Result<Option<DirectDownload>> {
        let bucket = self.direct(DOWNLOAD)?;
        let key = bucket.key(path)?;
        let bytes = match bucket.store.head(&key).await {
            Ok(found) => found.size,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let name: String =
            name.chars().map(|c| if c.is_control() || matches!(c, '"' | '\\') { '_' } else { c }).collect();
        // A browser must save what anybody may have written, not show it.
        let query = [("response-content-disposition", format!("attachment; filename=\"{name}\""))];
        let url = signed(bucket, Method::GET, &key, DOWNLOAD_TIME, query).await?;
        Ok(Some(DirectDownload { url, bytes }))
    }

    fn direct(&self, what: &str) -> Result<&Bucket> {
        self.bucket.as_ref().ok_or_else(|| {
            let text = format!("{what} is not supported for the current artifact repository");
            Error::new(Kind::NotImplemented, text)
        })
    }
}

/// MLflow's words, by which its client knows to send the file through the server.
const UPLOAD: &str = "Multipart upload";
const DOWNLOAD: &str = "Multipart download";

async fn signed<const COUNT: usize>(
    bucket: &Bucket,
    method: Method,
    key: &Path,
    time: Duration,
    query: [(&'static str, String); COUNT],
) -> Result<String> {
    let options = SignedUrlOptions::new().with_query(query);
    bucket.store.signed_url_opts(method, key, time, &options).await.map(String::from).map_err(failed)
}

/// The store says by a code that it does not know the upload, or that its parts are not those it has.
fn upload_failed(error: object_store::Error, upload_id: &str) -> Error {
    let text = error.to_string();
    if text.contains("NoSuchUpload") {
        return Error::not_found(format!("No such upload: '{upload_id}'")).with_inside(text);
    }
    match ["InvalidPart", "EntityTooSmall", "MalformedXML"].iter().find(|code| text.contains(**code)) {
        Some(code) => Error::invalid(format!(
            "the store refuses the parts of upload '{upload_id}' ({code}): each 'etag' must be the one it answered, and \
             each part but the last must have 5 MiB or more"
        ))
        .with_inside(text),
        None => failed(error),
    }
}
