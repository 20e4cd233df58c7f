//! Property tests: an engine answers as the in-memory store does.
/// x
pub fn filters_and_pages_match_the_oracle<F>(_: F) {}
/// x
pub fn writes_in_any_order_match_the_oracle<F>(_: F) {}
