import { Brain, FileText, Hammer, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Block, Json } from "../../../api/types";
import { CopyButton } from "../../../components/CopyButton";
import { JsonView } from "../../../components/json/JsonView";
import { TextView } from "../../../components/TextView";
import { formatBytes } from "../../../format/bytes";
import { formatCount } from "../../../format/count";
import styles from "./chat.module.css";
import { inlineImage } from "./conversation";

const shortCall = 160;

/** One part of a message. */
export function BlockView({ block, markdown }: { block: Block; markdown: boolean }) {
  switch (block.type) {
    case "text":
      return <TextView text={block.text} markdown={markdown} />;
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
      return <ToolResult id={block.id} content={block.content} markdown={markdown} />;
    case "image":
      return <Picture block={block} />;
    case "audio":
      return (
        <div>
          <Line
            icon={<Volume2 size={14} aria-hidden />}
            title="Audio"
            preview={[block.mime, block.url ?? sizeOf(block.data)].filter(Boolean).join(" ")}
          />
          {block.transcript !== undefined && <TextView text={block.transcript} markdown={false} />}
        </div>
      );
    case "file":
      return (
        <Line
          icon={<FileText size={14} aria-hidden />}
          title={block.name ?? "File"}
          preview={[block.mime, block.url ?? block.id].filter(Boolean).join(" ")}
        />
      );
    default:
      return <JsonView value={"value" in block ? block.value : (block as Json)} label="part" tools={false} />;
  }
}

function ToolResult({ id, content, markdown }: { id?: string; content: Json; markdown: boolean }) {
  return (
    <div>
      {id !== undefined && <p className={styles.note}>{id}</p>}
      {typeof content === "string" ? (
        <TextView text={content} markdown={markdown} />
      ) : (
        <JsonView value={content} label="tool result" tools={false} />
      )}
    </div>
  );
}

function Picture({ block }: { block: { url?: string; data?: string; mime?: string } }) {
  const inline = inlineImage(block);
  if (inline !== undefined)
    return <img className={styles.image} src={inline} alt={`in the message, ${block.mime ?? "image"}`} />;
  if (block.url === undefined)
    return (
      <p className={styles.note}>
        An image of type {block.mime ?? "unknown"} {sizeOf(block.data)}
      </p>
    );
  const url = block.url;
  return (
    <details className={styles.fold}>
      <summary>Image on another server, not loaded</summary>
      <div className={styles.address}>
        <code>{url}</code> <CopyButton value={url} label="Copy the image address" />
      </div>
    </details>
  );
}

function Fold({ summary, children, open }: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details className={styles.fold} open={open}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}

function Line({ icon, title, preview }: { icon: ReactNode; title: string; preview?: string }) {
  return (
    <>
      {icon}
      <strong>{title}</strong>
      {preview && <code>{preview}</code>}
    </>
  );
}

function short(value: Json): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function sizeOf(base64: string | undefined): string {
  return base64 === undefined ? "" : formatBytes(Math.floor((base64.length * 3) / 4));
}
