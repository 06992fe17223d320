// Prints what a real browser gets for the sign-in page, the first time, from the portal that PORTICO_TEST_PORTAL names, and fails above the budget.
import { runnerImport } from 'vite';

const BUDGET_BYTES = 40 * 1024;
const BUDGET_REQUESTS = 5;

const portal = process.env.PORTICO_TEST_PORTAL;
if (!portal) {
  console.log('\nNot measured in a browser: PORTICO_TEST_PORTAL names no portal. `make bench` starts one.');
  process.exit(0);
}

const { module } = await runnerImport(new URL('../dev/browser.ts', import.meta.url).pathname);
const browser = await module.launch();
let failed = false;
try {
  for (const locale of ['en-GB', 'de-DE']) {
    const page = await (await browser.newContext({ locale })).newPage();
    const requests = [];
    page.on('requestfinished', (request) => requests.push(request));
    await page.goto(new URL('/sign-in', portal).href, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    let bytes = 0;
    console.log(`\nsign-in page, first load, in the browser, ${locale}`);
    // What stands in the page itself, as the icon does, is no request.
    const sent = requests.filter((request) => request.url().startsWith('http'));
    for (const request of sent) {
      const { responseBodySize } = await request.sizes();
      bytes += responseBodySize;
      console.log(`${String(responseBodySize).padStart(8)} B       ${new URL(request.url()).pathname}`);
    }
    console.log(`${String(bytes).padStart(8)} B of ${BUDGET_BYTES}, ${sent.length} requests of ${BUDGET_REQUESTS}`);
    if (bytes > BUDGET_BYTES || sent.length > BUDGET_REQUESTS) failed = true;
  }
} finally {
  await browser.close();
}
if (failed) {
  console.error('\nThe sign-in page is over its budget in the browser.');
  process.exit(1);
}
