import { AppLink } from "../kit/app-link.tsx";
import { PageHeader } from "../kit/layout.tsx";
import { EmptyState } from "../kit/standing.tsx";
import { paths } from "../paths.ts";

export function NotFoundPage() {
  return (
    <main>
      <PageHeader title="No such page" />
      <EmptyState
        title="Nothing lies at this address"
        why="The link may be mistyped, or of another version of Tidegate."
        next={<AppLink href={paths.home()}>Go to Home</AppLink>}
      />
    </main>
  );
}
