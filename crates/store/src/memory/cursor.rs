//! Pages of sorted rows; the cursor is the last row's key as JSON text.

use serde::Serialize;
use serde::de::DeserializeOwned;
use spanwell_model::{Error, Result};

use crate::page::{Cursor, Page};

/// The page of `rows`, which are sorted by `key`, that starts after `after`.
pub(super) fn page<T, K>(
    rows: Vec<T>,
    limit: usize,
    after: Option<&Cursor>,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>>
where
    K: Ord + Serialize + DeserializeOwned,
{
    let after: Option<K> =
        after.map(|cursor| serde_json::from_str(&cursor.0)).transpose().map_err(|error| {
            Error::invalid(
                "the page token is none of this server's: leave it out to start from the first page",
            )
            .with_inside(error)
        })?;
    let mut rest = rows.into_iter().filter(|row| after.as_ref().is_none_or(|after| key(row) > *after));
    let items: Vec<T> = rest.by_ref().take(limit).collect();
    let last = items.last().filter(|_| rest.next().is_some());
    let next =
        last.map(|row| serde_json::to_string(&key(row)).map(Cursor)).transpose().map_err(Error::internal)?;
    Ok(Page { items, next })
}
