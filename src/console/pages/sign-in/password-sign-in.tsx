import { Button } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { SessionAnswer } from "../../../http/contract/session.ts";
import { signIn } from "../../api/session.ts";
import { TextField } from "../../kit/fields.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import css from "./sign-in.module.css";

/** Login and password, in that order, with the names that password managers look for. */
export function PasswordSignIn({ onEnter }: { onEnter: (session: SessionAnswer) => void }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => signIn({ login: login.trim().toLowerCase(), password }),
    onSuccess: onEnter,
  });
  return (
    <form
      className={css["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <h1>Sign in</h1>
      <TextField label="Login" name="username" autoComplete="username" value={login} onChange={setLogin} required autoFocus />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        required
      />
      {attempt.error === null ? null : <ErrorState error={attempt.error} what="You are not signed in" />}
      <Button appearance="primary" type="submit" size="large" disabled={attempt.isPending}>
        {attempt.isPending ? "Signing in ..." : "Sign in"}
      </Button>
      <p className={css["hint"]}>
        There is no default password. The first sign-in link is printed where the server was started; later ones come from an
        administrator, also for a forgotten password.
      </p>
    </form>
  );
}
