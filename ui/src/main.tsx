import "./styles/tokens.css";
import "./styles/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError, basePath } from "./api/client";
import { ToastProvider } from "./components/Toasts";
import { CommandProvider } from "./keyboard/commands";
import { mapLegacyLocation } from "./legacy/links";
import { createPageRouter } from "./router";

const moved = mapLegacyLocation(window.location.hash, window.location.search);
if (moved !== undefined) window.history.replaceState(null, "", basePath + moved);

const isUnreachable = (error: unknown) => error instanceof ApiError && error.status === 0;
/** How often a page that found no server asks whether it is back. */
const askAgainMs = 4_000;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it will refuse again; only a lost connection is worth another try.
      retry: (count, error) =>
        count < 2 && (isUnreachable(error) || (error instanceof ApiError && error.status === 503)),
      refetchOnWindowFocus: false,
      refetchInterval: (query) => (isUnreachable(query.state.error) ? askAgainMs : false),
    },
  },
});
// Not asked for from a server, so it must not expire.
queryClient.setQueryDefaults(["last-read"], { gcTime: Number.POSITIVE_INFINITY });
const router = createPageRouter(queryClient);

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no `#root`");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ToastProvider>
        <CommandProvider>
          <RouterProvider router={router} />
        </CommandProvider>
      </ToastProvider>
    </QueryClientProvider>
  </StrictMode>,
);
