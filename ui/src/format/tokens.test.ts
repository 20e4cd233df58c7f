import { expect, test } from "vitest";
import { inputParts, outputParts } from "./tokens";

test("parts of tokens are named, and nothing is said of tokens that are all alike", () => {
  const tokens = { input: 24, output: 8, total: 32 };
  expect(inputParts(tokens)).toBe("");
  expect(outputParts({ ...tokens, reasoning: 0 })).toBe("");
  const heard = { ...tokens, cache_read: 16, reasoning: 3, by_modality: { audio_input: 7, audio_output: 2 } };
  expect(inputParts(heard)).toBe(" (16 cached, 7 audio)");
  expect(outputParts(heard)).toBe(" (3 reasoning, 2 audio)");
});
