//! Conversions between the time units of the wires: nanoseconds (OTLP) and milliseconds (MLflow, the page).

/// Nanoseconds in a millisecond.
pub const NS_PER_MS: u64 = 1_000_000;

/// Latest accepted time, 2261-12-31: later ones do not fit signed nanoseconds, which most tools use.
pub const LATEST_NS: u64 = 9_214_646_400_000_000_000;

/// Whole milliseconds since the epoch.
pub fn ns_to_ms(time_ns: u64) -> i64 {
    i64::try_from(time_ns / NS_PER_MS).unwrap_or(i64::MAX)
}
