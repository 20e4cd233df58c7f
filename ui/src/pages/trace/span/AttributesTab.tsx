import { useState } from "react";
import { basePath } from "../../../api/client";
import type { KeyValue, SpanDetail } from "../../../api/types";
import { Anchor } from "../../../components/Anchor";
import { CopyButton } from "../../../components/CopyButton";
import { formatExact } from "../../../format/time";
import { PairTable } from "./PairTable";
import styles from "./span.module.css";

/** Everything a span carries: identity, attributes, resource, scope, links. */
export function AttributesTab({ span }: { span: SpanDetail }) {
  const [words, setWords] = useState("");
  const wanted = words.toLowerCase();
  const fits = (pair: KeyValue) =>
    wanted === "" ||
    pair.key.toLowerCase().includes(wanted) ||
    JSON.stringify(pair.value).toLowerCase().includes(wanted);
  const identity: KeyValue[] = [
    { key: "span id", value: span.span_id },
    ...(span.parent_span_id === undefined ? [] : [{ key: "parent span id", value: span.parent_span_id }]),
    { key: "start", value: formatExact(Number(BigInt(span.start_ns) / 1_000_000n)) },
    ...(span.end_ns === undefined
      ? []
      : [{ key: "end", value: formatExact(Number(BigInt(span.end_ns) / 1_000_000n)) }]),
    { key: "kind", value: span.kind },
    { key: "status", value: span.status },
    ...(span.facts.convention === undefined ? [] : [{ key: "convention", value: span.facts.convention }]),
    ...(span.scope === undefined
      ? []
      : [{ key: "scope", value: `${span.scope.name} ${span.scope.version ?? ""}`.trim() }]),
  ];
  return (
    <>
      <input
        className={styles.search}
        type="search"
        placeholder="Search keys and values"
        aria-label="Search attributes"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <Section title="Attributes" pairs={span.attributes.filter(fits)} all={span.attributes} span={span} />
      <Section title="Span" pairs={identity.filter(fits)} all={identity} />
      <Section title="Resource" pairs={span.resource.filter(fits)} all={span.resource} />
      {span.links.length > 0 && (
        <section className={styles.section}>
          <div className={styles.sectionHead}>
            <h3>Links</h3>
          </div>
          {span.links.map((link, index) => (
            <div key={index}>
              <Anchor href={`${basePath}t/${link.trace_id}?span=${link.span_id}`}>
                <code>{link.trace_id}</code> / <code>{link.span_id}</code>
              </Anchor>
              <PairTable pairs={link.attributes} />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

function Section({
  title,
  pairs,
  all,
  span,
}: {
  title: string;
  pairs: KeyValue[];
  all: KeyValue[];
  span?: SpanDetail;
}) {
  if (all.length === 0) return null;
  const copy = () => JSON.stringify(Object.fromEntries(all.map((pair) => [pair.key, pair.value])), null, 2);
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3>{title}</h3>
        <span className={styles.muted}>
          {pairs.length === all.length ? all.length : `${pairs.length} of ${all.length}`}
        </span>
        <span className={styles.space} />
        <CopyButton value={copy} label={`Copy ${title.toLowerCase()} as JSON`} />
      </div>
      <PairTable pairs={pairs} span={span} />
    </section>
  );
}
