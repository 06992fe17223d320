import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('nl').number(n);

/** Dutch words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Hoofdmenu',
    home: 'Start',
    requests: 'Aanvragen',
    newRequest: 'Nieuwe aanvraag',
    queue: 'Wachtrij',
    held: 'Vastgehouden e-mail',
    notifications: 'Meldingen',
    customers: 'Klanten',
    team: 'Team',
    settings: 'Instellingen',
    menu: 'Uw menu',
    profile: 'Uw profiel',
    signOut: 'Uitloggen',
    signingOut: 'Uitloggen…',
  },

  role: { customer: 'Klant', agent: 'Medewerker', administrator: 'Beheerder' },
  state: { invited: 'Nog niet geactiveerd', active: 'Actief', suspended: 'Geblokkeerd' },
  languages: { en: 'Engels', fr: 'Frans', it: 'Italiaans', de: 'Duits', es: 'Spaans', pt: 'Portugees', nl: 'Nederlands' },

  home: {
    title: (name) => `Welkom, ${name}`,
    open: 'Open aanvragen',
    emptyTitle: 'Geen open aanvragen',
    empty: 'Wat u het team vraagt, staat hier met de status en het laatste antwoord, tot het is opgelost.',
    links: 'Snelle links',
    linksEmpty: 'Hier komen links te staan die het team voor u kiest.',
    external: '(andere website)',
  },

  load: {
    failedTitle: 'Dit kon niet worden geladen',
    notFoundTitle: 'Niet gevonden',
    notFound: 'Hier is niemand. Misschien is het adres onvolledig.',
  },

  list: {
    more: 'Meer laden',
    end: (n) => (n === 1 ? 'Dat is de enige.' : `Dat zijn ze allemaal: ${number(n)}.`),
    loaded: (n) => (n === 1 ? 'Er staat er 1 meer in de lijst.' : `Er staan er ${number(n)} meer in de lijst.`),
    added: 'Toegevoegd',
    state: 'Status',
  },

  team: {
    title: 'Team',
    intro: 'Medewerkers helpen klanten. Beheerders beheren daarnaast het team en de instellingen.',
    new: 'Teamlid uitnodigen',
    none: 'Hier is nog niemand',
    noneText: 'Hier komen de mensen te staan die vragen van klanten beantwoorden.',
  },

  newAgent: {
    title: 'Teamlid uitnodigen',
    intro: 'Deze persoon krijgt een e-mail met een link om een wachtwoord te kiezen.',
    role: 'Rol',
    submit: 'Uitnodiging versturen',
    nameMissing: 'Vul een naam in.',
    emailMissing: 'Vul een e-mailadres in.',
    invited: (name) => `${name} is uitgenodigd.`,
    taken: 'Iemand in het team heeft dit e-mailadres al.',
    takenOpen: 'Die persoon openen',
  },

  notifications: {
    title: 'Meldingen',
    intro: 'Waarover u per e-mail bericht krijgt, voor elke dienst. Het is alleen uw keuze; collega’s kiezen zelf.',
    newRequests: 'Nieuwe aanvragen',
    newRequestsHint: 'Een e-mail als een klant een aanvraag voor deze dienst indient.',
    replies: 'Reacties van klanten',
    none: 'Geen',
    mine: 'Op aanvragen die van mij zijn',
    all: 'Op elke aanvraag voor deze dienst',
    noServices: 'Er is nog geen dienst ingesteld.',
    changed: (n) => (n === 1 ? 'Eén wijziging is nog niet opgeslagen' : `${number(n)} wijzigingen zijn nog niet opgeslagen`),
    save: 'Opslaan',
    discard: 'Verwerpen',
    saved: 'Uw keuzes zijn opgeslagen.',
    tooManyTitle: 'Te veel diensten tegelijk',
    tooMany: 'Er is niets opgeslagen. Sla op nadat u voor hoogstens 49 diensten hebt gekozen en ga dan verder met de andere.',
    conflictTitle: 'U hebt dit ergens anders gewijzigd',
    conflict: 'Uw keuzes zijn intussen in een ander venster gewijzigd. Zo zijn ze nu; wat u hier had gekozen, is niet opgeslagen.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
