//! Which addresses events may be posted to.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::Url;
use spanwell_model::{Error, Result};

use crate::public_address::is_public;

/// Time to find where a name leads.
const RESOLUTION_TIMEOUT: Duration = Duration::from_secs(5);

/// What is allowed besides HTTPS to public addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    /// HTTP, which others can read and change on its way.
    pub http: bool,
    /// Addresses inside the network, this machine's too.
    pub private_addresses: bool,
}

impl AddressPolicy {
    /// Reads an address, checks its scheme and a host that is a number. Names are looked up by [`Self::resolve`].
    pub(crate) fn parse(self, text: &str) -> Result<Url> {
        let url = Url::parse(text).map_err(|error| {
            Error::invalid(format!("Invalid webhook URL '{}': {error}", text.escape_debug()))
        })?;
        let schemes = if self.http { "https, http" } else { "https" };
        if !(url.scheme() == "https" || self.http && url.scheme() == "http") {
            return Err(Error::invalid(format!(
                "Invalid webhook URL scheme: '{}'. Allowed schemes are: {schemes}.",
                url.scheme()
            )));
        }
        if let Some(address) = literal(&url) {
            self.check(url.host_str().unwrap_or_default(), address)?;
        }
        Ok(url)
    }

    /// Checks an address in full, the place that its name leads to as well.
    pub(crate) async fn parse_and_resolve(self, text: &str) -> Result<()> {
        let url = self.parse(text)?;
        match url.host_str() {
            Some(host) if literal(&url).is_none() && !self.private_addresses => {
                self.resolve(host).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Looks a name up: every address it leads to must be allowed.
    pub(crate) async fn resolve(self, host: &str) -> Result<Vec<SocketAddr>> {
        let unknown = |reason: String| {
            Error::invalid(format!("Cannot resolve Webhook URL hostname '{}': {reason}", host.escape_debug()))
        };
        let found = tokio::time::timeout(RESOLUTION_TIMEOUT, tokio::net::lookup_host((host, 0))).await;
        let found: Vec<SocketAddr> = found
            .map_err(|_| unknown("it took too long".to_owned()))?
            .map_err(|error| unknown(error.to_string()))?
            .collect();
        for address in &found {
            self.check(host, address.ip())?;
        }
        Ok(found)
    }

    fn check(self, host: &str, address: IpAddr) -> Result<()> {
        if self.private_addresses || is_public(address) {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "Webhook URL must not resolve to a non-public IP address. '{}' resolves to {address}.",
            host.escape_debug()
        )))
    }
}

/// The host when it is a number; `Url` writes every spelling of one in the usual form.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_numbers_are_checked() {
        let strict = AddressPolicy::default();
        assert!(strict.parse("https://8.8.8.8/hook?x=1").is_ok());
        assert!(strict.parse("https://example.com").is_ok());
        for (wrong, says) in [
            ("http://8.8.8.8/", "scheme: 'http'. Allowed schemes are: https."),
            ("ftp://8.8.8.8/", "'ftp'"),
            ("8.8.8.8", "Invalid webhook URL '8.8.8.8'"),
            ("https://", "Invalid webhook URL"),
            ("https://127.1/", "127.0.0.1"),
            ("https://0x7f000001/", "127.0.0.1"),
            ("https://2130706433/", "127.0.0.1"),
            ("https://[::1]:8/", "::1"),
            ("https://169.254.169.254/", "non-public"),
        ] {
            let error = strict.parse(wrong).unwrap_err();
            assert!(error.outside().contains(says), "{wrong}: {error}");
        }
        let open = AddressPolicy { http: true, private_addresses: true };
        assert!(open.parse("http://127.0.0.1:8080/").is_ok());
    }

    #[tokio::test]
    async fn names_of_this_machine_are_refused() {
        let error = AddressPolicy::default().parse_and_resolve("https://localhost/").await.unwrap_err();
        assert!(error.outside().contains("'localhost' resolves to"), "{error}");
    }
}
