import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { BrokenPart, PartBoundary } from "../kit/broken-part.tsx";
import { Modal } from "../kit/modal.tsx";
import { useLive } from "../live/use-live.ts";
import { DemoBanner } from "./demo-banner.tsx";
import { Footer } from "./footer.tsx";
import { HaltDialog } from "./halt-dialog.tsx";
import { Rail } from "./rail.tsx";
import css from "./shell.module.css";
import { StaleBanner } from "./stale-banner.tsx";
import { TopBar } from "./top-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const KeyMap = lazy(async () => ({ default: (await import("./key-map.tsx")).KeyMap }));
type Overlay = "none" | "palette" | "halt" | "keys";

/** The frame around every page: rail, top bar, the page, and how fresh it all is. */
export function Shell() {
  useLive();
  const [overlay, setOverlay] = useState<Overlay>("none");
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main);
  const opens = {
    openPalette: () => setOverlay("palette"),
    openHalt: () => setOverlay("halt"),
    openKeys: () => setOverlay("keys"),
  };
  useShortcuts(opens);
  const close = () => setOverlay("none");
  return (
    <div className={css["frame"]}>
      <a className={css["skip"]} href="#main" onClick={() => main.current?.focus()}>
        Skip to the page
      </a>
      <TopBar {...opens} />
      <Rail />
      <main id="main" ref={main} tabIndex={-1} className={css["main"]}>
        <StaleBanner />
        <DemoBanner />
        <Outlet />
      </main>
      <Footer openKeys={opens.openKeys} />
      <HaltDialog open={overlay === "halt"} onClose={close} />
      {overlay === "palette" || overlay === "keys" ? (
        <PartBoundary
          fallback={(error) => (
            <Modal open onClose={close} title="This does not open">
              <BrokenPart error={error} what="What you asked for could not be shown" />
            </Modal>
          )}
        >
          <Suspense fallback={null}>{overlay === "palette" ? <Palette onClose={close} /> : <KeyMap onClose={close} />}</Suspense>
        </PartBoundary>
      ) : null}
    </div>
  );
}

/** A new page begins at its top, for eyes and screen readers alike; the first page keeps the browser's own start. */
function useFocusOnNewPage(main: RefObject<HTMLElement | null>): void {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}
