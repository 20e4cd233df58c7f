//! Conversations: groups of traces by session.

use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};
use spanwell_model::Result;
use spanwell_store::{Page, SessionQuery, SessionRow};

use crate::connection::Reader;
use crate::cursor;
use crate::error::SqliteResult;
use crate::filter::Sql;
use crate::write::removal::experiments_with_traces;

/// The last row of a page.
#[derive(Serialize, Deserialize)]
struct Key(i64, String);

/// A page of conversations, the last active first.
pub(crate) fn sessions(reader: &Reader, query: &SessionQuery) -> Result<Page<SessionRow>> {
    let after: Option<Key> = cursor::read(query.after.as_ref())?;
    let experiments = match query.experiment_id {
        Some(id) => vec![id.number()],
        None => experiments_with_traces(reader)?,
    };
    let sql = page_sql(query, &experiments, after.as_ref());
    let mut statement = reader.prepare_cached(&sql.text).sql()?;
    let rows = statement
        .query_map(params_from_iter(sql.binds.iter()), |row| {
            Ok(SessionRow {
                session_id: row.get(0)?,
                trace_count: row.get(1)?,
                error_count: row.get(2)?,
                first_ms: row.get(3)?,
                last_ms: row.get(4)?,
                tokens: row.get::<_, Option<f64>>(5)?.unwrap_or(0.0) as u64,
                cost_usd: row.get::<_, Option<f64>>(6)?.unwrap_or(0.0),
                ..SessionRow::default()
            })
        })
        .sql()?;
    let mut items = rows.collect::<rusqlite::Result<Vec<_>>>().sql()?;
    let has_more = items.len() > query.limit;
    items.truncate(query.limit);
    for row in &mut items {
        complete(reader, row, &experiments)?;
    }
    let last = items.last().filter(|_| has_more);
    let next = last.map(|row| cursor::write(&Key(row.last_ms, row.session_id.clone()))).transpose()?;
    Ok(Page { items, next })
}

fn page_sql(query: &SessionQuery, experiments: &[i64], after: Option<&Key>) -> Sql {
    let mut sql = Sql::default();
    sql.push(
        "SELECT session_id, COUNT(*), SUM(state = 2), MIN(request_time_ms), MAX(request_time_ms) AS last_ms,
         TOTAL(tokens_total), TOTAL(cost_usd) FROM traces WHERE session_id IS NOT NULL",
    );
    within(&mut sql, experiments);
    if let Some(part) = query.search.as_deref().filter(|part| !part.is_empty()) {
        sql.push(" AND text_contains(").bind(part.to_lowercase()).push(", session_id)");
    }
    sql.push(" GROUP BY session_id");
    if let Some(Key(last_ms, id)) = after {
        sql.push(" HAVING last_ms < ").bind(*last_ms).push(" OR (last_ms = ").bind(*last_ms);
        sql.push(" AND session_id > ").bind(id.clone()).push(")");
    }
    sql.push(" ORDER BY last_ms DESC, session_id LIMIT ");
    sql.bind(i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX));
    sql
}

fn within(sql: &mut Sql, experiments: &[i64]) {
    sql.push(" AND experiment_id IN (");
    for (index, experiment) in experiments.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" }).bind(*experiment);
    }
    sql.push(")");
}

/// Adds what comes from single traces: the first's inputs, the last's outputs, the newest user.
fn complete(reader: &Reader, row: &mut SessionRow, experiments: &[i64]) -> Result<()> {
    let edge = |column: &str, condition: &str, order: &str| -> Result<Option<String>> {
        let mut sql = Sql::default();
        sql.push("SELECT ")
            .push(column)
            .push(" FROM traces WHERE session_id = ")
            .bind(row.session_id.clone());
        within(&mut sql, experiments);
        sql.push(condition).push(" ORDER BY request_time_ms ").push(order).push(", trace_id ").push(order);
        sql.push(" LIMIT 1");
        let mut statement = reader.prepare_cached(&sql.text).sql()?;
        let mut rows = statement.query(params_from_iter(sql.binds.iter())).sql()?;
        rows.next().sql()?.map_or(Ok(None), |row| row.get(0).sql())
    };
    let first_input = edge("request_preview", "", "ASC")?;
    let last_output = edge("response_preview", "", "DESC")?;
    let user_id = edge("user_id", " AND user_id IS NOT NULL", "DESC")?;
    row.first_input = first_input;
    row.last_output = last_output;
    row.user_id = user_id;
    Ok(())
}
