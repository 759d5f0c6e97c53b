import { useRouterState } from "@tanstack/react-router";
import { HomeFilled, HomeRegular } from "@fluentui/react-icons/svg/home";
import { PersonSupportFilled, PersonSupportRegular } from "@fluentui/react-icons/svg/person-support";
import { BranchCompareFilled, BranchCompareRegular } from "@fluentui/react-icons/svg/branch-compare";
import { BoardFilled, BoardRegular } from "@fluentui/react-icons/svg/board";
import { ShieldFilled, ShieldRegular } from "@fluentui/react-icons/svg/shield";
import { ClipboardTaskFilled, ClipboardTaskRegular } from "@fluentui/react-icons/svg/clipboard-task";
import { AppLink } from "../kit/app-link.tsx";
import { paths } from "../paths.ts";
import css from "./rail.module.css";

const PLACES = [
  { label: "Home", href: paths.home(), Icon: HomeRegular, IconHere: HomeFilled },
  { label: "Rollouts", href: paths.rollouts(), Icon: BoardRegular, IconHere: BoardFilled },
  { label: "Policies", href: paths.policies(), Icon: ShieldRegular, IconHere: ShieldFilled },
  { label: "Conflicts", href: paths.conflicts(), Icon: BranchCompareRegular, IconHere: BranchCompareFilled },
  { label: "Requirements", href: paths.requirements(), Icon: ClipboardTaskRegular, IconHere: ClipboardTaskFilled },
  { label: "Help requests", href: paths.helpRequests(), Icon: PersonSupportRegular, IconHere: PersonSupportFilled },
] as const;

/** The places of the console: at the left, or at the bottom where there is little room. */
export function Rail() {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={css["rail"]} aria-label="Pages">
      <ul>
        {PLACES.map(({ label, href, Icon, IconHere }) => {
          const isHere = href === "/" ? pathname === "/" : pathname.startsWith(href);
          const Drawn = isHere ? IconHere : Icon;
          return (
            <li key={href}>
              <AppLink href={href} aria-current={isHere ? "page" : undefined}>
                <Drawn aria-hidden />
                <span>{label}</span>
              </AppLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
