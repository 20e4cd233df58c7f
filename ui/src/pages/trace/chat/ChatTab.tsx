import { useMemo, useState } from "react";
import type { Chat, ToolDefinition } from "../../../api/types";
import { Button } from "../../../components/Button";
import { JsonView } from "../../../components/json/JsonView";
import { formatExactCount } from "../../../format/count";
import styles from "./chat.module.css";
import { calledTools, firstNewMessage } from "./conversation";
import { MessageView } from "./MessageView";

/** Messages shown at once from either end of a long conversation. */
const shownMessages = 60;

/** The conversation of a model span, verbatim unless Markdown is asked for. */
export function ChatTab({
  chat,
  markdown,
  onMarkdown,
}: {
  chat: Chat;
  markdown: boolean;
  onMarkdown: (on: boolean) => void;
}) {
  const [all, setAll] = useState(false);
  const tools = useMemo(() => calledTools(chat), [chat]);
  const fresh = firstNewMessage(chat);
  const answers = chat.messages.length - chat.output_count;
  const hidden = all ? 0 : Math.max(0, chat.messages.length - shownMessages);
  return (
    <div className={styles.chat}>
      <div className={styles.tools}>
        {hidden > 0 && (
          <Button small onClick={() => setAll(true)}>
            Show {formatExactCount(hidden)} earlier messages
          </Button>
        )}
        <span className={styles.space} />
        <Button small aria-pressed={markdown} title="Markdown (m)" onClick={() => onMarkdown(!markdown)}>
          Markdown
        </Button>
      </div>
      {chat.tools !== undefined && chat.tools.length > 0 && <OfferedTools tools={chat.tools} />}
      {chat.messages.map((message, index) =>
        index < hidden ? null : (
          <MessageView
            key={index}
            message={message}
            tools={tools}
            markdown={markdown}
            known={fresh > 0 && index < fresh && message.role !== "system"}
            fresh={fresh > 0 && index >= fresh && index < answers}
            answer={index >= answers}
          />
        ),
      )}
    </div>
  );
}

function OfferedTools({ tools }: { tools: ToolDefinition[] }) {
  return (
    <details className={styles.fold}>
      <summary>
        <span>
          {tools.length} {tools.length === 1 ? "tool" : "tools"} offered
        </span>
        <code>{tools.map((tool) => tool.name).join(", ")}</code>
      </summary>
      <div>
        {tools.map((tool) => (
          <details key={tool.name} className={styles.fold}>
            <summary>
              <strong>{tool.name}</strong> <span className={styles.note}>{tool.description}</span>
            </summary>
            <div>
              <JsonView value={tool.parameters ?? null} label={`parameters of ${tool.name}`} tools={false} />
            </div>
          </details>
        ))}
      </div>
    </details>
  );
}
