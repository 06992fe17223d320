import { mkdirSync } from 'node:fs';
import { createServer } from 'vite';
import { expect, test } from 'vitest';
import { axe } from './axe';
import { launch } from './browser';

const FOLDER = 'screenshots/components';

test('every component in its states, in light and dark, narrow and wide', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const server = await createServer({ server: { port: 4198, host: '127.0.0.1' }, logLevel: 'error' });
  await server.listen();
  const browser = await launch();
  try {
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [360, 1280]) {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB' });
        await page.goto(new URL('dev/components.html', server.resolvedUrls?.local[0]).href);
        await page.waitForSelector('h1');
        const cdp = await page.context().newCDPSession(page);
        await cdp.send('DOM.enable');
        await cdp.send('CSS.enable');
        const { root } = await cdp.send('DOM.getDocument');
        for (const state of ['hover', 'focus-visible']) {
          const { nodeIds } = await cdp.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: `[data-force='${state}'] :is(.button, .input)` });
          for (const nodeId of nodeIds) await cdp.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: [state, ...(state === 'hover' ? [] : ['focus'])] });
        }
        await page.screenshot({ path: `${FOLDER}/components.${scheme}.${width}.png`, fullPage: true });
        expect(await axe(page), `axe at ${width} px, ${scheme}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
});
