import { Button } from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { LinkAnswer, SessionAnswer } from "../../../http/contract/session.ts";
import { readSignInLink, signInByLink } from "../../api/session.ts";
import { TextField } from "../../kit/fields.tsx";
import { ErrorState, LoadingState } from "../../kit/standing.tsx";
import css from "./sign-in.module.css";

type Props = Readonly<{ secret: string; onEnter: (session: SessionAnswer) => void; onForget: () => void }>;

/** Asks the server what the link wants, then shows the right form, or none. */
export function LinkSignIn({ secret, onEnter, onForget }: Props) {
  const question = useQuery({
    queryKey: ["sign-in-link", secret],
    queryFn: () => readSignInLink(secret),
    retry: false,
    gcTime: 0,
  });
  if (question.error !== null) return <BrokenLink error={question.error} onForget={onForget} />;
  if (question.data === undefined) return <LoadingState what="Reading the link" />;
  const { asks } = question.data;
  if (asks === "nothing") return <AtOnce secret={secret} onEnter={onEnter} onForget={onForget} />;
  return <AccountForm secret={secret} asked={question.data} onEnter={onEnter} />;
}

function BrokenLink({ error, onForget }: { error: unknown; onForget: () => void }) {
  return (
    <div className={css["form"]}>
      <h1>This link does not work</h1>
      <ErrorState error={error} what="A sign-in link works once, and only for a while" />
      <Button onClick={onForget}>Sign in with a password</Button>
    </div>
  );
}

/** The link alone is enough: nothing to fill in, nothing to press. */
function AtOnce({ secret, onEnter, onForget }: Props) {
  const attempt = useMutation({ mutationFn: () => signInByLink({ secret, account: null }), onSuccess: onEnter });
  const isTried = useRef(false);
  const { mutate } = attempt;
  useEffect(() => {
    // It works once: a second try would spend it on nothing.
    if (isTried.current) return;
    isTried.current = true;
    mutate();
  }, [mutate]);
  if (attempt.error !== null) return <BrokenLink error={attempt.error} onForget={onForget} />;
  return (
    <div className={css["form"]}>
      <h1>Signing in</h1>
      <LoadingState what="Opening your session" />
    </div>
  );
}

const PASSWORD_LENGTH_MIN = 12;
type FormProps = Readonly<{ secret: string; asked: LinkAnswer; onEnter: (session: SessionAnswer) => void }>;

/** A new account, or a new password for the account that the link names. */
function AccountForm({ secret, asked, onEnter }: FormProps) {
  const isNew = asked.asks === "new-account";
  const [login, setLogin] = useState(asked.login ?? "");
  const [displayName, setDisplayName] = useState(asked.displayName ?? "");
  const [password, setPassword] = useState("");
  const [isShort, setIsShort] = useState(false);
  const attempt = useMutation({
    mutationFn: () =>
      signInByLink({ secret, account: { login: login.trim().toLowerCase(), displayName: displayName.trim(), password } }),
    onSuccess: onEnter,
  });
  const submit = () => {
    setIsShort(password.length < PASSWORD_LENGTH_MIN);
    if (password.length >= PASSWORD_LENGTH_MIN) attempt.mutate();
  };
  return (
    <form
      className={css["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{isNew ? "Make your account" : "Set a new password"}</h1>
      <TextField
        label="Login"
        name="username"
        autoComplete="username"
        value={login}
        onChange={setLogin}
        required
        readOnly={asked.login !== null}
        hint="Lower-case letters, digits and . - _ @"
      />
      {isNew ? (
        <TextField
          label="Your name, as others see it"
          name="name"
          autoComplete="name"
          value={displayName}
          onChange={setDisplayName}
          required
        />
      ) : null}
      <TextField
        label="New password"
        type="password"
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        required
        hint={`At least ${PASSWORD_LENGTH_MIN} characters; a few words are fine. Paste it, or let your password manager make it.`}
        error={isShort ? `It has ${password.length} characters, and needs ${PASSWORD_LENGTH_MIN}.` : null}
      />
      {attempt.error === null ? null : <ErrorState error={attempt.error} what="You are not signed in yet" />}
      <Button appearance="primary" type="submit" size="large" disabled={attempt.isPending}>
        {attempt.isPending ? "Signing in ..." : isNew ? "Make the account and sign in" : "Set the password and sign in"}
      </Button>
    </form>
  );
}
