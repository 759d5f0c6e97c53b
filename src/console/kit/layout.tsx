import { ChevronRightRegular } from "@fluentui/react-icons/svg/chevron-right";
import { type ReactNode, useEffect, useId } from "react";
import { AppLink } from "./app-link.tsx";
import { CopyButton } from "./copy-button.tsx";
import css from "./layout.module.css";

type PageHeaderProps = Readonly<{
  title: string;
  /** Pages above this one, outermost first. */
  crumbs?: readonly Readonly<{ label: string; href: string }>[];
  /** Badges beside the title. */
  badges?: ReactNode;
  /** One sentence below the title. */
  lead?: ReactNode;
  /** The one primary action. */
  action?: ReactNode;
  /** Further, quieter actions. */
  more?: ReactNode;
}>;

/** The top of a page: where it lies, what it is, and the one thing to do. Sets the window's title as well. */
export function PageHeader({ title, crumbs = [], badges, lead, action, more }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} - Tidegate`;
  }, [title]);
  return (
    <header className={css["header"]}>
      {crumbs.length === 0 ? null : (
        <nav aria-label="Breadcrumb">
          <ol className={css["crumbs"]}>
            {crumbs.map(({ label, href }) => (
              <li key={href}>
                <AppLink href={href}>{label}</AppLink>
                <ChevronRightRegular aria-hidden />
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={css["titleRow"]}>
        <h1 tabIndex={-1}>{title}</h1>
        {badges}
        <div className={css["actions"]}>
          <CopyButton label="Copy link" textOf={() => window.location.href} quiet />
          {more}
          {action}
        </div>
      </div>
      {lead === undefined ? null : <p className={css["lead"]}>{lead}</p>}
    </header>
  );
}

/** A part of a page with a heading; `level` 2 unless it lies in another section. */
export function Section(
  props: Readonly<{ title: string; aside?: ReactNode; children: ReactNode; level?: 2 | 3; card?: boolean }>,
) {
  const { title, aside, children, level = 2, card = true } = props;
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section aria-labelledby={id} className={card ? css["card"] : css["plain"]}>
      <div className={css["sectionHead"]}>
        <Heading id={id}>{title}</Heading>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A box with a hairline, without a heading of its own. */
export function Card({ children, tone }: { children: ReactNode; tone?: "bad" | "warn" | "accent" }) {
  return (
    <div className={css["card"]} data-tone={tone}>
      {children}
    </div>
  );
}

/** Pages put their sections into this: one column, with room between. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={css["body"]}>{children}</div>;
}
