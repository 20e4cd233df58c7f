import { useMemo } from "react";
import styles from "./text.module.css";

const chunkLength = 8192;

/** Text exactly as it is; long text in pieces of which the browser lays out only those on screen. */
export function LongText({ text, mono }: { text: string; mono?: boolean }) {
  const chunks = useMemo(() => splitText(text, chunkLength), [text]);
  return (
    <div className={`${styles.text} ${mono ? styles.mono : ""}`}>
      {chunks.map((chunk, index) => (
        <pre key={index} className={`${styles.chunk} ${chunks.length === 1 ? styles.only : ""}`}>
          {chunk}
        </pre>
      ))}
    </div>
  );
}

/** Splits text into pieces of about `length` characters, at line ends where there are any, never inside a character. */
export function splitText(text: string, length: number): string[] {
  const chunks: string[] = [];
  let start = 0;
  while (text.length - start > length) {
    const line = text.lastIndexOf("\n", start + length);
    let end = line > start + length / 2 ? line : start + length;
    const code = text.charCodeAt(end - 1);
    if (end !== line && code >= 0xd800 && code <= 0xdbff) end -= 1;
    chunks.push(text.slice(start, end));
    start = end === line ? end + 1 : end;
  }
  chunks.push(text.slice(start));
  return chunks;
}
