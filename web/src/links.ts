/** What can follow an address in a sentence and is no part of it. */
const TRAILING = new Set(`.,;:!?'"’‘“”«»…`);
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** How many more of a closing sign than of its opening one a text has. */
const excess = (text: string, closing: string) => text.split(closing).length - text.split(CLOSING[closing] ?? '').length;

/**
 * Gives an address that was cut at the next blank without what follows it in the sentence: marks at its end, and brackets that close what was opened
 * before it. A bracket that is opened within the address belongs to it: `/wiki/Salt_(chemistry)`.
 */
function trimmed(address: string): string {
  const left = new Map(Object.keys(CLOSING).map((closing) => [closing, excess(address, closing)]));
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    const over = left.get(last);
    if (over !== undefined && over > 0) left.set(last, over - 1);
    else if (!TRAILING.has(last)) break;
  }
  return address.slice(0, end);
}

/** Takes a text apart at its addresses of pages: every second part is one. */
export function splitAtLinks(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const link = trimmed(match[0]);
    if (!link.includes('://') || link.endsWith('/') && link.split('/').length === 3) continue;
    parts.push(text.slice(from, match.index), link);
    from = match.index + link.length;
  }
  return [...parts, text.slice(from)];
}
