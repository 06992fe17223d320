// Prints what the sign-in page loads the first time, as a browser in each language would, and fails above the budget.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 40 * 1024;
const BUDGET_REQUESTS = 5;

const dist = new URL('../dist/', import.meta.url);
const read = (path) => readFileSync(new URL(path.replace(/^\//, ''), dist));
const weigh = (name, content) => ({ name, bytes: gzipSync(content, { level: 9 }).length });

const html = read('index.html');
const linked = [...html.toString().matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);

// What a script imports comes with it; what it imports later, on demand, does not.
const scripts = new Set();
for (const queue = linked.filter((path) => path.endsWith('.js')); queue.length > 0; ) {
  const path = queue.pop();
  if (scripts.has(path)) continue;
  scripts.add(path);
  for (const [, other] of read(path).toString().matchAll(/(?:^|[;}])(?:import|export)[^'"()]*?from\s*["']\.\/([^"']+)["']/g)) queue.push(`/assets/${other}`);
}
const other = linked.filter((path) => !path.endsWith('.js'));

// Answers of the size that a portal with all its links gives.
const portal = { name: 'A portal with a name of some length', languages: ['en', 'fr', 'it', 'de', 'es', 'pt', 'nl'], privacyUrl: 'https://www.example.com/privacy', termsUrl: 'https://www.example.com/terms', password: { minLength: 12, maxLength: 128 }, ways: ['form'], logo: 'abcdefghijklmnopqrstuvwxyz', palette: Object.fromEntries(['light', 'dark'].map((scheme) => [scheme, { accent: '#0b5cbf', hover: '#0a4fa4', text: '#1459b5', tint: '#f0f5fd', line: '#bcd3f3' }])) };
const refused = { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'This session has ended. Sign in again.', instance: '00000000-0000-0000-0000-000000000000', code: 'session_ended' };

const chunks = readdirSync(new URL('assets/', dist));
const languages = ['en', ...chunks.map((file) => /^(\w\w)-.+\.js$/.exec(file)?.[1]).filter(Boolean)];

let failed = false;
for (const language of languages) {
  const words = chunks.filter((file) => file.startsWith(`${language}-`) && file.endsWith('.js')).map((file) => `/assets/${file}`);
  const loads = [
    weigh('/sign-in', html),
    ...[...scripts, ...other, ...words].map((path) => weigh(path, read(path))),
    weigh('/api/portal', JSON.stringify(portal)),
    weigh('/api/sessions/refresh', JSON.stringify(refused)),
  ];
  const bytes = loads.reduce((sum, load) => sum + load.bytes, 0);
  console.log(`\nsign-in page, first load, ${language}`);
  for (const load of loads) console.log(`${String(load.bytes).padStart(8)} B gzip  ${load.name}`);
  console.log(`${String(bytes).padStart(8)} B gzip of ${BUDGET_BYTES}, ${loads.length} requests of ${BUDGET_REQUESTS}`);
  if (bytes > BUDGET_BYTES || loads.length > BUDGET_REQUESTS) failed = true;
}
if (failed) {
  console.error('\nThe sign-in page is over its budget.');
  process.exit(1);
}
