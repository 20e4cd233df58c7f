//! A server of S3's protocol on a free port, stopped when it is dropped.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use spanwell_artifacts::{Artifacts, Place};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The server, with the bucket `files`.
pub(crate) struct S3Server {
    child: Child,
    pub(crate) url: String,
}

impl S3Server {
    pub(crate) fn start() -> Self {
        let script = Command::new(format!("{REPOSITORY}/scripts/object-store.sh")).output().unwrap();
        assert!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));
        let python = String::from_utf8(script.stdout).unwrap();
        let mut child = Command::new(python.trim())
            .arg(format!("{REPOSITORY}/conformance/python/programs/object_store.py"))
            .arg("files")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { child, url: format!("http://127.0.0.1:{}", port.trim()) }
    }

    /// What a person sets to reach this server.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        variables(&self.url)
    }

    pub(crate) fn artifacts(&self) -> Artifacts {
        Artifacts::open(&"s3://files/some/prefix".parse::<Place>().unwrap(), self.variables()).unwrap()
    }

    /// Names of uploads that the bucket waits for.
    pub(crate) fn unfinished_uploads(&self) -> usize {
        let answer = ureq::get(format!("{}/files?uploads", self.url)).call().unwrap();
        let text = answer.into_body().read_to_string().unwrap();
        assert!(text.contains("ListMultipartUploadsResult"), "{text}");
        text.matches("<UploadId>").count()
    }
}

pub(crate) fn variables(url: &str) -> Vec<(String, String)> {
    [
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", url),
        ("HOME", "/nowhere"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

impl Drop for S3Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}
