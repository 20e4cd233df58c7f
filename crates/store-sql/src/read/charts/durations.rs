//! Durations and their percentiles, exact: values as they come, and runs of equal ones as hours keep them.

/// Durations of a stretch of time, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Durations {
    /// One of each trace, in any order.
    single: Vec<i64>,
    /// A value and how many traces have it, in any order.
    runs: Vec<(i64, u64)>,
}

impl Durations {
    /// Adds that of one trace.
    pub(super) fn add(&mut self, duration_ms: i64) {
        self.single.push(duration_ms);
    }

    /// Adds those of other traces.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.single.extend_from_slice(&other.single);
        self.runs.extend_from_slice(&other.runs);
    }

    /// Adds a value that `count` traces have.
    pub(super) fn add_run(&mut self, duration_ms: i64, count: u64) {
        self.runs.push((duration_ms, count));
    }

    /// Each value once, smallest first, with how many traces have it.
    pub(super) fn into_runs(self) -> Vec<(i64, u64)> {
        let mut runs = self.runs;
        runs.extend(self.single.into_iter().map(|value| (value, 1)));
        runs.sort_unstable_by_key(|(value, _)| *value);
        runs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        runs
    }

    /// The median and the 95th percentile, interpolated between the two nearest ranks.
    pub(super) fn percentiles(mut self) -> [Option<f64>; 2] {
        const PARTS: [f64; 2] = [0.5, 0.95];
        if self.runs.is_empty() {
            // Looks for the two ranks, which costs less than sorting.
            return PARTS.map(|part| select(&mut self.single, part));
        }
        let runs = self.into_runs();
        PARTS.map(|part| find(&runs, part))
    }
}

fn select(values: &mut [i64], part: f64) -> Option<f64> {
    let rank = part * (values.len().checked_sub(1)? as f64);
    let (_, low, above) = values.select_nth_unstable(rank as usize);
    let low = *low as f64;
    let high = if rank.fract() > 0.0 { above.iter().min().map_or(low, |value| *value as f64) } else { low };
    Some(low + (high - low) * rank.fract())
}

fn find(runs: &[(i64, u64)], part: f64) -> Option<f64> {
    let count: u64 = runs.iter().map(|(_, count)| count).sum();
    let rank = part * (count.checked_sub(1)? as f64);
    let at = |rank: u64| {
        let mut passed = 0;
        let run = runs.iter().find(|(_, count)| {
            passed += count;
            passed > rank
        });
        run.map(|(value, _)| *value as f64)
    };
    let (low, high) = (at(rank.floor() as u64)?, at(rank.ceil() as u64)?);
    Some(low + (high - low) * rank.fract())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_duration_has_no_percentile() {
        assert_eq!(Durations::default().percentiles(), [None, None]);
    }

    proptest! {
        #[test]
        fn runs_have_the_percentiles_of_their_values(values in prop::collection::vec(0_i64..50, 1..200), cut in 0_usize..200) {
            let mut single = Durations::default();
            values.iter().for_each(|value| single.add(*value));
            let (first, rest) = values.split_at(cut.min(values.len()));
            let mut mixed = Durations::default();
            rest.iter().for_each(|value| mixed.add(*value));
            let mut runs = Durations::default();
            first.iter().for_each(|value| runs.add(*value));
            for (value, count) in runs.into_runs() {
                mixed.add_run(value, count);
            }
            prop_assert_eq!(single.percentiles(), mixed.percentiles());
        }
    }
}
