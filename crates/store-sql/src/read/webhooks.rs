//! Webhooks: one, a page of them, and where an event is posted to.

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Error, Result, Webhook, WebhookEvent, WebhookSecret, WebhookStatus};
use spanwell_query::Direction;
use spanwell_store::{Cursor, Page, WebhookTarget};

use crate::error::SqliteResult;
use crate::read::sort_key::{SortPart, page_of, part};

macro_rules! columns {
    () => {
        "SELECT webhook_key, webhook_id, name, description, url, events, status, creation_time_ms, last_update_time_ms
         FROM webhooks"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE webhook_id = ?1");
const ALL: &str = columns!();
pub(crate) const TARGET: &str = "SELECT webhook_id, url, secret FROM webhooks WHERE webhook_id = ?1";
/// Reads all webhooks: there are few of them.
const TARGETS: &str = "SELECT webhook_id, url, secret FROM webhooks
    WHERE status = 'ACTIVE' AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?1) ORDER BY webhook_key";

/// One webhook.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<Webhook>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    statement.query_row([id], |row| Ok(read(row))).optional().sql()?.transpose()
}

/// A page of webhooks, newest first.
pub(crate) fn list(connection: &Connection, limit: usize, after: Option<&Cursor>) -> Result<Page<Webhook>> {
    let mut statement = connection.prepare_cached(ALL).sql()?;
    let mut found = statement.query([]).sql()?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().sql()? {
        rows.push((place(row)?, read(row)?));
    }
    page_of(rows, limit, after)
}

/// Where one webhook is posted to.
pub(crate) fn target(connection: &Connection, id: &str) -> Result<Option<WebhookTarget>> {
    connection.prepare_cached(TARGET).sql()?.query_row([id], read_target).optional().sql()
}

/// Where an event is posted to.
pub(crate) fn targets(connection: &Connection, event: WebhookEvent) -> Result<Vec<WebhookTarget>> {
    let mut statement = connection.prepare_cached(TARGETS).sql()?;
    let rows = statement.query_map([event.to_string()], read_target).sql()?;
    rows.collect::<rusqlite::Result<_>>().sql()
}

fn place(row: &Row<'_>) -> Result<Vec<SortPart>> {
    let down = |index: usize| -> Result<SortPart> {
        Ok(part(Some(row.get::<_, i64>(index).sql()?.into()), Direction::Descending))
    };
    Ok(vec![down(7)?, down(0)?])
}

fn read(row: &Row<'_>) -> Result<Webhook> {
    let events: Vec<String> =
        serde_json::from_str(&row.get::<_, String>(5).sql()?).map_err(Error::internal)?;
    let status: String = row.get(6).sql()?;
    Ok(Webhook {
        webhook_id: row.get(1).sql()?,
        name: row.get(2).sql()?,
        description: row.get(3).sql()?,
        url: row.get(4).sql()?,
        events: events.iter().filter_map(|name| WebhookEvent::from_name(name)).collect(),
        status: WebhookStatus::from_name(&status)
            .ok_or_else(|| Error::internal(format!("a webhook has the status `{status}`")))?,
        creation_time_ms: row.get(7).sql()?,
        last_update_time_ms: row.get(8).sql()?,
    })
}

fn read_target(row: &Row<'_>) -> rusqlite::Result<WebhookTarget> {
    Ok(WebhookTarget {
        webhook_id: row.get(0)?,
        url: row.get(1)?,
        secret: row.get::<_, Option<String>>(2)?.and_then(WebhookSecret::new),
    })
}
