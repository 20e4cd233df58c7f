//! The whole router on the embedded engine, with a clock and ids that stand still.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use spanwell_artifacts::Artifacts;
use spanwell_edge_mlflow::{FolderAttachments, MlflowState, router};
use spanwell_model::{Clock, IdSource, Limits};
use spanwell_otlp::Translators;
use spanwell_store_sql::{OpenOptions, SqliteStore};
use spanwell_tracking::{Ingest, PriceBook, Stores, Tracking};
use spanwell_webhooks::{AddressPolicy, DeliveryOptions, HttpDelivery, Waiting};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// 2026-11-22T05:12:10Z.
pub(crate) const NOW_NS: u64 = 1_795_324_330_000_000_000;

struct StillClock;

impl Clock for StillClock {
    fn now_ns(&self) -> u64 {
        NOW_NS
    }
}

#[derive(Default)]
struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn random_bytes(&self) -> [u8; 16] {
        u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1).to_be_bytes()
    }
}

/// A server to send requests to.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) state: MlflowState,
    /// What tells webhooks; nothing runs it but [`Server::tell_webhooks`].
    delivery: Arc<HttpDelivery>,
    waiting: Mutex<Option<Waiting>>,
    store: Arc<SqliteStore>,
    folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body of a 200.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self.json()
    }

    /// Status, code and message of an error in MLflow's form.
    pub(crate) fn error(&self) -> (u16, String, String) {
        let body = self.json();
        let fields = body.as_object().expect("an object");
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["error_code", "message"], "{body}");
        let text = |key: &str| body[key].as_str().expect("text").to_owned();
        (self.status.as_u16(), text("error_code"), text("message"))
    }
}

impl Server {
    pub(crate) fn new() -> Self {
        Self::with_limits(Limits { header_wait_ms: 50, ..Limits::default() })
    }

    pub(crate) fn with_limits(limits: Limits) -> Self {
        Self::with(limits, AddressPolicy::default())
    }

    pub(crate) fn with(limits: Limits, addresses: AddressPolicy) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(OpenOptions {
            directory: folder.path().join("data"),
            derive: Arc::new(Translators),
            clock: Arc::new(StillClock),
            text_index: false,
            ..OpenOptions::default()
        })
        .expect("a store");
        let ids = Arc::new(CountingIds::default());
        let options = DeliveryOptions { addresses, ..DeliveryOptions::default() };
        let (delivery, waiting) =
            HttpDelivery::new(options, Arc::new(StillClock), ids.clone()).expect("a delivery");
        let tracking = Tracking::new(Stores::on(&store), Arc::new(StillClock), ids, Arc::new(limits))
            .delivering_by(delivery.clone());
        let state = MlflowState {
            ingest: Ingest::new(tracking.clone(), Arc::new(PriceBook::bundled().expect("prices"))),
            tracking,
            attachments: Arc::new(FolderAttachments::new(folder.path().join("attachments"))),
            artifacts: Artifacts::in_folder(&folder.path().join("artifacts")).expect("a folder"),
            server_version: "0.1.0",
        };
        let waiting = Mutex::new(Some(waiting));
        Self { router: router(state.clone()), state, delivery, waiting, store, folder }
    }

    /// Delivers what was announced, as a server does that stops; afterwards nothing more is.
    pub(crate) async fn tell_webhooks(&self) {
        let waiting = self.waiting.lock().expect("a lock").take().expect("told only once");
        let stop = CancellationToken::new();
        stop.cancel();
        self.delivery.clone().run(waiting, self.store.clone(), stop).await;
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        self.send(request.body(body.into()).expect("a request")).await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: Value) -> Reply {
        self.call(method, path, body.to_string()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.json("POST", path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, Body::empty()).await
    }

    /// Sends a header of `StartTraceV3` with these fields over the usual ones.
    pub(crate) async fn start(&self, id: &str, fields: Value) -> Reply {
        let mut info = serde_json::json!({
            "trace_id": id,
            "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
            "request_time": "2026-11-22T05:12:09.931Z",
            "state": "OK",
        });
        for (key, value) in fields.as_object().expect("an object") {
            info[key] = value.clone();
        }
        self.post("/api/3.0/mlflow/traces", serde_json::json!({"trace": {"trace_info": info}})).await
    }

    /// Uploads trace data, as clients without OTLP do.
    pub(crate) async fn upload(&self, id: &str, data: Value) -> Reply {
        let path = format!("/api/2.0/mlflow-artifacts/artifacts/0/traces/{id}/artifacts/traces.json");
        self.call("PUT", &path, data.to_string()).await
    }

    /// Files in the folder of attachments, at any depth.
    pub(crate) fn files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
            entries
                .map(|entry| entry.expect("an entry").path())
                .map(|path| if path.is_dir() { count(&path) } else { 1 })
                .sum()
        }
        count(&self.folder.path().join("attachments"))
    }
}

/// One span of trace data as MLflow's client uploads it.
pub(crate) fn span(id: &str, parent: Option<&str>, name: &str) -> Value {
    serde_json::json!({
        "trace_id": "JpNrDqzDroIL6UxkRtaVuQ==", "span_id": id, "parent_span_id": parent, "name": name,
        "start_time_unix_nano": 1_795_324_329_931_000_000_u64, "end_time_unix_nano": 1_795_324_330_123_000_000_u64,
        "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""},
        "attributes": {"mlflow.spanType": "\"LLM\"", "mlflow.spanInputs": "{\"q\": 1}", "mlflow.spanOutputs": "\"a\"", "n": "20"},
    })
}
