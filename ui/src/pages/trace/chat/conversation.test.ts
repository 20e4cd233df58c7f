import { describe, expect, it } from "vitest";
import { readAttachment } from "../../../api/attachments";
import type { Chat } from "../../../api/types";
import { calledTools, inlineSound, toolAnswer } from "./conversation";

describe("tools of a conversation", () => {
  it("are known by the id of their call", () => {
    const chat: Chat = {
      messages: [
        { role: "assistant", content: [{ type: "tool_call", id: "c1", name: "lookup", arguments: {} }] },
        { role: "tool", content: [{ type: "tool_result", id: "c1", content: "found" }] },
      ],
      output_count: 0,
    };
    expect(calledTools(chat).get("c1")).toBe("lookup");
  });

  it("answer JSON that came as text", () => {
    expect(toolAnswer('{"status":"shipped"}')).toEqual({ status: "shipped" });
    expect(toolAnswer("[broken")).toBe("[broken");
    expect(toolAnswer("7 parcels")).toBe("7 parcels");
    expect(toolAnswer(7)).toBe(7);
  });
});

describe("a sound in a message", () => {
  it("can be played when it is one", () => {
    expect(inlineSound({ data: "AAAA", mime: "audio/mpeg" })).toBe("data:audio/mpeg;base64,AAAA");
    expect(inlineSound({ data: "AAAA" })).toBe("data:audio/wav;base64,AAAA");
    expect(inlineSound({ data: "AAAA", mime: "text/html" })).toBeUndefined();
    expect(inlineSound({ mime: "audio/mpeg" })).toBeUndefined();
  });
});

describe("an attachment of the official client", () => {
  const id = "01fb88f4-246d-4144-aca4-665f36e5ce21";

  it("is found at the server, with its type and size", () => {
    expect(readAttachment(`mlflow-attachment://${id}?content_type=image%2Fpng&trace_id=tr-1&size=131`)).toEqual({
      url: `ajax-api/3.0/mlflow/get-trace-artifact?request_id=tr-1&path=${id}`,
      mime: "image/png",
      bytes: 131,
    });
  });

  it("is no other address", () => {
    for (const other of [
      undefined,
      "https://example.com/cat.png",
      `mlflow-attachment://${id}`,
      "mlflow-attachment://../x?trace_id=1",
    ])
      expect(readAttachment(other)).toBeUndefined();
  });
});
