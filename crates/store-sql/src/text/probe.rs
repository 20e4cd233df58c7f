//! The functions by which SQL asks for the text of spans, which is in compressed blocks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use spanwell_model::{Error, Kind, Result, Span, SpanId};
use spanwell_store::text::{has_word, push_event_content, push_span_content, span_content};

use crate::connection::shrink;
use crate::error::SqliteResult;
use crate::read::{record, spans};
use crate::text::conditions::TextConditions;

/// Longest time that a query may read texts: one that no index helps would keep its reader busy for minutes.
const QUERY_TIME: Duration = Duration::from_secs(20);

pub(crate) const HAS_REPLACED_TEXT: &str = "SELECT EXISTS (SELECT 1 FROM replaced_text WHERE trace_key = ?1)";

/// Answers questions about text while a query of its reader runs. It reads by a connection of its own: a function must not
/// use the connection that calls it.
pub(crate) struct TextProbe {
    state: Mutex<State>,
}

struct State {
    connection: Connection,
    conditions: TextConditions,
    /// When the query has to be done.
    deadline: Option<Instant>,
    /// Why the query was ended: SQLite hands on the text of an error only.
    failure: Option<Error>,
    /// The trace that was read last: the spans of one trace are asked for one after the other.
    current: Option<Unpacked>,
}

struct Unpacked {
    trace_key: i64,
    spans: HashMap<SpanId, (Span, String)>,
}

impl TextProbe {
    /// A probe that reads by `connection`.
    pub(crate) fn new(connection: Connection) -> Arc<Self> {
        let state = State {
            connection,
            conditions: TextConditions::default(),
            deadline: None,
            failure: None,
            current: None,
        };
        Arc::new(Self { state: Mutex::new(state) })
    }

    /// Sets what the next query asks for.
    pub(crate) fn set(&self, conditions: TextConditions) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.conditions = conditions;
        state.current = None;
        state.failure = None;
        state.deadline = Some(Instant::now() + QUERY_TIME);
    }

    /// Gives back what the last query left behind.
    pub(crate) fn shrink(&self) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.conditions = TextConditions::default();
        state.current = None;
        shrink(&state.connection)
    }

    /// Why a query was ended here, if it was.
    pub(crate) fn take_failure(&self) -> Option<Error> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    /// Registers the functions `span_text`, `trace_words` and `is_candidate`.
    pub(crate) fn register(self: &Arc<Self>, connection: &Connection) -> Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8;
        let probe = self.clone();
        connection
            .create_scalar_function("span_text", 3, flags, move |context| {
                let (slot, key, span): (usize, i64, i64) =
                    (context.get(0)?, context.get(1)?, context.get(2)?);
                probe.ask(|state| state.span_text(slot, key, SpanId::from_u64(span as u64)))
            })
            .sql()?;
        let probe = self.clone();
        connection
            .create_scalar_function("trace_words", 1, flags, move |context| {
                let key: i64 = context.get(0)?;
                probe.ask(|state| state.words(key))
            })
            .sql()?;
        let probe = self.clone();
        connection
            .create_scalar_function("is_candidate", 2, flags, move |context| {
                let (slot, key): (usize, i64) = (context.get(0)?, context.get(1)?);
                probe.ask(|state| {
                    Ok(state
                        .conditions
                        .candidates
                        .get(slot)
                        .is_none_or(|candidates| candidates.contains(key)))
                })
            })
            .sql()
    }

    fn ask(&self, question: impl FnOnce(&mut State) -> Result<bool>) -> rusqlite::Result<bool> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = state.check_time().and_then(|()| question(&mut state));
        answer.map_err(|error| {
            state.failure = Some(error.clone());
            rusqlite::Error::UserFunctionError(Box::new(error))
        })
    }
}

impl State {
    fn check_time(&self) -> Result<()> {
        if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(Error::new(
                Kind::ResourceExhausted,
                "the search would read too many texts: narrow it by time, by a tag, or by a longer word",
            ));
        }
        Ok(())
    }

    fn span_text(&mut self, slot: usize, key: i64, span_id: SpanId) -> Result<bool> {
        self.unpack(key)?;
        let (Some(test), Some(unpacked)) = (self.conditions.span_tests.get(slot), &self.current) else {
            return Ok(false);
        };
        Ok(unpacked.spans.get(&span_id).is_some_and(|(span, content)| test.holds(span, content)))
    }

    /// Whether all words occur in the trace.
    fn words(&mut self, key: i64) -> Result<bool> {
        Ok((self.conditions.certain.contains(key) && !self.has_replaced_text(key)?)
            || self.reads_words(key)?)
    }

    fn has_replaced_text(&self, key: i64) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(HAS_REPLACED_TEXT).sql()?;
        statement.query_row([key], |row| row.get(0)).sql()
    }

    /// The same by reading its texts. Most need not be looked at: the index has said that the words should occur.
    fn reads_words(&self, key: i64) -> Result<bool> {
        let mut missing: Vec<&str> = self.conditions.words.iter().map(String::as_str).collect();
        let mut text = String::new();
        let stored = spans::load_stored(&self.connection, key)?;
        for span in &stored {
            text.clear();
            push_span_content(span, &mut text);
            missing.retain(|word| !has_word(&text, word));
            if missing.is_empty() {
                return Ok(true);
            }
        }
        let Some(id) = record::id_of(&self.connection, key)? else { return Ok(false) };
        let logs = spans::logs_of(&self.connection, &id, None)?;
        // Those of spans that have not come yet do not count.
        for events in stored.iter().filter_map(|span| logs.get(&span.span_id)) {
            text.clear();
            push_event_content(events, &mut text);
            missing.retain(|word| !has_word(&text, word));
        }
        Ok(missing.is_empty())
    }

    fn unpack(&mut self, key: i64) -> Result<()> {
        if self.current.as_ref().is_some_and(|current| current.trace_key == key) {
            return Ok(());
        }
        let needs_content = self.conditions.span_tests.iter().any(|test| test.needs_content());
        let mut stored = spans::load_stored(&self.connection, key)?;
        if let Some(id) = record::id_of(&self.connection, key)? {
            let logs = spans::logs_of(&self.connection, &id, None)?;
            for span in &mut stored {
                if let Some(logged) = logs.get(&span.span_id) {
                    spanwell_store::joining::join_events(span, logged);
                }
            }
        }
        let spans = stored
            .into_iter()
            .map(|span| {
                let content = if needs_content { span_content(&span) } else { String::new() };
                (span.span_id, (span, content))
            })
            .collect();
        self.current = Some(Unpacked { trace_key: key, spans });
        Ok(())
    }
}
