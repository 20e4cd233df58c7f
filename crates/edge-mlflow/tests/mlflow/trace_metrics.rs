//! Figures of traces: pages follow the groups, and stretches of time begin at multiples of their width.

use serde_json::{Value, json};

use crate::harness::Server;

const METRICS: &str = "/api/3.0/mlflow/traces/metrics";

async fn start(server: &Server, number: u32, name: &str, minute: u32) {
    let info = json!({
        "trace_id": format!("tr-{number:032x}"),
        "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
        "request_time": format!("2026-11-22T05:{minute:02}:00Z"),
        "execution_duration": "0.100s",
        "state": "OK",
        "tags": {"mlflow.traceName": name},
    });
    server.post("/api/3.0/mlflow/traces", json!({"trace": {"trace_info": info}})).await.ok();
}

fn question(more: &Value) -> Value {
    let mut body = json!({"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count",
        "aggregations": [{"aggregation_type": "COUNT"}]});
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

#[tokio::test]
async fn figures_are_grouped_and_paged() {
    let server = Server::new();
    for (number, name, minute) in [(1, "a", 10), (2, "b", 20), (3, "a", 59)] {
        start(&server, number, name, minute).await;
    }
    let (mut found, mut token) = (Vec::new(), None::<String>);
    loop {
        let page = json!({"dimensions": ["trace_name"], "max_results": 1, "page_token": token});
        let page = server.post(METRICS, question(&page)).await.ok();
        found.extend(page["data_points"].as_array().cloned().unwrap_or_default());
        token = page["next_page_token"].as_str().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    let point = |name: &str, count: f64| json!({"metric_name": "trace_count", "dimensions": {"trace_name": name}, "values": {"COUNT": count}});
    assert_eq!(found, [point("a", 2.0), point("b", 1.0)]);
    let (from, to) = (1_795_322_000_000_i64, 1_795_330_000_000_i64);
    let times = json!({"time_interval_seconds": 1800, "start_time_ms": from, "end_time_ms": to});
    let by_time = server.post(METRICS, question(&times)).await.ok();
    let buckets: Vec<_> = by_time["data_points"]
        .as_array()
        .expect("points")
        .iter()
        .map(|point| (point["dimensions"]["time_bucket"].clone(), point["values"]["COUNT"].clone()))
        .collect();
    assert_eq!(
        buckets,
        [(json!("2026-11-22T05:00:00+00:00"), json!(2.0)), (json!("2026-11-22T05:30:00+00:00"), json!(1.0))]
    );
    let nothing = question(&json!({"filters": ["trace.status = 'ERROR'"]}));
    let nothing = server.post(METRICS, nothing).await.ok();
    assert_eq!(nothing["data_points"][0]["values"], json!({"COUNT": 0.0}));
}
