//! The MLflow server that is read, through its REST API.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde_json::{Value, json};
use spanwell_mlflow::Request;
use spanwell_model::{Error, Result};

/// How often a request is tried before it counts as failed.
const TRIES: u32 = 4;
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest silence of the server in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(120);
/// Largest answer that is kept in memory, in bytes. Files of runs are not.
const ANSWER_BYTES: usize = 512 << 20;

/// How the server knows who asks.
#[derive(Clone, Debug, Default)]
pub enum Credentials {
    /// It does not ask.
    #[default]
    None,
    /// Name and password.
    Basic(String, String),
    /// A token.
    Bearer(String),
}

/// An MLflow server.
pub struct MlflowServer {
    client: Client,
    base: Url,
    credentials: Credentials,
}

impl MlflowServer {
    /// The server at this address, and whether it is one.
    pub async fn connect(address: &str, credentials: Credentials) -> Result<Self> {
        let base = Url::parse(&format!("{}/", address.trim_end_matches('/')))
            .map_err(|error| Error::invalid(format!("`{address}` is no address: {error}")))?;
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .user_agent(concat!("spanwell-import/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::internal(error.to_string()))?;
        let server = Self { client, base, credentials };
        let version = server.get("version", &[]).await?;
        tracing::info!(version = %String::from_utf8_lossy(&version), "the source answers");
        Ok(server)
    }

    /// The body of a GET.
    pub(crate) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Bytes> {
        body(self.send(|| Ok(self.client.get(self.url(path, query)?))).await?).await
    }

    /// The body of a GET in pieces, for files.
    pub(crate) async fn download(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<impl Stream<Item = Result<Bytes>> + use<>> {
        let response = self.send(|| Ok(self.client.get(self.url(path, query)?))).await?;
        Ok(response.bytes_stream().map_err(|error| unreadable(&error)))
    }

    /// The answer to a POST.
    async fn post(&self, path: &str, message: &Value) -> Result<Request> {
        let response = self.send(|| Ok(self.client.post(self.url(path, &[])?).json(message))).await?;
        Ok(Request::from_body(&body(response).await?))
    }

    /// The answer to a GET.
    pub(crate) async fn fetch(&self, path: &str, query: &[(&str, &str)]) -> Result<Request> {
        Ok(Request::from_body(&self.get(path, query).await?))
    }

    /// A search by POST, page by page.
    pub(crate) fn search(&self, path: impl Into<String>, message: Value) -> Pages<'_> {
        Pages { source: self, path: path.into(), question: Question::Body(message), is_over: false }
    }

    /// A search by GET, page by page.
    pub(crate) fn list(&self, path: impl Into<String>, query: &[(&'static str, &str)]) -> Pages<'_> {
        let query = query.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Pages { source: self, path: path.into(), question: Question::Query(query), is_over: false }
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> Result<Url> {
        let mut url =
            self.base.join(path).map_err(|error| Error::internal(format!("`{path}` is no path: {error}")))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    /// Sends a request, again when the server is busy or cannot be reached for a moment.
    async fn send(&self, request: impl Fn() -> Result<RequestBuilder>) -> Result<Response> {
        let mut wait = Duration::from_millis(500);
        for attempt in 1.. {
            let request = match &self.credentials {
                Credentials::None => request()?,
                Credentials::Basic(user, password) => request()?.basic_auth(user, Some(password)),
                Credentials::Bearer(token) => request()?.bearer_auth(token),
            };
            let (error, is_passing) = match request.send().await {
                Ok(response) if response.status().is_success() => return Ok(response),
                Ok(response) => {
                    let status = response.status();
                    let is_passing = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
                    (refused(status, response).await, is_passing)
                }
                Err(error) => (unreachable(&self.base, &error), true),
            };
            if !is_passing || attempt == TRIES {
                return Err(error);
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
        Err(Error::internal("a request was never sent"))
    }
}

/// The answers to a search, one page after the other.
pub(crate) struct Pages<'a> {
    source: &'a MlflowServer,
    path: String,
    question: Question,
    is_over: bool,
}

enum Question {
    Body(Value),
    Query(Vec<(&'static str, String)>),
}

const PAGE_TOKEN: &str = "page_token";

impl Pages<'_> {
    /// The next page; `None` after the last one.
    pub(crate) async fn next(&mut self) -> Result<Option<Request>> {
        if self.is_over {
            return Ok(None);
        }
        let page = match &self.question {
            Question::Body(message) => self.source.post(&self.path, message).await?,
            Question::Query(query) => {
                let query: Vec<_> = query.iter().map(|(key, value)| (*key, value.as_str())).collect();
                self.source.fetch(&self.path, &query).await?
            }
        };
        let token = page.message().string("next_page_token")?.filter(|token| !token.is_empty());
        match (token, &mut self.question) {
            (None, _) => self.is_over = true,
            (Some(token), Question::Body(message)) => message[PAGE_TOKEN] = json!(token),
            (Some(token), Question::Query(query)) => {
                query.retain(|(key, _)| *key != PAGE_TOKEN);
                query.push((PAGE_TOKEN, token.to_owned()));
            }
        }
        Ok(Some(page))
    }
}

async fn body(response: Response) -> Result<Bytes> {
    let mut pieces = response.bytes_stream();
    let mut whole = Vec::new();
    while let Some(piece) = pieces.try_next().await.map_err(|error| unreadable(&error))? {
        if whole.len() + piece.len() > ANSWER_BYTES {
            return Err(Error::invalid(format!(
                "an answer of the source has more than {ANSWER_BYTES} bytes"
            )));
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.into())
}

async fn refused(status: StatusCode, response: Response) -> Error {
    let path = response.url().path().to_owned();
    let text = response.text().await.unwrap_or_default();
    let answer = Request::from_body(text.as_bytes());
    let message = answer.message().string("message").ok().flatten().unwrap_or_default().to_owned();
    let text = format!("the source answered {status} to {path}: {message}");
    match status {
        StatusCode::NOT_FOUND => Error::not_found(text),
        _ => Error::invalid(text),
    }
}

fn unreachable(base: &Url, error: &reqwest::Error) -> Error {
    Error::unavailable(format!("the source {base} cannot be reached: is it running?"), 1_000)
        .with_inside(error)
}

fn unreadable(error: &reqwest::Error) -> Error {
    Error::unavailable("the source broke off its answer", 1_000).with_inside(error)
}
