// Draws the README's picture: a conversation as an agent sees it, in the portal that PORTICO_TEST_PORTAL names and `portico demo` has filled.
import { writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

const MOST_BYTES = 150 * 1024;
const [, , email, password, subject] = process.argv;
const portal = process.env.PORTICO_TEST_PORTAL;
if (!portal || !email || !password || !subject) {
  console.error('Run this by `make picture`, which starts a portal, fills it, and says whose request to draw.');
  process.exit(1);
}

const { module } = await runnerImport(new URL('../dev/browser.ts', import.meta.url).pathname);
const browser = await module.launch();
try {
  const context = await browser.newContext({
    baseURL: portal, locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', colorScheme: 'light',
    viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: subject }).click();
  await page.getByRole('heading', { name: subject, level: 1 }).waitFor();
  await page.mouse.move(640, 2); // away from what would show a tip
  await page.waitForTimeout(500);
  const bytes = await compressed(context, await page.screenshot());
  if (bytes.length > MOST_BYTES) throw new Error(`The picture has ${bytes.length} bytes, more than ${MOST_BYTES}.`);
  writeFileSync(new URL('../../docs/pictures/request.webp', import.meta.url), bytes);
  console.log(`docs/pictures/request.webp: ${bytes.length} bytes`);
} finally {
  await browser.close();
}

/** Gives a PNG as WebP, by the browser's own means; an empty page has no policy against it. */
async function compressed(context, png) {
  const page = await context.newPage();
  const text = await page.evaluate(async (data) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext('2d').drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.75);
  }, png.toString('base64'));
  return Buffer.from(text.slice(text.indexOf(',') + 1), 'base64');
}
