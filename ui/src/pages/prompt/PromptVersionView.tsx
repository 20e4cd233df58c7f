import { useQuery } from "@tanstack/react-query";
import { countTraces } from "../../api/traces";
import type { Json, PromptRow, PromptVersion } from "../../api/types";
import { Anchor } from "../../components/Anchor";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { JsonView } from "../../components/json/JsonView";
import { formatExact } from "../../format/time";
import { tracesHref } from "../../links";
import styles from "./prompt.module.css";
import { loadSnippet, promptText, templateParts } from "./promptText";

/** One version: how it is loaded, its text, its settings and where it was used. */
export function PromptVersionView(props: { prompt: PromptRow; version: PromptVersion; onMoveAlias: () => void }) {
  const { prompt, version, onMoveAlias } = props;
  const alias = version.aliases[0];
  const snippet = loadSnippet(prompt.name, alias === undefined ? { version: version.version } : { alias });
  return (
    <>
      <div className={styles.facts}>
        <h2>Version {version.version}</h2>
        <span className={styles.muted}>{formatExact(version.created_at)}</span>
        {version.commit_message !== undefined && <span>{version.commit_message}</span>}
        <Button small onClick={onMoveAlias}>
          Aliases
        </Button>
        <CopyButton value={promptText(version)} label="Copy text of this version">
          Copy text
        </CopyButton>
      </div>
      <div className={styles.snippet}>
        <code>{snippet}</code>
        <CopyButton value={snippet} label="Copy the load snippet" />
      </div>
      <Template version={version} />
      <Used prompt={prompt} version={version.version} />
      {Object.keys(version.tags).length > 0 && (
        <Part title="Tags">
          {Object.entries(version.tags).map(([key, value]) => (
            <span key={key} className={styles.chip}>
              {key}: {value}
            </span>
          ))}
        </Part>
      )}
      {version.model_config !== undefined && <JsonPart title="Model" text={version.model_config} />}
      {version.response_format !== undefined && <JsonPart title="Response format" text={version.response_format} />}
    </>
  );
}

function Template({ version }: { version: PromptVersion }) {
  if (version.messages === undefined || version.messages.length === 0) {
    return <TemplateText text={version.text ?? ""} />;
  }
  return version.messages.map((message, index) => (
    <div key={index} className={styles.message}>
      <h3>{message.role}</h3>
      <TemplateText text={message.content} />
    </div>
  ));
}

function TemplateText({ text }: { text: string }) {
  return (
    <pre className={styles.template}>
      {templateParts(text).map((part, index) => (part.variable ? <mark key={index}>{part.text}</mark> : part.text))}
    </pre>
  );
}

/** Traces that used the version, by experiment. */
function Used({ prompt, version }: { prompt: PromptRow; version: number }) {
  return (
    <Part title="Used in">
      {prompt.experiments.length === 0 && <span className={styles.muted}>no experiment yet</span>}
      {prompt.experiments.map((experiment) => (
        <UsedInExperiment
          key={experiment.experiment_id}
          experiment={experiment}
          filter={`prompt = '${prompt.name.replaceAll("'", "''")}/${version}'`}
        />
      ))}
    </Part>
  );
}

function UsedInExperiment(props: { experiment: PromptRow["experiments"][number]; filter: string }) {
  const { experiment, filter } = props;
  const { data } = useQuery({
    queryKey: ["prompt use", experiment.experiment_id, filter],
    queryFn: ({ signal }) => countTraces(experiment.experiment_id, { filter }, signal),
  });
  const count = data?.count;
  return (
    <Anchor href={tracesHref(experiment.experiment_id, { q: filter })} className={styles.use}>
      {experiment.name}
      {count !== undefined && `: ${count} ${count === 1 ? "trace" : "traces"}`}
    </Anchor>
  );
}

function JsonPart({ title, text }: { title: string; text: string }) {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    value = text;
  }
  return (
    <Part title={title}>
      <JsonView value={value} label={title} tools={false} />
    </Part>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      <div>{children}</div>
    </div>
  );
}
