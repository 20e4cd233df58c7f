//! Text like that of people: 30,000 words, used as unevenly as real ones (Zipf's law).

/// Words of the vocabulary.
pub(crate) const WORDS: usize = 30_000;

/// A vocabulary and how often each word is used. The same each time.
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// Sum of the weights up to each word.
    sums: Vec<f64>,
}

const ONSETS: &[&str] =
    &["b", "br", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v"];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ou"];

impl Vocabulary {
    /// Makes it: words of one to four syllables, the frequent ones short.
    pub(crate) fn new() -> Self {
        let syllables: Vec<String> = ONSETS
            .iter()
            .flat_map(|onset| VOWELS.iter().map(move |vowel| format!("{onset}{vowel}")))
            .collect();
        let word = |mut number: usize| {
            let mut word = String::new();
            loop {
                word.push_str(&syllables[number % syllables.len()]);
                number /= syllables.len();
                if number == 0 {
                    return word;
                }
                number -= 1;
            }
        };
        let words = (0..WORDS).map(word).collect();
        let mut sum = 0.0;
        let weights = (0..WORDS).map(|rank| 1.0 / (rank as f64 + 2.7));
        let sums = weights
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Self { words, sums }
    }

    /// The word of a rank; 0 is the most frequent.
    pub(crate) fn word(&self, rank: usize) -> &str {
        self.words.get(rank).map_or("", String::as_str)
    }

    /// A word as people would use it.
    fn any(&self, random: &mut fastrand::Rng) -> &str {
        let most = self.sums.last().copied().unwrap_or(0.0);
        let at = random.f64() * most;
        self.word(self.sums.partition_point(|sum| *sum < at))
    }

    /// Text of about this many bytes.
    pub(crate) fn text(&self, bytes: usize, random: &mut fastrand::Rng) -> String {
        let mut text = String::with_capacity(bytes + 16);
        while text.len() < bytes {
            if !text.is_empty() {
                text.push_str(if random.u8(..) < 20 { ". " } else { " " });
            }
            text.push_str(self.any(random));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_different_and_frequent_ones_are_frequent() {
        let vocabulary = Vocabulary::new();
        assert_eq!(vocabulary.words.iter().collect::<BTreeSet<_>>().len(), WORDS);
        let text = vocabulary.text(100_000, &mut fastrand::Rng::with_seed(1));
        let words: Vec<_> = text.split([' ', '.']).filter(|word| !word.is_empty()).collect();
        let first = words.iter().filter(|word| **word == vocabulary.word(0)).count();
        assert!(first > words.len() / 50, "{first} of {}", words.len());
        assert!(words.iter().collect::<BTreeSet<_>>().len() > 2_000);
    }
}
