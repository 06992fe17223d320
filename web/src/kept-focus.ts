import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

const CONTROL = ':is(input, select, textarea, button, a[href]):not([tabindex="-1"])';

/**
 * Keeps the keyboard's place in the part of a page that gets the ref, where one thing there gives way to another: when what had the focus is gone after
 * this component was drawn anew, the focus goes to `to`, or else to the part itself if it can have it, or else to the first control of what is there now.
 */
export function useKeptFocus<E extends HTMLElement>(to?: RefObject<HTMLElement>): RefObject<E> {
  const part = useRef<E>(null);
  // What the document holds now is still what was drawn before.
  const held = part.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!held || document.activeElement !== document.body) return;
    const self = part.current?.hasAttribute('tabindex') ? part.current : part.current?.querySelector<HTMLElement>(CONTROL);
    (to?.current ?? self)?.focus();
  });
  return part;
}
