import { FileText, Image, Volume2 } from "lucide-react";
import { readAttachment } from "../../../api/attachments";
import { CopyButton } from "../../../components/CopyButton";
import { TextView } from "../../../components/TextView";
import { formatBytes } from "../../../format/bytes";
import styles from "./chat.module.css";
import { inlineImage, inlineSound } from "./conversation";
import { Line } from "./Fold";

/** A picture that came with the message or is stored beside the span; one on another server is named, not loaded. */
export function Picture({ block }: { block: { url?: string; data?: string; mime?: string } }) {
  const stored = readAttachment(block.url ?? block.data);
  const source = stored?.url ?? inlineImage(block);
  if (source !== undefined) {
    return (
      <img className={styles.image} src={source} alt={`in the message, ${stored?.mime ?? block.mime ?? "image"}`} />
    );
  }
  if (block.url === undefined) {
    return (
      <div className={styles.line}>
        <Line icon={<Image size={14} aria-hidden />} title="Image" preview={facts(block.mime, sizeOf(block.data))} />
      </div>
    );
  }
  return (
    <div className={styles.line}>
      <Line icon={<Image size={14} aria-hidden />} title="Image on another server, not loaded" preview={block.url} />
      <CopyButton value={block.url} label="Copy the image address" />
    </div>
  );
}

/** A sound, to be played, with what was said in it. */
export function Sound({ block }: { block: { url?: string; data?: string; mime?: string; transcript?: string } }) {
  const stored = readAttachment(block.url ?? block.data);
  const source = stored?.url ?? inlineSound(block);
  const size = stored === undefined ? (block.url ?? sizeOf(block.data)) : formatBytes(stored.bytes ?? 0);
  return (
    <div>
      <div className={styles.line}>
        <Line
          icon={<Volume2 size={14} aria-hidden />}
          title="Audio"
          preview={facts(stored?.mime ?? block.mime, size)}
        />
      </div>
      {source !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: what was recorded has no captions; its transcript is below when known
        <audio className={styles.sound} controls preload="none" src={source} />
      )}
      {block.transcript !== undefined && <TextView text={block.transcript} markdown={false} />}
    </div>
  );
}

/** Name, type and address of a file; one that is stored beside the span can be saved. */
export function FileLine({ block }: { block: { name?: string; mime?: string; url?: string; id?: string } }) {
  const stored = readAttachment(block.url);
  const name = block.name ?? "File";
  return (
    <div className={styles.line}>
      <Line
        icon={<FileText size={14} aria-hidden />}
        title={name}
        preview={facts(stored?.mime ?? block.mime, stored === undefined ? (block.url ?? block.id) : undefined)}
      />
      {stored !== undefined && (
        <a href={stored.url} download={name}>
          Save
        </a>
      )}
    </div>
  );
}

function facts(...each: (string | undefined)[]): string {
  return each.filter(Boolean).join(" ");
}

function sizeOf(base64: string | undefined): string {
  return base64 === undefined ? "" : formatBytes(Math.floor((base64.length * 3) / 4));
}
