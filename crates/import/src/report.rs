//! What was copied, by kind, and what could not be.

use std::collections::BTreeMap;
use std::fmt;

use spanwell_model::Error;

/// A kind of thing that is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Experiments.
    Experiment,
    /// Runs.
    Run,
    /// Values of metrics of runs.
    MetricValue,
    /// Files of runs.
    Artifact,
    /// Logged models.
    LoggedModel,
    /// Traces.
    Trace,
    /// Spans of traces.
    Span,
    /// Feedback, expectations and issues of traces.
    Assessment,
    /// Traces that were linked to a run later.
    TraceLink,
    /// Prompts and other registered models.
    Prompt,
    /// Their versions.
    PromptVersion,
    /// Evaluation datasets.
    Dataset,
    /// Their records.
    DatasetRecord,
}

impl Kind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 13] = [
        Self::Experiment,
        Self::Run,
        Self::MetricValue,
        Self::Artifact,
        Self::LoggedModel,
        Self::Trace,
        Self::Span,
        Self::Assessment,
        Self::TraceLink,
        Self::Prompt,
        Self::PromptVersion,
        Self::Dataset,
        Self::DatasetRecord,
    ];

    /// As people say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Experiment => "experiments",
            Self::Run => "runs",
            Self::MetricValue => "metric values",
            Self::Artifact => "artifacts",
            Self::LoggedModel => "logged models",
            Self::Trace => "traces",
            Self::Span => "spans",
            Self::Assessment => "assessments",
            Self::TraceLink => "trace links",
            Self::Prompt => "prompts and models",
            Self::PromptVersion => "their versions",
            Self::Dataset => "datasets",
            Self::DatasetRecord => "dataset records",
        }
    }
}

/// How many of a kind there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the source.
    pub found: u64,
    /// Copied by this import.
    pub copied: u64,
    /// Here already.
    pub present: u64,
    /// Not copied.
    pub failed: u64,
}

impl Counts {
    /// Whether all of the source is here now.
    pub const fn matches(&self) -> bool {
        self.found == self.copied + self.present
    }
}

/// Is told how far the import is.
pub trait Progress: Send + Sync {
    /// The counts of a kind changed.
    fn counted(&self, kind: Kind, counts: &Counts);
}

/// Most failures that are told one by one.
const FAILURES: usize = 50;

/// What an import did.
pub struct Report<'a> {
    counts: BTreeMap<Kind, Counts>,
    failures: Vec<String>,
    progress: &'a dyn Progress,
}

impl<'a> Report<'a> {
    pub(crate) fn new(progress: &'a dyn Progress) -> Self {
        Self { counts: BTreeMap::new(), failures: Vec::new(), progress }
    }

    /// The counts of a kind.
    pub fn counts(&self, kind: Kind) -> Counts {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// Whether everything of the source is here now.
    pub fn is_complete(&self) -> bool {
        self.counts.values().all(Counts::matches)
    }

    /// What could not be copied, and why; only the first ones.
    pub fn failures(&self) -> &[String] {
        &self.failures
    }

    pub(crate) fn copied(&mut self, kind: Kind, count: usize) {
        self.change(kind, |counts| {
            counts.found += count as u64;
            counts.copied += count as u64;
        });
    }

    pub(crate) fn present(&mut self, kind: Kind, count: usize) {
        self.change(kind, |counts| {
            counts.found += count as u64;
            counts.present += count as u64;
        });
    }

    pub(crate) fn failed(&mut self, kind: Kind, what: &str, error: &Error) {
        self.change(kind, |counts| {
            counts.found += 1;
            counts.failed += 1;
        });
        tracing::warn!(
            kind = kind.name(),
            what,
            error = error.outside(),
            inside = error.inside(),
            "not copied"
        );
        if self.failures.len() < FAILURES {
            self.failures.push(format!("{} {what}: {}", kind.name(), error.outside()));
        }
    }

    fn change(&mut self, kind: Kind, change: impl FnOnce(&mut Counts)) {
        let counts = self.counts.entry(kind).or_default();
        change(counts);
        self.progress.counted(kind, counts);
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<20} {:>10} {:>10} {:>13} {:>8}",
            "", "in MLflow", "copied", "here already", "failed"
        )?;
        for kind in Kind::ALL {
            let Counts { found, copied, present, failed } = self.counts(kind);
            writeln!(f, "{:<20} {found:>10} {copied:>10} {present:>13} {failed:>8}", kind.name())?;
        }
        for failure in &self.failures {
            writeln!(f, "not copied: {failure}")?;
        }
        f.write_str(match self.is_complete() {
            true => "everything of the source is here",
            false => "some things were not copied; running the import again tries them once more",
        })
    }
}
