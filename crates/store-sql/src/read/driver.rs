//! Where a search starts: with the newest traces, or with the few that come into question.
//!
//! Each condition that must hold is asked for its traces (by a term, by the text index, by an id). When one of them has few,
//! the search looks at those only; else it goes through the traces from the newest on and soon has a page.

use rusqlite::params;
use spanwell_model::Result;
use spanwell_query::{
    Comparison, Expression, SpanField, SpanMatch, Test, TextComparator, TraceCondition, TraceField,
    TraceFilter,
};
use spanwell_store::summary::{META_SESSION, META_USER, TAG_NAME};

use crate::assessment_document::{EXPECTATION, FEEDBACK};
use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::terms::{TermField, term};
use crate::text::conditions::TextPlan;

/// So many traces are few. Looking at one of them costs about as much as passing a few dozen that an index covers.
const FEW: usize = 2_000;

pub(crate) const BY_TERM: &str =
    "SELECT trace_key FROM trace_terms WHERE term = ?1 ORDER BY trace_key DESC LIMIT ?2";
pub(crate) const BY_ASSESSMENT: &str =
    "SELECT trace_key, session_id FROM assessments WHERE name = ?1 AND kind = ?2 LIMIT ?3";

/// The few traces that come into question for a filter and words; `None` when there are many.
pub(crate) fn few(
    reader: &Reader,
    filter: Option<&TraceFilter>,
    words: Option<usize>,
    text: &mut TextPlan<'_>,
) -> Result<Option<Vec<i64>>> {
    let mut best: Option<Vec<i64>> = words.and_then(|position| few_candidates(text, position));
    for condition in must_hold(filter) {
        if let Some(keys) = of_condition(reader, condition, text)?
            && best.as_ref().is_none_or(|best| keys.len() < best.len())
        {
            best = Some(keys);
        }
    }
    Ok(best)
}

/// The conditions that must all hold.
fn must_hold(filter: Option<&TraceFilter>) -> Vec<&TraceCondition> {
    match filter.and_then(TraceFilter::expression) {
        Some(Expression::Leaf(condition)) => vec![condition],
        Some(Expression::All(children)) => {
            let leaves = children.iter().filter_map(|child| match child {
                Expression::Leaf(condition) => Some(condition),
                _ => None,
            });
            leaves.collect()
        }
        _ => Vec::new(),
    }
}

fn of_condition(
    reader: &Reader,
    condition: &TraceCondition,
    text: &mut TextPlan<'_>,
) -> Result<Option<Vec<i64>>> {
    match condition {
        TraceCondition::Span(span) => of_span(reader, span, text),
        TraceCondition::Compare(Comparison { field, test }) => match (field, test) {
            (TraceField::Text, test) => {
                let leaf = Comparison { field: SpanField::Content, test: test.clone() };
                of_span(reader, &SpanMatch(Expression::Leaf(leaf)), text)
            }
            (TraceField::Feedback(name), test) if *test != Test::IsNull => {
                of_assessments(reader, FEEDBACK, name)
            }
            (TraceField::Expectation(name), test) if *test != Test::IsNull => {
                of_assessments(reader, EXPECTATION, name)
            }
            (field, Test::Text(TextComparator::Equal, value)) => of_value(reader, field, value),
            (TraceField::TraceId, Test::In(list)) => of_ids(reader, list).map(Some),
            _ => Ok(None),
        },
    }
}

fn of_value(reader: &Reader, field: &TraceField, value: &str) -> Result<Option<Vec<i64>>> {
    match field {
        TraceField::TraceId => of_ids(reader, &[value.to_owned()]).map(Some),
        TraceField::Tag(key) => of_term(reader, TermField::Tag(key), value),
        TraceField::Metadata(key) => of_term(reader, TermField::Metadata(key), value),
        TraceField::Name => of_term(reader, TermField::Tag(TAG_NAME), value),
        TraceField::Session => of_term(reader, TermField::Metadata(META_SESSION), value),
        TraceField::User => of_term(reader, TermField::Metadata(META_USER), value),
        TraceField::ClientRequestId => of_term(reader, TermField::ClientRequestId, value),
        TraceField::Prompt => of_term(reader, TermField::Prompt, value),
        TraceField::RunId => {
            let (made, linked) = (
                of_term(reader, TermField::Metadata("mlflow.sourceRun"), value)?,
                of_term(reader, TermField::Run, value)?,
            );
            Ok(made.zip(linked).map(|(mut made, linked)| {
                made.extend(linked);
                made
            }))
        }
        _ => Ok(None),
    }
}

fn of_span(reader: &Reader, span: &SpanMatch, text: &mut TextPlan<'_>) -> Result<Option<Vec<i64>>> {
    let leaves: Vec<&Expression<Comparison<SpanField>>> = match &span.0 {
        Expression::All(children) => children.iter().collect(),
        other => vec![other],
    };
    for leaf in leaves {
        let Expression::Leaf(Comparison { field, test: Test::Text(TextComparator::Equal, value) }) = leaf
        else {
            continue;
        };
        let found = match field {
            SpanField::Name => of_term(reader, TermField::SpanName, value)?,
            SpanField::Type => of_term(reader, TermField::SpanType, value)?,
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    let position = text.candidates_of_span(&span.0);
    Ok(position.and_then(|position| few_candidates(text, position)))
}

fn few_candidates(text: &TextPlan<'_>, position: usize) -> Option<Vec<i64>> {
    let keys = text.candidates_at(position)?;
    (keys.len() <= FEW).then(|| keys.iter().collect())
}

fn of_term(reader: &Reader, field: TermField<'_>, value: &str) -> Result<Option<Vec<i64>>> {
    let Some(term) = term(field, value) else { return Ok(None) };
    let mut statement = reader.prepare_cached(BY_TERM).sql()?;
    let keys = statement.query_map(params![term, FEW + 1], |row| row.get(0)).sql()?;
    let keys: Vec<i64> = keys.collect::<rusqlite::Result<_>>().sql()?;
    Ok((keys.len() <= FEW).then_some(keys))
}

fn of_ids(reader: &Reader, ids: &[String]) -> Result<Vec<i64>> {
    let mut statement = reader.prepare_cached(crate::read::record::KEY_BY_ID).sql()?;
    let mut keys = Vec::new();
    for id in ids {
        let mut rows = statement.query([id]).sql()?;
        if let Some(row) = rows.next().sql()? {
            keys.push(row.get(0).sql()?);
        }
    }
    Ok(keys)
}

/// Traces with an assessment of a name, and those of the sessions that one of them speaks of.
fn of_assessments(reader: &Reader, kind: i64, name: &str) -> Result<Option<Vec<i64>>> {
    let mut statement = reader.prepare_cached(BY_ASSESSMENT).sql()?;
    let rows =
        statement.query_map(params![name, kind, FEW + 1], |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    let rows: Vec<(i64, Option<String>)> = rows.collect::<rusqlite::Result<_>>().sql()?;
    if rows.len() > FEW {
        return Ok(None);
    }
    let mut keys: Vec<i64> = rows.iter().map(|(key, _)| *key).collect();
    let mut sessions: Vec<&String> = rows.iter().filter_map(|(_, session)| session.as_ref()).collect();
    sessions.sort_unstable();
    sessions.dedup();
    for session in sessions {
        let Some(of_session) = of_term(reader, TermField::Metadata(META_SESSION), session)? else {
            return Ok(None);
        };
        keys.extend(of_session);
        if keys.len() > FEW {
            return Ok(None);
        }
    }
    Ok(Some(keys))
}
