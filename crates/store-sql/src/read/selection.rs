//! Which traces a question is about, as SQL.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use spanwell_model::{Error, Result};
use spanwell_store::TraceSelection;
use spanwell_store::text::words;

use crate::connection::Reader;
use crate::error::{SqliteResult, from_sqlite};
use crate::filter::{Compiler, Sql};
use crate::read::driver;
use crate::text::conditions::TextPlan;
use crate::write::trace_row::state_number;

/// A selection made ready: one statement is run for each of its experiments.
pub(crate) struct Selected {
    /// Experiments, each once.
    pub(crate) experiments: Vec<i64>,
    /// ` AND …` after the condition on the experiment.
    conditions: Sql,
    /// `traces t`, or the few traces that come into question joined to it.
    source: Sql,
}

impl Selected {
    /// Makes a selection ready of which the first rows are read, and tells the reader's probe which text it is about.
    pub(crate) fn of_page(reader: &Reader, selection: &TraceSelection) -> Result<Self> {
        Self::new(reader, selection, false)
    }

    /// The same for a selection of which all rows are read.
    pub(crate) fn of_all(reader: &Reader, selection: &TraceSelection) -> Result<Self> {
        Self::new(reader, selection, true)
    }

    fn new(reader: &Reader, selection: &TraceSelection, reads_all: bool) -> Result<Self> {
        let experiments = experiments_of(selection);
        let mut text = TextPlan::new(reader, reads_all);
        let words = words(selection.words.as_deref().unwrap_or_default());
        let candidates = text.candidates_of_words(&words);
        let few = driver::few(reader, selection.filter.as_ref(), candidates, &mut text)?;
        let conditions = conditions(selection, &mut text);
        let mut selected = Self { experiments, conditions, source: source(few.as_deref())? };
        if !words.is_empty() {
            if let Some(position) = candidates {
                selected.conditions.push(" AND is_candidate(").bind(position as i64).push(", t.trace_key)");
            }
            selected.conditions.push(" AND trace_words(t.trace_key)");
        }
        text.conditions.words = words;
        reader.probe.set(text.conditions);
        Ok(selected)
    }

    /// `SELECT <columns> FROM … WHERE …` for one experiment.
    pub(crate) fn select(&self, columns: &Sql, experiment: i64) -> Sql {
        let mut sql = Sql::default();
        sql.push("SELECT ").append(columns.clone()).push(" FROM ").append(self.source.clone());
        sql.push(" WHERE t.experiment_id = ").bind(experiment).append(self.conditions.clone());
        sql
    }
}

/// The experiments of a selection, each once.
pub(crate) fn experiments_of(selection: &TraceSelection) -> Vec<i64> {
    let mut experiments: Vec<i64> = selection.experiment_ids.iter().map(|id| id.number()).collect();
    experiments.sort_unstable();
    experiments.dedup();
    experiments
}

/// Runs a statement and hands each row to `take`, which tells whether to go on.
pub(crate) fn each_row(
    reader: &Reader,
    sql: &Sql,
    mut take: impl FnMut(&Row<'_>) -> Result<bool>,
) -> Result<()> {
    let failed = |error| reader.probe.take_failure().unwrap_or_else(|| from_sqlite(error));
    let mut statement = reader.prepare_cached(&sql.text).sql()?;
    let mut rows = statement.query(params_from_iter(sql.binds.iter())).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        if !take(row)? {
            break;
        }
    }
    Ok(())
}

/// ` AND …` for everything but the experiment and the words.
fn conditions(selection: &TraceSelection, text: &mut TextPlan<'_>) -> Sql {
    let mut compiler = Compiler { sql: Sql::default(), text };
    if let Some(start) = selection.start_ms {
        compiler.sql.push(" AND t.request_time_ms >= ").bind(start);
    }
    if let Some(end) = selection.end_ms {
        compiler.sql.push(" AND t.request_time_ms < ").bind(end);
    }
    for (index, state) in selection.states.iter().enumerate() {
        compiler.sql.push(if index == 0 { " AND t.state IN (" } else { ", " }).bind(state_number(*state));
    }
    if !selection.states.is_empty() {
        compiler.sql.push(")");
    }
    if let Some(filter) = selection.filter.as_ref().filter(|filter| !filter.is_everything()) {
        compiler.sql.push(" AND ");
        compiler.filter(filter);
    }
    compiler.sql
}

/// All traces, or these few: then they come first, and the traces are looked up by them.
fn source(few: Option<&[i64]>) -> Result<Sql> {
    let mut sql = Sql::default();
    let Some(keys) = few else {
        sql.push("traces t");
        return Ok(sql);
    };
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    let list = serde_json::to_string(&keys).map_err(Error::internal)?;
    sql.push("json_each(")
        .bind(Value::Text(list))
        .push(") few CROSS JOIN traces t ON t.trace_key = few.value");
    Ok(sql)
}
