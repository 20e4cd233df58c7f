//! From an address to a file of the page.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::file::{Encoding, File};
use crate::policy::{View, content_security_policy};

/// First parts of addresses that belong to APIs: what is not found there is not found.
const API_PARTS: [&str; 8] =
    ["api", "ajax-api", "v1", "graphql", "health", "version", "gateway", "static-files"];
/// The address that MLflow's client embeds in notebooks.
const NOTEBOOK_PATH: &str = "static-files/lib/notebook-trace-renderer/index.html";
const INDEX: &str = "index.html";

/// Cached for a year: the name changes with the content.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Asked for each time, answered with 304 when it is the same.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

/// Files and how they are served.
pub(crate) struct Site {
    /// The files.
    pub(crate) files: &'static [File],
    /// Hashes of the scripts inside `index.html`.
    pub(crate) inline_scripts: &'static [&'static str],
}

impl Site {
    /// The answer to a request.
    pub(crate) fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        let Some((file, view)) = self.find(path, headers) else {
            return plain(StatusCode::NOT_FOUND, format!("nothing is at {}\n", shown(path)));
        };
        if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response =
                plain(StatusCode::METHOD_NOT_ALLOWED, format!("{} can only be read\n", shown(path)));
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let encoding = file.negotiate(&text(headers, ACCEPT_ENCODING));
        let tag = file.entity_tag(encoding);
        let mut response = if is_known(&text(headers, IF_NONE_MATCH), &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            content(file, encoding, *method == Method::HEAD)
        };
        let cached = if file.immutable { IMMUTABLE } else { NO_CACHE };
        let answered = response.headers_mut();
        answered.insert(CACHE_CONTROL, cached);
        answered.insert(VARY, HeaderValue::from_static("accept-encoding"));
        answered.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        answered.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        insert(answered, ETAG, &tag);
        insert(answered, CONTENT_SECURITY_POLICY, &content_security_policy(view, self.inline_scripts));
        response
    }

    fn find(&self, path: &str, headers: &HeaderMap) -> Option<(&'static File, View)> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path == NOTEBOOK_PATH {
            return Some((self.file(INDEX)?, View::Notebook));
        }
        let named = if path.is_empty() { INDEX } else { path };
        let file = self.file(named).or_else(|| {
            let first = path.split('/').next().unwrap_or_default();
            let is_page = !API_PARTS.contains(&first) && accepts_html(headers);
            is_page.then(|| self.file(INDEX)).flatten()
        });
        file.map(|file| (file, View::Window))
    }

    fn file(&self, path: &str) -> Option<&'static File> {
        self.files.iter().find(|file| file.path == path)
    }
}

fn content(file: &File, encoding: Encoding, only_head: bool) -> Response {
    let bytes = file.content(encoding);
    let length = bytes.len();
    let body = if only_head { Body::empty() } else { Body::from(bytes.into_owned()) };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(name) = encoding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

fn plain(status: StatusCode, text: String) -> Response {
    let mut response = (status, text).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Browsers ask for pages with `text/html` by name; programs and asset requests do not.
fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = text(headers, ACCEPT);
    accept
        .split(',')
        .any(|item| item.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("text/html")))
}

/// Whether the client has this form already. The comparison is weak, as HTTP asks for here.
fn is_known(if_none_match: &str, tag: &str) -> bool {
    if_none_match
        .split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",")
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // Made of our own ASCII text only.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// What a stranger sent, short and without control characters.
fn shown(path: &str) -> String {
    path.chars().take(200).flat_map(char::escape_debug).collect()
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    /// The word `deflate`, compressed.
    const GZIP: &[u8] =
        &[31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 73, 77, 203, 73, 44, 73, 5, 0, 5, 107, 176, 226, 7, 0, 0, 0];
    const SITE: Site = Site {
        files: &[
            File {
                path: "index.html",
                media_type: "text/html; charset=utf-8",
                immutable: false,
                tag: "aaaa",
                brotli: None,
                gzip: None,
                identity: Some(b"<html>"),
            },
            File {
                path: "assets/index-1.js",
                media_type: "text/javascript; charset=utf-8",
                immutable: true,
                tag: "bbbb",
                brotli: Some(b"brotli"),
                gzip: Some(GZIP),
                identity: None,
            },
        ],
        inline_scripts: &["sha256-x"],
    };
    const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

    fn ask(method: Method, path: &str, headers: &[(&'static str, &str)]) -> Response {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        SITE.answer(&method, path, &headers.collect())
    }

    fn status(method: Method, path: &str, headers: &[(&'static str, &str)]) -> u16 {
        ask(method, path, headers).status().as_u16()
    }

    async fn body(response: Response) -> Vec<u8> {
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    #[test]
    fn browsers_get_the_page_at_every_address_of_it_and_nothing_elsewhere() {
        for path in ["/", "/e/0", "/e/0/traces/tr-1", "/t/tr-1", "/apis", "/versions"] {
            assert_eq!(status(Method::GET, path, &[HTML]), 200, "{path}");
        }
        for path in [
            "/api/v1/none",
            "/ajax-api/2.0/x",
            "/v1/traces",
            "/graphql",
            "/health",
            "/version",
            "/gateway/x",
            "/static-files/x",
        ] {
            assert_eq!(status(Method::GET, path, &[HTML]), 404, "{path}");
        }
        for path in ["/e/0", "/assets/index-0.js"] {
            assert_eq!(status(Method::GET, path, &[("accept", "*/*")]), 404, "{path}");
        }
        assert_eq!(status(Method::GET, "/", &[]), 200);
        assert_eq!(status(Method::POST, "/", &[HTML]), 405);
        assert_eq!(status(Method::POST, "/none", &[]), 404);
    }

    #[tokio::test]
    async fn files_come_in_the_smallest_form_that_is_taken() {
        let asset = |accept: &str| ask(Method::GET, "/assets/index-1.js", &[("accept-encoding", accept)]);
        let brotli = asset("gzip, br");
        assert_eq!(brotli.headers()["content-encoding"], "br");
        assert_eq!(brotli.headers()["etag"], "\"bbbb-br\"");
        assert_eq!(brotli.headers()["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(body(brotli).await, b"brotli");
        let gzip = asset("gzip");
        assert_eq!(gzip.headers()["content-encoding"], "gzip");
        assert_eq!(body(gzip).await, GZIP);
        let identity = asset("identity");
        assert!(!identity.headers().contains_key("content-encoding"));
        assert_eq!(body(identity).await, b"deflate");
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let first = ask(Method::GET, "/", &[]);
        assert_eq!(first.headers()["cache-control"], "no-cache");
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = ask(Method::GET, "/", &[("if-none-match", &known)]);
            assert_eq!(again.status(), 304, "{known}");
            assert!(body(again).await.is_empty());
        }
        assert_eq!(status(Method::GET, "/", &[("if-none-match", "\"aaaa-br\"")]), 200);
        let head = ask(Method::HEAD, "/", &[]);
        assert_eq!(head.headers()["content-length"], "6");
        assert!(body(head).await.is_empty());
    }

    #[test]
    fn only_the_notebook_view_may_be_framed_and_only_by_this_machine() {
        let policy = |path: &str| {
            let response = ask(Method::GET, path, &[HTML]);
            assert_eq!(response.status(), 200);
            response.headers()["content-security-policy"].to_str().unwrap().to_owned()
        };
        assert!(policy("/e/0").ends_with("frame-ancestors 'self'"));
        assert!(policy("/e/0").contains("script-src 'self' 'sha256-x';"));
        let notebook = policy("/static-files/lib/notebook-trace-renderer/index.html");
        assert!(notebook.contains("frame-ancestors 'self' http://localhost:*"));
        assert!(!notebook.contains("frame-ancestors *") && !notebook.contains("unsafe-eval"));
    }
}
