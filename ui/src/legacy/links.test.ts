import { describe, expect, it } from "vitest";
import { mapLegacyLocation } from "./links";

describe("links of the MLflow page", () => {
  it.each([
    ["", undefined],
    ["#section", undefined],
    ["#/", ""],
    ["#/experiments", ""],
    ["#/experiments/3", "e/3/traces"],
    ["#/experiments/3/overview", "e/3/traces"],
    ["#/experiments/3/overview/quality", "e/3/traces"],
    ["#/experiments/3/traces", "e/3/traces"],
    ["#/experiments/3/traces?traceId=tr-ab", "e/3/traces/tr-ab"],
    ["#/experiments/3/traces?selectedEvaluationId=tr-ab", "e/3/traces/tr-ab"],
    ["#/experiments/3?traceId=tr-ab", "e/3/traces/tr-ab"],
    ["#/experiments/3/traces/tr-ab", "e/3/traces/tr-ab"],
    ["#/traces/tr-ab", "t/tr-ab"],
    ["#/experiments/3/chat-sessions", "e/3/sessions"],
    ["#/experiments/3/chat-sessions/a%2Fb", "e/3/sessions/a%2Fb"],
    ["#/experiments/3/runs/0a1b", "e/3/evaluations/0a1b"],
    ["#/experiments/3/runs", "e/3/evaluations"],
    ["#/experiments/3/evaluation-runs?selectedRunUuid=0a1b&compareToRunUuid=2c", "e/3/evaluations/0a1b?with=2c"],
    ["#/experiments/3/evaluation-runs", "e/3/evaluations"],
    ["#/experiments/3/datasets?selectedDatasetId=d-1", "e/3/datasets/d-1"],
    ["#/experiments/3/datasets", "e/3/datasets"],
    ["#/experiments/3/judges", "e/3/traces"],
    ["#/prompts/greet?promptVersion=2", ""],
    ["#/gateway/usage", ""],
    ["#/experiments/%zz", "e/%25zz/traces"],
  ])("%s opens %s", (hash, path) => expect(mapLegacyLocation(hash, "")).toBe(path));

  it("reads the parameters before the hash too", () => {
    expect(mapLegacyLocation("#/experiments/3/traces", "?selectedTraceId=tr-ab")).toBe("e/3/traces/tr-ab");
  });
});
