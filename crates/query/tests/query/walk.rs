//! Following the candidates of the query bar, whatever one picks, leads to a filter that parses.

use proptest::prelude::*;
use spanwell_query::{CandidateKind, complete, parse_trace_filter};

/// What somebody would write where there is no fixed candidate.
fn value_of(key: &str, comparator: &str) -> &'static str {
    let number =
        ["timestamp", "execution_time", "end_time", "_tokens", "cost"].iter().any(|part| key.contains(part));
    let assessed = key.starts_with("feedback.") || key.starts_with("expectation.");
    let ordering = comparator.starts_with(['<', '>']);
    match () {
        () if number || (assessed && ordering) => "1.5",
        () if key == "prompt" => "'greeting/3'",
        () => "'it''s'",
    }
}

/// Writes a filter by the numbers in `picks`, then finishes it.
fn write(picks: &[usize]) -> String {
    let mut text = String::new();
    let mut comparator = String::new();
    for step in 0..picks.len() + 12 {
        let completion = complete(&text, text.len());
        let finished = completion.candidates_kind == CandidateKind::Keyword && step >= picks.len();
        if finished && parse_trace_filter(&text).is_ok() {
            return text;
        }
        let pick = picks.get(step).copied().unwrap_or(0);
        let fixed = completion.fixed;
        let picked = match &completion.candidates_kind {
            CandidateKind::Value { key } if fixed.is_empty() => value_of(key, &comparator).to_owned(),
            _ => fixed[pick % fixed.len()].clone(),
        };
        let text_before = text.trim_end().to_owned();
        match completion.candidates_kind {
            CandidateKind::Key if picked.ends_with('.') => text.push_str(&format!("{picked}`my key` ")),
            CandidateKind::Value { .. } if comparator.ends_with("IN") => {
                let open = if text_before.ends_with("IN") { "(" } else { "" };
                text.push_str(&format!("{open}{picked}) "));
            }
            CandidateKind::Comparator => {
                comparator.clone_from(&picked);
                text.push_str(&format!("{picked} "));
            }
            _ => text.push_str(&format!("{picked} ")),
        }
    }
    text
}

proptest! {
    #[test]
    fn candidates_lead_to_a_filter(picks in prop::collection::vec(0_usize..40, 1..24)) {
        let text = write(&picks);
        let filter = parse_trace_filter(&text);
        prop_assert!(filter.is_ok(), "{}: {:?}", text, filter);
        prop_assert_eq!(parse_trace_filter(&filter.clone().unwrap().to_string()), filter);
    }

    #[test]
    fn a_candidate_continues_what_is_written(picks in prop::collection::vec(0_usize..40, 1..16), cut in 0_usize..400) {
        let text = write(&picks);
        let cut = (0..=cut.min(text.len())).rev().find(|&byte| text.is_char_boundary(byte)).unwrap_or(0);
        let completion = complete(&text, cut);
        prop_assert!(completion.replace_range.start <= cut && cut <= completion.replace_range.end);
        let written = text[completion.replace_range.start..cut].trim_start_matches('\'').to_lowercase();
        for candidate in completion.fixed {
            prop_assert!(candidate.trim_start_matches('\'').to_lowercase().starts_with(&written), "{candidate}: {written}");
        }
    }
}

#[test]
fn every_key_offered_is_a_key() {
    let completion = complete("", 0);
    assert_eq!(completion.fixed.len(), 29);
    for key in completion.fixed {
        let key = if key.ends_with('.') { format!("{key}x") } else { key };
        let comparators = complete(&format!("{key} "), key.len() + 1);
        assert_eq!(comparators.candidates_kind, CandidateKind::Comparator);
        assert!(!comparators.fixed.is_empty(), "{key}");
    }
}

#[test]
fn every_comparator_offered_is_accepted() {
    for key in complete("", 0).fixed {
        let key = if key.ends_with('.') { format!("{key}x") } else { key };
        for comparator in complete(&format!("{key} "), key.len() + 1).fixed {
            let value = match comparator.as_str() {
                "IS NULL" | "IS NOT NULL" => String::new(),
                "IN" | "NOT IN" => format!("({})", value_of(&key, &comparator)),
                _ => value_of(&key, &comparator).to_owned(),
            };
            let text = format!("{key} {comparator} {value}");
            assert!(parse_trace_filter(&text).is_ok(), "{text}");
        }
    }
}
