//! Names, users and ids of review queues, brought into the form in which they are compared.

use spanwell_model::{Error, Result, ReviewQueueKind, TraceId};

use crate::checks::at_most;
use crate::review_queues::ReviewQueueDraft;

/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 250;
/// Longest user, in characters (MLflow 3.17).
const USER_CHARACTERS: usize = 250;
/// Most users of a queue (MLflow 3.17).
const USERS: usize = 10;
/// Most questions of a queue.
const SCHEMAS: usize = 1_000;
/// Most traces added or removed together.
const ITEMS: usize = 10_000;
/// The name that no custom queue has (MLflow 3.17).
const RESERVED_NAME: &str = "default";

/// Brings what a client says of a queue into its form, and checks it.
pub(crate) fn draft(given: ReviewQueueDraft) -> Result<ReviewQueueDraft> {
    let schema_ids = schema_ids(&given.schema_ids)?;
    let assigned = users(&given.users)?;
    if given.kind == ReviewQueueKind::Custom {
        return Ok(ReviewQueueDraft {
            name: custom_name(&given.name)?,
            users: assigned,
            schema_ids,
            ..given
        });
    }
    let name = user("name", &given.name)?;
    if !assigned.is_empty() && assigned != [name.clone()] {
        return Err(Error::invalid(format!(
            "A user queue must have exactly one assigned user equal to its name '{name}'"
        )));
    }
    if !schema_ids.is_empty() {
        return Err(Error::invalid(
            "A user queue cannot have explicitly-attached schemas: it has all of the experiment",
        ));
    }
    Ok(ReviewQueueDraft { users: vec![name.clone()], name, schema_ids, ..given })
}

/// The name of a custom queue.
pub(crate) fn custom_name(name: &str) -> Result<String> {
    let name = filled("name", name)?;
    if name.eq_ignore_ascii_case(RESERVED_NAME) {
        return Err(Error::invalid(format!(
            "`{name}` is a reserved queue name and cannot be used for a custom queue"
        )));
    }
    at_most("name", name, NAME_CHARACTERS)?;
    Ok(name.to_owned())
}

/// The owner of a queue, in whatever case.
pub(crate) fn owner(owner: &str) -> Result<String> {
    let owner = filled("new_owner", owner)?;
    at_most("new_owner", owner, USER_CHARACTERS)?;
    Ok(owner.to_owned())
}

/// A user: reviewers are compared in lower case.
pub(crate) fn user(field: &str, user: &str) -> Result<String> {
    let user = filled(field, user)?.to_lowercase();
    at_most(field, &user, USER_CHARACTERS)?;
    Ok(user)
}

/// Users, sorted and each once.
pub(crate) fn users(given: &[String]) -> Result<Vec<String>> {
    let users = each_once(given, |text| user("users", text))?;
    match users.len() {
        count if count > USERS => Err(Error::invalid(format!(
            "A review queue can have at most {USERS} assigned users, given are {count}"
        ))),
        _ => Ok(users),
    }
}

/// Ids of questions, sorted and each once.
pub(crate) fn schema_ids(given: &[String]) -> Result<Vec<String>> {
    match given.len() {
        count if count > SCHEMAS => {
            Err(Error::invalid(format!("'schema_ids' has {count} ids, at most {SCHEMAS} are allowed")))
        }
        _ => each_once(given, |id| filled("schema_ids", id).map(str::to_owned)),
    }
}

/// Ids of traces, each once and in their order.
pub(crate) fn item_ids(given: &[String]) -> Result<Vec<String>> {
    if given.is_empty() || given.len() > ITEMS {
        return Err(Error::invalid(format!("'item_ids' must have 1 to {ITEMS} ids, it has {}", given.len())));
    }
    let mut seen = std::collections::HashSet::new();
    let mut ids = Vec::with_capacity(given.len());
    for id in given {
        let id = item_id(id)?;
        if seen.insert(id.clone()) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The id of a trace. A text that no trace can have as its id stays as it is: it is not found.
pub(crate) fn item_id(given: &str) -> Result<String> {
    let id = filled("item_id", given)?;
    Ok(TraceId::parse(id).map_or_else(|_| id.to_owned(), |id| id.as_str().to_owned()))
}

fn each_once(given: &[String], read: impl Fn(&str) -> Result<String>) -> Result<Vec<String>> {
    let mut texts: Vec<String> = given.iter().map(|text| read(text)).collect::<Result<_>>()?;
    texts.sort_unstable();
    texts.dedup();
    Ok(texts)
}

fn filled<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    let text = text.trim();
    match text.is_empty() {
        true => Err(Error::invalid(format!("`{field}` must be a non-empty string"))),
        false => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::ExperimentId;

    use super::*;

    fn queue(kind: ReviewQueueKind, name: &str, users: &[&str], schema_ids: &[&str]) -> ReviewQueueDraft {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        ReviewQueueDraft {
            experiment_id: ExperimentId::DEFAULT,
            name: name.into(),
            kind,
            users: texts(users),
            schema_ids: texts(schema_ids),
        }
    }

    #[test]
    fn users_are_compared_in_lower_case() {
        let custom =
            draft(queue(ReviewQueueKind::Custom, " Mine ", &["Bob", "ann", " bob"], &["b", "a", "b"]));
        let custom = custom.unwrap();
        assert_eq!(custom.name, "Mine");
        assert_eq!(custom.users, ["ann", "bob"]);
        assert_eq!(custom.schema_ids, ["a", "b"]);
        let user = draft(queue(ReviewQueueKind::User, " Bob", &[], &[])).unwrap();
        assert_eq!((user.name.as_str(), &user.users[..]), ("bob", &["bob".to_owned()][..]));
    }

    #[test]
    fn what_is_wrong_with_a_queue_is_refused() {
        let eleven: Vec<String> = (0..11).map(|number| format!("u{number}")).collect();
        let eleven: Vec<&str> = eleven.iter().map(String::as_str).collect();
        for wrong in [
            queue(ReviewQueueKind::Custom, " ", &[], &[]),
            queue(ReviewQueueKind::Custom, "Default", &[], &[]),
            queue(ReviewQueueKind::Custom, &"x".repeat(251), &[], &[]),
            queue(ReviewQueueKind::Custom, "a", &[" "], &[]),
            queue(ReviewQueueKind::Custom, "a", &eleven, &[]),
            queue(ReviewQueueKind::Custom, "a", &[], &[""]),
            queue(ReviewQueueKind::User, "bob", &["ann"], &[]),
            queue(ReviewQueueKind::User, "bob", &[], &["a"]),
        ] {
            assert!(draft(wrong.clone()).is_err(), "{wrong:?}");
        }
        assert!(item_ids(&[]).is_err());
        assert!(item_ids(&[" ".into()]).is_err());
        assert_eq!(item_ids(&["b".into(), " a".into(), "b".into()]).unwrap(), ["b", "a"]);
    }
}
