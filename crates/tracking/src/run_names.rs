//! Names for runs that come without one: an adjective, a noun and a number, as `quiet-heron-512`.

use spanwell_model::IdSource;

const ADJECTIVES: [&str; 32] = [
    "amber", "bold", "brisk", "calm", "clear", "clever", "bright", "deep", "eager", "early", "fair", "fleet",
    "gentle", "glad", "grand", "keen", "kind", "light", "lively", "merry", "mild", "neat", "noble",
    "patient", "plain", "proud", "quick", "quiet", "ready", "sharp", "steady", "warm",
];

const NOUNS: [&str; 32] = [
    "arch", "badger", "beam", "birch", "bridge", "brook", "canal", "cliff", "crane", "dune", "falcon",
    "fern", "ford", "grove", "harbor", "heron", "island", "lark", "maple", "meadow", "otter", "pier", "pine",
    "plover", "quay", "reed", "ridge", "river", "span", "stone", "tern", "willow",
];

/// A name made of fresh random bytes.
pub(crate) fn random_name(ids: &dyn IdSource) -> String {
    let bytes = ids.random_bytes();
    let [.., a, b, c, d] = bytes;
    let word =
        |list: &[&'static str; 32], byte: u8| list.get(usize::from(byte) % 32).copied().unwrap_or("run");
    let number = u16::from_be_bytes([c, d]) % 1_000;
    format!("{}-{}-{number}", word(&ADJECTIVES, a), word(&NOUNS, b))
}
