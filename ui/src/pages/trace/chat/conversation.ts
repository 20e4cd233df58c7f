/** What is new in a conversation, and what a message says in plain text. */
import type { Block, Chat, Json, Message } from "../../../api/types";

/** Index of the first message the model had not seen in an earlier turn: after the last answer it was given back. */
export function firstNewMessage(chat: Chat): number {
  const inputs = chat.messages.length - chat.output_count;
  for (let index = inputs - 1; index >= 0; index -= 1) {
    if (chat.messages[index].role === "assistant") return index + 1;
  }
  return 0;
}

/** The names of the tools that were called, by the id of the call. */
export function calledTools(chat: Chat): ReadonlyMap<string, string> {
  const blocks = chat.messages.flatMap((message) => message.content);
  return new Map(blocks.flatMap((block) => (block.type === "tool_call" && block.id ? [[block.id, block.name]] : [])));
}

/** What a tool answered: JSON that came as text is read, so that it can be folded. */
export function toolAnswer(content: Json): Json {
  if (typeof content !== "string" || !/^\s*[[{]/.test(content)) return content;
  try {
    return JSON.parse(content) as Json;
  } catch {
    return content;
  }
}

/** All text of a message, for copying. */
export function messageText(message: Message): string {
  return message.content.map(blockText).filter(Boolean).join("\n\n");
}

function blockText(block: Block): string {
  switch (block.type) {
    case "text":
    case "reasoning":
      return block.text;
    case "tool_call":
      return `${block.name}(${JSON.stringify(block.arguments)})`;
    case "tool_result":
      return typeof block.content === "string" ? block.content : JSON.stringify(block.content, null, 2);
    case "audio":
      return block.transcript ?? "";
    default:
      return "";
  }
}

/** The address of an image that may be shown without a request: inline data of a picture type. */
export function inlineImage(block: { url?: string; data?: string; mime?: string }): string | undefined {
  const picture = /^image\/(png|jpeg|jpg|gif|webp|avif|bmp|svg\+xml)$/i;
  const address = block.url ?? block.data;
  if (address?.startsWith("data:")) {
    const mime = address.slice(5, address.search(/[;,]/));
    return picture.test(mime) ? address : undefined;
  }
  if (block.data !== undefined) {
    const mime = block.mime ?? "image/png";
    return picture.test(mime) ? `data:${mime};base64,${block.data}` : undefined;
  }
  return undefined;
}

/** The address of a sound that came with the message. */
export function inlineSound(block: { data?: string; mime?: string }): string | undefined {
  const mime = block.mime ?? "audio/wav";
  return block.data !== undefined && /^audio\/[\w.+-]+$/i.test(mime) ? `data:${mime};base64,${block.data}` : undefined;
}
