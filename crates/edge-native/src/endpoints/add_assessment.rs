//! POST /api/v1/traces/{trace_id}/assessments: adds feedback or an expectation of a person.

use axum::Json;
use axum::extract::State;
use spanwell_model::{AssessmentId, AssessmentSource, AssessmentValue, SourceKind, SpanId};

use crate::extract::{Body, OfTrace};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::assessments::{Assessment, AssessmentDraft, DraftKind};

/// Adds feedback or an expectation of a person.
#[utoipa::path(
    post,
    path = "/traces/{trace_id}/assessments",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    request_body = AssessmentDraft,
    responses(
        (status = 200, description = "Done", body = Assessment),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn add_assessment(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    Body(draft): Body<AssessmentDraft>,
) -> Answer<Json<Assessment>> {
    let added = state.tracking.add_assessment(&id, into_draft(draft)?).await?;
    Ok(Json(added.into()))
}

/// Who speaks when nobody says so.
const DEFAULT_SOURCE: &str = "default";

fn into_draft(draft: AssessmentDraft) -> Answer<spanwell_tracking::AssessmentDraft> {
    if draft.name.trim().is_empty() {
        return Err(Problem::field(
            "name",
            "`name` must not be empty: say what is assessed, such as `correctness`",
        ));
    }
    if draft.value.is_null() {
        return Err(Problem::field("value", "`value` must not be null"));
    }
    let span_id = draft.span_id.as_deref().map(SpanId::parse).transpose();
    let value = match draft.kind {
        DraftKind::Feedback => AssessmentValue::Feedback { value: draft.value, error: None },
        DraftKind::Expectation => AssessmentValue::Expectation { value: draft.value, serialized: false },
    };
    let source =
        draft.source_id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| DEFAULT_SOURCE.to_owned());
    Ok(spanwell_tracking::AssessmentDraft {
        name: draft.name,
        span_id: span_id.map_err(|error| Problem::from(error).in_field("span_id"))?,
        source: AssessmentSource { kind: SourceKind::Human, id: source },
        value,
        rationale: draft.rationale.filter(|text| !text.is_empty()),
        metadata: Default::default(),
        overrides: draft.overrides.map(AssessmentId::new),
        create_time_ms: None,
        last_update_time_ms: None,
        valid: true,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spanwell_store::suite::world::{simple, span_id, trace_id};

    use crate::testing::World;

    async fn add(world: &World, body: Value) -> crate::testing::Answered {
        world.post(&format!("/traces/{}/assessments", trace_id(1)), body).await
    }

    #[tokio::test]
    async fn a_person_says_what_she_thinks() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        let said =
            add(&world, json!({"name": "ok", "kind": "feedback", "value": false, "rationale": "wrong"}))
                .await
                .good();
        assert_eq!(said["source"], json!({"type": "HUMAN", "id": "default"}));
        assert_eq!(
            (&said["value"], &said["valid"], &said["rationale"]),
            (&false.into(), &true.into(), &"wrong".into())
        );
        let expected = add(&world, json!({"name": "answer", "kind": "expectation", "value": {"city": "Rome"}, "source_id": "ada", "span_id": span_id(1).to_string()})).await.good();
        assert_eq!(
            (&expected["kind"], &expected["source"]["id"], &expected["span_id"]),
            (&"expectation".into(), &"ada".into(), &span_id(1).to_string().into())
        );
        let again = add(
            &world,
            json!({"name": "ok", "kind": "feedback", "value": true, "overrides": said["assessment_id"]}),
        )
        .await
        .good();
        let trace = world.get(&format!("/traces/{}", trace_id(1))).await.good();
        let valid = |id: &Value| {
            trace["assessments"].as_array().unwrap().iter().find(|one| one["assessment_id"] == *id).unwrap()["valid"].clone()
        };
        assert_eq!(
            (valid(&said["assessment_id"]), valid(&again["assessment_id"])),
            (false.into(), true.into())
        );
    }

    #[tokio::test]
    async fn what_makes_no_sense_is_refused() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        for (body, field) in [
            (json!({"name": "", "kind": "feedback", "value": 1}), "name"),
            (json!({"name": "n", "kind": "feedback", "value": null}), "value"),
            (json!({"name": "n", "kind": "issue", "value": 1}), "kind"),
            (json!({"name": "n", "kind": "feedback", "value": 1, "span_id": "x"}), "span_id"),
        ] {
            add(&world, body).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
        let stray = json!({"name": "n", "kind": "feedback", "value": 1, "span_id": span_id(9).to_string()});
        add(&world, stray).await.refused(404, "NOT_FOUND", None);
        let elsewhere = world
            .post("/traces/none/assessments", json!({"name": "n", "kind": "feedback", "value": 1}))
            .await;
        elsewhere.refused(404, "NOT_FOUND", None);
    }
}
