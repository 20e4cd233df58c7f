//! Issues on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::Arc;

use spanwell_model::{Assessment, AssessmentValue, ExperimentId, Issue, IssueSeverity, IssueStatus};
use spanwell_store::suite::world::{feedback, header, trace_id};
use spanwell_store::{FoundIssue, IssueChange, IssueQuery, IssueStore, TraceStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

fn open(directory: &std::path::Path) -> Arc<SqliteStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn issue(id: &str, severity: Option<IssueSeverity>, created_ms: i64) -> Issue {
    Issue {
        issue_id: id.into(),
        experiment_id: ExperimentId::DEFAULT,
        name: format!("name of {id}"),
        description: "d".into(),
        status: IssueStatus::Pending,
        severity,
        root_causes: vec!["x".into(), "y".into()],
        categories: Vec::new(),
        source_run_id: None,
        created_by: Some("eve".into()),
        created_ms,
        last_updated_ms: created_ms,
    }
}

fn ids(found: &[FoundIssue]) -> Vec<&str> {
    found.iter().map(|found| found.issue.issue_id.as_str()).collect()
}

fn query(filter: &str) -> IssueQuery {
    IssueQuery { filter: filter.parse().unwrap(), limit: 10, ..IssueQuery::default() }
}

#[tokio::test]
async fn an_issue_is_kept_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn IssueStore> = open(folder.path());
    let made = issue("iss-1", Some(IssueSeverity::High), 5);
    assert_eq!(store.create_issue(made.clone()).await.unwrap(), made);
    assert_eq!(store.get_issue("iss-1").await.unwrap(), Some(made.clone()));
    let change = IssueChange { status: Some(IssueStatus::Resolved), now_ms: 7, ..IssueChange::default() };
    let changed = Issue { status: IssueStatus::Resolved, last_updated_ms: 7, ..made };
    assert_eq!(store.change_issue("iss-1", change.clone()).await.unwrap(), Some(changed.clone()));
    assert_eq!(store.get_issue("iss-1").await.unwrap(), Some(changed));
    assert_eq!(store.change_issue("iss-none", change).await.unwrap(), None);
    assert_eq!(store.get_issue("iss-none").await.unwrap(), None);
}

#[tokio::test]
async fn the_worst_issues_come_first_then_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn IssueStore> = open(folder.path());
    for (id, severity, created_ms) in [
        ("iss-none", None, 9),
        ("iss-low", Some(IssueSeverity::Low), 5),
        ("iss-old", Some(IssueSeverity::High), 5),
        ("iss-new", Some(IssueSeverity::High), 6),
        ("iss-not", Some(IssueSeverity::NotAnIssue), 8),
    ] {
        store.create_issue(issue(id, severity, created_ms)).await.unwrap();
    }
    let all = ["iss-new", "iss-old", "iss-low", "iss-not", "iss-none"];
    assert_eq!(ids(&store.search_issues(query("")).await.unwrap().items), all);
    let mut paged = IssueQuery { limit: 2, ..query("") };
    let mut seen = Vec::new();
    loop {
        let page = store.search_issues(paged.clone()).await.unwrap();
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        paged.after = Some(next);
    }
    assert_eq!(ids(&seen), all);
    for (filter, expected) in [
        ("severity = 'high' AND name LIKE '%new'", &["iss-new"][..]),
        ("status != 'pending'", &[]),
        ("severity IS NULL", &["iss-none"]),
        ("source_run_id = 'r'", &[]),
        ("created_by = 'eve' AND severity IN ('low')", &["iss-low"]),
    ] {
        assert_eq!(ids(&store.search_issues(query(filter)).await.unwrap().items), expected, "{filter}");
    }
    let elsewhere = IssueQuery { experiment_id: Some(ExperimentId::new(7).unwrap()), ..query("") };
    assert_eq!(store.search_issues(elsewhere).await.unwrap().items, []);
}

#[tokio::test]
async fn traces_of_an_issue_are_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for id in ["iss-1", "iss-2", "iss-3"] {
        store.create_issue(issue(id, None, 5)).await.unwrap();
    }
    let link = |number: u64, id: &str, issue: &str| Assessment {
        value: AssessmentValue::Issue { issue_name: "n".into() },
        ..feedback(number, id, issue, "x")
    };
    for number in 1..=3 {
        store.put_header(header(number)).await.unwrap();
    }
    for (number, id, issue) in
        [(1, "a-1", "iss-1"), (2, "a-2", "iss-2"), (2, "a-3", "iss-2"), (3, "a-4", "iss-2")]
    {
        assert!(store.put_assessment(link(number, id, issue)).await.unwrap());
    }
    // Feedback that is named as an issue is none of its links.
    store.put_assessment(feedback(2, "a-5", "iss-3", "x")).await.unwrap();
    let counted = IssueQuery { with_trace_counts: true, ..query("") };
    let found = store.search_issues(counted.clone()).await.unwrap().items;
    assert_eq!(ids(&found), ["iss-2", "iss-1", "iss-3"]);
    let counts: Vec<_> = found.iter().map(|found| found.trace_count).collect();
    assert_eq!(counts, [Some(2), Some(1), Some(0)]);
    store.delete_traces(ExperimentId::DEFAULT, &[trace_id(3)]).await.unwrap();
    let here = IssueQuery { experiment_id: Some(ExperimentId::DEFAULT), ..counted };
    let found = store.search_issues(here).await.unwrap().items;
    assert_eq!(found[0].trace_count, Some(1));
}
