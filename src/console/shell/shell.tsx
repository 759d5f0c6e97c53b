import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useLive } from "../live/use-live.ts";
import { Footer } from "./footer.tsx";
import { Rail } from "./rail.tsx";
import css from "./shell.module.css";
import { TopBar } from "./top-bar.tsx";

/** The frame around every page: rail, top bar, the page, and how fresh it all is. */
export function Shell() {
  useLive();
  const main = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useFocusOnNewPage(main, pathname);
  return (
    <div className={css["frame"]}>
      <a className={css["skip"]} href="#main" onClick={() => main.current?.focus()}>
        Skip to the page
      </a>
      <TopBar />
      <Rail />
      <main id="main" ref={main} tabIndex={-1} className={css["main"]}>
        <Outlet />
      </main>
      <Footer />
    </div>
  );
}

/** A new page begins at its top, for eyes and screen readers alike; the first page keeps the browser's own start. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}
