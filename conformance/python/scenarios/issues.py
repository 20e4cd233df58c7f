"""Issues: every call of the official client that makes, changes, finds or links one."""

import time

import mlflow
from mlflow.entities.issue import IssueSeverity, IssueStatus
from mlflow.tracking._tracking_service.utils import _get_store


def _seen(issue):
    """An issue without its id and times."""
    return {
        "name": issue.name,
        "description": issue.description,
        "status": str(issue.status),
        "severity": str(issue.severity),
        "root causes": issue.root_causes,
        "categories": issue.categories,
        "run": bool(issue.source_run_id),
        "by": issue.created_by,
        "traces": issue.trace_count,
        "changed": issue.last_updated_timestamp > issue.created_timestamp,
    }


def issues_are_made_and_changed(world):
    experiment_id = world.use_experiment("made")
    store = _get_store()
    with mlflow.start_run() as run:
        pass
    made = store.create_issue(experiment_id, "plain", "d")
    full = store.create_issue(
        experiment_id,
        "full",
        "ü",
        status=IssueStatus.REJECTED,
        severity=IssueSeverity.LOW,
        root_causes=["a", "b"],
        source_run_id=run.info.run_id,
        categories=["c"],
        created_by="eve",
    )
    time.sleep(0.01)
    changed = store.update_issue(made.issue_id, status=IssueStatus.RESOLVED, severity=IssueSeverity.HIGH)
    renamed = store.update_issue(full.issue_id, name="renamed", description="other")
    return {
        "made": _seen(made),
        "full": _seen(full),
        "got": _seen(store.get_issue(full.issue_id)),
        "changed": _seen(changed),
        "renamed": _seen(renamed),
        "nothing changed": _seen(store.update_issue(full.issue_id)),
        "unknown": world.attempt(store.get_issue, "iss-none"),
        "unknown changed": world.attempt(store.update_issue, "iss-none", name="x"),
    }


def wrong_issues_are_refused(world):
    experiment_id = world.use_experiment("refused")
    store = _get_store()
    return {
        "no name": world.attempt(store.create_issue, experiment_id, "", "d"),
        "no description": world.attempt(store.create_issue, experiment_id, "n", ""),
        "unknown experiment": world.attempt(store.create_issue, "999999", "n", "d"),
        "unknown run": world.attempt(store.create_issue, experiment_id, "n", "d", source_run_id="0" * 32),
        "severity": world.attempt(store.create_issue, experiment_id, "n", "d", severity="zzz"),
        "status": world.attempt(store.create_issue, experiment_id, "n", "d", status="zzz"),
    }


def issues_are_searched(world):
    experiment_id = world.use_experiment("searched")
    store = _get_store()
    with mlflow.start_run() as run:
        pass
    made = {}
    for name, severity, source_run_id in [
        ("low", IssueSeverity.LOW, None),
        ("none", None, None),
        ("old", IssueSeverity.HIGH, run.info.run_id),
        ("not", IssueSeverity.NOT_AN_ISSUE, None),
        ("new", IssueSeverity.HIGH, None),
        ("medium", IssueSeverity.MEDIUM, None),
    ]:
        made[name] = store.create_issue(experiment_id, name, "d", severity=severity, source_run_id=source_run_id)
        time.sleep(0.005)
    store.update_issue(made["medium"].issue_id, status=IssueStatus.RESOLVED)

    def search(filter_string=None, **named):
        return world.attempt(
            lambda: [issue.name for issue in store.search_issues(experiment_id, filter_string, **named)]
        )

    pages, token = [], None
    while True:
        page = store.search_issues(experiment_id, max_results=4, page_token=token)
        pages.append([issue.name for issue in page])
        token = page.token
        if not token:
            break
    filters = [
        "status = 'resolved'",
        "status != 'resolved'",
        "status = 'bogus'",
        f"source_run_id = '{run.info.run_id}'",
        "source_run_id != 'other'",
        "status = 'pending' AND source_run_id != 'other'",
        "bogus = 'x'",
        "status > 'x'",
        "status",
    ]
    return world.masked(
        {
            "all": search(),
            "pages": pages,
            **{text: search(text) for text in filters},
            "too few": search(max_results=0),
            "too many": search(max_results=50001),
            "wrong token": search(page_token="!!!"),
        }
    )


def traces_are_linked_to_issues(world):
    experiment_id = world.use_experiment("linked")
    store = _get_store()
    trace_ids = []
    for _ in range(2):
        with mlflow.start_span(name="r") as span:
            trace_ids.append(span.trace_id)
    mlflow.flush_trace_async_logging()
    issues = []
    for name in ("many", "one", "none"):
        issues.append(store.create_issue(experiment_id, name, "d"))
        time.sleep(0.005)
    for trace_id, issue in [(trace_ids[0], issues[0]), (trace_ids[1], issues[0]), (trace_ids[0], issues[1])]:
        mlflow.log_issue(trace_id=trace_id, issue_id=issue.issue_id, issue_name=issue.name)
    found = store.search_issues(experiment_id, include_trace_count=True)
    linked = world.client.search_traces(
        locations=[experiment_id], filter_string=f"issue.id = '{issues[0].issue_id}'", include_spans=False
    )
    return {"found": [_seen(issue) for issue in found], "traces": len(linked)}
