import { render } from '@testing-library/preact';
import axeCore from 'axe-core';
import { App } from '../src/app';
import { english } from '../src/messages/catalogue';
import type { Portal } from '../src/api/types';

export const portal: Portal = { name: 'Northwind Support', languages: ['en', 'fr', 'it', 'de', 'es', 'pt', 'nl'], password: { minLength: 12, maxLength: 128 }, ways: [] };

/** Draws the whole app at an address, in English, in a portal that differs from the usual one as given. */
export function open(path: string, other: Partial<Portal> = {}) {
  history.replaceState(null, '', path);
  return render(<App speech={{ language: 'en', words: english, inside: undefined }} portal={Promise.resolve({ ...portal, ...other })} />);
}

/** What axe finds in the document; jsdom draws nothing, so contrast is looked at in a real browser. */
export async function accessibilityProblems(): Promise<string[]> {
  const { violations } = await axeCore.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, help }) => `${id}: ${help}`);
}
