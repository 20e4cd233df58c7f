//! One file of the page in the encodings that are embedded.

use std::borrow::Cow;
use std::io::Read as _;

/// Largest file that is decompressed for a client that takes no compression: more than any file of the page has.
const DECOMPRESSED_BYTES: u64 = 64 << 20;

/// A file of the page.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path under the page's root, such as `assets/index-1f2e.js`.
    pub(crate) path: &'static str,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Whether its name changes with its content.
    pub(crate) immutable: bool,
    /// The beginning of its content's SHA-256 in hexadecimal digits.
    pub(crate) tag: &'static str,
    /// Compressed by brotli.
    pub(crate) brotli: Option<&'static [u8]>,
    /// Compressed by gzip.
    pub(crate) gzip: Option<&'static [u8]>,
    /// As it is; only when it is not there in gzip.
    pub(crate) identity: Option<&'static [u8]>,
}

/// How a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The name of the header `content-encoding`; `None` for identity, which has no header.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

impl File {
    /// The smallest form that the client takes.
    pub(crate) fn negotiate(&self, accept_encoding: &str) -> Encoding {
        if self.brotli.is_some() && accepts(accept_encoding, "br") {
            Encoding::Brotli
        } else if self.gzip.is_some() && accepts(accept_encoding, "gzip") {
            Encoding::Gzip
        } else {
            Encoding::Identity
        }
    }

    /// The content in that form.
    pub(crate) fn content(&self, encoding: Encoding) -> Cow<'static, [u8]> {
        let embedded = match encoding {
            Encoding::Brotli => self.brotli,
            Encoding::Gzip => self.gzip,
            Encoding::Identity => self.identity,
        };
        match (embedded, self.gzip) {
            (Some(bytes), _) => bytes.into(),
            (None, Some(gzip)) => decompress(gzip).into(),
            (None, None) => Cow::Borrowed(&[]),
        }
    }

    /// The entity tag of that form: other bytes, other tag.
    pub(crate) fn entity_tag(&self, encoding: Encoding) -> String {
        format!("\"{}{}\"", self.tag, encoding.name().map(|name| format!("-{name}")).unwrap_or_default())
    }
}

fn decompress(gzip: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(gzip).take(DECOMPRESSED_BYTES);
    // Embedded by our own build: it cannot be damaged.
    if reader.read_to_end(&mut content).is_err() {
        content.clear();
    }
    content
}

/// Whether `accept-encoding` names the coding with a weight above 0.
fn accepts(accept_encoding: &str, coding: &str) -> bool {
    accept_encoding.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        named && weight.is_none_or(|weight| weight.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_chosen_by_what_the_client_takes() {
        for (header, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("GZIP", false, true),
            ("br;q=0, gzip;q=0.5", false, true),
            ("br; q=1.0", true, false),
            ("gzip;q=0", false, false),
            ("gzip;q=x", false, false),
            ("", false, false),
            ("brotli", false, false),
        ] {
            assert_eq!((accepts(header, "br"), accepts(header, "gzip")), (brotli, gzip), "{header}");
        }
    }
}
