import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePortal } from '../portal';

let loaded = false;

/** For tests: as after loading the page. */
export function resetHeading(): void {
  loaded = false;
}

interface Props {
  /** The document's title; the portal's name follows. */
  title: string;
  /** A field that keeps the focus if it has it: somebody is typing there. */
  besides?: RefObject<HTMLElement>;
  children?: ComponentChildren;
}

/**
 * A page's heading. When it appears, the focus goes to it, so that keyboard and screen reader start at the new page; not on the first page, where
 * the browser starts at the top by itself.
 */
export function Heading({ title, besides, children }: Props) {
  const portal = usePortal();
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    document.title = portal.name ? `${title} – ${portal.name}` : title;
  }, [title, portal.name]);

  useLayoutEffect(() => {
    const typing = besides?.current?.contains(document.activeElement) === true;
    if (loaded && !typing) heading.current?.focus({ preventScroll: true });
    loaded = true;
  }, []);

  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
