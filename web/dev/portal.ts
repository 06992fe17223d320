import type {
  Colleague,
  Conversation,
  HeldMail,
  HeldSummary,
  HistoryEntry,
  Home,
  Me,
  Message,
  Note,
  Notifications,
  Person,
  PersonDetail,
  Portal,
  QueueCounts,
  QueueEntry,
  RequestSummary,
  Session,
  Settings,
  Status,
  Ticket,
} from '../src/api/types';

/*
 * A believable portal to look at while its functions are not there. Only the component page and the pictures made from route mocks use it.
 */

const HOUR = 3_600_000;
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const id = (n: number) => `${'abcdefghijklmnopqrstuvwxyz'.slice(0, 25)}${'abcdefghijklmnopqrstuvwxyz234567'[n] ?? 'a'}`;

/** An import of customers, as far as one wants it. */
export const importOf = (more: object = {}) => ({
  id: 'importimportimportimportim',
  fileName: 'customers-of-fjord-foods.csv',
  state: 'ready',
  createdAt: new Date(Date.now() - 240_000).toISOString(),
  createdBy: { id: 'abcdefghijklmnopqrstuvwxyz', name: 'Ingrid Sørensen' },
  lines: 1250,
  counts: { new: 1198, created: 0, known: 34, refused: 18 },
  denied: 3,
  encoding: 'windows-1252',
  separator: 'semicolon',
  ignored: ['Phone', 'Customer since'],
  columns: [],
  expiresAt: new Date(Date.now() + 7e9).toISOString(),
  ...more,
});

export const importLines = [
  { number: 2, name: 'Maya Okonkwo', email: 'maya@fjordfoods.example', result: 'new' },
  { number: 3, name: 'Jonas Pfeiffer', email: 'jonas@pfeiffer-und-soehne.example', result: 'known', personId: 'bbcdefghijklmnopqrstuvwxyz' },
  { number: 4, name: 'Maya O.', email: 'MAYA@fjordfoods.example', result: 'refused', reason: 'duplicate', of: 2 },
  { number: 5, name: 'Somebody-with-a-name-that-nobody-can-break-anywhere-at-all Long', email: 'somebody.with.an.address.that.is.long@subsidiary.fjordfoods.example', result: 'new' },
  { number: 6, name: '"Anna, anna@fjordfoods.example', email: '', result: 'refused', reason: 'quotes' },
];

export const portal: Portal = {
  name: 'Northwind Support',
  ways: [],
  languages: ['en', 'fr', 'it', 'de', 'es', 'pt', 'nl'],
  privacyUrl: 'https://www.example.com/privacy',
  termsUrl: 'https://www.example.com/terms',
  password: { minLength: 12, maxLength: 128 },
};

export const customer: Me = { id: id(0), name: 'Maya Okonkwo', email: 'maya@fjordfoods.example', role: 'customer', language: 'en' };
export const administrator: Me = { id: id(1), name: 'Tomás Lindqvist', email: 'tomas@northwind.example', role: 'administrator', language: 'en' };
export const agent: Me = { ...administrator, role: 'agent' };

export const session = (person: Me): Session => ({ accessToken: 'x', expiresAt: new Date(Date.now() + HOUR).toISOString(), person });

export const services = [
  { id: 'main', name: 'Support' },
  { id: 'billing', name: 'Billing' },
];

const subjects: [string, Status, string, number][] = [
  ['The scale in hall 3 shows an error since Monday', 'in_progress', 'main', 0.3],
  ['Invoice 2026-1187 has the old address', 'open', 'billing', 5],
  ['Can the export leave out blocked articles?', 'on_hold', 'main', 52],
  ['Second user for the warehouse, who starts on the first of next month and needs to see deliveries only', 'open', 'main', 130],
  ['Label printer prints every second label upside down', 'closed', 'main', 400],
  ['Copy of the contract', 'closed', 'billing', 2100],
];

export const requests: RequestSummary[] = subjects.map(([subject, status, service, hours], index) => ({
  id: id(index),
  reference: `${['7KQ2', '3MFD', 'X8T1', 'B04N', 'W9RE', 'J5HC'][index] ?? '0000'}-${['P4VZ', '9A2C', 'GH6M', 'TQ71', '0XKD', 'YB3S'][index] ?? '0000'}`,
  subject,
  status,
  service,
  updatedAt: ago(hours),
}));

const maya = { side: 'customer', name: 'Maya Okonkwo' } as const;
const ingrid = { side: 'team', name: 'Ingrid Sørensen' } as const;

const said: [typeof maya | typeof ingrid, string, number][] = [
  [maya, 'Good morning,\n\nsince Monday the scale in hall 3 shows E-17 when a pallet is taken off. It works again after it is switched off and on, but only for an hour or so.\n\nThe other two scales are fine.', 50],
  [ingrid, 'Good morning Ms Okonkwo,\n\nE-17 says that the zero point has moved. Has the scale been moved or cleaned lately? Page 12 shows how to set it anew: https://docs.example.com/scales/zero-point.\n\nKind regards\nIngrid', 47],
  [maya, 'It was cleaned on Friday. I set the zero point as on page 12; now it is quiet.', 26],
  [ingrid, 'Good to hear. I leave this open until tomorrow in case it comes back.', 25],
  [maya, 'It is back, this time after ten minutes. A photo would help, I suppose, but the short of it: E-17, then 0.4 kg with nothing on it.', 0.3],
];

export function conversation(request: RequestSummary, reader: 'customer' | 'team' = 'customer'): Conversation {
  const messages: Message[] = said.map(([author, text, hours], index) => ({
    number: index + 1,
    at: ago(hours),
    author: { ...author, ...(author.side === reader && { me: true }) },
    text,
    via: index === 2 ? 'mail' : 'portal',
  }));
  return {
    ...request,
    createdAt: ago(50),
    version: 3,
    last: messages.length,
    ...(request.status !== 'open' && { assignee: ingrid.name }),
    participants: [maya.name],
    messages,
    events: [
      { after: 2, at: ago(46.9), status: 'in_progress', author: ingrid },
      ...(request.status === 'closed' ? [{ after: 5, at: ago(0.2), status: 'closed', author: maya } as const] : []),
    ],
    earlier: request.status === 'on_hold',
  };
}

const notes: Note[] = [
  { id: 'n1', at: ago(24), author: 'Ravi Menon', text: 'The same scale had this in March; the load cell was changed under warranty. If it comes back, send a technician at once.' },
];

export const colleagues: Colleague[] = [
  { id: id(1), name: 'Tomás Lindqvist' },
  { id: id(20), name: ingrid.name },
  { id: id(21), name: 'Ravi Menon' },
];

export function ticket(request: RequestSummary): Ticket {
  const requester = customers[0];
  return {
    conversation: conversation(request, 'team'),
    ...(request.status !== 'open' && { assignee: { id: id(20), name: ingrid.name } }),
    ...(requester && { requester }),
    notes,
    earlierNotes: false,
    noteCount: notes.length,
    others: requests.filter(({ id: other }) => other !== request.id).slice(0, 3),
  };
}

export const queue = (view: string): QueueEntry[] =>
  requests
    .filter(({ status }) => (view === 'closed') === (status === 'closed'))
    .map((request, index) => ({
      request,
      requester: customers[index]?.name ?? maya.name,
      ...(request.status !== 'open' && { assignee: { id: id(20), name: ingrid.name } }),
    }))
    .filter(({ assignee }) => (view === 'unassigned' ? !assignee : view !== 'mine'));

export const counts: QueueCounts = {
  open: 4,
  unassigned: 2,
  mine: 0,
  held: 3,
  services: [
    { service: 'main', count: 3 },
    { service: 'billing', count: 100 },
  ],
};

export const notifications: Notifications = {
  version: 1,
  services: [
    { service: 'main', newRequests: true, replies: 'mine' },
    { service: 'billing', newRequests: false, replies: 'none' },
  ],
};

export const held: HeldSummary[] = [
  { id: id(10), at: ago(1), reason: 'unknown_sender', from: 'einkauf@baeckerei-holm.example', service: 'main', subject: 'Terminal 2 without network' },
  { id: id(11), at: ago(9), reason: 'not_authenticated', from: 'maya@fjordfoods.example', service: 'billing', subject: 'Please change our bank account' },
  { id: id(12), at: ago(80), reason: 'automatic', from: '', subject: '' },
];

export const heldMail = (summary: HeldSummary): HeldMail => ({
  summary,
  text: summary.subject === '' ? '' : 'Hello,\n\nterminal 2 has had no network since this morning. Can somebody call us back?\n\nHolm bakery',
  recipients: ['support@in.northwind.example'],
});

export const home = (person: Me): Home => ({
  person,
  requests: requests.filter(({ status }) => status !== 'closed').slice(0, 4),
  services,
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
  level: index === 5 ? 'none' : 'standard',
  secondFactor: 'portal',
  ...(index === 2 && { services: ['main'] }),
}));

export const team: Person[] = [
  { id: administrator.id, name: administrator.name, email: administrator.email, role: 'administrator', state: 'active', language: 'en', createdAt: ago(4000), version: 1 },
  { id: id(20), name: 'Ingrid Sørensen', email: 'ingrid@northwind.example', role: 'agent', state: 'active', language: 'de', createdAt: ago(2000), version: 3 },
  { id: id(21), name: 'Ravi Menon', email: 'ravi@northwind.example', role: 'agent', state: 'invited', language: 'en', createdAt: ago(20), version: 1 },
];

const by: HistoryEntry['actor'] = { kind: 'person', id: administrator.id, name: administrator.name };

export function detail(person: Person): PersonDetail {
  const pending = person.state === 'invited' ? { pending: { since: ago(26), expiresAt: ago(-310), expired: false, invitation: 'link' as const } } : {};
  return {
    person,
    ...pending,
    mails: [
      { id: 'm1', kind: 'invitation', state: 'sent', at: person.createdAt },
      ...(person.state === 'active' ? [{ id: 'm2', kind: 'reset', state: 'repeated', at: ago(2) } as const] : []),
    ],
    history: [
      { id: 'h1', action: 'created', at: person.createdAt, actor: by, network: '198.51.100.0/24', changes: [] },
      { id: 'h2', action: 'invited', at: person.createdAt, actor: by, network: '198.51.100.0/24', changes: [] },
      ...(person.state === 'invited'
        ? [{ id: 'h3', action: 'link_shown', at: ago(1), actor: by, network: '198.51.100.0/24', changes: [] } satisfies HistoryEntry]
        : [
            {
              id: 'h4',
              action: 'activated',
              at: ago(1.5),
              actor: { kind: 'person', id: person.id, name: person.name },
              network: '2001:db8:4a::/56',
              changes: [],
            } satisfies HistoryEntry,
          ]),
      ...(person.state === 'suspended' ? [{ id: 'h5', action: 'suspended', at: ago(0.2), actor: by, changes: [{ field: 'state', before: 'active', after: 'suspended' }] } satisfies HistoryEntry] : []),
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
