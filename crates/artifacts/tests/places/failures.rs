//! What callers read when the bucket is not there, not theirs, or out of reach.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use spanwell_artifacts::{Artifacts, Place};
use spanwell_model::{Error, Kind};

use crate::behaviour::content;
use crate::s3_server::{S3Server, variables};

async fn errors(artifacts: &Artifacts) -> Vec<Error> {
    vec![
        artifacts.put("a", content(&[b"1"])).await.unwrap_err(),
        artifacts.get("a").await.map(|_| ()).unwrap_err(),
        artifacts.list("a").await.unwrap_err(),
        artifacts.delete("a").await.unwrap_err(),
    ]
}

async fn assert_told(artifacts: &Artifacts, place: &str, told: &str) {
    for error in errors(artifacts).await {
        assert_eq!((error.kind(), error.outside()), (Kind::Unavailable, told), "{:?}", error.inside());
        assert!(error.retry_after_ms().is_some());
    }
    let error = artifacts.check().await.unwrap_err();
    assert!(error.outside().starts_with(&format!("artifacts at {place}: {told}; ")), "{error}");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_told() {
    let server = S3Server::start();
    let place: Place = "s3://other/a".parse().unwrap();
    let artifacts = Artifacts::open(&place, server.variables()).unwrap();
    assert_told(&artifacts, "s3://other/a", "the bucket of the artifacts does not exist").await;
}

#[tokio::test]
async fn a_server_out_of_reach_is_told() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place: Place = "s3://files".parse().unwrap();
    let artifacts = Artifacts::open(&place, variables(&format!("http://127.0.0.1:{port}"))).unwrap();
    assert_told(&artifacts, "s3://files", "the store of artifacts does not answer").await;
}

/// The server of the other tests lets everybody in, so this one only says no.
#[tokio::test]
async fn wrong_credentials_are_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut request = [0; 8_192];
            let _bytes = connection.read(&mut request).unwrap();
            let body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
            let head = format!(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            connection.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    let artifacts = Artifacts::open(&"s3://files".parse::<Place>().unwrap(), variables(&url)).unwrap();
    let told = "the store of artifacts refuses this server: its credentials are wrong or do not allow this";
    assert_told(&artifacts, "s3://files", told).await;
}

#[test]
fn half_of_the_credentials_is_refused_at_the_start() {
    let place: Place = "s3://files".parse().unwrap();
    let variables = [("AWS_ACCESS_KEY_ID".to_owned(), "key".to_owned())];
    let error = Artifacts::open(&place, variables).map(|_| ()).unwrap_err();
    assert!(error.outside().contains("AWS_"), "{error}");
}
