/*
 * The secret part of a link stands behind `#`, so no server sees it on the way. It is taken out of the address bar at once, where it could be seen,
 * bookmarked or shared, and kept for this tab alone until the link has done its work, so that a reload is harmless.
 */
export type LinkPage = 'activate' | 'reset' | 'undo';

const PREFIX = 'portico.link.';
const held = new Map<LinkPage, string>();

export function pageOf(path: string): LinkPage | undefined {
  if (path === '/activate') return 'activate';
  if (path === '/reset') return 'reset';
  if (path === '/undo') return 'undo';
  return undefined;
}

/** Takes a link's secret out of the address, if there is one. Called before anything is drawn, and whenever the fragment changes. */
export function takeLink(): boolean {
  const page = pageOf(location.pathname);
  // Some mail programs take what stands behind a link for a part of it.
  const secret = location.hash.slice(1).replace(/[^A-Za-z0-9_-]+$/, '');
  if (!page || secret === '') return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  keep(page, secret);
  return true;
}

export function keep(page: LinkPage, secret: string): void {
  held.set(page, secret);
  try {
    sessionStorage.setItem(PREFIX + page, secret);
  } catch {
    // then a reload needs the mail again
  }
}

export function heldLink(page: LinkPage): string | undefined {
  const inMemory = held.get(page);
  if (inMemory !== undefined) return inMemory;
  try {
    return sessionStorage.getItem(PREFIX + page) ?? undefined;
  } catch {
    return undefined;
  }
}

export function dropLink(page: LinkPage): void {
  held.delete(page);
  try {
    sessionStorage.removeItem(PREFIX + page);
  } catch {
    // nothing was kept then
  }
}
