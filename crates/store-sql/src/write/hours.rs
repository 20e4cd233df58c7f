//! Figures of whole hours: kept when a question has collected them, deleted when a trace of the hour changes.
//!
//! A question reads one state of the database; what it found is kept only if the hour has not changed since. The writer
//! remembers for the hours it touched at which version that was; an hour it knows nothing of has not changed since
//! `known_since`.

use std::num::NonZeroUsize;
use std::ops::Range;

use lru::LruCache;
use rusqlite::params;
use spanwell_model::{Result, TraceSummary};

use crate::error::SqliteResult;
use crate::write::context::WriteContext;

/// Milliseconds of an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// Hours remembered: those of a week in dozens of experiments.
const HOURS: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

const DELETE: &str = "DELETE FROM hour_figures WHERE experiment_id = ?1 AND hour = ?2";
const INSERT: &str = "INSERT OR REPLACE INTO hour_figures (experiment_id, hour, figures) VALUES (?1, ?2, ?3)";

/// An hour, counted from the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hour(pub(crate) i64);

impl Hour {
    /// The hour of a time in milliseconds since the epoch.
    pub(crate) const fn of(time_ms: i64) -> Self {
        Self(time_ms.div_euclid(HOUR_MS))
    }

    /// Its start, in milliseconds since the epoch.
    pub(crate) const fn start_ms(self) -> i64 {
        self.0.saturating_mul(HOUR_MS)
    }

    /// The hours that lie between two times as a whole; `None` when there is none.
    pub(crate) fn whole_between(start_ms: i64, end_ms: i64) -> Option<Range<Self>> {
        let first = Self::of(start_ms);
        let first = if first.start_ms() == start_ms { first } else { Self(first.0 + 1) };
        let end = Self::of(end_ms);
        (first < end).then_some(first..end)
    }
}

/// The figures of an hour of an experiment, as they are stored.
pub(crate) struct HourFigures {
    pub(crate) experiment_id: i64,
    pub(crate) hour: Hour,
    pub(crate) figures: Vec<u8>,
}

/// What the writer knows of an hour that it touched.
struct Touched {
    /// The version of the last change of one of its traces.
    version: i64,
    /// Whether its figures may be stored.
    is_kept: bool,
}

/// The hours that the writer touched.
pub(crate) struct TouchedHours {
    hours: LruCache<(i64, Hour), Touched>,
    /// Hours that are not remembered have not changed since this version; `None` when that is not known yet.
    known_since: Option<i64>,
}

impl Default for TouchedHours {
    fn default() -> Self {
        Self { hours: LruCache::new(HOURS), known_since: None }
    }
}

impl TouchedHours {
    /// Forgets all: the database may be in an earlier state.
    pub(crate) fn forget(&mut self) {
        self.hours.clear();
        self.known_since = None;
    }

    /// Tells the version of the database when nothing is remembered.
    pub(crate) fn begin(&mut self, version: i64) {
        self.known_since.get_or_insert(version);
    }

    /// Notes a change; whether stored figures have to be deleted.
    fn touch(&mut self, key: (i64, Hour), version: i64) -> bool {
        if let Some(touched) = self.hours.get_mut(&key) {
            touched.version = version;
            return std::mem::take(&mut touched.is_kept);
        }
        if let Some((forgotten, touched)) = self.hours.push(key, Touched { version, is_kept: false })
            && forgotten != key
        {
            self.known_since = self.known_since.map(|since| since.max(touched.version));
        }
        true
    }

    /// Whether what was read at `version` still holds; notes that it is stored.
    fn keep(&mut self, key: (i64, Hour), version: i64) -> bool {
        match self.hours.get_mut(&key) {
            Some(touched) => {
                touched.is_kept |= touched.version <= version;
                touched.version <= version
            }
            None => self.known_since.is_some_and(|since| since <= version),
        }
    }
}

impl WriteContext<'_> {
    /// Deletes the figures of the hour of a trace that changes.
    pub(crate) fn touch_hour(&mut self, (experiment_id, hour): (i64, Hour)) -> Result<()> {
        let version = self.state.counters.version;
        if self.state.hours.touch((experiment_id, hour), version) {
            let mut delete = self.connection.prepare_cached(DELETE).sql()?;
            delete.execute([experiment_id, hour.0]).sql()?;
        }
        Ok(())
    }

    /// Keeps figures that were collected when the database had this version, as far as they still hold.
    pub(crate) fn keep_hours(&mut self, version: i64, hours: &[HourFigures]) -> Result<()> {
        let mut insert = self.connection.prepare_cached(INSERT).sql()?;
        for HourFigures { experiment_id, hour, figures } in hours {
            if self.state.hours.keep((*experiment_id, *hour), version) {
                insert.execute(params![experiment_id, hour.0, figures]).sql()?;
            }
        }
        Ok(())
    }
}

/// Where a trace counts.
pub(crate) fn hour_of(summary: &TraceSummary) -> (i64, Hour) {
    (summary.experiment_id.number(), Hour::of(summary.request_time_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_an_earlier_state_are_not_kept() {
        let mut hours = TouchedHours::default();
        let key = (0, Hour(5));
        assert!(!hours.keep(key, 100), "nothing is known yet");
        hours.begin(100);
        assert!(hours.keep(key, 100) && !hours.keep(key, 99));
        assert!(hours.touch(key, 101), "they may be stored");
        assert!(!hours.touch(key, 102), "they were deleted");
        assert!(!hours.keep(key, 101));
        assert!(hours.keep(key, 102));
        assert!(hours.touch(key, 103));
        hours.forget();
        assert!(!hours.keep(key, 103));
    }

    #[test]
    fn what_is_forgotten_counts_as_changed() {
        let mut hours = TouchedHours::default();
        hours.begin(0);
        for number in 0..=HOURS.get() as i64 {
            hours.touch((0, Hour(number)), number + 1);
        }
        assert!(!hours.keep((0, Hour(0)), 0));
        assert!(hours.keep((0, Hour(0)), 1));
        assert!(hours.touch((0, Hour(0)), 9_999));
    }

    #[test]
    fn only_whole_hours_count() {
        let hours = |start, end| Hour::whole_between(start, end).map(|hours| (hours.start.0, hours.end.0));
        assert_eq!(hours(0, 3 * HOUR_MS), Some((0, 3)));
        assert_eq!(hours(1, 3 * HOUR_MS - 1), Some((1, 2)));
        assert_eq!(hours(1, HOUR_MS + 5), None);
        assert_eq!(hours(-HOUR_MS, 0), Some((-1, 0)));
        assert!(hours(i64::MIN, i64::MAX).is_some());
        assert_eq!(hours(i64::MAX - 1, i64::MAX), None);
    }
}
