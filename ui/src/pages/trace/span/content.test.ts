import { describe, expect, it } from "vitest";
import { countValues, findPaths, pathText } from "../../../components/json/paths";
import { splitText } from "../../../components/LongText";
import { firstNewMessage, inlineImage, messageText } from "../chat/conversation";
import { editText, kindOf, readValue } from "../feedback/values";
import { splitStreams } from "./streams";

const say = (role: string, text = "") => ({ role, content: [{ type: "text" as const, text }] });

describe("conversations", () => {
  it("mark what came after the last answer the model was given back", () => {
    const messages = [say("system"), say("user"), say("assistant"), say("user"), say("assistant")];
    expect(firstNewMessage({ messages, output_count: 1 })).toBe(3);
    expect(firstNewMessage({ messages: messages.slice(0, 2), output_count: 0 })).toBe(0);
  });

  it("copy as text", () => {
    expect(
      messageText({
        role: "assistant",
        content: [
          { type: "text", text: "a" },
          { type: "tool_call", name: "f", arguments: { x: 1 } },
        ],
      }),
    ).toBe('a\n\nf({"x":1})');
  });

  it("show only pictures that need no request", () => {
    expect(inlineImage({ data: "AAAA", mime: "image/png" })).toBe("data:image/png;base64,AAAA");
    expect(inlineImage({ url: "data:image/jpeg;base64,AAAA" })).toBe("data:image/jpeg;base64,AAAA");
    expect(inlineImage({ url: "https://evil.example/x.png" })).toBeUndefined();
    expect(inlineImage({ url: "data:text/html,<script>" })).toBeUndefined();
    expect(inlineImage({ data: "AAAA", mime: "text/html" })).toBeUndefined();
  });
});

describe("long text", () => {
  it("is split without loss of characters, at line ends where there are any", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`).join("\n");
    const chunks = splitText(lines, 256);
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.join("\n")).toBe(lines);
    const faces = "😀".repeat(300);
    expect(splitText(faces, 101).join("")).toBe(faces);
    expect(splitText(faces, 101).every((chunk) => !/[\ud800-\udbff]$/.test(chunk))).toBe(true);
    expect(splitText("", 10)).toEqual([""]);
  });
});

describe("JSON", () => {
  const value = { messages: [{ role: "user", "odd key": "needle" }], n: 5 };
  it("paths can be pasted", () => {
    expect(pathText(["messages", 0, "odd key"])).toBe('messages[0]["odd key"]');
  });
  it("search finds keys and values in reading order, up to a limit", () => {
    expect(findPaths(value, "NEEDLE", 10)).toEqual([["messages", 0, "odd key"]]);
    expect(findPaths(value, "e", 2)).toHaveLength(2);
    expect(findPaths(value, "5", 10)).toEqual([["n"]]);
  });
  it("counting stops at its limit", () => {
    expect(countValues(value, 100)).toBe(6);
    expect(
      countValues(
        Array.from({ length: 1000 }, () => 1),
        50,
      ),
    ).toBe(50);
  });
});

describe("streams", () => {
  const event = (name: string, ns: string) => ({ name, time_ns: ns, attributes: [] });
  it("become one strip with the longest pause", () => {
    const chunks = Array.from({ length: 10 }, (_, index) =>
      event(`mlflow.chunk.item.${index}`, String(1_000_000 * (index < 5 ? index : index + 50))),
    );
    const { strips, others } = splitStreams([event("exception", "5"), ...chunks], "0");
    expect(others).toHaveLength(1);
    expect(strips).toHaveLength(1);
    expect(strips[0]).toMatchObject({ name: "mlflow.chunk.item", stallMs: 51 });
  });
  it("a few events stay events", () => {
    expect(splitStreams([event("a.1", "1"), event("a.2", "2")], "0").strips).toHaveLength(0);
  });
});

describe("feedback values", () => {
  it("are read by their kind", () => {
    expect(readValue("boolean", "false")).toEqual({ value: false });
    expect(readValue("number", "0.5")).toEqual({ value: 0.5 });
    expect(readValue("number", "x")).toHaveProperty("problem");
    expect(readValue("json", "{")).toHaveProperty("problem");
    expect(readValue("text", "")).toHaveProperty("problem");
    expect(kindOf([1])).toBe("json");
    expect(editText({ a: 1 })).toBe('{\n  "a": 1\n}');
  });
});
