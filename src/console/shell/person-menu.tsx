import { Button } from "@fluentui/react-components";
import { PersonCircleRegular } from "@fluentui/react-icons/svg/person-circle";
import { SignOutRegular } from "@fluentui/react-icons/svg/sign-out";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useId } from "react";
import { signOut } from "../api/session.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { SelectField } from "../kit/fields.tsx";
import { paths } from "../paths.ts";
import { THEME_CHOICES, chooseTheme, useThemeChoice } from "../theme/theme-choice.ts";
import { rolesText } from "../words/roles.ts";
import css from "./top-bar.module.css";
import { useSession } from "./use-session.ts";

const THEME_WORDS = { system: "System", light: "Light", dark: "Dark", "high-contrast": "High contrast" } as const;
const THEMES = THEME_CHOICES.map((value) => ({ value, label: THEME_WORDS[value] }));

/** Who is signed in and as what, the theme, and the way out. */
export function PersonMenu() {
  const { session } = useSession();
  const theme = useThemeChoice();
  const id = useId();
  return (
    <>
      <Button
        appearance="subtle"
        icon={<PersonCircleRegular />}
        aria-label={`${session.displayName}: roles, theme, sign out`}
        popoverTarget={id}
      />
      <div id={id} popover="auto" role="group" aria-label="You" className={css["menu"]}>
        <div>
          <p className={css["name"]}>{session.displayName}</p>
          <p className={css["roles"]}>{rolesText(session.roles)}</p>
        </div>
        <SelectField
          label="Theme"
          choices={THEMES}
          value={theme}
          onChange={(value) => chooseTheme(THEME_CHOICES.find((known) => known === value) ?? "system")}
        />
        <SignOutButton />
      </div>
    </>
  );
}

function SignOutButton() {
  const router = useRouter();
  const client = useQueryClient();
  const announce = useAnnounce();
  const leave = async () => {
    try {
      await signOut();
      router.history.push(paths.signIn());
      client.clear();
    } catch {
      announce.assertive("Signing out did not work; the session is still open");
    }
  };
  return (
    <Button icon={<SignOutRegular />} onClick={() => void leave()}>
      Sign out
    </Button>
  );
}
