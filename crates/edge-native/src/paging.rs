//! Pages: how many rows, from where.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use spanwell_store::Cursor;

use crate::problem::{Answer, Problem};

/// Which page of a list is asked for.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageAsked {
    pub(crate) cursor: Option<String>,
    pub(crate) limit: Option<usize>,
}

/// Which page of a list is asked for, and of which rows.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchAsked {
    pub(crate) search: Option<String>,
    pub(crate) cursor: Option<String>,
    pub(crate) limit: Option<usize>,
}

/// Longest accepted cursor, in bytes of its text.
const CURSOR_BYTES: usize = 4_096;

/// The rows of a page: `default` when not said, never more than `most`.
pub(crate) fn limit(asked: Option<usize>, default: usize, most: usize) -> Answer<usize> {
    match asked {
        None => Ok(default),
        Some(rows) if (1..=most).contains(&rows) => Ok(rows),
        Some(rows) => Err(Problem::field("limit", format!("`limit` is {rows}, it must be 1 to {most}"))),
    }
}

/// Where a page starts, from what [`print_cursor`] gave. An empty text is the first page.
pub(crate) fn cursor(text: Option<&str>) -> Answer<Option<Cursor>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let malformed = || {
        Problem::field("cursor", "`cursor` was not made by this server")
            .with_hint("leave it out for the first page")
    };
    if text.len() > CURSOR_BYTES {
        return Err(malformed());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
    String::from_utf8(bytes).map(|inner| Some(Cursor(inner))).map_err(|_| malformed())
}

/// The cursor as callers get it: no promise about what is inside.
pub(crate) fn print_cursor(cursor: Option<Cursor>) -> Option<String> {
    cursor.map(|cursor| URL_SAFE_NO_PAD.encode(cursor.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_as_they_were() {
        let inner = Cursor("1700000000000/tr-é".into());
        let text = print_cursor(Some(inner.clone())).unwrap();
        assert_eq!(cursor(Some(&text)).unwrap(), Some(inner));
        assert_eq!(cursor(Some("")).unwrap(), None);
        for wrong in ["ä", "!!!", &"A".repeat(5_000), "_____w"] {
            assert!(cursor(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn limits_are_kept() {
        assert_eq!(limit(None, 100, 500).unwrap(), 100);
        assert_eq!(limit(Some(500), 100, 500).unwrap(), 500);
        assert!(limit(Some(0), 100, 500).is_err());
        assert!(limit(Some(501), 100, 500).is_err());
    }
}
