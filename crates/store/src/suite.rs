//! One behaviour suite for every engine.
//!
//! An engine's crate calls it in one of its test files:
//!
//! ```text
//! /// Data of its own in a temporary directory, and the engine that is open on it.
//! struct Harness { directory: tempfile::TempDir, store: Option<Arc<SqliteStore>> }
//!
//! #[async_trait]
//! impl spanwell_store::suite::Harness for Harness { /* store, reopen, settle */ }
//!
//! async fn start(facts: Arc<dyn DeriveFacts>) -> Box<dyn spanwell_store::suite::Harness> { /* … */ }
//!
//! spanwell_store::store_suite!(start);
//! ```
//!
//! which makes one test of each behaviour. **Adding a behaviour:** a `pub async fn name(harness: Box<dyn Harness>)` in
//! the file of its subject, and its name in the list of [`store_suite!`](crate::store_suite) (a test of this crate fails
//! when it is missing there).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the suite is test code, compiled outside of tests only so that engines can call it"
)]

pub mod assessments;
pub mod changes;
pub mod charts;
pub mod deletion;
pub mod experiments;
pub mod figures;
pub mod filters;
pub mod find;
pub mod headers;
pub mod logs;
pub mod oracle;
pub mod paging;
pub mod sessions;
pub mod spans;
pub mod suggestions;
pub mod tags;
pub mod world;

use std::sync::Arc;

use async_trait::async_trait;
use tokio::task::JoinSet;

use crate::{ExperimentStore, TraceStore};

/// Both ports: what an engine is.
pub trait Engine: ExperimentStore + TraceStore {}

impl<T: ExperimentStore + TraceStore> Engine for T {}

/// An engine on data of its own, empty at the start, removed when the harness is dropped. Engines derive facts with
/// the `DeriveFacts` that the function given to [`store_suite!`](crate::store_suite) gets (it is
/// [`world::PlainFacts`]).
#[async_trait]
pub trait Harness: Send + Sync {
    /// The engine that is open now.
    fn store(&self) -> Arc<dyn Engine>;

    /// Closes the engine and opens the same data again. Engines that keep nothing may do nothing.
    async fn reopen(&mut self);

    /// Waits until background work (text index, rollups) is complete. Behaviours call it only where the contract
    /// allows a delay, which is nowhere but in figures: what was acknowledged is found at once.
    async fn settle(&self) {}
}

/// Runs these calls at the same time, each in a task of its own; the answers in any order.
async fn together<T, F>(calls: impl IntoIterator<Item = F>) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    calls.into_iter().collect::<JoinSet<T>>().join_all().await
}

/// One `#[tokio::test]` of each behaviour, on harnesses made by `$start`, a path to an
/// `async fn(Arc<dyn DeriveFacts>) -> Box<dyn Harness>`.
#[macro_export]
macro_rules! store_suite {
    ($start:path) => {
        $crate::store_suite! { @modules $start;
            experiments: [
                the_default_experiment_is_there_from_the_start,
                a_new_experiment_is_found_by_id_and_by_name,
                an_experiment_without_a_location_gets_one_made_of_its_id,
                a_name_is_used_once_even_after_deletion,
                two_tasks_cannot_make_the_same_name,
                an_experiment_is_renamed,
                an_experiment_is_deleted_and_restored,
                experiment_tags_are_set_and_deleted,
                unknown_experiments_are_none,
                experiments_are_listed_newest_first_in_pages,
                experiments_are_listed_by_lifecycle,
                experiments_are_filtered_and_ordered,
                experiments_survive_reopening,
            ];
            spans: [
                spans_alone_make_a_trace,
                spans_come_back_as_they_came,
                children_may_come_before_the_root,
                a_span_sent_again_is_counted_once,
                a_span_whose_parent_never_comes_stands_in_for_the_root,
                a_running_trace_is_visible_and_ends_later,
                tokens_are_counted_once_in_any_order_of_arrival,
                a_trace_stays_in_its_first_experiment,
                a_run_is_linked_by_spans,
                default_tags_do_not_replace_tags,
                a_write_of_many_traces_is_read_at_once,
                a_skeleton_has_what_the_spans_have,
                unknown_traces_are_none_in_the_order_asked_for,
                many_tasks_write_parts_of_the_same_trace,
                a_trace_of_32843_spans_has_a_skeleton,
                hostile_values_come_back,
                spans_survive_reopening,
                model_calls_speak_for_a_silent_root,
            ];
            headers: [
                a_header_alone_makes_a_trace,
                a_header_after_spans_has_the_last_word,
                a_header_before_spans_has_the_last_word,
                a_repeated_header_changes_nothing,
                a_header_erases_nothing,
                late_spans_never_change_times_and_state,
                tokens_of_a_header_stay,
                header_and_spans_give_the_same_in_either_order,
                a_header_survives_reopening,
            ];
            logs: [
                logs_after_their_span_are_joined,
                logs_before_their_span_are_joined,
                words_of_logs_count_once_their_span_is_there,
                the_same_log_is_kept_once,
                logs_survive_a_span_sent_again,
                tokens_of_logs_are_priced,
                costs_of_both_sources_are_mixed,
            ];
            tags: [
                tags_are_set_and_deleted,
                a_chosen_name_stays_when_spans_arrive,
                traces_are_linked_to_a_run_all_or_none,
                prompts_are_linked_and_merged,
            ];
            assessments: [
                assessments_of_every_kind_come_back,
                an_assessment_of_an_unknown_trace_is_refused,
                an_assessment_is_updated,
                an_override_counts_until_it_is_deleted,
                deleting_tells_what_was_there,
                assessments_survive_reopening,
            ];
            changes: [
                every_change_is_announced_after_it_is_readable,
                versions_grow_over_all_traces,
                deletion_is_announced,
            ];
            filters: [
                every_key_finds_what_it_should,
                span_clauses_speak_of_the_same_span,
                or_not_and_parentheses,
                selections_by_time_state_and_words,
                text_is_found_as_soon_as_it_is_stored,
                changed_text_is_found_and_old_text_is_not,
                an_assessment_of_a_session_counts_for_its_traces,
            ];
            paging: [
                the_newest_come_first,
                pages_together_are_all,
                rows_that_arrive_between_pages_repeat_nothing,
                every_order_is_followed,
                counts_stop_at_the_cap,
                no_experiment_is_no_trace,
            ];
            charts: [
                buckets_count_traces_by_state,
                percentiles_and_sums_are_those_of_the_traces,
                charts_follow_changes_of_a_trace,
                slices_are_by_model_and_by_name,
                charts_follow_a_filter,
                figures_of_experiments,
            ];
            sessions: [
                sessions_have_true_sums,
                sessions_are_listed_in_pages_and_searched,
            ];
            suggestions: [
                suggestions_of_every_field,
            ];
            find: [
                text_is_found_in_the_spans_of_a_trace,
            ];
            deletion: [
                traces_are_deleted_by_id,
                a_deleted_trace_leaves_nothing_behind,
                the_oldest_are_deleted_until_a_time,
                assessed_traces_can_be_kept,
                deletion_survives_reopening,
            ];
            figures: [
                figures_count_traces_and_spans,
                space_is_given_back,
            ];
        }

        /// Filters, orders and pages of random worlds answer as the in-memory store does.
        #[test]
        fn filters_and_pages_match_the_oracle() {
            $crate::suite::oracle::filters_and_pages_match_the_oracle(|facts| ::std::boxed::Box::pin($start(facts)));
        }

        /// Summaries of random writes in random order are those of the in-memory store.
        #[test]
        fn writes_in_any_order_match_the_oracle() {
            $crate::suite::oracle::writes_in_any_order_match_the_oracle(|facts| ::std::boxed::Box::pin($start(facts)));
        }

        #[test]
        fn charts_between_writes_match_the_oracle() {
            $crate::suite::oracle::charts_between_writes_match_the_oracle(|facts| ::std::boxed::Box::pin($start(facts)));
        }
    };
    (@modules $start:path; $($module:ident: [$($name:ident),* $(,)?];)*) => {
        $($crate::store_suite! { @module $start; $module: [$($name,)*] })*
    };
    (@module $start:path; $module:ident: [$($name:ident,)*]) => {
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    use super::*;
                    let facts = ::std::sync::Arc::new($crate::suite::world::PlainFacts);
                    $crate::suite::$module::$name($start(facts).await).await;
                }
            )*
        }
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_behaviour_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/suite");
        let list = include_str!("suite.rs");
        let mut behaviours = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() || path.ends_with("world.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for behaviour in text.split("\npub async fn ").skip(1) {
                let name = behaviour.split('(').next().unwrap();
                assert!(
                    list.contains(&format!(" {name},\n")),
                    "`{name}` of {} is in no list",
                    path.display()
                );
                behaviours += 1;
            }
        }
        assert!(behaviours > 80, "{behaviours}");
    }
}
