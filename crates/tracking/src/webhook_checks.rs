//! What a webhook may be: its name, its address, its events.

use spanwell_model::{Error, Result, WebhookEvent};

use crate::checks::at_most;

/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 63;
/// Longest description, in characters (MLflow 3.17's column).
const DESCRIPTION_CHARACTERS: usize = 1_000;
/// Longest address, in characters (MLflow 3.17's column).
const URL_CHARACTERS: usize = 500;
/// Longest secret, in characters: what MLflow's column holds of it.
const SECRET_CHARACTERS: usize = 500;

/// Checks a name.
pub(crate) fn name(name: &str) -> Result<()> {
    let is_edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let starts_and_ends_well = is_edge(name.chars().next()) && is_edge(name.chars().next_back());
    if starts_and_ends_well && name.len() <= NAME_CHARACTERS && name.chars().all(is_inside) {
        return Ok(());
    }
    let shown: String = name.chars().take(2 * NAME_CHARACTERS).collect();
    Err(Error::invalid(format!(
        "Webhook name '{}' is invalid. It must start and end with a letter or digit, have at most {NAME_CHARACTERS} \
         characters, and contain only letters, digits, dots (.), underscores (_), and hyphens (-).",
        shown.escape_debug()
    )))
}

/// Checks a description.
pub(crate) fn description(description: &str) -> Result<()> {
    at_most("description", description, DESCRIPTION_CHARACTERS)
}

/// Checks the form of a secret; its text is in no error.
pub(crate) fn secret(secret: &str) -> Result<()> {
    at_most("secret", secret, SECRET_CHARACTERS)
}

/// Checks what can be said of an address without looking where it leads.
pub(crate) fn url(url: &str) -> Result<()> {
    if url.trim().is_empty() {
        return Err(Error::invalid(format!(
            "Webhook URL cannot be empty or just whitespace: '{}'",
            url.escape_debug()
        )));
    }
    at_most("url", url, URL_CHARACTERS)
}

/// Checks events, and gives each once.
pub(crate) fn events(mut events: Vec<WebhookEvent>) -> Result<Vec<WebhookEvent>> {
    if events.is_empty() {
        return Err(Error::invalid("Webhook events must be a non-empty list: 'events' names none"));
    }
    events.sort_unstable();
    events.dedup();
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_letters_digits_and_a_few_signs() {
        for good in ["a", "A-b_c.1", &"x".repeat(63)] {
            assert!(name(good).is_ok(), "{good}");
        }
        for wrong in ["", "-a", "a.", "a b", "ä", &"x".repeat(64), "a\n"] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn events_are_kept_once() {
        let twice = vec![WebhookEvent::PromptCreated, WebhookEvent::PromptCreated];
        assert_eq!(events(twice).unwrap(), [WebhookEvent::PromptCreated]);
        assert!(events(vec![]).is_err());
    }
}
