import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { FLUENT_THEMES } from "./fluent-themes.ts";
import { useThemeName } from "./theme-choice.ts";

/** Styles that are made while the page runs carry the server's nonce; without it the security policy refuses them. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

const useStyles = makeStyles({ provider: { backgroundColor: "transparent", fontFamily: "inherit", minHeight: "100vh" } });

/** Fluent in our colours, in the theme that the viewer chose. */
export function ConsoleTheme({ children }: { children: ReactNode }) {
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <Themed>{children}</Themed>
    </RendererProvider>
  );
}

function Themed({ children }: { children: ReactNode }) {
  const styles = useStyles();
  return (
    <FluentProvider theme={FLUENT_THEMES[useThemeName()]} className={styles.provider} applyStylesToPortals={false}>
      {children}
    </FluentProvider>
  );
}
