//! What the engine is opened with.

use std::path::PathBuf;
use std::sync::Arc;

use spanwell_model::{Clock, DeriveFacts, Limits, Span, SpanFacts, SystemClock};

/// What the engine is opened with. `OpenOptions::default()` has everything but a useful directory and translators.
#[derive(Clone)]
pub struct OpenOptions {
    /// The data directory; made when it is not there.
    pub directory: PathBuf,
    /// Caps, of which the engine uses those of the write queue.
    pub limits: Limits,
    /// Finds the facts of spans on reading.
    pub derive: Arc<dyn DeriveFacts>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Connections for reading; further reads wait.
    pub readers: usize,
    /// Whether text is indexed in the background. Without it text searches read the payloads.
    pub text_index: bool,
    /// Most pages of the database file, as if the disk were full beyond; `None` for no cap.
    pub max_pages: Option<u32>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            directory: PathBuf::from("spanwell-data"),
            limits: Limits::default(),
            derive: Arc::new(NoFacts),
            clock: Arc::new(SystemClock),
            readers: 4,
            text_index: true,
            max_pages: None,
        }
    }
}

/// Knows no convention.
struct NoFacts;

impl DeriveFacts for NoFacts {
    fn derive(&self, _: &Span) -> SpanFacts {
        SpanFacts::default()
    }
}
