//! Identifiers: traces, spans, experiments, assessments, and where new ones come from.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, Result};

/// Longest accepted trace id in bytes. MLflow's own ids have 35 characters; imported traces may carry any other text.
const TRACE_ID_MAX_BYTES: usize = 250;

/// A trace's identifier as MLflow prints it: `tr-` and 32 lower-case hexadecimal digits for everything that came by
/// OTLP, or any other text for traces that were imported under an id of their own.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceId(Arc<str>);

impl TraceId {
    /// The id of an OTLP trace (16 bytes, not all zero: OTLP 1.x, `Span.trace_id`).
    pub fn from_otlp(bytes: &[u8]) -> Result<Self> {
        if bytes.len() != 16 {
            return Err(Error::invalid(format!("trace id must have 16 bytes, it has {}", bytes.len())));
        }
        if bytes.iter().all(|byte| *byte == 0) {
            return Err(Error::invalid("trace id must not be all zero"));
        }
        Ok(Self(format!("tr-{}", hex::encode(bytes)).into()))
    }

    /// Accepts `tr-` + 32 hexadecimal digits, 32 bare digits (the prefix is added), or any other printable text of at
    /// most 250 bytes without blanks or slashes.
    pub fn parse(text: &str) -> Result<Self> {
        let bare = text.strip_prefix("tr-").unwrap_or(text);
        if bare.len() == 32 && bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Self(format!("tr-{}", bare.to_ascii_lowercase()).into()));
        }
        if text.is_empty() {
            return Err(Error::invalid("trace id must not be empty"));
        }
        if text.len() > TRACE_ID_MAX_BYTES {
            return Err(Error::invalid(format!(
                "trace id has {} bytes, at most {TRACE_ID_MAX_BYTES} are allowed",
                text.len()
            )));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '/') {
            return Err(Error::invalid(format!(
                "trace id `{}` has a blank, a slash or a control character",
                text.escape_debug()
            )));
        }
        Ok(Self(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 16 bytes of an OTLP trace id; `None` for imported ids of another form.
    pub fn otlp_bytes(&self) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(self.0.strip_prefix("tr-")?, &mut bytes).ok()?;
        Some(bytes)
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A span's identifier: 8 bytes, not all zero, printed as 16 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpanId([u8; 8]);

impl SpanId {
    /// From the bytes of an OTLP span (8, not all zero).
    pub fn from_otlp(bytes: &[u8]) -> Result<Self> {
        let array: [u8; 8] = bytes
            .try_into()
            .map_err(|_| Error::invalid(format!("span id must have 8 bytes, it has {}", bytes.len())))?;
        if array == [0; 8] {
            return Err(Error::invalid("span id must not be all zero"));
        }
        Ok(Self(array))
    }

    /// From 16 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self> {
        let bytes = hex::decode(text)
            .map_err(|_| Error::invalid(format!("span id `{}` is not hexadecimal", text.escape_debug())))?;
        Self::from_otlp(&bytes)
    }

    /// The 8 bytes.
    pub const fn bytes(self) -> [u8; 8] {
        self.0
    }

    /// The id as a number, for compact keys.
    pub const fn as_u64(self) -> u64 {
        u64::from_be_bytes(self.0)
    }

    /// The inverse of [`SpanId::as_u64`].
    pub const fn from_u64(number: u64) -> Self {
        Self(number.to_be_bytes())
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.as_u64())
    }
}

impl fmt::Debug for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An experiment's identifier: a decimal number that fits an int32, since MLflow carries it as one in scorer messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExperimentId(i32);

impl ExperimentId {
    /// The experiment `Default`, which always exists.
    pub const DEFAULT: Self = Self(0);

    /// From a stored number; negative or too large numbers are refused.
    pub fn new(number: i64) -> Result<Self> {
        i32::try_from(number)
            .ok()
            .filter(|number| *number >= 0)
            .map(Self)
            .ok_or_else(|| Error::invalid(format!("experiment id {number} is out of range")))
    }

    /// From its decimal text.
    pub fn parse(text: &str) -> Result<Self> {
        let number = text.parse::<i64>().map_err(|_| {
            Error::invalid(format!(
                "Invalid experiment ID '{}'. Experiment ID must be a valid integer.",
                text.escape_debug()
            ))
        })?;
        Self::new(number)
    }

    /// The number.
    pub const fn number(self) -> i64 {
        self.0 as i64
    }
}

impl fmt::Display for ExperimentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// An assessment's identifier: `a-` and 32 hexadecimal digits when made here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssessmentId(String);

impl AssessmentId {
    /// Takes any text: unknown ids simply are not found.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AssessmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A run's identifier: 32 lower-case hexadecimal digits for those made here, or any other text of letters, digits, `_` and
/// `-` for those that were imported.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(Arc<str>);

/// Longest run id, in bytes (MLflow's rule).
const RUN_ID_MAX_BYTES: usize = 256;

impl RunId {
    /// From text that was checked by [`RunId::parse`] when it was stored.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// From a client's text: a letter or digit, then letters, digits, `_` and `-`.
    pub fn parse(text: &str) -> Result<Self> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let starts_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if starts_well && text.len() <= RUN_ID_MAX_BYTES && text.chars().all(is_word) {
            return Ok(Self(text.into()));
        }
        Err(Error::invalid(format!(
            "Invalid value '{}' for parameter 'run_id' supplied: it must begin with a letter or digit, and consist of at \
             most {RUN_ID_MAX_BYTES} letters, digits, '_' and '-'",
            text.chars().take(RUN_ID_MAX_BYTES).collect::<String>().escape_debug()
        )))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where new ids come from. A parameter everywhere, so that tests get the same ids each time.
pub trait IdSource: Send + Sync {
    /// 16 fresh random bytes.
    fn random_bytes(&self) -> [u8; 16];

    /// A new assessment id.
    fn assessment_id(&self) -> AssessmentId {
        AssessmentId(format!("a-{}", hex::encode(self.random_bytes())))
    }

    /// A new run id.
    fn run_id(&self) -> RunId {
        RunId(hex::encode(self.random_bytes()).into())
    }

    /// A new trace id, for clients that leave the choice to the server (MLflow's V2 start call).
    fn trace_id(&self) -> TraceId {
        TraceId(format!("tr-{}", hex::encode(self.random_bytes())).into())
    }
}

/// Ids from the operating system's entropy.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn random_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // The system's entropy source fails only before it is seeded at boot; an all-zero id would then be refused
        // as a duplicate rather than stored twice.
        if getrandom::fill(&mut bytes).is_err() {
            bytes = [0; 16];
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn otlp_ids_have_their_lengths_checked() {
        assert_eq!(TraceId::from_otlp(&[0xab; 16]).unwrap().as_str(), format!("tr-{}", "ab".repeat(16)));
        for wrong in [&[1u8; 15][..], &[1; 17], &[0; 16], &[]] {
            assert!(TraceId::from_otlp(wrong).is_err());
        }
        for wrong in [&[1u8; 7][..], &[1; 9], &[0; 8], &[]] {
            assert!(SpanId::from_otlp(wrong).is_err());
        }
    }

    #[test]
    fn trace_ids_are_read_in_three_forms() {
        let full = format!("tr-{}", "AB".repeat(16));
        assert_eq!(TraceId::parse(&full).unwrap().as_str(), full.to_ascii_lowercase());
        assert_eq!(TraceId::parse(&"ab".repeat(16)).unwrap().as_str(), full.to_ascii_lowercase());
        assert_eq!(TraceId::parse("custom-id").unwrap().as_str(), "custom-id");
        assert_eq!(TraceId::parse("custom-id").unwrap().otlp_bytes(), None);
        for wrong in ["", "a b", "a/b", "a\u{0}b", &"x".repeat(251)] {
            assert!(TraceId::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn experiment_ids_are_int32() {
        assert_eq!(ExperimentId::parse("2147483647").unwrap().number(), 2_147_483_647);
        for wrong in ["abc", "", "-1", "2147483648", "1.0"] {
            assert!(ExperimentId::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn span_ids_round_trip() {
        let id = SpanId::parse("00f067aa0ba902b7").unwrap();
        assert_eq!(id.to_string(), "00f067aa0ba902b7");
        assert_eq!(SpanId::from_u64(id.as_u64()), id);
    }
}
