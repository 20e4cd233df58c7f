import type { Message } from "../../../api/types";
import { CopyButton } from "../../../components/CopyButton";
import { BlockView } from "./BlockView";
import styles from "./chat.module.css";
import { messageText } from "./conversation";

/** One message: role, name, why it ended, its parts in order. */
export function MessageView(props: {
  message: Message;
  tools: ReadonlyMap<string, string>;
  markdown: boolean;
  known: boolean;
  fresh: boolean;
  answer: boolean;
}) {
  const { message, markdown, known, answer } = props;
  return (
    <article className={styles.message} data-known={known || undefined} data-answer={answer || undefined}>
      <header className={styles.head}>
        <span className={styles.role}>{message.role}</span>
        {message.name && <span>{message.name}</span>}
        {message.tool_call_id && !answersCall(message) && <code className={styles.note}>{message.tool_call_id}</code>}
        {props.fresh && <span className={styles.fresh}>new</span>}
        {answer && <span className={styles.fresh}>answer</span>}
        {message.finish_reason && message.finish_reason !== "stop" && (
          <span className={styles.note}>ended by {message.finish_reason}</span>
        )}
        <span className={styles.space} />
        <CopyButton value={() => messageText(message)} label={`Copy the ${message.role} message`} />
      </header>
      <div className={styles.body}>
        {message.content.map((block, index) => (
          <BlockView key={index} block={block} markdown={markdown} tools={props.tools} />
        ))}
        {message.content.length === 0 && <p className={styles.note}>empty</p>}
      </div>
    </article>
  );
}

/** Whether a part names the call already. */
function answersCall(message: Message): boolean {
  return message.content.some((block) => block.type === "tool_result" && block.id === message.tool_call_id);
}
