//! Trace artifacts: spans uploaded and printed again, attachments.

use crate::harness::{Server, span};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use spanwell_edge_mlflow::follow_deletions;

const ID: &str = "tr-a25b8cd6730bd00e4a79143f9d240d2c";
const P: &str = "/api/2.0/mlflow-artifacts/artifacts";
const UUID: &str = "f8d72f68-6d3f-400e-8d55-f793a0bc23f7";

#[tokio::test]
async fn uploaded_spans_become_spans_and_no_file_is_kept() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    let folder = format!("{P}/0/traces/{ID}/artifacts");
    assert_eq!(server.get(&format!("{folder}/traces.json")).await.error().0, 404);
    assert_eq!(server.get(&format!("{P}?path=0/traces/{ID}/artifacts")).await.ok(), json!({}));
    let uploaded = server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "root")]})).await;
    assert_eq!((uploaded.status, uploaded.bytes.len()), (StatusCode::OK, 0));
    assert_eq!(server.files(), 0);
    let info = server.get(&format!("/api/3.0/mlflow/traces/{ID}")).await.ok();
    assert_eq!(info["trace"]["trace_info"]["tags"]["mlflow.trace.spansLocation"], "TRACKING_STORE");
    let file = server.get(&format!("{folder}/traces.json")).await;
    assert_eq!(file.headers["content-disposition"], "attachment; filename=traces.json");
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    let printed = &file.json()["spans"][0];
    assert_eq!((&printed["name"], &printed["span_id"]), (&json!("root"), &json!("AAAAAAAAAAE=")));
    assert_eq!(printed["trace_id"], "oluM1nML0A5KeRQ/nSQNLA==");
    assert_eq!(
        server.get(&format!("{P}?path=0/traces/{ID}/artifacts")).await.ok(),
        json!({"files": [{"path": "traces.json", "is_dir": false}]})
    );
    let same = server.get(&format!("/ajax-api/3.0/mlflow/get-trace-artifact?request_id={ID}")).await;
    assert_eq!(same.bytes, file.bytes);
}

#[tokio::test]
async fn an_upload_does_not_replace_what_is_here() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "first")]})).await;
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "second"), span("AAAAAAAAAAI=", Some("AAAAAAAAAAE="), "new")]})).await;
    let whole = server.get(&format!("/api/3.0/mlflow/traces/get?trace_id={ID}")).await.ok();
    let names: Vec<_> = whole["trace"]["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| span["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["first", "new"]);
}

#[tokio::test]
async fn attachments_are_kept_and_go_with_their_trace() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    let path = format!("{P}/0/traces/{ID}/artifacts/attachments/{UUID}");
    let put = Request::builder().method("PUT").uri(&path).header("content-type", "application/octet-stream");
    let put = server.send(put.body(Body::from(&b"\x89PNG"[..])).unwrap()).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text());
    for path in [path, format!("/ajax-api/3.0/mlflow/get-trace-artifact?request_id={ID}&path={UUID}")] {
        let got = server.get(&path).await;
        assert_eq!(got.bytes, b"\x89PNG");
        assert_eq!(got.headers["content-type"], "application/octet-stream");
        assert_eq!(got.headers["content-disposition"], format!("attachment; filename={UUID}"));
    }
    let folder = format!("{P}?path=0/traces/{ID}/artifacts");
    assert_eq!(
        server.get(&folder).await.ok(),
        json!({"files": [{"path": "attachments", "is_dir": true}]}),
        "no spans have arrived"
    );
    assert_eq!(
        server.get(&format!("{folder}/attachments")).await.ok(),
        json!({"files": [{"path": UUID, "is_dir": false, "file_size": 4}]})
    );
    assert_eq!(server.get(&format!("{folder}/attachments/{UUID}")).await.ok(), json!({}));
    assert_eq!(server.get(&format!("{P}/0/traces/{ID}/artifacts/attachments")).await.error().0, 400);
    assert_eq!(server.files(), 1);
    let delete = json!({"experiment_id": "0", "request_ids": [ID]});
    server.post("/api/2.0/mlflow/traces/delete-traces", delete).await.ok();
    // The deletion came before the follower began: its first look finds it.
    let follow = follow_deletions(&server.state.tracking, server.state.attachments.as_ref());
    let gone = async {
        while server.files() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = follow => panic!("the store closed"),
        () = gone => {}
    }
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused() {
    let server = Server::new();
    for path in ["..%2f..%2fetc/passwd", "%2e%2e/x", "a/../../x", "/etc/passwd", "18/dir/"] {
        for method in ["GET", "PUT"] {
            let error = server.call(method, &format!("{P}/{path}"), "1").await.error();
            assert_eq!(
                error,
                (400, "INVALID_PARAMETER_VALUE".into(), "Invalid path".into()),
                "{method} {path}"
            );
        }
    }
    assert_eq!(server.files(), 0);
    server.start(ID, json!({})).await.ok();
    let odd = format!("{P}/0/traces/{ID}/artifacts/attachments/no-uuid");
    assert_eq!(server.call("PUT", &odd, "1").await.error().0, 400);
    assert_eq!(server.call("GET", &odd, "").await.error().0, 404);
}

#[tokio::test]
async fn files_of_a_run_are_stored_listed_read_and_deleted() {
    let server = Server::new();
    let made = server.post("/api/2.0/mlflow/runs/create", json!({"experiment_id": "0"})).await.ok();
    let id = made["run"]["info"]["run_id"].as_str().expect("an id").to_owned();
    let root = format!("0/{id}/artifacts");
    for (path, content) in [("a/b.txt", "hello"), ("d.json", "{}"), ("große Datei.bin", "1")] {
        let path = path.replace(' ', "%20").replace('ß', "%C3%9F");
        assert_eq!(server.call("PUT", &format!("{P}/{root}/{path}"), content).await.status, 200);
    }
    assert_eq!(
        server.get(&format!("{P}?path={root}")).await.ok(),
        json!({"files": [
            {"path": "a", "is_dir": true},
            {"path": "d.json", "is_dir": false, "file_size": 2},
            {"path": "große Datei.bin", "is_dir": false, "file_size": 1},
        ]})
    );
    assert_eq!(
        server.get(&format!("/api/2.0/mlflow/artifacts/list?run_id={id}&path=a")).await.ok(),
        json!({
            "root_uri": format!("mlflow-artifacts:/{root}"),
            "files": [{"path": "a/b.txt", "is_dir": false, "file_size": 5}],
        })
    );
    for path in [format!("{P}/{root}/a/b.txt"), format!("/get-artifact?run_id={id}&path=a/b.txt")] {
        let file = server.get(&path).await;
        assert_eq!((file.text().as_str(), &file.headers["content-length"]), ("hello", &"5".parse().unwrap()));
        assert_eq!(file.headers["content-type"], "text/plain");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    }
    let folder = server.get(&format!("{P}/{root}/a")).await.error();
    assert_eq!(
        (folder.0, folder.2),
        (400, format!("Artifact path refers to a directory, not a file: '{root}/a'"))
    );
    assert_eq!(server.get(&format!("{P}/{root}/nope")).await.error().0, 404);
    for _ in 0..2 {
        server.call("DELETE", &format!("{P}/{root}/d.json"), "").await.ok();
    }
    assert_eq!(server.get(&format!("{P}/{root}/d.json")).await.error().0, 404);
}

#[tokio::test]
async fn a_folder_has_no_direct_uploads_and_takes_small_files_from_the_page() {
    let server = Server::new();
    let made = server.post("/api/2.0/mlflow/runs/create", json!({"experiment_id": "0"})).await.ok();
    let id = made["run"]["info"]["run_id"].as_str().expect("an id").to_owned();
    let path = format!("/ajax-api/2.0/mlflow/upload-artifact?run_uuid={id}&path=a/b.txt");
    assert_eq!(server.call("POST", &path, "hello").await.status, 200);
    assert_eq!(server.get(&format!("/get-artifact?run_id={id}&path=a/b.txt")).await.text(), "hello");
    let unsupported = |what: &str| {
        let text = format!("{what} is not supported for the current artifact repository");
        (501, "NOT_IMPLEMENTED".to_owned(), text)
    };
    let begin = server.post("/api/2.0/mlflow-artifacts/mpu/create/1/x", json!({"path": "x", "num_parts": 2}));
    assert_eq!(begin.await.error(), unsupported("Multipart upload"));
    let fetch = server.get("/api/2.0/mlflow-artifacts/presigned/1/x").await;
    assert_eq!(fetch.error(), unsupported("Multipart download"));
    for call in ["presigned-upload-url", "presigned-download-url"] {
        let path = format!("/api/2.0/mlflow/artifacts/{call}");
        let (status, _, message) = server.post(&path, json!({"run_id": id, "path": "z"})).await.error();
        assert_eq!(status, 400);
        assert!(message.contains("proxied artifact storage"), "{message}");
    }
}
