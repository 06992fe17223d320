import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('it').number(n);

/** Italian words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Menu principale',
    home: 'Home',
    requests: 'Richieste',
    newRequest: 'Nuova richiesta',
    queue: 'Coda',
    held: 'E-mail trattenute',
    notifications: 'Notifiche',
    customers: 'Clienti',
    team: 'Team',
    settings: 'Impostazioni',
    menu: 'Il Suo menu',
    profile: 'Il Suo profilo',
    signOut: 'Esci',
    signingOut: 'Uscita in corso…',
  },

  role: { customer: 'Cliente', agent: 'Operatore', administrator: 'Amministratore' },
  state: { invited: 'Da attivare', active: 'Attivo', suspended: 'Sospeso' },
  languages: { en: 'Inglese', fr: 'Francese', it: 'Italiano', de: 'Tedesco', es: 'Spagnolo', pt: 'Portoghese', nl: 'Olandese' },

  home: {
    title: (name) => `Buongiorno, ${name}`,
    open: 'Richieste aperte',
    emptyTitle: 'Nessuna richiesta aperta',
    empty: 'Qui compare ciò che chiede al team, con lo stato e l’ultima risposta, finché non è risolto.',
    links: 'Link rapidi',
    linksEmpty: 'Qui compaiono i link che il team sceglie per Lei.',
    external: '(altro sito)',
  },

  load: {
    failedTitle: 'Caricamento non riuscito',
    notFoundTitle: 'Non trovato',
    notFound: 'Qui non c’è nessuno. Forse l’indirizzo è incompleto.',
  },

  list: {
    more: 'Mostra altro',
    end: (n) => (n === 1 ? 'Non c’è altro: è l’unica voce.' : `Non c’è altro: ${number(n)} voci in tutto.`),
    loaded: (n) => (n === 1 ? 'Aggiunta 1 voce all’elenco.' : `Aggiunte ${number(n)} voci all’elenco.`),
    added: 'Aggiunto',
    state: 'Stato',
  },

  team: {
    title: 'Team',
    intro: 'Gli operatori si occupano dei clienti. Gli amministratori si occupano anche del team e delle impostazioni.',
    new: 'Invita nel team',
    none: 'Ancora nessuno',
    noneText: 'Qui compaiono le persone che rispondono ai clienti.',
  },

  newAgent: {
    title: 'Invita nel team',
    intro: 'La persona riceve un’e-mail con un link per scegliere una password.',
    role: 'Ruolo',
    submit: 'Invia invito',
    nameMissing: 'Inserisca un nome.',
    emailMissing: 'Inserisca un indirizzo e-mail.',
    invited: (name) => `Invito inviato a ${name}.`,
    taken: 'Qualcuno nel team ha già questo indirizzo e-mail.',
    takenOpen: 'Apri questa persona',
  },

  notifications: {
    title: 'Notifiche',
    intro: 'Che cosa Le viene comunicato via e-mail, per ogni servizio. È una scelta solo Sua; i colleghi fanno la loro.',
    newRequests: 'Nuove richieste',
    newRequestsHint: 'Un’e-mail quando un cliente apre una richiesta per questo servizio.',
    replies: 'Risposte dei clienti',
    none: 'Nessuna',
    mine: 'Alle richieste assegnate a me',
    all: 'A ogni richiesta di questo servizio',
    noServices: 'Non è ancora stato configurato nessun servizio.',
    changed: (n) => (n === 1 ? 'Una modifica non è ancora salvata' : `${number(n)} modifiche non sono ancora salvate`),
    save: 'Salva',
    discard: 'Scarta',
    saved: 'Le Sue scelte sono salvate.',
    tooManyTitle: 'Troppi servizi insieme',
    tooMany: 'Non è stato salvato nulla. Salvi dopo aver scelto per al massimo 49 servizi, poi continui con gli altri.',
    conflictTitle: 'Ha cambiato le scelte altrove',
    conflict: 'Nel frattempo le Sue scelte sono state cambiate in un’altra finestra. Eccole come sono ora; quelle fatte qui non sono state salvate.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
