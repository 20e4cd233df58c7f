import { Brain, Hammer } from "lucide-react";
import type { Block, Json } from "../../../api/types";
import { JsonView } from "../../../components/json/JsonView";
import { TextView } from "../../../components/TextView";
import { formatCount } from "../../../format/count";
import styles from "./chat.module.css";
import { toolAnswer } from "./conversation";
import { Fold, Line } from "./Fold";
import { FoldedText } from "./FoldedText";
import { FileLine, Picture, Sound } from "./Media";

const shortCall = 160;

/** One part of a message. */
export function BlockView({
  block,
  markdown,
  tools,
}: {
  block: Block;
  markdown: boolean;
  /** Names of called tools by the id of the call. */
  tools: ReadonlyMap<string, string>;
}) {
  switch (block.type) {
    case "text":
      return <FoldedText text={block.text} markdown={markdown} />;
    case "reasoning":
      return (
        <Fold
          summary={
            <Line
              icon={<Brain size={14} aria-hidden />}
              title="Reasoning"
              preview={`${formatCount(block.text.length)} characters`}
            />
          }
        >
          <TextView text={block.text} markdown={markdown} />
        </Fold>
      );
    case "tool_call":
      return (
        <Fold
          summary={
            <Line
              icon={<Hammer size={14} className={styles.tool} aria-hidden />}
              title={block.name}
              preview={short(block.arguments)}
            />
          }
          open={JSON.stringify(block.arguments ?? null).length < shortCall}
        >
          {block.id && <p className={styles.note}>{block.id}</p>}
          <JsonView value={block.arguments ?? null} label={`arguments of ${block.name}`} tools={false} />
        </Fold>
      );
    case "tool_result":
      return <ToolResult id={block.id} tools={tools} content={block.content} markdown={markdown} />;
    case "image":
      return <Picture block={block} />;
    case "audio":
      return <Sound block={block} />;
    case "file":
      return <FileLine block={block} />;
    default:
      return <JsonView value={"value" in block ? block.value : (block as Json)} label="part" tools={false} />;
  }
}

function ToolResult(props: { id?: string; tools: ReadonlyMap<string, string>; content: Json; markdown: boolean }) {
  const { id } = props;
  const content = toolAnswer(props.content);
  const name = id === undefined ? undefined : props.tools.get(id);
  return (
    <div>
      {id !== undefined && (
        <p className={styles.line}>
          {name !== undefined && <Line icon={<Hammer size={14} className={styles.tool} aria-hidden />} title={name} />}
          <span className={styles.note}>{id}</span>
        </p>
      )}
      {typeof content === "string" ? (
        <FoldedText text={content} markdown={props.markdown} />
      ) : (
        <JsonView value={content} label="tool result" tools={false} />
      )}
    </div>
  );
}

function short(value: Json): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
