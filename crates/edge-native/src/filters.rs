//! From what callers write to what stores are asked.

use spanwell_model::ExperimentId;
use spanwell_query::{
    Comparison, Expression, FilterError, RunFilter, RunOrder, Test, TextComparator, TraceFilter, TraceOrder,
    parse_run_filter, parse_run_order, parse_trace_filter, parse_trace_order,
};
use spanwell_store::TraceSelection;

use crate::problem::{Answer, Problem};
use crate::wire::search::TraceSelection as Asked;
use crate::wire::trace::State;

/// Longest accepted free text, in characters.
const WORDS_CHARACTERS: usize = 1_000;

/// What is asked about the traces of an experiment.
pub(crate) fn selection(experiment_id: ExperimentId, asked: Asked) -> Answer<TraceSelection> {
    if let (Some(start), Some(end)) = (asked.start_ms, asked.end_ms)
        && start > end
    {
        let text = format!("`start_ms` is {start}, after `end_ms`, which is {end}");
        return Err(Problem::field("start_ms", text));
    }
    Ok(TraceSelection {
        experiment_ids: vec![experiment_id],
        filter: asked.filter.as_deref().map(filter).transpose()?.filter(|filter| !filter.is_everything()),
        words: words(asked.text)?,
        start_ms: asked.start_ms,
        end_ms: asked.end_ms,
        states: asked.state.into_iter().map(State::into).collect(),
    })
}

/// A filter from its text.
pub(crate) fn filter(text: &str) -> Answer<TraceFilter> {
    parse_trace_filter(text).map_err(|error| refused("filter", text, &error))
}

/// An order from its texts.
pub(crate) fn order(items: &[String]) -> Answer<Vec<TraceOrder>> {
    parse_trace_order(items).map_err(|error| refused_order(items, &error))
}

/// A filter of runs from its text.
pub(crate) fn run_filter(text: &str) -> Answer<RunFilter> {
    parse_run_filter(text).map_err(|error| refused("filter", text, &error))
}

/// An order of runs from its texts.
pub(crate) fn run_order(items: &[String]) -> Answer<Vec<RunOrder>> {
    parse_run_order(items).map_err(|error| refused_order(items, &error))
}

/// Rows whose text in this field contains `part`, in any case. `%` and `_` in it stand for any characters.
pub(crate) fn contains<Field>(field: Field, part: &str) -> Expression<Comparison<Field>> {
    let test = Test::Text(TextComparator::ILike, format!("%{part}%"));
    Expression::Leaf(Comparison { field, test })
}

fn refused_order(items: &[String], error: &FilterError) -> Problem {
    let item = error.item.and_then(|item| items.get(item)).map_or("", String::as_str);
    refused("order", item, error)
}

fn words(text: Option<String>) -> Answer<Option<String>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let characters = text.chars().count();
    if characters > WORDS_CHARACTERS {
        let message = format!("`text` has {characters} characters, at most {WORDS_CHARACTERS} are allowed");
        return Err(Problem::field("text", message));
    }
    Ok(Some(text))
}

fn refused(field: &str, text: &str, error: &FilterError) -> Problem {
    let message = format!("expected {}, found {}", error.expected, error.found);
    let problem = Problem::field(field, message).at(utf16_units(text, error.position.byte));
    match &error.hint {
        Some(hint) => problem.with_hint(hint.clone()),
        None => problem,
    }
}

/// UTF-16 units before byte `byte` of `text`: how JavaScript counts.
pub(crate) fn utf16_units(text: &str, byte: usize) -> usize {
    text[..text.floor_char_boundary(byte)].encode_utf16().count()
}

/// The byte at `units` UTF-16 units of `text`; inside a character, its start.
pub(crate) fn byte_at(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (byte, character) in text.char_indices() {
        seen += character.len_utf16();
        if seen > units {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_javascript_does() {
        let text = "a😀é z";
        for (byte, units) in [(0, 0), (1, 1), (5, 3), (7, 4), (9, 6)] {
            assert_eq!(utf16_units(text, byte), units);
            assert_eq!(byte_at(text, units), byte);
        }
        assert_eq!(byte_at(text, 2), 1);
        assert_eq!(byte_at(text, 99), text.len());
    }
}
