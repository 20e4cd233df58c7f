//! Figures of whole hours that were left by an earlier question.
//!
//! The table `hour_figures` has an hour only while its figures are exact: whoever changes a trace deletes its hour
//! ([`crate::write::hours`]). Hours that are missing are collected from the traces and handed to the writer, which keeps them
//! if nothing of them changed meanwhile. The durations are kept as runs of equal values, so that percentiles over many hours
//! are those of the traces.

use std::ops::Range;

use rusqlite::params;
use spanwell_model::Result;
use spanwell_store::ChartSlice;

use super::figures::SlicedFigures;
use super::slices::Slices;
use super::timeline::Timeline;
use crate::bytes::{self, Damaged, put_bytes, put_number};
use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::write::hours::{Hour, HourFigures};

/// The version of the stored form.
const FORMAT: u8 = 1;

/// Most names, and most lists of models, of an hour that is kept: beyond it a row is no shorter than the traces.
const KEPT_SLICES: usize = 2_000;

pub(crate) const STORED: &str = "SELECT hour, figures FROM hour_figures
    WHERE experiment_id = ?1 AND hour >= ?2 AND hour < ?3 ORDER BY hour";

pub(crate) const TRACES: &str = concat!(
    "SELECT ",
    super::figures::columns!(),
    " FROM traces t WHERE t.experiment_id = ?1 AND t.request_time_ms >= ?2 AND t.request_time_ms < ?3
     ORDER BY t.request_time_ms DESC"
);

/// Collects the figures of one experiment by hours.
pub(super) struct HourCollector<'a> {
    pub(super) reader: &'a Reader,
    pub(super) experiment_id: i64,
    /// Hours that have not ended by now still change with each trace, and are not kept.
    pub(super) now_ms: i64,
    /// Gets the figures; its buckets begin and end with hours.
    pub(super) timeline: &'a mut Timeline,
    /// Gets the hours that are worth keeping.
    pub(super) new: &'a mut Vec<HourFigures>,
}

impl HourCollector<'_> {
    /// Adds the traces from `start_ms` until before `end_ms`.
    pub(super) fn collect(&mut self, start_ms: i64, end_ms: i64) -> Result<()> {
        let Some(hours) = Hour::whole_between(start_ms, end_ms) else {
            return self.scan(start_ms..end_ms, false);
        };
        self.scan(start_ms..hours.start.start_ms(), false)?;
        let mut next = hours.start;
        let mut statement = self.reader.prepare_cached(STORED).sql()?;
        let mut rows = statement.query(params![self.experiment_id, hours.start.0, hours.end.0]).sql()?;
        while let Some(row) = rows.next().sql()? {
            let hour = Hour(row.get(0).sql()?);
            let data = row.get_ref(1).and_then(|value| Ok(value.as_blob()?)).sql()?;
            // A damaged row is as good as none.
            let Ok(figures) = decode(data) else { continue };
            self.scan(next.start_ms()..hour.start_ms(), true)?;
            self.timeline.add(self.timeline.buckets.start_of(hour.start_ms()), &figures);
            next = Hour(hour.0 + 1);
        }
        self.scan(next.start_ms()..hours.end.start_ms(), true)?;
        self.scan(hours.end.start_ms()..end_ms, false)
    }

    /// Adds the traces of a time one by one; `is_whole` when it begins and ends with an hour.
    fn scan(&mut self, time_ms: Range<i64>, is_whole: bool) -> Result<()> {
        if time_ms.is_empty() {
            return Ok(());
        }
        let mut statement = self.reader.prepare_cached(TRACES).sql()?;
        let mut rows = statement.query(params![self.experiment_id, time_ms.start, time_ms.end]).sql()?;
        let mut current = (Hour::of(time_ms.end), SlicedFigures::default());
        while let Some(row) = rows.next().sql()? {
            let hour = Hour::of(row.get(0).sql()?);
            if hour != current.0 {
                let (ended, figures) = std::mem::replace(&mut current, (hour, SlicedFigures::default()));
                self.take(ended, &figures, is_whole);
            }
            current.1.add_row(row)?;
        }
        self.take(current.0, &current.1, is_whole);
        Ok(())
    }

    fn take(&mut self, hour: Hour, figures: &SlicedFigures, is_whole: bool) {
        if figures.figures.traces() == 0 {
            return;
        }
        self.timeline.add(self.timeline.buckets.start_of(hour.start_ms()), figures);
        let has_ended = Hour::of(self.now_ms) > hour;
        if is_whole && has_ended && figures.by_name.len().max(figures.by_models.len()) <= KEPT_SLICES {
            self.new.push(HourFigures { experiment_id: self.experiment_id, hour, figures: encode(figures) });
        }
    }
}

fn encode(sliced: &SlicedFigures) -> Vec<u8> {
    let (sums, mut out) = (&sliced.figures.sums, vec![FORMAT]);
    for count in [sums.ok, sums.error, sums.in_progress, sums.tokens_input, sums.tokens_output] {
        put_number(&mut out, count);
    }
    out.extend_from_slice(&sums.cost_usd.to_le_bytes());
    let runs = sliced.figures.durations.clone().into_runs();
    put_number(&mut out, runs.len() as u64);
    let mut before = 0_i64;
    for (value, count) in runs {
        // Sorted: differences are never negative, and wrap for hostile ones.
        put_number(&mut out, value.wrapping_sub(before) as u64);
        put_number(&mut out, count);
        before = value;
    }
    for slices in [&sliced.by_name, &sliced.by_models] {
        put_number(&mut out, slices.len() as u64);
        for slice in slices.sorted() {
            put_bytes(&mut out, slice.key.as_bytes());
            put_number(&mut out, slice.traces);
            put_number(&mut out, slice.errors);
            put_number(&mut out, slice.tokens);
            out.extend_from_slice(&slice.cost_usd.to_le_bytes());
        }
    }
    out
}

fn decode(data: &[u8]) -> Result<SlicedFigures, Damaged> {
    let mut reader = bytes::Reader::new(data);
    if reader.byte()? != FORMAT {
        return Err(Damaged);
    }
    let mut sliced = SlicedFigures::default();
    let sums = &mut sliced.figures.sums;
    sums.ok = reader.number()?;
    sums.error = reader.number()?;
    sums.in_progress = reader.number()?;
    sums.tokens_input = reader.number()?;
    sums.tokens_output = reader.number()?;
    sums.cost_usd = f64::from_le_bytes(reader.array()?);
    let mut value = 0_i64;
    for _ in 0..reader.count()? {
        value = value.wrapping_add(reader.number()? as i64);
        sliced.figures.durations.add_run(value, reader.number()?);
    }
    sliced.by_name = decode_slices(&mut reader)?;
    sliced.by_models = decode_slices(&mut reader)?;
    if reader.is_empty() { Ok(sliced) } else { Err(Damaged) }
}

fn decode_slices(reader: &mut bytes::Reader<'_>) -> Result<Slices, Damaged> {
    let mut slices = Slices::default();
    for _ in 0..reader.count()? {
        let key = reader.text()?;
        let slice = ChartSlice {
            key: String::new(),
            traces: reader.number()?,
            errors: reader.number()?,
            tokens: reader.number()?,
            cost_usd: f64::from_le_bytes(reader.array()?),
        };
        slices.add(key, &slice);
    }
    Ok(slices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> SlicedFigures {
        let mut sliced = SlicedFigures::default();
        sliced.figures.sums.ok = 3;
        sliced.figures.sums.cost_usd = 0.25;
        for (value, count) in [(-5, 1), (0, 2), (i64::MAX, 7)] {
            sliced.figures.durations.add_run(value, count);
        }
        let slice = ChartSlice { key: String::new(), traces: 3, errors: 1, tokens: u64::MAX, cost_usd: 0.25 };
        sliced.by_name.add("näme", &slice);
        sliced.by_models.add(r#"["m"]"#, &slice);
        sliced
    }

    #[test]
    fn figures_come_back() {
        assert_eq!(decode(&encode(&figures())).unwrap(), figures());
    }

    #[test]
    fn damage_is_noticed() {
        let whole = encode(&figures());
        for length in 0..whole.len() {
            assert!(decode(&whole[..length]).is_err(), "{length}");
        }
        assert!(decode(&[&whole[..], &[0]].concat()).is_err());
        assert!(decode(&[9]).is_err());
    }

    #[test]
    fn every_version_that_was_written_is_read() {
        let golden = include_bytes!("../../../tests/golden/hour_figures/v1.bin");
        assert_eq!(decode(golden).unwrap(), figures());
    }
}
