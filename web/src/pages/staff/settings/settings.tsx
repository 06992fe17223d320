import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import type { Settings } from '../../../api/types';
import { Failure } from '../../../components/failure';
import { Heading } from '../../../components/heading';
import { Skeleton } from '../../../components/waiting';
import { useLoad } from '../../../load';
import { useInsideWords } from '../../../messages/language';
import { forgetServices } from '../../../services';
import { adopt } from '../../../styles/adopt';
import css from '../../../styles/settings.css?inline';
import { NotFound } from '../../message';
import { AuditPage } from './audit';
import { LinksPage } from './links';
import { PortalPage } from './portal';
import type { SettingsProps } from './props';
import { RegistrationPage } from './registration';
import { ServicesPage } from './services';
import { SignInSettingsPage } from './sign-in';

adopt(css);

const PAGES = [
  ['/settings', 'portal'],
  ['/settings/registration', 'registration'],
  ['/settings/sign-in', 'signIn'],
  ['/settings/services', 'services'],
  ['/settings/links', 'quickLinks'],
  ['/settings/audit', 'audit'],
] as const;

/** The settings: a list of their pages at the left, above on a narrow screen, and the page. */
export function SettingsPages() {
  const { settings: words } = useInsideWords();
  const { path } = useLocation();
  return (
    <div class="settings">
      <nav class="settings-nav" aria-label={words.title}>
        <ul role="list">
          {PAGES.map(([href, page]) => (
            <li key={href}>
              <a href={href} aria-current={path === href ? 'page' : undefined}>
                {words.page[page]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="settings-page">{path === '/settings/audit' ? <AuditPage /> : <Loaded />}</div>
    </div>
  );
}

function Loaded() {
  const { data, error, loading, slow, reload } = useLoad('settings', () => answer(api.GET('/api/settings')));
  const { settings: words } = useInsideWords();
  const { path } = useLocation();
  const page = PAGES.find(([href]) => href === path)?.[1];
  const failed = !loading && error;
  if (!data && (failed || slow)) {
    return (
      <>
        <div class="page-head">
          <Heading title={page ? words.page[page] : words.title} />
        </div>
        {failed ? <Failure error={error} retry={reload} /> : <Skeleton lines={6} />}
      </>
    );
  }
  if (!data) return null;
  return <Pages loaded={data} />;
}

function Pages({ loaded }: { loaded: Settings }) {
  const { path } = useLocation();
  const [settings, setSettings] = useState(loaded);
  const props: SettingsProps = {
    settings,
    change: (part) => {
      setSettings((before) => ({ ...before, ...part }));
      if (part.services) forgetServices();
    },
  };
  switch (path) {
    case '/settings':
      return <PortalPage {...props} />;
    case '/settings/registration':
      return <RegistrationPage {...props} />;
    case '/settings/sign-in':
      return <SignInSettingsPage {...props} />;
    case '/settings/services':
      return <ServicesPage {...props} />;
    case '/settings/links':
      return <LinksPage {...props} />;
    default:
      return <NotFound />;
  }
}
