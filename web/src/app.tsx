import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import type { Portal } from './api/types';
import { Announcer } from './components/announce';
import { ErrorBoundary } from './components/error-boundary';
import { Toasts } from './components/toast';
import { LanguageProvider, isLanguage, useLanguage } from './messages/language';
import type { firstSpeech } from './messages/language';
import { Gate } from './pages/gate';
import { Nowhere } from './pages/nowhere';
import { ActivatePage } from './pages/public/activate';
import { ForgotPage } from './pages/public/forgot';
import { ResetPage } from './pages/public/reset';
import { SignInPage } from './pages/public/sign-in';
import { PortalProvider } from './portal';
import { useSession } from './use-session';
import { isInside } from './way';

interface Props {
  speech: Awaited<ReturnType<typeof firstSpeech>>;
  portal?: Promise<Portal>;
}

export function App({ speech, portal }: Props) {
  return (
    <LanguageProvider first={speech}>
      <ErrorBoundary>
        <PortalProvider {...(portal && { first: portal })}>
          <LocationProvider>
            <OwnLanguage />
            <Pages />
            <Toasts />
            <Announcer />
          </LocationProvider>
        </PortalProvider>
      </ErrorBoundary>
    </LanguageProvider>
  );
}

/** A signed-in person's language wins over the browser's. */
function OwnLanguage() {
  const session = useSession();
  const { speak } = useLanguage();
  const own = session.kind === 'signed-in' ? session.person.language : undefined;
  useEffect(() => {
    if (isLanguage(own)) void speak(own, 'own');
  }, [own]);
  return null;
}

/** Public pages come with the first script; everything behind sign-in is fetched when somebody is signed in. */
function Pages() {
  const { path } = useLocation();
  if (isInside(path)) return <Gate />;
  return (
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/forgot" component={ForgotPage} />
      <Route path="/activate" component={ActivatePage} />
      <Route path="/reset" component={ResetPage} />
      <Route default component={Nowhere} />
    </Router>
  );
}
