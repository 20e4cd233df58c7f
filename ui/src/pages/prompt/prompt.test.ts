import { expect, test } from "vitest";
import { diffRows } from "./promptDiff";
import { readPromptSearch } from "./promptSearch";
import { loadSnippet, promptText, templateParts } from "./promptText";

const texts = (rows: ReturnType<typeof diffRows>) =>
  rows.map((row) =>
    [row.before, row.after].map(
      (side) =>
        side &&
        `${side.number} ${side.pieces.map((piece) => (piece.marked ? `<${piece.text}>` : piece.text)).join("")}`,
    ),
  );

test("changed words are marked and the lines below stay beside each other", () => {
  expect(texts(diffRows("Hi {{name}}\nsame\nend", "Hello {{name}}\nsame\nnew\nend"))).toEqual([
    ["1 <Hi> {{name}}", "1 <Hello> {{name}}"],
    ["2 same", "2 same"],
    [undefined, "3 <new>"],
    ["3 end", "4 end"],
  ]);
});

test("a removed line has nothing beside it, and equal texts no marks", () => {
  expect(texts(diffRows("a\nb\n", "a\n"))).toEqual([
    ["1 a", "1 a"],
    ["2 <b>", undefined],
  ]);
  expect(texts(diffRows("a\nb", "a\nb"))).toEqual([
    ["1 a", "1 a"],
    ["2 b", "2 b"],
  ]);
});

test("chats read as one text and variables are found", () => {
  const chat = {
    version: 1,
    kind: "chat" as const,
    created_at: 0,
    tags: {},
    aliases: [],
    messages: [
      { role: "system", content: "You are {{who}}" },
      { role: "user", content: "{{ question }}" },
    ],
  };
  expect(promptText(chat)).toBe("[system]\nYou are {{who}}\n\n[user]\n{{ question }}");
  expect(promptText({ ...chat, kind: "text", messages: undefined, text: "x" })).toBe("x");
  expect(templateParts("Hi {{name}}, {not} {{ a.b }}")).toEqual([
    { text: "Hi ", variable: false },
    { text: "{{name}}", variable: true },
    { text: ", {not} ", variable: false },
    { text: "{{ a.b }}", variable: true },
  ]);
});

test("the snippet loads a version or an alias", () => {
  expect(loadSnippet("greet", { version: 2 })).toBe('prompt = mlflow.genai.load_prompt("prompts:/greet/2")');
  expect(loadSnippet("greet", { alias: "prod" })).toBe('prompt = mlflow.genai.load_prompt("prompts:/greet@prod")');
});

test("only numbers of versions are read from the URL", () => {
  expect(readPromptSearch({ version: "12", compare: "3" })).toEqual({ version: 12, compare: 3 });
  expect(readPromptSearch({ version: "x", compare: "0" })).toEqual({ version: undefined, compare: undefined });
});
