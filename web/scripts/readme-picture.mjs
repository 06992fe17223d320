// Puts the README's picture in its place, out of those that `make screenshots` drew.
import { copyFileSync, statSync } from 'node:fs';

const MOST_BYTES = 150 * 1024;

const drawn = new URL('../../dist/screenshots/customer-resent.light.1280.png', import.meta.url);
const bytes = statSync(drawn, { throwIfNoEntry: false })?.size;
if (bytes === undefined) {
  console.error('There are no pictures yet: run `make screenshots` first.');
  process.exit(1);
}
if (bytes > MOST_BYTES) {
  console.error(`The picture has ${bytes} bytes, more than ${MOST_BYTES}.`);
  process.exit(1);
}
copyFileSync(drawn, new URL('../../docs/pictures/customer.png', import.meta.url));
