//! Sets of trace keys: small numbers that grow, hence bits.

/// A set of trace keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeySet {
    bits: Vec<u64>,
}

impl KeySet {
    /// Adds a key; keys are never negative.
    pub(crate) fn insert(&mut self, key: i64) {
        let Ok(key) = usize::try_from(key) else { return };
        let word = key / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << (key % 64);
        }
    }

    /// Whether a key is in.
    pub(crate) fn contains(&self, key: i64) -> bool {
        usize::try_from(key)
            .is_ok_and(|key| self.bits.get(key / 64).is_some_and(|bits| bits & (1 << (key % 64)) != 0))
    }

    /// Keeps what is in both.
    pub(crate) fn keep_common(&mut self, other: &Self) {
        self.bits.truncate(other.bits.len());
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= others;
        }
    }

    /// Adds what is in the other.
    pub(crate) fn add_all(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= others;
        }
    }

    /// Takes out what is in the other.
    pub(crate) fn remove_all(&mut self, other: &Self) {
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= !others;
        }
    }

    /// How many keys are in.
    pub(crate) fn len(&self) -> usize {
        self.bits.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The keys, smallest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.bits.iter().enumerate().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| (word * 64 + bit) as i64)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_meet_and_join() {
        let set = |keys: &[i64]| {
            let mut set = KeySet::default();
            keys.iter().for_each(|key| set.insert(*key));
            set
        };
        let mut common = set(&[1, 64, 200]);
        common.keep_common(&set(&[64, 1]));
        assert_eq!(common.iter().collect::<Vec<_>>(), [1, 64]);
        common.add_all(&set(&[500]));
        assert_eq!(
            (common.len(), common.contains(500), common.contains(499), common.contains(-1)),
            (3, true, false, false)
        );
        common.remove_all(&set(&[64, 9_000]));
        assert_eq!(common.iter().collect::<Vec<_>>(), [1, 500]);
    }
}
