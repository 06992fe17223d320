import type { Closed } from './api/error';
import type { Me } from './api/types';

/** Where somebody wanted to go before they had to sign in. Only addresses of our own pages are taken, or a link could lead anywhere. */
export function wayTo(asked: string | undefined, person: Me): string {
  // Browsers leave tabs and line breaks out of addresses, so that `/<tab>/` is `//` to them.
  const own = asked !== undefined && /^\/(?![/\\])[^\t\n\r]*$/.test(asked) && !isPublic(asked.split(/[?#]/)[0] ?? '');
  const wanted = own ? asked : '/';
  return wanted === '/' ? homeOf(person.role) : wanted;
}

/** Where each role begins. */
export function homeOf(role: Me['role']): string {
  return role === 'customer' ? '/' : '/queue';
}

export function isPublic(path: string): boolean {
  return path === '/sign-in' || path === '/forgot' || path === '/register' || path === '/activate' || path === '/reset' || path === '/undo';
}

/** Whether a path belongs to the pages behind sign-in. At every other one that is not public there is nothing, for everybody. */
export function isInside(path: string): boolean {
  return path === '/' || /^\/(requests|queue|tickets|held|notifications|customers|team|settings|profile)(\/|$)/.test(path);
}

/** The address of the sign-in page for somebody who wants to go to `path`; `ended` is true or why where a session has ended. */
export function signInFor(path: string, ended: boolean | Closed): string {
  const query = new URLSearchParams();
  if (path !== '/') query.set('to', path);
  if (ended !== false) query.set('ended', ended === true ? '1' : ended);
  const text = query.toString();
  return text === '' ? '/sign-in' : `/sign-in?${text}`;
}
