/** Icons and colours of span types. */
import { Bot, Box, Braces, Database, Hammer, MessageSquare, Network, ShieldCheck, Waypoints } from "lucide-react";

const families: Record<string, string> = {
  CHAT_MODEL: "model",
  LLM: "model",
  AGENT: "agent",
  WORKFLOW: "agent",
  TOOL: "tool",
  RETRIEVER: "retriever",
  RERANKER: "retriever",
  MEMORY: "retriever",
  EMBEDDING: "embedding",
};
const icons: Record<string, typeof Bot> = {
  CHAT_MODEL: MessageSquare,
  LLM: MessageSquare,
  AGENT: Bot,
  WORKFLOW: Waypoints,
  TOOL: Hammer,
  RETRIEVER: Database,
  RERANKER: Database,
  MEMORY: Database,
  EMBEDDING: Braces,
  PARSER: Braces,
  GUARDRAIL: ShieldCheck,
  EVALUATOR: ShieldCheck,
  CHAIN: Network,
};

/** CSS variable of a type's colour. */
export function typeColor(type: string): string {
  return `var(--type-${families[type] ?? "chain"})`;
}

/** Name of the colour token of a type, for the canvas. */
export function typeToken(type: string): string {
  return `--type-${families[type] ?? "chain"}`;
}

/** How a type is written: `chat model`. */
export function typeTitle(type: string): string {
  return type.toLowerCase().replaceAll("_", " ");
}

/** The icon of a type in its colour. */
export function TypeIcon({ type, size = 14 }: { type: string; size?: number }) {
  const Icon = icons[type] ?? Box;
  return <Icon size={size} style={{ color: typeColor(type), flex: "none" }} aria-hidden />;
}
