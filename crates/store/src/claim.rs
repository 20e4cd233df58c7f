//! Which span's value stands when several spans of a trace give one, whatever the order in which they arrive.

use serde::{Deserialize, Serialize};
use spanwell_model::Span;

/// Where a value of a summary comes from; the smaller claim stands. Somebody's explicit choice stands before the root's
/// value, the root's before that of any other span, and among equals the earliest start decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Claim(u8, u64, u64);

impl Claim {
    /// A header or a person chose the value.
    pub const CHOSEN: Self = Self(0, 0, 0);

    /// The claim of a span.
    pub fn of(span: &Span) -> Self {
        let rank = if span.parent_span_id.is_none() { 1 } else { 2 };
        Self(rank, span.start_time_ns, span.span_id.as_u64())
    }

    /// The claim of a model call to what was asked first.
    pub fn of_first(span: &Span) -> Self {
        Self(2, span.start_time_ns, span.span_id.as_u64())
    }

    /// The claim of a model call to what was answered last.
    pub fn of_last(span: &Span) -> Self {
        let end_ns = span.end_time_ns.unwrap_or(span.start_time_ns);
        Self(2, u64::MAX - end_ns, span.span_id.as_u64())
    }

    /// Takes the place of what is held unless that is stronger. The same span again takes its own place: what was sent
    /// last stands.
    pub fn takes(self, held: &mut Option<Self>) -> bool {
        let stands = held.is_none_or(|held| self <= held);
        if stands {
            *held = Some(self);
        }
        stands
    }
}
