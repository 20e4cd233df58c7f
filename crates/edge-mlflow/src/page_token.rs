//! Page tokens: the store's cursor in URL-safe base64, opaque to clients, which only echo it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use spanwell_mlflow::Message;
use spanwell_model::{Error, Result};
use spanwell_store::Cursor;

/// Prints the place where the next page starts.
pub(crate) fn print(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(&cursor.0)
}

/// Prints the place where the next page starts, or empty text on the last page: a few calls of MLflow say it so.
pub(crate) fn print_or_empty(cursor: Option<&Cursor>) -> String {
    cursor.map(print).unwrap_or_default()
}

/// Reads `page_token`.
pub(crate) fn read(message: &Message<'_>) -> Result<Option<Cursor>> {
    let Some(token) = message.string("page_token")?.filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(|text| Some(Cursor(text))).ok_or_else(|| {
        Error::invalid(
            "Invalid page token: it is not one that this server gave; start again without `page_token`",
        )
    })
}
