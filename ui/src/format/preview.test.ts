import { describe, expect, it } from "vitest";
import { previewText } from "./preview";

describe("previews show what was said", () => {
  it.each([
    [undefined, undefined],
    ["plain words", "plain words"],
    ['"a string\\nof two lines"', "a string\nof two lines"],
    ['{"question":"Where is it?"}', "Where is it?"],
    ['{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"}]}', "hi"],
    ['{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"}}]}', "hello"],
    ['[{"role":"user","parts":[{"type":"text","content":"parts"}]}]', "parts"],
    ['{"messages":[{"role":"user","content":[{"type":"text","text":"block"}]}]}', "block"],
    ['{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"cut he', "cut he"],
    ['"a long string that was cu', "a long string that was cu"],
    ['{"document":"Line 0: \\"x\\" and mo', 'Line 0: "x" and mo'],
    ['{"input":["embed me"]}', "embed me"],
    ['{"input":["embed me, I am lo', "embed me, I am lo"],
    ["[[0.1,0.2]]", "[[0.1,0.2]]"],
    ['{"x":1,"y":2}', '{"x":1,"y":2}'],
    ["[0.1,0.2]", "[0.1,0.2]"],
    ["{not json", "{not json"],
  ])("%s", (preview, text) => expect(previewText(preview)).toBe(text));
});
