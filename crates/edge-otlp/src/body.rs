//! Request bodies: their encoding, and their bytes decompressed within bounds.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use http::{HeaderMap, header};
use spanwell_model::{Error, Kind, Limits, Result};

use crate::answer::Encoding;

/// The encoding that the request's `Content-Type` names. Parameters after `;` do not matter.
pub fn encoding(headers: &HeaderMap) -> Result<Encoding> {
    let value = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or(""));
    let media_type = value.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/x-protobuf" | "application/protobuf" => Ok(Encoding::Protobuf),
        "application/json" => Ok(Encoding::Json),
        "" => Err(Error::invalid(
            "`Content-Type` is missing: send `application/x-protobuf` or `application/json`",
        )),
        other => Err(Error::invalid(format!(
            "`Content-Type` is `{other}`: send `application/x-protobuf` or `application/json`"
        ))),
    }
}

/// The body without its `Content-Encoding`; at most [`Limits::decompressed_bytes`] come out, whatever goes in.
pub fn decompress(headers: &HeaderMap, body: Bytes, limits: &Limits) -> Result<Bytes> {
    let value = headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?"));
    let name = value.unwrap_or("identity").trim().to_ascii_lowercase();
    let most = limits.decompressed_bytes;
    match name.as_str() {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" => read_bounded(GzDecoder::new(&body[..]), "gzip", most),
        "deflate" => inflate(&body, most),
        "zstd" => {
            let decoder =
                zstd::stream::read::Decoder::new(&body[..]).map_err(|error| broken("zstd", &error))?;
            read_bounded(decoder, "zstd", most)
        }
        other => Err(Error::invalid(format!(
            "`Content-Encoding` is `{other}`: send `gzip`, `deflate`, `zstd` or no compression"
        ))),
    }
}

/// `deflate` means zlib (RFC 9110), but some clients send the bare stream.
fn inflate(body: &[u8], most: usize) -> Result<Bytes> {
    match read_bounded(ZlibDecoder::new(body), "deflate", most) {
        Err(error) if error.kind() == Kind::InvalidArgument => {
            read_bounded(DeflateDecoder::new(body), "deflate", most)
        }
        result => result,
    }
}

fn read_bounded(decoder: impl Read, name: &str, most: usize) -> Result<Bytes> {
    let mut out = Vec::new();
    decoder.take(most as u64 + 1).read_to_end(&mut out).map_err(|error| broken(name, &error))?;
    if out.len() > most {
        return Err(Error::new(
            Kind::TooLarge,
            format!("the body has more than {most} bytes after decompression: send fewer spans a request"),
        ));
    }
    Ok(out.into())
}

fn broken(name: &str, error: &std::io::Error) -> Error {
    Error::invalid(format!("the body is not what `Content-Encoding: {name}` says: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn headers(name: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_ENCODING, http::HeaderValue::from_static(name))])
    }

    fn gzip(data: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn every_encoding_is_read() {
        let limits = Limits::default();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(b"spans").unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(b"spans").unwrap();
        let zstd = zstd::encode_all(&b"spans"[..], 1).unwrap();
        for (name, body) in [
            ("identity", Bytes::from_static(b"spans")),
            ("gzip", gzip(b"spans")),
            ("deflate", zlib.finish().unwrap().into()),
            ("deflate", raw.finish().unwrap().into()),
            ("zstd", zstd.into()),
        ] {
            assert_eq!(decompress(&headers(name), body, &limits).unwrap(), &b"spans"[..], "{name}");
        }
    }

    #[test]
    fn bombs_are_refused_before_they_fill_memory() {
        let limits = Limits { decompressed_bytes: 1 << 20, ..Limits::default() };
        let zeros = vec![0; 64 << 20];
        for (name, body) in
            [("gzip", gzip(&zeros)), ("zstd", zstd::encode_all(&zeros[..], 1).unwrap().into())]
        {
            assert!(body.len() < 1 << 20);
            assert_eq!(
                decompress(&headers(name), body, &limits).unwrap_err().kind(),
                Kind::TooLarge,
                "{name}"
            );
        }
    }

    #[test]
    fn broken_and_unknown_compression_is_named() {
        let limits = Limits::default();
        for name in ["gzip", "deflate", "zstd", "br"] {
            let error = decompress(&headers(name), Bytes::from_static(b"\xff\xff\xff"), &limits).unwrap_err();
            assert!(error.outside().contains(name), "{error}");
        }
    }
}
