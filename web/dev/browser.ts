import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Chromium: the one that CHROMIUM names, the system's, or Playwright's own. */
export function launch(): Promise<Browser> {
  const named = process.env['CHROMIUM'];
  const system = '/usr/bin/chromium';
  const path = named ?? (existsSync(system) ? system : undefined);
  const root = process.getuid?.() === 0;
  return chromium.launch({
    ...(path !== undefined && { executablePath: path }),
    args: ['--disable-quic', '--disable-background-networking', '--disable-component-update', ...(root ? ['--no-sandbox'] : [])],
  });
}
