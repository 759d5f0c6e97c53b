import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import type { SessionAnswer } from "../../../http/contract/session.ts";
import { keys } from "../../api/keys.ts";
import { readSearch, safeReturnPath } from "../../paths.ts";
import { BrandMark } from "../../shell/brand-mark.tsx";
import { LinkSignIn } from "./link-sign-in.tsx";
import { PasswordSignIn } from "./password-sign-in.tsx";
import { secretOf } from "./secret-of.ts";
import css from "./sign-in.module.css";

/** By a one-time link (`#secret=...`) or by login and password; afterwards to the page that was wanted. */
export function SignInPage() {
  const router = useRouter();
  const client = useQueryClient();
  const [secret, setSecret] = useState(() => secretOf(window.location.hash));
  useEffect(() => {
    document.title = "Sign in - Tidegate";
    const onHash = () => setSecret(secretOf(window.location.hash));
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);
  /** Replaces the address, so that the used secret is in no history. */
  const enter = (session: SessionAnswer) => {
    client.clear();
    client.setQueryData(keys.session, session);
    router.history.replace(safeReturnPath(readSearch(window.location.search)["to"]));
  };
  const forget = () => {
    router.history.replace(`${window.location.pathname}${window.location.search}`);
    setSecret(null);
  };
  return (
    <SignInFrame>
      {secret === null ? (
        <PasswordSignIn onEnter={enter} />
      ) : (
        <LinkSignIn key={secret} secret={secret} onEnter={enter} onForget={forget} />
      )}
    </SignInFrame>
  );
}

function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <main className={css["page"]}>
      <div className={css["card"]}>
        <p className={css["brand"]}>
          <BrandMark />
          Tidegate
        </p>
        {children}
      </div>
      <p className={css["line"]}>Rolls a policy out in phases, and closes the gate by itself when the evidence turns.</p>
    </main>
  );
}
