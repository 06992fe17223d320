import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('fr').number(n);

/** French words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Menu principal',
    home: 'Accueil',
    requests: 'Demandes',
    newRequest: 'Nouvelle demande',
    queue: 'File d’attente',
    held: 'E-mails retenus',
    notifications: 'Notifications',
    customers: 'Clients',
    team: 'Équipe',
    settings: 'Paramètres',
    menu: 'Votre menu',
    profile: 'Votre profil',
    signOut: 'Se déconnecter',
    signingOut: 'Déconnexion…',
  },

  role: { customer: 'Client', agent: 'Agent', administrator: 'Administrateur' },
  state: { invited: 'Activation en attente', active: 'Actif', suspended: 'Suspendu' },
  languages: { en: 'Anglais', fr: 'Français', it: 'Italien', de: 'Allemand', es: 'Espagnol', pt: 'Portugais', nl: 'Néerlandais' },

  home: {
    title: (name) => `Bonjour ${name}`,
    open: 'Demandes ouvertes',
    emptyTitle: 'Aucune demande ouverte',
    empty: 'Vos demandes à l’équipe figureront ici, avec leur statut et la dernière réponse, jusqu’à leur résolution.',
    links: 'Liens rapides',
    linksEmpty: 'Les liens que l’équipe choisit pour vous figureront ici.',
    external: '(autre site)',
  },

  load: {
    failedTitle: 'Le chargement a échoué',
    notFoundTitle: 'Introuvable',
    notFound: 'Il n’y a personne ici. L’adresse est peut-être incomplète.',
  },

  list: {
    more: 'Afficher plus',
    end: (n) => (n < 2 ? `La liste est complète : ${number(n)} élément.` : `La liste est complète : ${number(n)} éléments.`),
    loaded: (n) => (n < 2 ? `${number(n)} élément de plus dans la liste.` : `${number(n)} éléments de plus dans la liste.`),
    added: 'Ajouté',
    state: 'État',
  },

  team: {
    title: 'Équipe',
    intro: 'Les agents s’occupent des clients. Les administrateurs s’occupent aussi de l’équipe et des paramètres.',
    new: 'Inviter dans l’équipe',
    none: 'Personne pour l’instant',
    noneText: 'Les personnes qui répondent aux clients figureront ici.',
  },

  newAgent: {
    title: 'Inviter dans l’équipe',
    intro: 'La personne reçoit un e-mail avec un lien pour choisir un mot de passe.',
    role: 'Rôle',
    submit: 'Envoyer l’invitation',
    nameMissing: 'Saisissez un nom.',
    emailMissing: 'Saisissez une adresse e-mail.',
    invited: (name) => `Invitation envoyée : ${name}.`,
    taken: 'Un membre de l’équipe a déjà cette adresse e-mail.',
    takenOpen: 'Ouvrir la fiche de ce membre',
  },

  notifications: {
    title: 'Notifications',
    intro: 'Ce qui vous est signalé par e-mail, pour chaque service. Ce choix n’est que le vôtre ; vos collègues font le leur.',
    newRequests: 'Nouvelles demandes',
    newRequestsHint: 'Un e-mail quand un client ouvre une demande pour ce service.',
    replies: 'Réponses des clients',
    none: 'Aucune',
    mine: 'Aux demandes dont je m’occupe',
    all: 'À toutes les demandes de ce service',
    noServices: 'Aucun service n’a encore été créé.',
    changed: (n) => (n < 2 ? `${number(n)} modification n’est pas encore enregistrée` : `${number(n)} modifications ne sont pas encore enregistrées`),
    save: 'Enregistrer',
    discard: 'Abandonner',
    saved: 'Vos choix sont enregistrés.',
    tooManyTitle: 'Trop de services à la fois',
    tooMany: 'Rien n’a été enregistré. Enregistrez après avoir choisi pour 49 services au plus, puis continuez avec les autres.',
    conflictTitle: 'Vous avez modifié ceci ailleurs',
    conflict: 'Vos choix ont été modifiés entre-temps dans une autre fenêtre. Les voici dans leur état actuel ; ce que vous aviez choisi n’a pas été enregistré.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
