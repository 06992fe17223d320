import type { HistoryEntry, Home, Me, Person, PersonDetail, Portal, Session, Settings } from '../src/api/types';

/*
 * A believable portal to look at while its functions are not there. Only the component page and the pictures made from route mocks use it.
 */

const HOUR = 3_600_000;
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const id = (n: number) => `${'abcdefghijklmnopqrstuvwxyz'.slice(0, 25)}${'abcdefghijklmnopqrstuvwxyz234567'[n] ?? 'a'}`;

export const portal: Portal = {
  name: 'Northwind Support',
  ways: [],
  languages: ['en', 'de'],
  privacyUrl: 'https://www.example.com/privacy',
  termsUrl: 'https://www.example.com/terms',
  password: { minLength: 12, maxLength: 128 },
};

export const customer: Me = { id: id(0), name: 'Maya Okonkwo', email: 'maya@fjordfoods.example', role: 'customer', language: 'en' };
export const administrator: Me = { id: id(1), name: 'Tomás Lindqvist', email: 'tomas@northwind.example', role: 'administrator', language: 'en' };
export const agent: Me = { ...administrator, role: 'agent' };

export const session = (person: Me): Session => ({ accessToken: 'x', expiresAt: new Date(Date.now() + HOUR).toISOString(), person });

export const home = (person: Me): Home => ({
  person,
  quickLinks: [
    { label: 'Service status', url: 'https://status.example.com/' },
    { label: 'Handbook', url: 'https://docs.example.com/' },
    { label: 'Opening hours and holidays', url: 'https://www.example.com/hours' },
  ],
});

const names: [string, string, Person['state'], number][] = [
  ['Maya Okonkwo', 'maya@fjordfoods.example', 'active', 3],
  ['Jonas Pfeiffer', 'j.pfeiffer@pfeiffer-und-soehne.example', 'invited', 26],
  ['Aiko Tanaka', 'aiko.tanaka@hoshi-instruments.example', 'active', 75],
  ['Luca Bianchi', 'luca@officina-bianchi.example', 'suspended', 190],
  ['Wilhelmina Alexandrina van der Westhuizen-Oosterhout', 'wilhelmina.alexandrina@a-company-with-a-very-long-name.example', 'active', 400],
  ['Priya Raghunathan', 'priya@mangrove-logistics.example', 'invited', 700],
  ['Sam O’Neill', 'sam@oneill-dairy.example', 'active', 1500],
];

export const customers: Person[] = names.map(([name, email, state, hours], index) => ({
  id: id(index + 2),
  name,
  email,
  role: 'customer',
  state,
  language: index % 3 === 1 ? 'de' : 'en',
  createdAt: ago(hours),
  version: 1,
}));

export const team: Person[] = [
  { id: administrator.id, name: administrator.name, email: administrator.email, role: 'administrator', state: 'active', language: 'en', createdAt: ago(4000), version: 1 },
  { id: id(20), name: 'Ingrid Sørensen', email: 'ingrid@northwind.example', role: 'agent', state: 'active', language: 'de', createdAt: ago(2000), version: 3 },
  { id: id(21), name: 'Ravi Menon', email: 'ravi@northwind.example', role: 'agent', state: 'invited', language: 'en', createdAt: ago(20), version: 1 },
];

const by: HistoryEntry['actor'] = { kind: 'person', id: administrator.id, name: administrator.name };

export function detail(person: Person): PersonDetail {
  const pending = person.state === 'invited' ? { pending: { since: ago(26), expiresAt: ago(-310), expired: false } } : {};
  return {
    person,
    ...pending,
    mails: [
      { id: 'm1', kind: 'invitation', state: 'sent', at: person.createdAt },
      ...(person.state === 'active' ? [{ id: 'm2', kind: 'reset', state: 'repeated', at: ago(2) } as const] : []),
    ],
    history: [
      { id: 'h1', action: 'created', at: person.createdAt, actor: by, network: '198.51.100.0/24' },
      { id: 'h2', action: 'invited', at: person.createdAt, actor: by, network: '198.51.100.0/24' },
      ...(person.state === 'invited'
        ? [{ id: 'h3', action: 'link_shown', at: ago(1), actor: by, network: '198.51.100.0/24' } as const]
        : [
            {
              id: 'h4',
              action: 'activated',
              at: ago(1.5),
              actor: { kind: 'person', id: person.id, name: person.name },
              network: '2001:db8:4a::/56',
            } as const,
          ]),
      ...(person.state === 'suspended' ? [{ id: 'h5', action: 'suspended', at: ago(0.2), actor: by } as const] : []),
    ],
  };
}

export const settings: Settings = {
  address: 'https://support.northwind.example',
  sender: 'no-reply@northwind.example',
  ways: ['form'],
  registration: { version: 0, mode: 'nobody', ways: [], companyMailboxOnly: false },
  companies: { version: 0, companies: [] },
  denied: { version: 0, entries: [] },
  signIn: { version: 0, secondFactor: 'off', trustedDevices: false, passwordMinLength: 12 },
  portal: { version: 0, name: portal.name },
  services: {
    version: 0,
    services: [
      { id: 'main', name: 'Support', address: 'support@in.northwind.example' },
      { id: 'billing', name: 'Billing', address: 'billing@in.northwind.example' },
    ],
  },
  quickLinks: { version: 0, quickLinks: [] },
};
