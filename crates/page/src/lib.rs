#![doc = include_str!("../README.md")]

mod file;
mod policy;
mod site;

/// The table that the build script writes.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}

use axum::extract::Request;
use axum::response::Response;

use crate::site::Site;

/// The page as it is embedded.
const SITE: Site = Site { files: embedded::FILES, inline_scripts: embedded::INLINE_SCRIPTS };

/// Answers with a file of the page, or with the page itself for addresses that it shows: the handler for everything that
/// no other route takes.
pub async fn serve(request: Request) -> Response {
    SITE.answer(request.method(), request.uri().path(), request.headers())
}

/// Whether the page is embedded; otherwise a placeholder is.
pub const fn is_built() -> bool {
    embedded::FILES.len() > 1
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http_body_util::BodyExt as _;
    use sha2::{Digest as _, Sha256};

    use super::*;

    async fn get(path: &str) -> (http::response::Parts, String) {
        let request = http::Request::builder().uri(path).body(axum::body::Body::empty()).unwrap();
        let (parts, body) = serve(request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn scripts_inside_the_page_may_run_and_no_others() {
        let (parts, html) = get("/").await;
        assert_eq!(parts.status, 200);
        let policy = parts.headers["content-security-policy"].to_str().unwrap();
        for rest in html.split("<script>").skip(1) {
            let script = rest.split("</script>").next().unwrap();
            let hash = STANDARD.encode(Sha256::digest(script));
            assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
        }
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"));
    }

    #[tokio::test]
    async fn every_embedded_file_is_served() {
        for file in embedded::FILES {
            let (parts, text) = get(&format!("/{}", file.path)).await;
            assert_eq!(parts.status, 200, "{}", file.path);
            assert_eq!(parts.headers["content-length"], text.len().to_string());
        }
    }
}
