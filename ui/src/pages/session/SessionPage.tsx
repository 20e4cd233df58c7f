import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLiveEvents } from "../../api/events";
import { sessionQuery } from "../../api/sessions";
import type { SessionRow, SessionTurn } from "../../api/types";
import { Anchor, useGo } from "../../components/Anchor";
import { AssessmentChip } from "../../components/AssessmentChip";
import { LongText } from "../../components/LongText";
import { StateBadge } from "../../components/StateBadge";
import { ErrorState, SkeletonRows } from "../../components/States";
import { Time } from "../../components/Time";
import { usePageTitle } from "../../components/usePageTitle";
import { formatCost } from "../../format/cost";
import { formatCount } from "../../format/count";
import { formatDuration } from "../../format/duration";
import { previewText } from "../../format/preview";
import { useCommands } from "../../keyboard/commands";
import { sessionsHref, traceHref } from "../../links";
import styles from "./session.module.css";

/** One conversation: every turn with its state, figures and feedback. */
export function SessionPage() {
  const { experiment, session } = useParams({ from: "/shell/e/$experiment/sessions/$session" });
  usePageTitle(`Session ${session}`);
  const go = useGo();
  const [active, setActive] = useState(-1);
  const { data, isPending, isError, error, refetch } = useQuery(sessionQuery(experiment, session));
  useLiveEvents(experiment, "traces", {
    onTraces: (event) => event.upserts.some((row) => row.session === session) && void refetch(),
    onResume: () => void refetch(),
  });
  const turns = data?.turns ?? [];
  const move = (step: number) => setActive((turn) => Math.max(0, Math.min(turns.length - 1, turn + step)));
  const group = "Session";
  useCommands([
    { id: "next", title: "Next turn", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous turn", group, keys: "k", run: () => move(-1) },
    {
      id: "open",
      title: "Open the turn's trace",
      group,
      keys: "Enter",
      run: () => {
        const turn = turns[active];
        if (turn) go(traceHref(experiment, turn.trace_id));
      },
    },
    { id: "back", title: "Back to the sessions", group, keys: "Escape", run: () => go(sessionsHref(experiment)) },
  ]);
  if (isPending) return <SkeletonRows count={12} label="Loading the session" />;
  if (isError && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles.page} tabIndex={0} role="region" aria-label="Conversation">
      <div className={styles.inner}>
        <SessionHead session={data.session} />
        {turns.map((turn, index) => (
          <Turn
            key={turn.trace_id}
            turn={turn}
            number={index + 1}
            active={index === active}
            href={traceHref(experiment, turn.trace_id)}
          />
        ))}
      </div>
    </div>
  );
}

function SessionHead({ session }: { session: SessionRow }) {
  return (
    <header className={styles.head}>
      <h1>{session.session}</h1>
      <span className={styles.fact}>
        <b>{formatCount(session.trace_count)}</b> {session.trace_count === 1 ? "turn" : "turns"}
      </span>
      {session.error_count > 0 && (
        <span className={styles.error}>
          {formatCount(session.error_count)} {session.error_count === 1 ? "error" : "errors"}
        </span>
      )}
      {session.tokens > 0 && (
        <span className={styles.fact}>
          <b>{formatCount(session.tokens)}</b> tokens
        </span>
      )}
      {session.cost_usd > 0 && (
        <span className={styles.fact}>
          <b>{formatCost(session.cost_usd)}</b>
        </span>
      )}
      {session.user !== undefined && (
        <span className={styles.fact}>
          user <b>{session.user}</b>
        </span>
      )}
      <span className={styles.fact}>
        {session.last_at - session.first_at >= 60_000 && (
          <>
            <Time at={session.first_at} /> to{" "}
          </>
        )}
        <Time at={session.last_at} />
      </span>
    </header>
  );
}

function Turn({ turn, number, active, href }: { turn: SessionTurn; number: number; active: boolean; href: string }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <article ref={element} className={styles.turn} data-active={active || undefined} aria-label={`Turn ${number}`}>
      <header className={styles.turnHead}>
        <span className={styles.fact}>{number}</span>
        <StateBadge state={turn.state} />
        <Anchor href={href}>{turn.name ?? turn.trace_id}</Anchor>
        <span className={styles.fact}>
          <Time at={turn.request_time} />
        </span>
        <span className={styles.fact}>{formatDuration(turn.duration_ms)}</span>
        {turn.tokens && <span className={styles.fact}>{formatCount(turn.tokens.total)} tokens</span>}
        {turn.cost_usd !== undefined && <span className={styles.fact}>{formatCost(turn.cost_usd)}</span>}
        <span className={styles.space} />
        <span className={styles.chips}>
          {turn.assessments
            .filter((each) => each.valid)
            .map((each) => (
              <AssessmentChip key={each.assessment_id} assessment={each} />
            ))}
        </span>
      </header>
      <div className={styles.says}>
        <span className={styles.who}>user</span>
        <LongText text={previewText(turn.input_text ?? turn.input_preview) ?? ""} />
      </div>
      <div className={styles.says}>
        <span className={styles.who}>{turn.state === "ERROR" ? "error" : "answer"}</span>
        {turn.state === "ERROR" && (turn.output_text ?? turn.output_preview) === undefined ? (
          <span className={styles.error}>{turn.error_message ?? "failed without a message"}</span>
        ) : (
          <LongText text={previewText(turn.output_text ?? turn.output_preview) ?? ""} />
        )}
      </div>
    </article>
  );
}
