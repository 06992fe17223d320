/** What somebody typed and has not sent yet, kept in this tab so that a reload or an expired session loses nothing. Never passwords. */
const PREFIX = 'portico.draft.';

export function readDraft<V>(name: string | undefined): Partial<V> {
  if (name === undefined) return {};
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept) : {};
  } catch {
    return {};
  }
}

export function writeDraft(name: string | undefined, values: unknown): void {
  if (name === undefined) return;
  try {
    if (values === undefined) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
  } catch {
    // storage is full or forbidden: the page itself still has it
  }
}

/** Forgets every draft: the next person at this browser shall not find them. */
export function dropDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  } catch {
    // nothing was kept then
  }
}
