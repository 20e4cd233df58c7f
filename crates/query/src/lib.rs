#![doc = include_str!("../README.md")]

mod clause;
mod comparison;
mod completion;
mod dataset;
mod error;
mod eval;
mod experiment;
mod expression;
mod field_filter;
mod issue;
mod key;
mod lexer;
pub mod limits;
mod logged_model;
mod metric;
mod model_version;
mod number;
mod order;
mod parser;
pub mod pattern;
mod registered_model;
mod rules;
mod run;
mod span;
mod trace;
mod trace_keys;
mod trace_order;

pub use clause::split_prompt;
pub use comparison::{Comparison, NumberComparator, Quoted, QuotedName, Test, TextComparator};
pub use completion::{CandidateKind, Completion, complete};
pub use dataset::{DatasetField, DatasetFilter, DatasetOrder, parse_dataset_order};
pub use error::{FilterError, Position};
pub use eval::{ExperimentView, FieldValue, SpanView, TraceView, experiment_matches, matches, test_holds};
pub use experiment::{
    ExperimentField, ExperimentFilter, ExperimentOrder, default_experiment_order, parse_experiment_filter,
    parse_experiment_order,
};
pub use expression::Expression;
pub use field_filter::{FieldFilter, FieldView};
pub use issue::{IssueField, IssueFilter};
pub use logged_model::{LoggedModelField, LoggedModelFilter, LoggedModelOrder, parse_logged_model_order};
pub use metric::{MetricField, MetricFilter, parse_metric_filter, parse_metric_filters};
pub use model_version::{
    ModelVersionField, ModelVersionFilter, ModelVersionOrder, parse_model_version_order,
};
pub use number::Number;
pub use order::{Direction, Order};
pub use pattern::TextPattern;
pub use registered_model::{
    RegisteredModelField, RegisteredModelFilter, RegisteredModelOrder, parse_registered_model_order,
};
pub use run::{RunField, RunFilter, RunOrder, default_run_order, parse_run_filter, parse_run_order};
pub use span::{SpanField, SpanMatch};
pub use trace::{TraceCondition, TraceField, TraceFilter, parse_trace_filter};
pub use trace_order::{TraceOrder, TraceOrderKey, default_trace_order, parse_trace_order};
