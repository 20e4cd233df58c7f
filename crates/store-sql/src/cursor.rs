//! Page tokens: the last row's key, as JSON text in hexadecimal so that nobody is tempted to make one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use spanwell_model::{Error, Result};
use spanwell_store::Cursor;

/// The key inside a token.
pub(crate) fn read<K: DeserializeOwned>(cursor: Option<&Cursor>) -> Result<Option<K>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let refused = || {
        Error::invalid("the page token is none of this server's: leave it out to start from the first page")
    };
    let digit = |digit: u8| (digit as char).to_digit(16).ok_or_else(refused);
    let (pairs, rest) = cursor.0.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(refused());
    }
    let bytes: Vec<u8> = pairs
        .iter()
        .map(|[high, low]| Ok((digit(*high)? << 4 | digit(*low)?) as u8))
        .collect::<Result<_>>()?;
    serde_json::from_slice(&bytes).map(Some).map_err(|error| refused().with_inside(error))
}

/// The token of a key.
pub(crate) fn write(key: &impl Serialize) -> Result<Cursor> {
    let bytes = serde_json::to_vec(key).map_err(Error::internal)?;
    Ok(Cursor(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_back_and_others_are_refused() {
        let token = write(&(7, "é")).unwrap();
        assert_eq!(read::<(i64, String)>(Some(&token)).unwrap(), Some((7, "é".to_owned())));
        for wrong in ["x", "0", "zz", "7b", "ff"] {
            assert!(read::<(i64, String)>(Some(&Cursor(wrong.into()))).is_err(), "{wrong}");
        }
    }
}
