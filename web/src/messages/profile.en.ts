/** English words of the pages where somebody looks after their own account. */
export const profileEn = {
  title: 'Your profile',
  intro: 'What the portal knows about you, and what keeps your account yours.',

  details: {
    title: 'Name and language',
    name: 'Name',
    nameHint: 'This is how the team and your colleagues see you.',
    language: 'Language',
    languageHint: 'Of pages and mails.',
    submit: 'Save',
    done: 'Saved.',
    conflictTitle: 'This changed in the meantime',
    conflict: 'Your profile was changed elsewhere while you had this page open. Nothing of yours was saved: look at it again, then save.',
  },

  password: {
    title: 'Password',
    text: 'Choosing a new one signs you out everywhere else, and a mail tells you of it.',
    open: 'Change password',
    current: 'Present password',
    currentMissing: 'Enter your present password.',
    currentWrong: 'This is not your present password.',
    next: 'New password',
    submit: 'Change password',
    done: 'Your new password is set. You are signed out everywhere else.',
    forgotten: 'Forgotten it?',
    forgottenLink: 'Get a link by mail',
  },

  sessions: {
    title: 'Where you are signed in',
    text: 'A place is only as near as the network tells. If you do not know one of these, sign it out and change your password.',
    here: 'This device',
    unknown: 'A browser that we do not know',
    device: (browser: string, system: string) => `${browser} on ${system}`,
    used: 'Last used',
    began: 'Signed in',
    end: 'Sign out',
    endLabel: (device: string) => `Sign out: ${device}`,
    ended: (device: string) => `${device} is signed out.`,
    endOthers: 'Sign out everywhere else',
    endOthersTitle: 'Sign out everywhere else?',
    endOthersText: 'Every other device is out at its next click. You stay signed in here.',
    endedOthers: 'You are signed out everywhere else.',
    only: 'You are signed in here and nowhere else.',
  },
};
