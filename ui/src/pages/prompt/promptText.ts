/** The text of a version as one piece, for reading, copying and comparing. */
import type { PromptVersion } from "../../api/types";

/** A text prompt as it is; a chat with a line that names the role above each message. */
export function promptText(version: PromptVersion): string {
  if (version.messages === undefined || version.messages.length === 0) return version.text ?? "";
  return version.messages.map((message) => `[${message.role}]\n${message.content}`).join("\n\n");
}

/** What a program writes to load a version or whatever an alias points to. */
export function loadSnippet(name: string, at: { version: number } | { alias: string }): string {
  const place = "alias" in at ? `@${at.alias}` : `/${at.version}`;
  return `prompt = mlflow.genai.load_prompt(${JSON.stringify(`prompts:/${name}${place}`)})`;
}

/** The part of a text between two marks, and whether it is a variable of the template. */
export interface TextPart {
  text: string;
  variable: boolean;
}

/** Splits a template at its variables, `{{ name }}`. */
export function templateParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{\s*[\w.-]+\s*\}\}/g)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), variable: false });
    parts.push({ text: match[0], variable: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), variable: false });
  return parts;
}
