import { useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { basePath } from "../../api/client";
import { experimentQuery } from "../../api/experiments";
import { CopyButton } from "../../components/CopyButton";
import { readPreference, writePreference } from "../../preferences";
import { firstTraceSnippets } from "./snippets";
import styles from "./traces.module.css";

/** What an empty experiment shows: how to send the first trace. The list takes its place when one arrives. */
export function FirstTrace({ experiment, live }: { experiment: string; live: boolean }) {
  const { data } = useQuery(experimentQuery(experiment));
  const origin = (window.location.origin + basePath).replace(/\/$/, "");
  const snippets = firstTraceSnippets(origin, experiment, data?.name ?? "Default");
  return (
    <div className={styles.first}>
      <div className={styles.firstInner}>
        <h1>Send the first trace</h1>
        <p>Run one of these. The trace appears here by itself.</p>
        <Tabs.Root
          defaultValue={readPreference("snippet") ?? "python"}
          onValueChange={(id) => writePreference("snippet", id)}
        >
          <Tabs.List className={styles.tabs} aria-label="Language">
            {snippets.map((snippet) => (
              <Tabs.Trigger key={snippet.id} value={snippet.id}>
                {snippet.title}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {snippets.map((snippet) => (
            <Tabs.Content key={snippet.id} value={snippet.id} className={styles.snippet}>
              <div>
                <CopyButton value={snippet.text} label={`Copy the ${snippet.title} snippet`} />
              </div>
              <pre tabIndex={0}>{snippet.text}</pre>
            </Tabs.Content>
          ))}
        </Tabs.Root>
        <p className={styles.waiting} role="status">
          {live ? "Waiting for traces…" : "Connecting to the server…"}
        </p>
      </div>
    </div>
  );
}
