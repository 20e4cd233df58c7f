import { describe, expect, it } from "vitest";
import { jsonLine } from "./jsonLine";

describe("JSON in one line", () => {
  it.each([
    [undefined, false, ""],
    [null, false, ""],
    [{}, false, ""],
    [{ q: "alone" }, false, "alone"],
    [{ kind: "easy" }, true, "kind: easy"],
    [{ q: "one", n: { a: 1 } }, false, 'q: one, n: {"a":1}'],
    [[1, "x"], false, '[1,"x"]'],
    ["cut text", false, "cut text"],
  ])("%j, named: %s", (value, named, line) => expect(jsonLine(value, named)).toBe(line));
});
