//! A server of this API on the in-memory store, for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use serde_json::Value;
use spanwell_artifacts::{Artifacts, stored_path};
use spanwell_model::{Clock, DeriveFacts, ExperimentId, IdSource, Limits, Metric, Run};
use spanwell_store::suite::world::{self, EPOCH_MS, PlainFacts};
use spanwell_store::{RunBatch, SpanWrite};
use spanwell_store_sql::{OpenOptions, SqliteStore};
use spanwell_tracking::{DatasetDraft, LossCounters, ModelVersionDraft, RunDraft, Stores, Tracking};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::{About, NativeState};

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// It is always one hour after the beginning of the worlds.
struct FixedClock;

impl Clock for FixedClock {
    fn now_ns(&self) -> u64 {
        u64::try_from(EPOCH_MS + HOUR_MS).unwrap() * 1_000_000
    }
}

/// Ids that count.
#[derive(Default)]
struct Counting(AtomicU8);

impl IdSource for Counting {
    fn random_bytes(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed) + 1; 16]
    }
}

/// A server of this API with its store.
pub(crate) struct World {
    /// What is stored.
    pub(crate) store: Arc<SqliteStore>,
    /// What handlers see.
    pub(crate) state: NativeState,
    /// Cancelled to shut down.
    pub(crate) shutdown: CancellationToken,
    router: Router,
    _folder: TempDir,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answered {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// The body of a good answer.
    pub(crate) fn good(&self) -> Value {
        assert_eq!(self.status, 200, "{:?}", self.body);
        self.json()
    }

    /// Checks an error: status, code and field.
    pub(crate) fn refused(&self, status: u16, code: &str, field: Option<&str>) -> Value {
        let error = self.json()["error"].clone();
        assert_eq!(
            (self.status, error["code"].as_str(), error["field"].as_str()),
            (status, Some(code), field),
            "{error}"
        );
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()));
        error
    }
}

impl World {
    /// An empty server.
    pub(crate) fn new() -> Self {
        Self::with(Limits::default(), Arc::new(PlainFacts))
    }

    /// An empty server with these limits, on a store that reads spans by `facts`.
    pub(crate) fn with(limits: Limits, facts: Arc<dyn DeriveFacts>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(OpenOptions {
            directory: folder.path().to_owned(),
            derive: facts,
            clock: Arc::new(FixedClock),
            text_index: false,
            ..OpenOptions::default()
        })
        .unwrap();
        let ids = Arc::new(Counting::default());
        let tracking = Tracking::new(Stores::on(&store), Arc::new(FixedClock), ids, Arc::new(limits));
        let about = About {
            version: "1.2.3".into(),
            otlp_grpc_port: Some(4317),
            retention_days: None,
            started_at_ms: EPOCH_MS,
        };
        let shutdown = CancellationToken::new();
        let artifacts = Artifacts::in_folder(&folder.path().join("artifacts")).unwrap();
        let losses = Arc::new(LossCounters::default());
        let state = NativeState::new(tracking, artifacts, losses, about, shutdown.clone());
        let router = crate::router(state.clone());
        Self { store, state, shutdown, router, _folder: folder }
    }

    /// Stores spans.
    pub(crate) async fn put(&self, writes: Vec<SpanWrite>) {
        world::put(self.store.as_ref(), writes).await;
    }

    /// Makes a prompt with these versions, in the default experiment.
    pub(crate) async fn prompt(&self, name: &str, texts: &[&str]) {
        let tags = |more: &[(&str, &str)]| {
            let prompt = [("mlflow.prompt.is_prompt", "true"), ("_mlflow_experiment_ids", ",0,77,")];
            let all = prompt.iter().chain(more);
            all.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let tracking = &self.state.tracking;
        tracking.create_registered_model(name, "first", tags(&[("team", "a")])).await.unwrap();
        for text in texts {
            let draft = ModelVersionDraft {
                name: name.to_owned(),
                source: "dummy-source".into(),
                tags: tags(&[("mlflow.prompt.text", text)]),
                ..ModelVersionDraft::default()
            };
            tracking.create_model_version(draft).await.unwrap();
        }
    }

    /// Starts a run in the default experiment with these metrics.
    pub(crate) async fn put_run(&self, name: &str, metrics: &[(&str, f64)]) -> Run {
        let draft = RunDraft { name: Some(name.to_owned()), ..RunDraft::default() };
        let run = self.state.tracking.create_run(ExperimentId::DEFAULT, draft).await.unwrap();
        let metric = |(key, value): &(&str, f64)| Metric {
            key: (*key).to_owned(),
            value: *value,
            timestamp_ms: EPOCH_MS,
            step: 0,
            model_id: None,
            dataset_name: None,
            dataset_digest: None,
        };
        let batch = RunBatch { metrics: metrics.iter().map(metric).collect(), ..RunBatch::default() };
        self.state.tracking.log_to_run(&run.run_id, batch).await.unwrap();
        run
    }

    /// Stores a file of a run.
    pub(crate) async fn put_artifact(&self, run: &Run, path: &str, content: &'static [u8]) {
        let path = stored_path(&run.artifact_uri, path).unwrap();
        let pieces = futures_util::stream::iter([Ok(Bytes::from_static(content))]);
        self.state.artifacts.put(&path, pieces).await.unwrap();
    }

    /// Makes a dataset of the default experiment with these records; its id.
    pub(crate) async fn put_dataset(&self, name: &str, records: &str) -> String {
        let draft = DatasetDraft {
            name: name.to_owned(),
            experiment_ids: vec![ExperimentId::DEFAULT],
            ..DatasetDraft::default()
        };
        let id = self.state.tracking.create_dataset(draft).await.unwrap().dataset_id;
        if records != "[]" {
            self.state.tracking.merge_records(&id, records.to_owned()).await.unwrap();
        }
        id
    }

    /// Sends a request and gives the answer before its body is read.
    pub(crate) async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends a request.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answered {
        let (parts, body) = self.send(request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answered { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// `GET` under the prefix.
    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// `DELETE` under the prefix.
    pub(crate) async fn delete(&self, path: &str) -> Answered {
        self.ask(request(Method::DELETE, path).body(Body::empty()).unwrap()).await
    }

    /// `POST` under the prefix.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answered {
        self.with_body(Method::POST, path, &body).await
    }

    /// `PATCH` under the prefix.
    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answered {
        self.with_body(Method::PATCH, path, &body).await
    }

    /// `PUT` under the prefix.
    pub(crate) async fn put_json(&self, path: &str, body: Value) -> Answered {
        self.with_body(Method::PUT, path, &body).await
    }

    async fn with_body(&self, method: Method, path: &str, body: &Value) -> Answered {
        let request = request(method, path).header("content-type", "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

/// A request under the prefix.
pub(crate) fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(format!("{}{path}", crate::router::PREFIX))
}
