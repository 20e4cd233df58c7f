//! Langfuse's SDK (`langfuse.observation.*`, `langfuse.trace.*`).

use serde_json::Value as Json;
use spanwell_model::{ModalityTokens, Value};

use super::body::Body;
use super::draft::{Certainty, Draft};
use super::json_text::{self, unquoted};
use super::source::{Source, plain_text, tag_text};
use super::tokens::Counts;

/// Fills facts from `langfuse.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let kind = source.str("langfuse.observation.type");
    match kind {
        Some("generation") => draft.span_type(Certainty::Named, "LLM"),
        // A span of no particular kind, or a mere point in time.
        Some("span" | "event") => draft.span_type(Certainty::Guess, "UNKNOWN"),
        Some(kind) => draft.span_type(Certainty::Named, &kind.to_ascii_uppercase()),
        None => {}
    }
    draft.inputs(|| source.json(&["langfuse.observation.input", "langfuse.trace.input"]));
    draft.outputs(|| source.json(&["langfuse.observation.output", "langfuse.trace.output"]));
    draft.model(|| source.text(&["langfuse.observation.model.name"]));
    draft.model_request(|| {
        source.str("langfuse.observation.model.parameters").and_then(Body::look).and_then(|body| body.model())
    });
    if let Some(usage) = source.value("langfuse.observation.usage_details") {
        draft.counts.fill(counts(&json_text::tree(usage)));
    }
    if let Some(cost) = source.value("langfuse.observation.cost_details").map(json_text::tree) {
        let (input, output) = (sum_usd(&cost, "input"), sum_usd(&cost, "output"));
        draft.cost(input, output, amount(cost.get("total")));
    }
    if let Some(reason) = source.text(&["langfuse.observation.metadata.finish_reason"]) {
        draft.finish_reasons(|| vec![unquoted(&reason)]);
    }
    draft.session(|| source.text(&["langfuse.session.id", "session.id"]));
    draft.session(|| source.session_below("langfuse.trace.metadata."));
    draft.user(|| source.text(&["langfuse.user.id", "user.id"]));
    draft.user(|| source.user_below("langfuse.trace.metadata."));
    draft.trace_name(|| source.text(&["langfuse.trace.name"]));
    draft.prompt(
        source.text(&["langfuse.observation.prompt.name", "langfuse.prompt.name"]),
        source.text(&["langfuse.observation.prompt.version", "langfuse.prompt.version"]),
    );
    draft.first_token(|| {
        let start = source.str("langfuse.observation.completion_start_time").map(unquoted)?;
        time_ns(&start)?.checked_sub(source.span.start_time_ns)
    });
    if let Some(tags) = source.value("langfuse.trace.tags") {
        draft.tag("tags", tag_text(tags));
    }
    for (key, value) in source.below("langfuse.trace.metadata.") {
        if let Some(text) = metadata_text(value) {
            draft.metadata(key, text);
        }
    }
    kind.is_some()
}

/// Either the raw usage of a provider, or buckets that do not overlap (`input`, `input_cached_tokens`, `output`,
/// `output_reasoning_tokens`, …), told by whether the buckets add up to the total.
fn counts(usage: &Json) -> Counts {
    let plain = Counts::of_usage(usage);
    let sum = |prefix: &str| {
        let entries = usage.as_object().into_iter().flatten();
        entries
            .filter(|(key, _)| key.starts_with(prefix))
            .filter_map(|(_, value)| value.as_u64())
            .sum::<u64>()
    };
    let (input, output) = (sum("input"), sum("output"));
    let has_buckets = usage.get("input").is_some() || usage.get("output").is_some();
    if !has_buckets || plain.total.is_some_and(|total| total != input.saturating_add(output)) {
        return plain;
    }
    let bucket = |names: &[&str]| names.iter().find_map(|name| usage.get(*name).and_then(Json::as_u64));
    Counts {
        input: Some(input),
        output: Some(output),
        total: plain.total,
        cache_read: bucket(&["input_cached_tokens", "input_cache_read", "input_cached"]).or(plain.cache_read),
        cache_write: bucket(&["input_cache_creation", "input_cache_write"]).or(plain.cache_write),
        cache_write_1h: plain.cache_write_1h,
        reasoning: bucket(&["output_reasoning_tokens", "output_reasoning"]).or(plain.reasoning),
        by_modality: ModalityTokens {
            audio_input_tokens: bucket(&["input_audio_tokens", "input_audio"]).filter(|count| *count > 0),
            audio_output_tokens: bucket(&["output_audio_tokens", "output_audio"]).filter(|count| *count > 0),
            ..plain.by_modality
        },
        // Langfuse's buckets do not overlap: cached tokens under a name that does not begin with `input` are extra.
        excludes_cache: true,
        excludes_reasoning: true,
    }
}

/// Cost of input or output: the sum of its buckets (`input`, `input_cached_tokens`, …), which do not overlap.
fn sum_usd(cost: &Json, prefix: &str) -> Option<f64> {
    let entries = cost.as_object()?.iter().filter(|(key, _)| key.starts_with(prefix));
    entries.filter_map(|(_, value)| amount(Some(value))).reduce(|sum, part| sum + part)
}

fn amount(value: Option<&Json>) -> Option<f64> {
    let value = value?;
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|usd| usd.is_finite())
}

/// Values of metadata are JSON texts; strings have their quotes.
fn metadata_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(unquoted(text)),
        other => plain_text(other).or_else(|| Some(other.to_json())),
    }
}

/// Nanoseconds of an ISO 8601 time in UTC, such as `2026-11-22T05:38:28.291469Z` or with `+00:00`.
fn time_ns(text: &str) -> Option<u64> {
    let (date, time) = text.split_once(['T', ' '])?;
    let time = time.strip_suffix('Z').or_else(|| time.strip_suffix("+00:00")).unwrap_or(time);
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut clock = time.splitn(3, ':');
    let hours = clock.next()?.parse::<i64>().ok()?;
    let minutes = clock.next()?.parse::<i64>().ok()?;
    let (seconds, fraction) = clock.next()?.split_once('.').unwrap_or((clock_seconds(time)?, ""));
    let seconds = seconds.parse::<i64>().ok()?;
    if !(1970..=2261).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse::<i64>().ok()?;
    let total_seconds = ((days_since_epoch(year, month, day) * 24 + hours) * 60 + minutes) * 60 + seconds;
    u64::try_from(total_seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds)?).ok()
}

fn clock_seconds(time: &str) -> Option<&str> {
    time.rsplit(':').next()
}

/// Days from 1970-01-01 in the Gregorian calendar (the era algorithm: years begin in March, so that leap days end them).
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn iso_times_are_read() {
        assert_eq!(time_ns("1970-01-01T00:00:01Z"), Some(1_000_000_000));
        assert_eq!(time_ns("2026-11-22T05:38:28.291469+00:00"), Some(1_795_325_908_291_469_000));
        for wrong in ["", "2026-13-01T00:00:00Z", "x", "2026-11-22"] {
            assert_eq!(time_ns(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn both_forms_of_usage_are_read() {
        let raw = json!({"completion_tokens": 8, "prompt_tokens": 24, "total_tokens": 32,
            "prompt_tokens_details": {"cached_tokens": 16}});
        assert_eq!(counts(&raw).usage().unwrap().input_tokens, 24);
        let buckets = json!({"input": 8, "input_cached_tokens": 16, "output": 5, "output_reasoning_tokens": 3, "total": 32});
        let usage = counts(&buckets).usage().unwrap();
        assert_eq!((usage.input_tokens, usage.output_tokens, usage.total_tokens), (24, 8, 32));
        assert_eq!((usage.cache_read_input_tokens, usage.reasoning_output_tokens), (Some(16), Some(3)));
        assert_eq!(counts(&json!({"input": 3, "output": 4})).usage().unwrap().total_tokens, 7);
    }
}
