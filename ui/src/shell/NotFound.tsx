import { useRouter } from "@tanstack/react-router";
import { Anchor } from "../components/Anchor";
import { EmptyState, ErrorState } from "../components/States";
import { experimentsHref } from "../links";

/** Shown for a URL no page has. */
export function NotFound() {
  return (
    <main>
      <EmptyState title="There is no such page">
        <p>
          The address may be mistyped, or it belongs to a newer version.{" "}
          <Anchor href={experimentsHref()}>Go to the experiments</Anchor>
        </p>
      </EmptyState>
    </main>
  );
}

/** Shown when a page itself fails. */
export function RouteError({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <main>
      <ErrorState error={error} title="This page failed" onRetry={() => void router.invalidate()} />
    </main>
  );
}
