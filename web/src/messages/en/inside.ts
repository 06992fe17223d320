import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('en').number(n);

/** English words of the pages behind sign-in. */
export const inside = {
  nav: {
    label: 'Main',
    home: 'Home',
    requests: 'Requests',
    newRequest: 'New request',
    queue: 'Queue',
    held: 'Held mail',
    notifications: 'Notifications',
    customers: 'Customers',
    team: 'Team',
    settings: 'Settings',
    menu: 'Your menu',
    profile: 'Your profile',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
  },

  role: { customer: 'Customer', agent: 'Agent', administrator: 'Administrator' },
  state: { invited: 'Pending activation', active: 'Active', suspended: 'Suspended' },
  languages: { en: 'English', fr: 'French', it: 'Italian', de: 'German', es: 'Spanish', pt: 'Portuguese', nl: 'Dutch' },

  home: {
    title: (name: string) => `Hello, ${name}`,
    open: 'Open requests',
    emptyTitle: 'No open requests',
    empty: 'What you ask the team will stand here, with its status and the last answer, until it is solved.',
    links: 'Quick links',
    linksEmpty: 'Links that the team chooses for you will stand here.',
    external: '(another site)',
  },

  load: {
    failedTitle: 'This could not be loaded',
    notFoundTitle: 'Not found',
    notFound: 'There is nobody here. The address may be incomplete.',
  },

  list: {
    more: 'Load more',
    end: (n: number) => (n === 1 ? 'That is the only one.' : `That is all ${number(n)} of them.`),
    loaded: (n: number) => (n === 1 ? '1 more is in the list.' : `${number(n)} more are in the list.`),
    added: 'Added',
    state: 'State',
  },

  team: {
    title: 'Team',
    intro: 'Agents look after customers. Administrators also look after the team and the settings.',
    new: 'Invite to team',
    none: 'Nobody here yet',
    noneText: 'People who answer customers will be listed here.',
  },

  newAgent: {
    title: 'Invite to team',
    intro: 'They get a mail with a link to choose a password.',
    role: 'Role',
    submit: 'Send invitation',
    nameMissing: 'Enter a name.',
    emailMissing: 'Enter an e-mail address.',
    invited: (name: string) => `${name} is invited.`,
    taken: 'Somebody on the team has this e-mail address already.',
    takenOpen: 'Open that person',
  },

  notifications: {
    title: 'Notifications',
    intro: 'What you are told of by mail, for each service. It is your choice alone; colleagues have theirs.',
    newRequests: 'New requests',
    newRequestsHint: 'A mail when a customer opens a request for this service.',
    replies: 'Replies of customers',
    none: 'None',
    mine: 'To requests that are mine',
    all: 'To every request of this service',
    noServices: 'No service has been set up yet.',
    changed: (n: number) => (n === 1 ? 'One change is not saved yet' : `${number(n)} changes are not saved yet`),
    save: 'Save',
    discard: 'Discard',
    saved: 'Your choices are saved.',
    tooManyTitle: 'Too many services at once',
    tooMany: 'Nothing has been saved. Save after choosing for up to 49 services, then go on with the others.',
    conflictTitle: 'You changed this somewhere else',
    conflict: 'Your choices were changed in another window meanwhile. Here is how they are now; what you had chosen was not saved.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};

/** What every language has words for behind sign-in. */
export type InsideWords = typeof inside;
