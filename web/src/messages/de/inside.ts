import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('de').number(n);

/** German words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Hauptmenü',
    home: 'Start',
    requests: 'Anfragen',
    newRequest: 'Neue Anfrage',
    queue: 'Eingang',
    held: 'Angehaltene Mail',
    notifications: 'Benachrichtigungen',
    customers: 'Kunden',
    team: 'Team',
    settings: 'Einstellungen',
    menu: 'Ihr Menü',
    profile: 'Ihr Profil',
    signOut: 'Abmelden',
    signingOut: 'Wird abgemeldet …',
  },

  role: { customer: 'Kunde', agent: 'Agent', administrator: 'Administrator' },
  state: { invited: 'Noch nicht aktiviert', active: 'Aktiv', suspended: 'Gesperrt' },
  languages: { en: 'Englisch', fr: 'Französisch', it: 'Italienisch', de: 'Deutsch', es: 'Spanisch', pt: 'Portugiesisch', nl: 'Niederländisch' },

  home: {
    title: (name) => `Guten Tag, ${name}`,
    open: 'Offene Anfragen',
    emptyTitle: 'Keine offenen Anfragen',
    empty: 'Was Sie das Team fragen, steht hier mit Stand und letzter Antwort, bis es gelöst ist.',
    links: 'Direkt zu',
    linksEmpty: 'Hier stehen Links, die das Team für Sie aussucht.',
    external: '(andere Website)',
  },

  load: {
    failedTitle: 'Das ließ sich nicht laden',
    notFoundTitle: 'Nicht gefunden',
    notFound: 'Hier ist niemand. Vielleicht ist die Adresse unvollständig.',
  },

  list: {
    more: 'Mehr laden',
    end: (n) => (n === 1 ? 'Das ist der einzige Eintrag.' : `Das sind alle ${number(n)}.`),
    loaded: (n) => (n === 1 ? '1 weiterer Eintrag steht in der Liste.' : `${number(n)} weitere Einträge stehen in der Liste.`),
    added: 'Angelegt',
    state: 'Stand',
  },

  team: {
    title: 'Team',
    intro: 'Agenten kümmern sich um Kunden. Administratoren kümmern sich außerdem um das Team und die Einstellungen.',
    new: 'Ins Team einladen',
    none: 'Noch niemand hier',
    noneText: 'Hier stehen die Menschen, die Kunden antworten.',
  },

  newAgent: {
    title: 'Ins Team einladen',
    intro: 'Die Person bekommt eine Mail mit einem Link, mit dem sie ein Passwort wählt.',
    role: 'Rolle',
    submit: 'Einladung senden',
    nameMissing: 'Geben Sie einen Namen ein.',
    emailMissing: 'Geben Sie eine E-Mail-Adresse ein.',
    invited: (name) => `${name} ist eingeladen.`,
    taken: 'Jemand im Team hat diese E-Mail-Adresse schon.',
    takenOpen: 'Diese Person öffnen',
  },

  notifications: {
    title: 'Benachrichtigungen',
    intro: 'Was Ihnen per Mail gemeldet wird, für jeden Dienst. Das wählen nur Sie; die anderen wählen selbst.',
    newRequests: 'Neue Anfragen',
    newRequestsHint: 'Eine Mail, wenn ein Kunde eine Anfrage an diesen Dienst stellt.',
    replies: 'Antworten von Kunden',
    none: 'Keine',
    mine: 'Zu Anfragen, die ich übernommen habe',
    all: 'Zu jeder Anfrage an diesen Dienst',
    noServices: 'Es ist noch kein Dienst eingerichtet.',
    changed: (n) => (n === 1 ? 'Eine Änderung ist noch nicht gespeichert' : `${number(n)} Änderungen sind noch nicht gespeichert`),
    save: 'Speichern',
    discard: 'Verwerfen',
    saved: 'Ihre Wahl ist gespeichert.',
    tooManyTitle: 'Zu viele Dienste auf einmal',
    tooMany: 'Gespeichert ist nichts. Speichern Sie, wenn Sie für bis zu 49 Dienste gewählt haben, und machen Sie dann mit den anderen weiter.',
    conflictTitle: 'Sie haben das woanders geändert',
    conflict: 'Ihre Wahl wurde inzwischen in einem anderen Fenster geändert. So ist sie jetzt; was Sie hier gewählt hatten, wurde nicht gespeichert.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
