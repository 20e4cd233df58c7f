/** The route tree: one line per page, with the typed state each keeps in the URL. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { basePath } from "./api/client";
import { readRunsSearch } from "./pages/evaluations/runsSearch";
import { ExperimentsPage } from "./pages/experiments/ExperimentsPage";
import { readExperimentsSearch } from "./pages/experiments/experimentsSearch";
import { readPromptSearch } from "./pages/prompt/promptSearch";
import { readRunSearch } from "./pages/run/runSearch";
import { readTraceSearch } from "./pages/trace/traceSearch";
import { readListSearch } from "./pages/traces/listSearch";
import { TracesPage } from "./pages/traces/TracesPage";
import { one, parseSearch, type RawSearch, stringifySearch } from "./search";
import { NotFound, RouteError } from "./shell/NotFound";
import { Shell } from "./shell/Shell";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFound,
  errorComponent: RouteError,
});

/** Pages with the top bar. */
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const experiments = createRoute({
  getParentRoute: () => shell,
  path: "/",
  validateSearch: readExperimentsSearch,
  component: ExperimentsPage,
});

const experiment = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/e/$experiment/traces", params });
  },
});

const traces = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/traces",
  validateSearch: readListSearch,
  component: TracesPage,
});

const trace = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/traces/$trace",
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import("./pages/trace/TracePage"), "TracePage"),
});

const sessions = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/sessions",
  validateSearch: (raw: RawSearch): { search?: string } => ({ search: one(raw.search) }),
  component: lazyRouteComponent(() => import("./pages/sessions/SessionsPage"), "SessionsPage"),
});

const session = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/sessions/$session",
  component: lazyRouteComponent(() => import("./pages/session/SessionPage"), "SessionPage"),
});

const prompts = createRoute({
  getParentRoute: () => shell,
  path: "/prompts",
  validateSearch: (raw: RawSearch): { search?: string } => ({ search: one(raw.search) }),
  component: lazyRouteComponent(() => import("./pages/prompts/PromptsPage"), "PromptsPage"),
});

const prompt = createRoute({
  getParentRoute: () => shell,
  path: "/prompts/$prompt",
  validateSearch: readPromptSearch,
  component: lazyRouteComponent(() => import("./pages/prompt/PromptPage"), "PromptPage"),
});

const evaluations = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/evaluations",
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import("./pages/evaluations/EvaluationsPage"), "EvaluationsPage"),
});

const run = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/evaluations/$run",
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import("./pages/run/RunPage"), "RunPage"),
});

const datasets = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/datasets",
  validateSearch: (raw: RawSearch): { search?: string } => ({ search: one(raw.search) }),
  component: lazyRouteComponent(() => import("./pages/datasets/DatasetsPage"), "DatasetsPage"),
});

const dataset = createRoute({
  getParentRoute: () => shell,
  path: "/e/$experiment/datasets/$dataset",
  validateSearch: (raw: RawSearch): { row?: string } => ({ row: one(raw.row) }),
  component: lazyRouteComponent(() => import("./pages/dataset/DatasetPage"), "DatasetPage"),
});

const permalink = createRoute({
  getParentRoute: () => shell,
  path: "/t/$trace",
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import("./pages/permalink/PermalinkPage"), "PermalinkPage"),
});

/** Where the official client's notebook display points its frame. */
const notebook = createRoute({
  getParentRoute: () => root,
  path: "/static-files/lib/notebook-trace-renderer/index.html",
  validateSearch: (raw: RawSearch) => ({
    ...readTraceSearch(raw),
    trace_id: raw.trace_id,
    experiment_id: one(raw.experiment_id),
    shown: one(raw.shown),
  }),
  component: lazyRouteComponent(() => import("./pages/notebook/NotebookPage"), "NotebookPage"),
});

const tree = root.addChildren([
  shell.addChildren([
    experiments,
    experiment,
    traces,
    trace,
    sessions,
    session,
    evaluations,
    run,
    datasets,
    dataset,
    prompts,
    prompt,
    permalink,
  ]),
  notebook,
]);

/** The router under the page's base path. */
export function createPageRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: basePath,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: false,
    defaultPendingMs: 300,
  });
}
