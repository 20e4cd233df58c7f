//! Changing label schemas.

use rusqlite::{ErrorCode, params};
use spanwell_model::{Error, Kind, LabelSchema, Result};
use spanwell_store::LabelSchemaChange;

use crate::error::{SqliteResult, from_sqlite};
use crate::read::label_schemas::load;
use crate::write::context::WriteContext;

/// Most label schemas of an experiment: a list reads them all.
const LABEL_SCHEMAS: i64 = 1_000;

const COUNT: &str = "SELECT COUNT(*) FROM label_schemas WHERE experiment_id = ?1";

const INSERT: &str =
    "INSERT INTO label_schemas (schema_id, experiment_id, name, kind, instruction, enable_comment, input,
    created_ms, last_updated_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const CHANGE: &str = "UPDATE label_schemas SET name = ?2, instruction = ?3, enable_comment = ?4, input = ?5,
    last_updated_ms = ?6 WHERE schema_id = ?1";

impl WriteContext<'_> {
    /// Makes a label schema.
    pub(crate) fn create_label_schema(&mut self, new: &LabelSchema) -> Result<LabelSchema> {
        self.check_room(COUNT, new.experiment_id, LABEL_SCHEMAS, "label schemas")?;
        let input = serde_json::to_string(&new.input).map_err(Error::internal)?;
        self.connection
            .execute(
                INSERT,
                params![
                    new.schema_id,
                    new.experiment_id.number(),
                    new.name,
                    new.kind.name(),
                    new.instruction,
                    new.enable_comment,
                    input,
                    new.created_ms,
                    new.last_updated_ms,
                ],
            )
            .map_err(|error| name_in_use(error, new))?;
        Ok(new.clone())
    }

    /// Changes a label schema; `None` when there is no such schema.
    pub(crate) fn change_label_schema(
        &mut self,
        id: &str,
        change: &LabelSchemaChange,
    ) -> Result<Option<LabelSchema>> {
        let Some(mut schema) = load(self.connection, id)? else { return Ok(None) };
        let change = change.clone();
        schema.name = change.name.unwrap_or(schema.name);
        schema.instruction = change.instruction.or(schema.instruction);
        schema.enable_comment = change.enable_comment.unwrap_or(schema.enable_comment);
        schema.input = change.input.unwrap_or(schema.input);
        schema.last_updated_ms = change.now_ms;
        let input = serde_json::to_string(&schema.input).map_err(Error::internal)?;
        self.connection
            .execute(
                CHANGE,
                params![id, schema.name, schema.instruction, schema.enable_comment, input, change.now_ms],
            )
            .map_err(|error| name_in_use(error, &schema))?;
        Ok(Some(schema))
    }

    /// Deletes a label schema; whether it was there.
    pub(crate) fn delete_label_schema(&mut self, id: &str) -> Result<bool> {
        Ok(self.connection.execute("DELETE FROM label_schemas WHERE schema_id = ?1", [id]).sql()? > 0)
    }
}

fn name_in_use(error: rusqlite::Error, schema: &LabelSchema) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
        return Error::new(
            Kind::AlreadyExists,
            format!(
                "Label schema with name '{}' already exists for experiment '{}'.",
                schema.name, schema.experiment_id
            ),
        );
    }
    from_sqlite(error)
}
