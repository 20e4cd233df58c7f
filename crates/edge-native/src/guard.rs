//! The guard of all routes: which host names are answered, which pages may write, who may frame what.
//!
//! A server on localhost is within reach of every page the user's browser has open. A page of `evil.example` whose
//! name is made to point at 127.0.0.1 (DNS rebinding) sends its own name as `Host`; a page that posts across origins
//! sends its `Origin`. Both are refused here, before any route is looked at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use http::header::{HOST, HeaderName, ORIGIN, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use tower::{Layer, Service};

/// Paths that are answered under any host name: probes of load balancers, and of MLflow's client.
const EXEMPT_PATHS: [&str; 2] = ["/health", "/version"];
/// The view that MLflow's client embeds in notebooks; its page says who may frame it.
const NOTEBOOK_PREFIX: &str = "/static-files/lib/notebook-trace-renderer/";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who is let in. As a [`tower::Layer`] it goes around all routes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    rules: Arc<Rules>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Rules {
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Guard {
    /// Beside localhost and loopback addresses, these hosts are answered: a name, `*.example.com` for every name under
    /// it, or `*` for all. Pages of these origins (`https://tools.example.com`) may write too.
    pub fn new(
        hosts: impl IntoIterator<Item = impl Into<String>>,
        origins: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        fn tidy(text: impl Into<String>) -> String {
            text.into().trim().trim_end_matches('/').to_ascii_lowercase()
        }
        let hosts = hosts.into_iter().map(tidy).map(|host| host_name(&host).unwrap_or(&host).to_owned());
        let rules = Rules { hosts: hosts.collect(), origins: origins.into_iter().map(tidy).collect() };
        Self { rules: Arc::new(rules) }
    }

    fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if EXEMPT_PATHS.contains(&uri.path()) {
            return Ok(());
        }
        let authority = authority(uri, headers).ok_or(Refusal::NoHost)?;
        if !self.rules.answers(authority) {
            return Err(Refusal::Host(authority.to_owned()));
        }
        let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if reads || self.rules.may_write(authority, headers) {
            return Ok(());
        }
        let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or("another site");
        Err(Refusal::Origin(origin.to_owned()))
    }
}

impl Rules {
    fn answers(&self, authority: &str) -> bool {
        let Some(host) = host_name(authority) else { return false };
        is_loopback(host) || self.hosts.iter().any(|rule| matches_host(rule, host))
    }

    /// Programs send no `Origin`; browsers do with every request that is more than a read.
    fn may_write(&self, authority: &str, headers: &HeaderMap) -> bool {
        match headers.get(ORIGIN) {
            Some(origin) => {
                let origin = origin.to_str().unwrap_or("null").to_ascii_lowercase();
                let same =
                    origin.split_once("://").is_some_and(|(_, site)| site.eq_ignore_ascii_case(authority));
                same || self.origins.contains(&origin)
            }
            None => match headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes) {
                None | Some(b"same-origin" | b"none") => true,
                Some(_) => false,
            },
        }
    }
}

fn matches_host(rule: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    match rule.strip_prefix('*') {
        Some("") => true,
        Some(suffix) => suffix.starts_with('.') && host.len() > suffix.len() && host.ends_with(suffix),
        None => rule == host,
    }
}

/// The host that is asked for. HTTP/2 carries it in the address, HTTP/1.1 in `Host`; when both are there, they must
/// agree.
fn authority<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut given = headers.get_all(HOST).iter();
    let header = match given.next() {
        Some(host) => Some(host.to_str().ok()?),
        None => None,
    };
    if given.next().is_some() {
        return None;
    }
    match (uri.authority().map(http::uri::Authority::as_str), header) {
        (Some(address), Some(header)) if address != header => None,
        (address, header) => header.or(address),
    }
}

/// The host without port; `None` when it is malformed. IPv6 addresses stay in brackets.
fn host_name(authority: &str) -> Option<&str> {
    let end = if authority.starts_with('[') {
        authority.find(']')? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at(end);
    let port_is_well_formed = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => port.is_empty(),
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    (port_is_well_formed && !host.is_empty() && !host.contains('@')).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().is_ok_and(|address| IpAddr::V6(address).is_loopback()),
        None => host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
    }
}

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    NoHost,
    Host(String),
    Origin(String),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let text = match self {
            Self::NoHost => "the request names no host, or more than one\n".to_owned(),
            Self::Host(host) => format!(
                "this server does not answer under the host name `{0}`: use localhost, or start it with \
                 --allowed-hosts {0} if that name is meant\n",
                shown(&host)
            ),
            Self::Origin(origin) => {
                format!("a page of {} may not write to this server: only its own page may\n", shown(&origin))
            }
        };
        (StatusCode::FORBIDDEN, text).into_response()
    }
}

/// What a stranger sent, short and without control characters.
fn shown(text: &str) -> String {
    text.chars().take(200).flat_map(char::escape_debug).collect()
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { guard: self.clone(), inner }
    }
}

/// A service behind a [`Guard`].
#[derive(Clone, Debug)]
pub struct Guarded<S> {
    guard: Guard,
    inner: S,
}

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let may_be_framed = request.uri().path().starts_with(NOTEBOOK_PREFIX);
        if let Err(refusal) = self.guard.check(request.method(), request.uri(), request.headers()) {
            let response = with_headers(refusal.into_response(), false);
            return Box::pin(async move { Ok(response) });
        }
        let answer = self.inner.call(request);
        Box::pin(async move { Ok(with_headers(answer.await?, may_be_framed)) })
    }
}

fn with_headers(mut response: Response, may_be_framed: bool) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !may_be_framed {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::any;
    use tower::ServiceExt;

    use super::*;

    async fn ask(guard: &Guard, method: &str, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap) {
        let router = Router::new().fallback(any(|| async { "fine" })).layer(guard.clone());
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        (response.status().as_u16(), response.headers().clone())
    }

    async fn get_status(guard: &Guard, host: &str) -> u16 {
        ask(guard, "GET", "/api/v1/server", &[("host", host)]).await.0
    }

    #[tokio::test]
    async fn only_loopback_names_are_answered() {
        let guard = Guard::default();
        for host in
            ["localhost", "LOCALHOST:5000", "localhost.", "127.0.0.1:5000", "127.8.9.10", "[::1]", "[::1]:80"]
        {
            assert_eq!(get_status(&guard, host).await, 200, "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.localhost",
            "10.0.0.1",
            "[::2]:80",
            "[::1",
            "localhost:x",
            "user@localhost",
            "",
            "0.0.0.0",
            "128.0.0.1",
            "::1",
            "localhost:80@evil.example",
        ] {
            assert_eq!(get_status(&guard, host).await, 403, "{host}");
        }
        assert_eq!(ask(&guard, "GET", "/", &[]).await.0, 403);
        assert_eq!(ask(&guard, "GET", "/", &[("host", "localhost"), ("host", "evil.example")]).await.0, 403);
        for path in ["/health", "/version"] {
            assert_eq!(ask(&guard, "GET", path, &[("host", "evil.example")]).await.0, 200);
        }
        assert_eq!(ask(&guard, "GET", "/healthy", &[("host", "evil.example")]).await.0, 403);
    }

    #[tokio::test]
    async fn configured_names_are_answered_too() {
        let guard = Guard::new(["Traces.example.com:5000", "*.internal"], Vec::<String>::new());
        for host in ["traces.example.com", "traces.example.com:80", "a.internal", "a.b.internal", "localhost"]
        {
            assert_eq!(get_status(&guard, host).await, 200, "{host}");
        }
        for host in ["example.com", "x.traces.example.com", "internal", "ainternal"] {
            assert_eq!(get_status(&guard, host).await, 403, "{host}");
        }
        assert_eq!(get_status(&Guard::new(["*"], Vec::<String>::new()), "any.example").await, 200);
    }

    #[tokio::test]
    async fn http2_names_the_host_in_its_address() {
        let guard = Guard::default();
        assert_eq!(ask(&guard, "GET", "http://localhost:5000/", &[]).await.0, 200);
        assert_eq!(ask(&guard, "GET", "http://evil.example/", &[]).await.0, 403);
        assert_eq!(ask(&guard, "GET", "http://evil.example/", &[("host", "localhost")]).await.0, 403);
    }

    #[tokio::test]
    async fn pages_of_other_origins_cannot_write() {
        let guard = Guard::new(Vec::<String>::new(), ["https://tools.example.com/"]);
        let write = |method: &'static str, name: &'static str, value: &'static str| {
            let guard = guard.clone();
            async move { ask(&guard, method, "/v1/traces", &[("host", "localhost:5000"), (name, value)]).await.0 }
        };
        for method in ["POST", "PUT", "PATCH", "DELETE", "QUERY"] {
            assert_eq!(write(method, "origin", "https://evil.example").await, 403, "{method}");
            assert_eq!(write(method, "origin", "null").await, 403);
            assert_eq!(write(method, "origin", "http://localhost:5001").await, 403);
            assert_eq!(write(method, "sec-fetch-site", "cross-site").await, 403);
            assert_eq!(write(method, "sec-fetch-site", "same-site").await, 403);
            assert_eq!(write(method, "origin", "http://localhost:5000").await, 200);
            assert_eq!(write(method, "origin", "https://tools.example.com").await, 200);
            assert_eq!(write(method, "sec-fetch-site", "same-origin").await, 200);
            assert_eq!(write(method, "user-agent", "python").await, 200);
        }
        for method in ["GET", "HEAD", "OPTIONS"] {
            assert_eq!(write(method, "origin", "https://evil.example").await, 200);
        }
    }

    #[tokio::test]
    async fn answers_cannot_be_sniffed_or_framed_except_the_notebook_view() {
        let host = [("host", "localhost")];
        let (_, headers) = ask(&Guard::default(), "GET", "/e/0", &host).await;
        assert_eq!(
            (&headers["x-content-type-options"], &headers["x-frame-options"]),
            (&HeaderValue::from_static("nosniff"), &HeaderValue::from_static("SAMEORIGIN"))
        );
        let path = "/static-files/lib/notebook-trace-renderer/index.html?trace_id=tr-1";
        let (_, headers) = ask(&Guard::default(), "GET", path, &host).await;
        assert!(headers.contains_key("x-content-type-options") && !headers.contains_key("x-frame-options"));
    }
}
