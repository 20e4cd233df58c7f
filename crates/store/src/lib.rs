#![doc = include_str!("../README.md")]

pub mod change;
pub mod experiments;
pub mod page;
pub mod summary;
pub mod traces;
pub mod tree;

pub use change::{ChangeKind, TraceChange};
pub use experiments::{ExperimentQuery, ExperimentStore, LifecycleView, NewExperiment};
pub use page::{Cursor, Page};
pub use summary::{Origin, TraceRecord};
pub use traces::{
    ChartBucket, ChartSlice, Charts, ExperimentFigures, LogWrite, SessionQuery, SessionRow, SpanSkeleton,
    SpanWrite, StorageFigures, SuggestField, TraceChanges, TraceCount, TraceHeader, TraceQuery,
    TraceSelection, TraceStore,
};
pub use tree::SpanTree;
