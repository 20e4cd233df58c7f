//! HTTP over kept connections.

use std::time::Duration;

use serde_json::Value;

use crate::run::Result;

/// Longest time one request may take, in seconds: the reference server needs many for some.
const TIMEOUT_S: u64 = 120;

/// An answer.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Seconds to wait before another try, when the server says so.
    pub(crate) retry_after_s: Option<f64>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// A client of one server that keeps its connection.
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
}

impl Client {
    /// For the server on a port of this machine.
    pub(crate) fn new(port: u16) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(TIMEOUT_S)))
            .proxy(None)
            .build()
            .new_agent();
        Self { agent, base: format!("http://127.0.0.1:{port}") }
    }

    /// Posts bytes.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Result<Answer> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("content-type", content_type);
        // MLflow's server wants to be told the experiment; ours takes this one when nothing is said.
        read(request.header("x-mlflow-experiment-id", "0").send(body)?)
    }

    /// Gets a path.
    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        read(self.agent.get(format!("{}{path}", self.base)).call()?)
    }

    /// Asks and reads JSON; anything but success is an error with the server's words.
    pub(crate) fn ask(&self, question: &Question) -> Result<Value> {
        let answer = match &question.body {
            Some(body) => self.post(&question.path, "application/json", body.to_string().as_bytes())?,
            None => self.get(&question.path)?,
        };
        if answer.status != 200 {
            let text = String::from_utf8_lossy(&answer.body).chars().take(300).collect::<String>();
            return Err(format!("{} answers {}: {text}", question.path, answer.status).into());
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }
}

/// A request for JSON: a post when it has a body.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer> {
    let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let retry_after_s = retry_after.and_then(|text| text.parse().ok());
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(1 << 30).read_to_vec()?;
    Ok(Answer { status, retry_after_s, body })
}
