//! From the model to the shapes of the wire.

pub(crate) mod assessment;
pub(crate) mod datasets;
pub(crate) mod figures;
pub(crate) mod message;
pub(crate) mod prompt;
pub(crate) mod rows;
pub(crate) mod runs;
pub(crate) mod skeleton;
pub(crate) mod span;
pub(crate) mod value;
