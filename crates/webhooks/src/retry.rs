//! When a post is tried again: MLflow's rules.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Attempts after the first.
pub(crate) const RETRIES: u32 = 3;
/// Longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Whether an answer of this status means that it may go better later.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

/// The pause before another attempt: what the receiver asks for, or twice as long each time, with up to one more unit at
/// random.
pub(crate) fn pause(attempts_made: u32, unit: Duration, asked: Option<Duration>) -> Duration {
    let own = unit.mul_f64(f64::from(1_u32 << attempts_made.saturating_sub(1).min(16)) + fastrand::f64());
    asked.unwrap_or(own).min(LONGEST_PAUSE)
}

/// What `Retry-After` asks for, when it is a number of seconds.
pub(crate) fn asked_pause(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        let unit = Duration::from_secs(1);
        for (made, least) in [(1, 1), (2, 2), (3, 4), (9, 60), (99, 60)] {
            let pause = pause(made, unit, None);
            assert!(
                pause >= Duration::from_secs(least) && pause <= Duration::from_secs(least + 1),
                "{pause:?}"
            );
        }
        assert_eq!(pause(1, unit, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert_eq!(pause(1, unit, Some(Duration::from_secs(7_000))), LONGEST_PAUSE);
    }
}
