/**
 * Gives the document a style sheet that came with the script. It saves a request: the sign-in page has five, and a reader of another language
 * than English needs one of them for the words. The policy allows it, because no inline style is involved.
 */
export function adopt(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

const over = new Map<string, CSSStyleSheet>();

/** Gives the document a style sheet over all others, or another one in place of the one with the same name. */
export function adoptOver(name: string, css: string): void {
  const sheet = over.get(name) ?? new CSSStyleSheet();
  sheet.replaceSync(css);
  if (over.has(name)) return;
  over.set(name, sheet);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
