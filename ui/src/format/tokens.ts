import type { Tokens } from "../api/types";
import { formatCount } from "./count";

/** What is known of the input tokens, such as ` (16 cached, 7 audio)`; nothing when they are all alike. */
export function inputParts(tokens: Tokens): string {
  const kinds = tokens.by_modality;
  return parts([
    [tokens.cache_read, "cached"],
    [kinds?.audio_input, "audio"],
    [kinds?.image_input, "image"],
    [kinds?.video_input, "video"],
  ]);
}

/** The same of the output tokens. */
export function outputParts(tokens: Tokens): string {
  const kinds = tokens.by_modality;
  return parts([
    [tokens.reasoning, "reasoning"],
    [kinds?.audio_output, "audio"],
    [kinds?.image_output, "image"],
    [kinds?.video_output, "video"],
  ]);
}

function parts(counts: [number | undefined, string][]): string {
  const known = counts.filter(([count]) => count).map(([count, kind]) => `${formatCount(count ?? 0)} ${kind}`);
  return known.length > 0 ? ` (${known.join(", ")})` : "";
}
