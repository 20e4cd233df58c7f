import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { CircleHelp, Moon, Search, Sun, SunMoon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { experimentQuery } from "../api/experiments";
import { Anchor, useGo } from "../components/Anchor";
import { Button } from "../components/Button";
import { useCommands } from "../keyboard/commands";
import { keyLabel } from "../keyboard/keys";
import { datasetsHref, evaluationsHref, experimentsHref, promptsHref, sessionsHref, tracesHref } from "../links";
import { nextTheme, readTheme, setTheme, useTheme } from "../theme/theme";
import { PaletteWaiting } from "./PaletteWaiting";
import styles from "./shell.module.css";

const Palette = lazy(() => import("./Palette"));
const KeySheet = lazy(() => import("./KeySheet"));

/** The frame of every page: top bar, content, palette and key sheet. */
export function Shell() {
  const [open, setOpen] = useState<"palette" | "keys">();
  const [typed, setTyped] = useState("");
  const openPalette = () => {
    setTyped("");
    setOpen("palette");
  };
  const close = () => setOpen(undefined);
  const { experiment } = useParams({ strict: false }) as { experiment?: string };
  const go = useGo();
  useCommands(
    [
      { id: "palette", title: "Search for anything", group: "General", keys: "mod+k", run: openPalette },
      { id: "keys", title: "Show all keys", group: "General", keys: "?", run: () => setOpen("keys") },
      {
        id: "theme",
        title: "Change theme: system, light, dark",
        group: "General",
        keys: "T",
        run: () => setTheme(nextTheme(readTheme())),
      },
      { id: "go-experiments", title: "Go to experiments", group: "Go", keys: "g e", run: () => go(experimentsHref()) },
      { id: "go-prompts", title: "Go to prompts", group: "Go", keys: "g p", run: () => go(promptsHref()) },
      ...(experiment === undefined
        ? []
        : [
            { id: "go-traces", title: "Go to traces", group: "Go", keys: "g t", run: () => go(tracesHref(experiment)) },
            {
              id: "go-sessions",
              title: "Go to sessions",
              group: "Go",
              keys: "g s",
              run: () => go(sessionsHref(experiment)),
            },
            {
              id: "go-evaluations",
              title: "Go to evaluations",
              group: "Go",
              keys: "g v",
              run: () => go(evaluationsHref(experiment)),
            },
            {
              id: "go-datasets",
              title: "Go to datasets",
              group: "Go",
              keys: "g d",
              run: () => go(datasetsHref(experiment)),
            },
          ]),
    ],
    true,
  );
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <button type="button" className={styles.skip} onClick={() => document.getElementById("main")?.focus()}>
          Skip to content
        </button>
        <Anchor href={experimentsHref()} className={styles.brand} aria-label="Spanwell, all experiments">
          <Logo />
          <span className={styles.brandName}>Spanwell</span>
        </Anchor>
        {experiment !== undefined && <ExperimentNav experiment={experiment} />}
        {experiment === undefined && <MainNav />}
        <span className={styles.space} />
        <Button bare onClick={openPalette} aria-label={`Search ${keyLabel("mod+k").join(" ")}`}>
          <span className={styles.palette}>
            <Search size={14} aria-hidden /> <span className={styles.paletteName}>Search</span>{" "}
            <kbd>{keyLabel("mod+k")}</kbd>
          </span>
        </Button>
        <ThemeButton />
        <Button bare icon aria-label="Keys" onClick={() => setOpen("keys")}>
          <CircleHelp size={16} />
        </Button>
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      {open === "palette" && (
        <Suspense fallback={<PaletteWaiting typed={typed} onType={setTyped} onClose={close} />}>
          <Palette experiment={experiment} typed={typed} onClose={close} />
        </Suspense>
      )}
      {open === "keys" && (
        <Suspense fallback={null}>
          <KeySheet onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

/** What does not belong to one experiment. */
function MainNav() {
  const path = useLocation({ select: (location) => location.pathname });
  const inPrompts = path.includes("/prompts");
  return (
    <nav className={styles.nav} aria-label="Main">
      <Anchor href={experimentsHref()} aria-current={inPrompts ? undefined : "page"}>
        Experiments
      </Anchor>
      <Anchor href={promptsHref()} aria-current={inPrompts ? "page" : undefined}>
        Prompts
      </Anchor>
    </nav>
  );
}

function ExperimentNav({ experiment }: { experiment: string }) {
  const { data } = useQuery(experimentQuery(experiment));
  const path = useLocation({ select: (location) => location.pathname });
  const current = (part: string) => (path.includes(`/${part}`) ? ("page" as const) : undefined);
  return (
    <>
      <span className={styles.slash}>/</span>
      <Anchor href={tracesHref(experiment)} className={styles.experiment} title={data?.name ?? experiment}>
        {data?.name ?? experiment}
      </Anchor>
      {data?.lifecycle === "deleted" && <span className={styles.deleted}>deleted</span>}
      <nav className={styles.nav} aria-label="Experiment">
        <Anchor href={tracesHref(experiment)} aria-current={current("traces")}>
          Traces
        </Anchor>
        <Anchor href={sessionsHref(experiment)} aria-current={current("sessions")}>
          Sessions
        </Anchor>
        <Anchor href={evaluationsHref(experiment)} aria-current={current("evaluations")}>
          Evaluations
        </Anchor>
        <Anchor href={datasetsHref(experiment)} aria-current={current("datasets")}>
          Datasets
        </Anchor>
        <Anchor href={promptsHref()}>Prompts</Anchor>
      </nav>
    </>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const Icon = { system: SunMoon, light: Sun, dark: Moon }[theme];
  return (
    <Button bare icon aria-label={`Theme: ${theme}`} onClick={() => setTheme(nextTheme(theme))}>
      <Icon size={16} />
    </Button>
  );
}

function Logo() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden>
      <title>Spanwell</title>
      <rect x="1" y="2" width="14" height="3" rx="1" />
      <rect x="4" y="6.5" width="8" height="3" rx="1" />
      <rect x="7" y="11" width="5" height="3" rx="1" />
    </svg>
  );
}
