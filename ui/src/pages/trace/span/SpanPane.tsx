import { useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { spanQuery } from "../../../api/traces";
import type { Json, SpanDetail, TraceDetail } from "../../../api/types";
import { Button } from "../../../components/Button";
import { JsonView } from "../../../components/json/JsonView";
import { ErrorState, SkeletonRows } from "../../../components/States";
import { useCommands } from "../../../keyboard/commands";
import { readPreference, writePreference } from "../../../preferences";
import { ChatTab } from "../chat/ChatTab";
import { FeedbackTab } from "../feedback/FeedbackTab";
import { type Tab, tabs } from "../traceSearch";
import type { Tree } from "../tree/model";
import { AttributesTab } from "./AttributesTab";
import { EventsTab } from "./EventsTab";
import { SpanHead } from "./SpanHead";
import styles from "./span.module.css";
import { ValueSection } from "./ValueSection";

const titles: Record<Tab, string> = {
  chat: "Chat",
  io: "Input / Output",
  attributes: "Attributes",
  events: "Events",
  feedback: "Feedback",
  raw: "Raw",
};

/** The chosen span: head and tabs. */
export function SpanPane(props: {
  trace: TraceDetail | undefined;
  traceId: string;
  tree: Tree;
  index: number;
  tab: Tab | undefined;
  onTab: (tab: Tab) => void;
}) {
  const { tree, index, onTab } = props;
  const spanId = tree.skeleton.span_id[index];
  const { data, isError, error, refetch } = useQuery(spanQuery(props.traceId, spanId));
  const [markdown, setMarkdown] = useState(() => readPreference("markdown") === "on");
  const chooseMarkdown = (on: boolean) => {
    writePreference("markdown", on ? "on" : "off");
    setMarkdown(on);
  };
  const hasChat = data?.chat !== undefined && data.chat.messages.length > 0;
  const wanted = props.tab ?? "chat";
  const tab = wanted === "chat" && data !== undefined && !hasChat ? "io" : wanted;
  const step = (by: number) => {
    const shown = tabs.filter((each) => each !== "chat" || hasChat);
    onTab(shown[(shown.indexOf(tab) + by + shown.length) % shown.length]);
  };
  useCommands([
    { id: "next-tab", title: "Next tab", group: "Span", keys: "]", run: () => step(1) },
    { id: "previous-tab", title: "Previous tab", group: "Span", keys: "[", run: () => step(-1) },
    { id: "markdown", title: "Markdown or verbatim", group: "Span", keys: "m", run: () => chooseMarkdown(!markdown) },
    { id: "feedback", title: "Give feedback", group: "Span", keys: "a", run: () => onTab("feedback") },
    ...tabs.map((each) => ({
      id: `tab-${each}`,
      title: `Show ${titles[each]}`,
      group: "Span",
      run: () => onTab(each),
    })),
  ]);
  return (
    <Tabs.Root className={styles.pane} value={tab} onValueChange={(next) => onTab(next as Tab)} activationMode="manual">
      <SpanHead tree={tree} index={index} span={data} />
      <Tabs.List className={styles.tabs} aria-label="Span">
        {tabs.map((each) => (
          <Tabs.Trigger key={each} value={each} disabled={each === "chat" && data !== undefined && !hasChat}>
            {titles[each]}
            <TabCount tab={each} span={data} trace={props.trace} />
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content key={spanId} value={tab} className={styles.content} tabIndex={0}>
        {isError && tab !== "feedback" && <ErrorState error={error} onRetry={() => void refetch()} />}
        {tab === "feedback" ? (
          <FeedbackTab
            trace={props.trace}
            traceId={props.traceId}
            spanId={spanId}
            spanName={tree.skeleton.names[tree.skeleton.name[index]]}
          />
        ) : data === undefined ? (
          !isError && <SkeletonRows count={8} label="Loading the span" />
        ) : (
          <TabBody tab={tab} span={data} markdown={markdown} onMarkdown={chooseMarkdown} />
        )}
      </Tabs.Content>
    </Tabs.Root>
  );
}

function TabCount({ tab, span, trace }: { tab: Tab; span: SpanDetail | undefined; trace: TraceDetail | undefined }) {
  const count =
    tab === "events" ? (span?.events.length ?? 0) : tab === "feedback" ? (trace?.assessments.length ?? 0) : 0;
  return count > 0 ? <sup>{count}</sup> : null;
}

function TabBody(props: { tab: Tab; span: SpanDetail; markdown: boolean; onMarkdown: (on: boolean) => void }) {
  const { tab, span, markdown } = props;
  switch (tab) {
    case "chat":
      return span.chat ? <ChatTab chat={span.chat} markdown={markdown} onMarkdown={props.onMarkdown} /> : null;
    case "attributes":
      return <AttributesTab span={span} />;
    case "events":
      return <EventsTab span={span} />;
    case "raw":
      return <JsonView value={span as unknown as Json} label="the span as JSON" />;
    default:
      return <InputOutput {...props} />;
  }
}

function InputOutput({
  span,
  markdown,
  onMarkdown,
}: {
  span: SpanDetail;
  markdown: boolean;
  onMarkdown: (on: boolean) => void;
}) {
  const text = typeof span.inputs === "string" || typeof span.outputs === "string";
  return (
    <>
      {text && (
        <Button small aria-pressed={markdown} title="Markdown (m)" onClick={() => onMarkdown(!markdown)}>
          Markdown
        </Button>
      )}
      <ValueSection
        title="Inputs"
        field="inputs"
        span={span}
        value={span.inputs}
        bytes={span.inputs_bytes}
        truncated={span.inputs_truncated ?? false}
        markdown={markdown}
      />
      <ValueSection
        title="Outputs"
        field="outputs"
        span={span}
        value={span.outputs}
        bytes={span.outputs_bytes}
        truncated={span.outputs_truncated ?? false}
        markdown={markdown}
      />
    </>
  );
}
