//! Conversations.

use super::Harness;
use super::world::{EPOCH_MS, HOME, SpanExt, put, simple, span, write};
use crate::{SessionQuery, SessionRow};

fn query(limit: usize) -> SessionQuery {
    SessionQuery { experiment_id: Some(HOME), limit, ..SessionQuery::default() }
}

/// Over all traces of the session.
pub async fn sessions_have_true_sums(harness: Box<dyn Harness>) {
    let store = harness.store();
    let turn = |number: u64, after_ms: u64| {
        span(1, 0)
            .at(after_ms, after_ms + 10)
            .with("session", "chat-1")
            .with("in", format!("question {number}").as_str())
            .with("out", format!("answer {number}").as_str())
            .with("tokens.in", 10)
            .with("tokens.out", number as i64)
            .with("cost", 0.25)
    };
    let writes = vec![
        write(2, vec![turn(2, 200).with("user", "eve").failed("no")]),
        write(1, vec![turn(1, 100).with("user", "ada")]),
        write(3, vec![turn(3, 300)]),
        write(4, vec![span(1, 0).at(250, 260).with("session", "other")]),
        simple(5, 400),
    ];
    put(&*store, writes).await;
    let page = store.sessions(query(10)).await.unwrap();
    let expected = SessionRow {
        session_id: "chat-1".into(),
        trace_count: 3,
        error_count: 1,
        first_ms: EPOCH_MS + 100,
        last_ms: EPOCH_MS + 300,
        user_id: Some("eve".into()),
        tokens: 36,
        cost_usd: 0.75,
        first_input: Some("question 1".into()),
        last_output: Some("answer 3".into()),
    };
    assert_eq!(page.items[0], expected);
    assert_eq!((page.items.len(), page.items[1].session_id.as_str(), page.next), (2, "other", None));
    assert_eq!((page.items[1].trace_count, page.items[1].first_input.clone()), (1, None));
}

/// The last active first, the id breaks ties; search is for a part of the id in any case.
pub async fn sessions_are_listed_in_pages_and_searched(harness: Box<dyn Harness>) {
    let store = harness.store();
    let turn = |number: u64, session: &str, after_ms: u64| {
        write(number, vec![span(1, 0).at(after_ms, after_ms).with("session", session)])
    };
    let writes =
        vec![turn(1, "b", 5), turn(2, "a", 5), turn(3, "100%", 9), turn(4, "Old_1", 1), turn(5, "b", 2)];
    put(&*store, writes).await;
    let names = |rows: &[SessionRow]| rows.iter().map(|row| row.session_id.clone()).collect::<Vec<_>>();
    let first = store.sessions(query(2)).await.unwrap();
    assert_eq!(names(&first.items), ["100%", "a"]);
    put(&*store, vec![turn(6, "new", 50)]).await;
    let second = store.sessions(SessionQuery { after: first.next, ..query(2) }).await.unwrap();
    assert_eq!((names(&second.items), second.next), (vec!["b".to_owned(), "Old_1".to_owned()], None));
    for (part, expected) in
        [("old_", vec!["Old_1"]), ("%", vec!["100%"]), ("_", vec!["Old_1"]), ("x", vec![])]
    {
        let query = SessionQuery { search: Some(part.into()), ..query(10) };
        assert_eq!(names(&store.sessions(query).await.unwrap().items), expected, "{part}");
    }
}
