//! Pages of a listing and the opaque place where the next one starts.

/// Where the next page starts: an opaque text of the engine, made of the last row's key, so that rows which arrive
/// between two pages are neither skipped nor repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// One page of a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<Cursor>,
}
