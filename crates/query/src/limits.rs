//! The caps on a filter, so that no text of a stranger costs more than a moment.

/// Longest filter text, in characters.
pub const FILTER_CHARACTERS: usize = 10_000;

/// Deepest nesting of parentheses and `NOT`.
pub const FILTER_NESTING: usize = 64;

/// Most comparisons in one filter.
pub const FILTER_CLAUSES: usize = 200;

/// Most values in one `IN` list.
pub const LIST_VALUES: usize = 1_000;

/// Most keys in one `order_by`.
pub const ORDER_KEYS: usize = 100;

/// Most regular expressions (`RLIKE`) in one filter: compiling a large one takes milliseconds.
pub const FILTER_REGEXES: usize = 32;

/// Largest compiled form of a regular expression written by a caller (`RLIKE`), in bytes.
pub const REGEX_BYTES: usize = 1 << 20;

/// Deepest nesting of groups in a regular expression written by a caller.
pub const REGEX_NESTING: u32 = 64;

/// Largest compiled form of a `LIKE` or `ILIKE` pattern, in bytes: what the longest filter can need.
pub(crate) const LIKE_BYTES: usize = 64 << 20;

/// Longest piece of the caller's text that an error repeats, in characters.
pub(crate) const QUOTED_CHARACTERS: usize = 60;
