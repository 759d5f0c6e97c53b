import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";

type Props = Readonly<{ href: string; children: ReactNode }> & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "children">;

/** A link to a page of this console (an address of paths.ts); it works in a new tab as well. */
export function AppLink({ href, children, onClick, ...rest }: Props) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
