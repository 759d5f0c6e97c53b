import { AppLink } from "../kit/app-link.tsx";
import { paths } from "../paths.ts";
import css from "./top-bar.module.css";

export function TopBar() {
  return (
    <header className={css["bar"]}>
      <AppLink href={paths.home()} className={css["brand"]}>
        Tidegate
      </AppLink>
    </header>
  );
}
