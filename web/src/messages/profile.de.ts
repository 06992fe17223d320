import type { profileEn } from './profile.en';

export const profileDe: typeof profileEn = {
  title: 'Ihr Profil',
  intro: 'Was das Portal über Sie weiß, und was dafür sorgt, dass Ihr Konto Ihres bleibt.',

  details: {
    title: 'Name und Sprache',
    name: 'Name',
    nameHint: 'So sehen Sie das Team und Ihre Kolleginnen und Kollegen.',
    language: 'Sprache',
    languageHint: 'Für Seiten und Mails.',
    submit: 'Speichern',
    done: 'Gespeichert.',
    conflictTitle: 'Das hat sich inzwischen geändert',
    conflict: 'Ihr Profil wurde anderswo geändert, während Sie diese Seite offen hatten. Von Ihnen wurde nichts gespeichert: Sehen Sie es noch einmal an, dann speichern Sie.',
  },

  password: {
    title: 'Passwort',
    text: 'Ein neues Passwort meldet Sie überall sonst ab, und eine Mail sagt es Ihnen.',
    open: 'Passwort ändern',
    current: 'Jetziges Passwort',
    currentMissing: 'Geben Sie Ihr jetziges Passwort ein.',
    currentWrong: 'Das ist nicht Ihr jetziges Passwort.',
    next: 'Neues Passwort',
    submit: 'Passwort ändern',
    done: 'Ihr neues Passwort gilt. Überall sonst sind Sie abgemeldet.',
    forgotten: 'Vergessen?',
    forgottenLink: 'Link per Mail anfordern',
  },

  sessions: {
    title: 'Wo Sie angemeldet sind',
    text: 'Ein Ort ist nur so genau, wie das Netz ihn verrät. Kennen Sie einen Eintrag nicht, melden Sie ihn ab und ändern Sie Ihr Passwort.',
    here: 'Dieses Gerät',
    unknown: 'Ein Browser, den wir nicht kennen',
    device: (browser, system) => `${browser} unter ${system}`,
    used: 'Zuletzt benutzt',
    began: 'Angemeldet',
    end: 'Abmelden',
    endLabel: (device) => `Abmelden: ${device}`,
    ended: (device) => `${device} ist abgemeldet.`,
    endOthers: 'Überall sonst abmelden',
    endOthersTitle: 'Überall sonst abmelden?',
    endOthersText: 'Jedes andere Gerät ist beim nächsten Klick abgemeldet. Hier bleiben Sie angemeldet.',
    endedOthers: 'Sie sind überall sonst abgemeldet.',
    only: 'Sie sind nur hier angemeldet.',
  },
};
