//! SQL functions that the filters use.

use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use spanwell_model::Result;
use spanwell_query::TextComparator;
use spanwell_query::pattern::TextPattern;

use crate::error::SqliteResult;
use crate::text_map;

/// Registers the functions that need nothing but their arguments.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function("map_get", 2, flags, |context| {
            let map = context.get_raw(0).as_blob()?;
            let key = context.get_raw(1).as_str()?;
            Ok(text_map::get(map, key).map(str::to_owned))
        })
        .sql()?;
    connection
        .create_scalar_function("text_contains", 2, flags, |context| {
            let part = context.get_raw(0).as_str()?;
            let value = context.get_raw(1).as_str_or_null()?;
            Ok(value.is_some_and(|value| value.to_lowercase().contains(part)))
        })
        .sql()?;
    for (name, comparator) in [
        ("text_like", TextComparator::Like),
        ("text_ilike", TextComparator::ILike),
        ("text_rlike", TextComparator::RLike),
    ] {
        connection
            .create_scalar_function(name, 2, flags, move |context| {
                let Ok(Some(value)) = context.get_raw(1).as_str_or_null() else { return Ok(false) };
                // The pattern is compiled once a statement: SQLite keeps it beside the constant argument.
                let pattern: Arc<TextPattern> = context.get_or_create_aux(0, |pattern| {
                    let text = pattern.as_str().map_err(|_| rusqlite::Error::InvalidQuery)?;
                    TextPattern::new(comparator, text).map_err(|_| rusqlite::Error::InvalidQuery)
                })?;
                Ok(pattern.matches(value))
            })
            .sql()?;
    }
    Ok(())
}
