import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { onSignedOut, queryClient } from "./api/query-client.ts";
import { ApiProblem } from "./api/problem.ts";
import { sessionQuery } from "./api/session.ts";
import { BrokenPart } from "./kit/broken-part.tsx";
import { LoadingState } from "./kit/standing.tsx";
import { paths, readSearch, safeReturnPath, writeSearch } from "./paths.ts";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./pages/sign-in/sign-in-page.tsx"), "SignInPage"),
});

/** Everything behind the sign-in, in the frame. */
const frame = createRoute({ getParentRoute: () => root, id: "frame", component: Shell, beforeLoad: wantSession });
const at = <Path extends string>(path: Path) => ({ getParentRoute: () => frame, path }) as const;

const pages = [
  createRoute({ ...at("/"), component: lazyRouteComponent(() => import("./pages/home/home-page.tsx"), "HomePage") }),
  createRoute({
    ...at("/rollouts"),
    component: lazyRouteComponent(() => import("./pages/rollouts/rollouts-page.tsx"), "RolloutsPage"),
  }),
  createRoute({
    ...at("/rollouts/$id"),
    component: lazyRouteComponent(() => import("./pages/overview/overview-page.tsx"), "OverviewPage"),
  }),
  createRoute({
    ...at("/rollouts/$id/plan"),
    component: lazyRouteComponent(() => import("./pages/plan/plan-page.tsx"), "PlanPage"),
  }),
  createRoute({
    ...at("/rollouts/$id/devices"),
    component: lazyRouteComponent(() => import("./pages/devices/devices-page.tsx"), "DevicesPage"),
  }),
  createRoute({
    ...at("/rollouts/$id/timeline"),
    component: lazyRouteComponent(() => import("./pages/timeline/timeline-page.tsx"), "TimelinePage"),
  }),
  createRoute({
    ...at("/rollouts/$id/decision"),
    component: lazyRouteComponent(() => import("./pages/decision/decision-page.tsx"), "DecisionPage"),
  }),
  createRoute({
    ...at("/rollouts/$id/people"),
    component: lazyRouteComponent(() => import("./pages/communication/communication-page.tsx"), "CommunicationPage"),
  }),
  createRoute({
    ...at("/plans/$hash"),
    component: lazyRouteComponent(() => import("./pages/plan/draft-plan-page.tsx"), "DraftPlanPage"),
  }),
  createRoute({
    ...at("/conflicts"),
    component: lazyRouteComponent(() => import("./pages/conflicts/conflicts-page.tsx"), "ConflictsPage"),
  }),
  createRoute({
    ...at("/conflicts/$id"),
    component: lazyRouteComponent(() => import("./pages/conflict/conflict-page.tsx"), "ConflictPage"),
  }),
  createRoute({
    ...at("/help-requests"),
    component: lazyRouteComponent(() => import("./pages/help-requests/help-requests-page.tsx"), "HelpRequestsPage"),
  }),
  createRoute({
    ...at("/policies"),
    component: lazyRouteComponent(() => import("./pages/policies/policies-page.tsx"), "PoliciesPage"),
  }),
  createRoute({
    ...at("/policies/$id"),
    component: lazyRouteComponent(() => import("./pages/policies/policy-page.tsx"), "PolicyPage"),
  }),
  createRoute({
    ...at("/policies/$id/edit"),
    component: lazyRouteComponent(() => import("./pages/policy-editor/policy-editor-page.tsx"), "PolicyEditorPage"),
  }),
  createRoute({
    ...at("/requirements"),
    component: lazyRouteComponent(() => import("./pages/requirements/requirements-page.tsx"), "RequirementsPage"),
  }),
  createRoute({
    ...at("/requirements/first-policies"),
    component: lazyRouteComponent(() => import("./pages/requirements/first-policies-page.tsx"), "FirstPoliciesPage"),
  }),
  createRoute({
    ...at("/devices/$id"),
    component: lazyRouteComponent(() => import("./pages/device/device-page.tsx"), "DevicePage"),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren([signIn, frame.addChildren(pages)]),
  // Addresses hold plain text: a name such as `1.0` must not come back as a number.
  parseSearch: (text) => readSearch(text),
  stringifySearch: (search) => {
    const text = writeSearch(search as Record<string, string | undefined>);
    return text === "" ? "" : `?${text}`;
  },
  scrollRestoration: true,
  defaultPendingComponent: () => <LoadingState what="Opening the page" lines={5} />,
  defaultErrorComponent: ({ error }) => (
    <BrokenPart error={error} what="The page could not be shown" onRetry={() => void router.invalidate()} />
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** Asks once who is signed in; nobody: to the sign-in page, which comes back here. */
async function wantSession({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queryClient.ensureQueryData(sessionQuery());
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    redirect({ href: paths.signIn(safeReturnPath(location.href)), throw: true });
  }
}

onSignedOut(() => {
  const { pathname, href } = router.history.location;
  if (pathname === "/sign-in") return;
  queryClient.clear();
  router.history.push(paths.signIn(safeReturnPath(href)));
});
