import { render } from 'preact';
import { App } from './app';
import { refresh } from './api/session';
import { pageOf, takeLink } from './link';
import { firstSpeech } from './messages/language';
import { getPortal } from './portal';
import { adopt } from './styles/adopt';
import base from './styles/base.css?inline';
import buttons from './styles/buttons.css?inline';
import components from './styles/components.css?inline';
import fields from './styles/fields.css?inline';
import publicPages from './styles/public.css?inline';
import tokens from './styles/tokens.css?inline';

// Before anything else: the secret of a link leaves the address bar.
takeLink();
adopt(tokens + base + buttons + fields + components + publicPages);

// Everything that the first page needs is asked for at once. A page that a link opens is for the link's owner, whoever is signed in here.
const portal = getPortal();
portal.catch(() => undefined); // PortalProvider asks again
if (!pageOf(location.pathname)) refresh().catch(() => undefined); // the session's state says how it went

addEventListener('vite:preloadError', () => {
  // A newer version is out, and a part of this one is gone. Once is enough: after that the page says so.
  if (sessionStorage.getItem('portico.reloaded') !== null) return;
  sessionStorage.setItem('portico.reloaded', '1');
  location.reload();
});

const root = document.getElementById('app');
void firstSpeech().then((speech) => {
  if (root) render(<App speech={speech} portal={portal} />, root);
});
