//! How many of something an experiment can have where all of them are read at once.

use spanwell_model::{Error, ExperimentId, Result};

use crate::error::SqliteResult;
use crate::write::context::WriteContext;

impl WriteContext<'_> {
    /// Refuses to add to an experiment that has `most` of `what`, as the statement `count` counts them.
    pub(crate) fn check_room(
        &self,
        count: &str,
        experiment_id: ExperimentId,
        most: i64,
        what: &str,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(count).sql()?;
        let there: i64 = statement.query_row([experiment_id.number()], |row| row.get(0)).sql()?;
        match there < most {
            true => Ok(()),
            false => Err(Error::invalid(format!(
                "the experiment {experiment_id} has {there} {what}, the most there can be"
            ))),
        }
    }
}
