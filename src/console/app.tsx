import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "./api/query-client.ts";
import { AnnouncerProvider } from "./kit/announcer.tsx";
import { router } from "./router.tsx";
import { ConsoleTheme } from "./theme/console-theme.tsx";

/** Everything that every page stands on. */
export function App() {
  return (
    <ConsoleTheme>
      <QueryClientProvider client={queryClient}>
        <AnnouncerProvider>
          <RouterProvider router={router} />
        </AnnouncerProvider>
      </QueryClientProvider>
    </ConsoleTheme>
  );
}
