/**
 * English words of the public pages and of everything that all pages share. This file is the source: the other languages must have the same
 * keys and arguments, which the compiler checks.
 */
export const en = {
  /** The language's own name. */
  language: 'Language',
  skip: 'Skip to content',
  loading: 'Loading…',
  busy: 'One moment…',
  retry: 'Try again',
  goHome: 'Go to Home',
  required: 'required',
  optional: 'optional',
  privacy: 'Privacy',
  terms: 'Terms',
  close: 'Close',
  cancel: 'Cancel',

  field: {
    name: 'Name',
    email: 'E-mail address',
    password: 'Password',
    code: 'Code',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
  },

  /** What is wrong with a field, in our words. */
  fieldProblem: {
    nameMissing: 'Enter your name.',
    nameTooLong: (most: number) => `Use at most ${most} characters for the name.`,
    emailMissing: 'Enter your e-mail address.',
    emailInvalid: 'Enter an e-mail address such as name@example.com.',
    emailTooLong: 'This e-mail address is too long.',
    emailUnsupported: 'We cannot send mail to this kind of address. Use one with plain letters, digits and the usual signs.',
    passwordMissing: 'Enter your password.',
    newPasswordMissing: 'Choose a password.',
    passwordTooShort: (least: number) => `Choose a password of at least ${least} characters.`,
    passwordTooLong: (most: number) => `Choose a password of at most ${most} characters.`,
    passwordCommon: 'This password is on the list of those tried first. Choose one that nobody else would think of.',
    codeMissing: 'Enter the code from the mail.',
    codeInvalid: 'The code has 6 digits.',
    controlCharacters: 'This contains characters that cannot be shown. Type it again instead of pasting.',
    other: 'Have another look at this.',
  },

  summary: {
    one: 'Something needs another look',
    many: (n: number) => `${n} things need another look`,
  },

  wait: {
    seconds: (n: number) => (n === 1 ? 'Try again in 1 second.' : `Try again in ${n} seconds.`),
    minutes: (n: number) => (n === 1 ? 'Try again in 1 minute.' : `Try again in ${n} minutes.`),
    hours: (n: number) => (n === 1 ? 'Try again in 1 hour.' : `Try again in ${n} hours.`),
    over: 'You can try again now.',
  },

  /** Failures that no field can mend. What happened, whether anything was lost, what to do. */
  failure: {
    offlineTitle: 'No connection',
    offline: 'We could not reach the portal. Nothing you typed is lost. Check your connection, then try again.',
    tooManyTitle: 'Too many tries',
    tooMany: 'For safety we allow only so many tries in a while. Nothing you typed is lost.',
    unavailableTitle: 'The portal is busy',
    unavailable: 'Nothing you typed is lost. Please try again in a moment.',
    serverTitle: 'That did not work',
    server: 'The fault is ours, and nothing you typed is lost. Try again; if it happens again, tell the team the request number.',
    tooLargeTitle: 'Too much text',
    tooLarge: 'This is more than the portal takes at once. Nothing you typed is lost. Shorten it and try again.',
    invalidTitle: 'Something needs another look',
    requestId: 'Request number',
  },

  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    forgot: 'Forgot password?',
    endedTitle: 'Your session has ended',
    ended: 'For your safety we signed you out. Sign in and you are back where you were.',
    signedOut: 'You are signed out.',
    failedTitle: 'That did not work',
    failed: 'The address and the password do not go together, or this address cannot sign in here.',
    next: 'What you can do',
    nextAddress: 'Use the address that your invitation was sent to.',
    nextReset: 'Choose a new password',
    nextResetAfter: ' if you are not sure of yours.',
    nextInvited: 'Not activated yet? Open the link in your invitation mail.',
    nextTeam: 'Still no way in? Ask the person at your company who looks after this portal, or the support team.',
  },

  code: {
    title: 'Enter the code',
    intro: (email: string) =>
      `To be sure that it is you, we have mailed a code to the address on record, if ${email} can sign in here. It is good for 10 minutes.`,
    hint: '6 digits. You can paste it.',
    submit: 'Go on',
    resend: 'Mail a new code',
    resendSoon: (wait: string) => `You can ask for a new code in ${wait}.`,
    resent: 'If this address can sign in here, a new code is on its way. Use the newest mail.',
    failedTitle: 'That did not work',
    failed: 'The code or the password is not right, or the code is older than 10 minutes. Use the code in the newest mail.',
    againTitle: 'A new code is needed',
    again: 'We have asked for a new one. Use the code in the newest mail.',
    back: 'Use another address or password',
    none: 'No mail?',
    noneHelp: 'Wait two minutes and look in the spam folder. The code goes only to the address that you were invited with.',
  },

  forgot: {
    title: 'Forgot your password?',
    intro: 'Enter your e-mail address. We will mail you a link to choose a new password.',
    submit: 'Mail me a link',
    back: 'Back to sign-in',
    sentTitle: 'Look in your mailbox',
    sent: (email: string) => `If ${email} has an account here, a mail is on its way. The link in it is good for one hour.`,
    none: 'If no mail comes',
    noneWait: 'Wait five minutes and look in the spam folder.',
    noneAddress: 'Check the spelling above. Use the address that your invitation was sent to.',
    noneInvited: 'Never activated your account? Then the link in your invitation mail is the way in.',
    noneTeam: 'Ask the support team which address they know you by.',
    resend: 'Mail it again',
    resendSoon: (wait: string) => `You can ask for another mail in ${wait}.`,
    resent: 'If this address has an account, another mail is on its way.',
    other: 'Use another address',
  },

  password: {
    rule: (least: number) => `At least ${least} characters. A short sentence is easy to remember.`,
    missing: (n: number) => (n === 1 ? '1 more character' : `${n} more characters`),
    longEnough: 'Long enough',
    tooLong: (most: number) => `More than ${most} characters`,
  },

  activate: {
    checking: 'Checking your link…',
    title: 'Activate Your Account',
    intro: 'Check your name and choose a password. Then you are signed in.',
    emailHint: 'This is where your invitation went. It cannot be changed here.',
    newPassword: 'Choose a password',
    submit: 'Save',
    after: 'Saving activates your account and signs you in.',
    welcome: 'Your account is active. You are signed in.',
  },

  reset: {
    title: 'Choose a new password',
    intro: (email: string) => `For ${email}.`,
    newPassword: 'New password',
    submit: 'Save and sign in',
    after: 'Saving signs you in here and signs you out everywhere else.',
    done: 'Your new password is set. You are signed in.',
  },

  link: {
    signIn: 'Go to sign-in',
    forgot: 'Choose a new password',
    ask: 'Mail me a new link',
    askedTitle: 'A new link is on its way',
    asked: 'It goes to the address on record and to no other. Open the newest mail; older links do not work any more.',
    askedNone: 'No mail after five minutes? Look in the spam folder, then contact the support team.',
    usedTitle: 'This link was used already',
    usedActivation: 'Your account is active, so there is nothing left to do here. Sign in with your e-mail address and your password.',
    usedReset: 'The password was changed with it. Sign in with the new one, or ask for another link.',
    usedNotYou: 'Was it not you? Choose a new password right away and tell the support team.',
    expiredTitle: 'This link has expired',
    expired: 'Links work only for a while, for your safety. We can mail you a new one.',
    replacedTitle: 'There is a newer link',
    replaced: 'A newer mail has taken the place of this one. Look for the newest mail from us and open its link.',
    replacedAsk: 'Can’t find it? We can mail you another.',
    forgedTitle: 'This link does not work',
    forged: 'It is incomplete or was not made by this portal. Open the mail again and click the link there, or copy all of it.',
    forgedNext: 'Already have a password? Then sign in. If you do not, the support team can send you a new invitation.',
    suspendedTitle: 'This account is suspended',
    suspended: 'The support team has paused access for this address. Only they can give it back: please contact them.',
    wrongPageTitle: 'This link is for something else',
    wrongPage: 'The link is good, but not for this page.',
    openRight: 'Open the right page',
  },

  notFound: {
    title: 'Page not found',
    text: 'There is nothing at this address. It may have moved, or the link is incomplete.',
  },

  noAccess: {
    title: 'This page is not for you',
    text: 'Only the support team can open it. If you think you should, ask an administrator.',
  },

  broken: {
    title: 'Something went wrong',
    text: 'The page could not be shown. Nothing that was saved is lost. Load it again; if it happens again, tell the team.',
    reload: 'Load again',
  },
};
