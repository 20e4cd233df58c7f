//! Time as a parameter.

use std::time::{SystemTime, UNIX_EPOCH};

/// What time it is. A parameter everywhere, so that tests choose the time instead of waiting for it.
pub trait Clock: Send + Sync {
    /// Nanoseconds since the Unix epoch.
    fn now_ns(&self) -> u64;

    /// Milliseconds since the Unix epoch.
    fn now_ms(&self) -> i64 {
        i64::try_from(self.now_ns() / 1_000_000).unwrap_or(i64::MAX)
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now_ns(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
    }
}
