//! `google.protobuf.Timestamp` and `Duration` in their JSON forms: `2026-11-22T05:12:09.931Z`, `1.500s`.
//!
//! MLflow keeps milliseconds: what is finer in a request is cut.

use std::fmt::Write as _;

use jiff::Timestamp;

const MS_PER_SECOND: u64 = 1_000;

/// Milliseconds since the epoch as RFC 3339 text in UTC; times outside the years that RFC 3339 can write become the
/// nearest one it can.
pub fn timestamp_text(time_ms: i64) -> String {
    // The first millisecond of the year 1: RFC 3339 has four digits for the year.
    const FIRST_MS: i64 = -62_135_596_800_000;
    let clamped = time_ms.clamp(FIRST_MS, Timestamp::MAX.as_millisecond());
    let seconds = clamped.div_euclid(1_000);
    let fraction = clamped.rem_euclid(1_000);
    let whole = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut text = whole.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    if fraction > 0 {
        // Writing to a String cannot fail.
        _ = write!(text, ".{fraction:03}");
    }
    text.push('Z');
    text
}

/// Milliseconds since the epoch of RFC 3339 text with any offset; `None` when it is something else.
pub fn parse_timestamp(text: &str) -> Option<i64> {
    let time: Timestamp = text.trim().parse().ok()?;
    Some(time.as_millisecond() - i64::from(time.subsec_nanosecond() % 1_000_000 < 0))
}

/// A duration in milliseconds as text: `0s`, `0.192s`.
pub fn duration_text(duration_ms: i64) -> String {
    let sign = if duration_ms < 0 { "-" } else { "" };
    let magnitude = duration_ms.unsigned_abs();
    let (seconds, fraction) = (magnitude / MS_PER_SECOND, magnitude % MS_PER_SECOND);
    if fraction == 0 { format!("{sign}{seconds}s") } else { format!("{sign}{seconds}.{fraction:03}s") }
}

/// Milliseconds of a duration's text (`1.5s`), finer parts cut; `None` when it is something else.
pub fn parse_duration(text: &str) -> Option<i64> {
    let number = text.trim().strip_suffix('s')?;
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let seconds: i64 = whole.parse().ok()?;
    let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let total = seconds.checked_mul(1_000)?.checked_add(milliseconds)?;
    Some(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn timestamps_print_as_protobuf_prints_them() {
        assert_eq!(timestamp_text(1_795_324_329_931), "2026-11-22T05:12:09.931Z");
        assert_eq!(timestamp_text(1_700_000_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(timestamp_text(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp_text(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(timestamp_text(i64::MAX), "9999-12-30T22:00:00.999Z");
    }

    #[test]
    fn timestamps_are_read_with_any_offset_and_cut_to_milliseconds() {
        for (text, expected) in [
            ("2026-11-22T05:12:09.931Z", Some(1_795_324_329_931)),
            ("2026-11-22T05:12:09.931999999Z", Some(1_795_324_329_931)),
            ("2026-11-22T06:12:09.931+01:00", Some(1_795_324_329_931)),
            ("1969-12-31T23:59:59.9995Z", Some(-1)),
            ("2026-11-22", None),
            ("1700000000000", None),
            ("", None),
        ] {
            assert_eq!(parse_timestamp(text), expected, "{text}");
        }
    }

    #[test]
    fn durations_print_and_are_read() {
        for (duration_ms, text) in
            [(0, "0s"), (192, "0.192s"), (1_500, "1.500s"), (1_000, "1s"), (-5, "-0.005s")]
        {
            assert_eq!(duration_text(duration_ms), text);
            assert_eq!(parse_duration(text), Some(duration_ms));
        }
        assert_eq!(parse_duration("1.5s"), Some(1_500));
        assert_eq!(parse_duration("0.0009s"), Some(0));
        for wrong in ["", "1", "s", "1.s", "x s", "99999999999999999999s", "1e3s", "--1s"] {
            assert_eq!(parse_duration(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_millisecond_survives(time_ms in -62_135_596_800_000_i64..253_402_207_200_999) {
            prop_assert_eq!(parse_timestamp(&timestamp_text(time_ms)), Some(time_ms));
        }
    }
}
