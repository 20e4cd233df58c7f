//! What a trial of a webhook posts: for each event an example of its data, the same as MLflow's.

use serde_json::{Value, json};
use spanwell_model::WebhookEvent as Event;

/// An example of an event's data.
pub(crate) fn data_of(event: Event) -> Value {
    let (name, described) = match event.entity().starts_with("prompt") {
        true => ("example_prompt", "An example prompt"),
        false => ("example_model", "An example registered model"),
    };
    match event {
        Event::RegisteredModelCreated | Event::PromptCreated => {
            json!({"name": name, "tags": {"example_key": "example_value"}, "description": described})
        }
        Event::ModelVersionCreated => json!({
            "name": name, "version": "1", "source": "models:/123", "run_id": "abcd1234abcd5678",
            "tags": {"example_key": "example_value"}, "description": "An example model version",
        }),
        Event::PromptVersionCreated => json!({
            "name": name, "version": "1", "template": "Hello {{name}}!",
            "tags": {"example_key": "example_value"}, "description": "An example prompt version",
        }),
        Event::PromptTagSet => json!({"name": name, "key": "example_key", "value": "example_value"}),
        Event::PromptTagDeleted => json!({"name": name, "key": "example_key"}),
        Event::ModelVersionTagSet | Event::PromptVersionTagSet => {
            json!({"name": name, "version": "1", "key": "example_key", "value": "example_value"})
        }
        Event::ModelVersionTagDeleted | Event::PromptVersionTagDeleted => {
            json!({"name": name, "version": "1", "key": "example_key"})
        }
        Event::ModelVersionAliasCreated | Event::PromptAliasCreated => {
            json!({"name": name, "alias": "example_alias", "version": "1"})
        }
        Event::ModelVersionAliasDeleted | Event::PromptAliasDeleted => {
            json!({"name": name, "alias": "example_alias"})
        }
        Event::BudgetPolicyExceeded => json!({
            "budget_policy_id": "bp-abc123", "budget_unit": "USD", "budget_amount": 100.0, "current_spend": 105.5,
            "duration_unit": "MONTHS", "duration_value": 1, "target_scope": "ENDPOINT", "workspace": "default",
            "target_value": "ep-abc123", "window_start": 1_704_067_200_000_i64,
        }),
    }
}
