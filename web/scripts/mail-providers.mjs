// Writes internal/policy/providers.txt, the domains of public mail providers, from two lists on npm. They are fetched as archives of exactly these
// bytes and nothing of them is run: one of the two fetches something else when it is installed. `npm run mail-providers`, after a new version here.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { domainToASCII, fileURLToPath } from 'node:url';

const LISTS = [
  {
    name: 'free-email-domains@1.12.6',
    file: 'package/domains.json',
    integrity: 'sha512-xMhrsOFOamJTx5URT+Zej83eVyoHLntZCNwXiZXkW6tYSF2Y6eVZLAOZ1u6jqFeLXRu3yJgzr3R29ChLIvt4LA==',
  },
  {
    name: 'email-providers@2.26.0',
    file: 'package/all.json',
    integrity: 'sha512-ao9KMlxxQgFyXb16PCrSbB61o6GXRc4ik2zQhwuNxTnoH8r5UWXrSVkdNtBCW9G4sSYlbZ1aszvGBD9wlAiVsg==',
  },
];

/** Large providers that neither list has. */
const MISSING = ['hey.com', 'tutanota.com'];

/** Suffixes that companies have their domains below; a test in internal/policy finds new ones. */
const SUFFIXES = ['com.ar', 'net.ua', 'nom.za', 'org.ua', 'web.id', 'zp.ua'];

const work = mkdtempSync(join(tmpdir(), 'mail-providers-'));
try {
  const all = LISTS.flatMap(({ name, file, integrity }) => {
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', name, '--json', '--silent', '--pack-destination', work], { encoding: 'utf8' }));
    const archive = join(work, filename);
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name} is another one than it was: ${found}`);
    return JSON.parse(execFileSync('tar', ['-xOzf', archive, file], { encoding: 'utf8', maxBuffer: 1 << 24 }));
  });
  const domains = [...MISSING, ...all].map(domainToASCII).filter((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) && !SUFFIXES.includes(domain));
  const target = fileURLToPath(new URL('../../internal/policy/providers.txt', import.meta.url));
  writeFileSync(target, [...new Set(domains)].sort().join('\n') + '\n');
} finally {
  rmSync(work, { recursive: true });
}
