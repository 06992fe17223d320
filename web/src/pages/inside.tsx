import { Route, Router, useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import type { Me } from '../api/types';
import { adopt } from '../styles/adopt';
import css from '../styles/inside.css?inline';
import { homeOf } from '../way';
import { Home } from './customer/home';
import { NoAccess, NotFound } from './message';
import { Shell } from './shell';
import { CustomersPage } from './staff/customers';
import { ImportPage } from './staff/import';
import { ImportsPage } from './staff/imports';
import { NewCustomerPage } from './staff/new-customer';
import { CustomerPage } from './staff/customer';
import { NewAgentPage } from './staff/new-agent';
import { AgentPage } from './staff/agent';
import { forgetPeople } from './staff/people';
import { SettingsPage } from './staff/settings';
import { TeamPage } from './staff/team';

adopt(css);

let seen: string | undefined;

/** Everything behind sign-in: the bar above, the page below, each for those whom it is for. */
export function Inside({ person }: { person: Me }) {
  if (seen !== person.id) {
    // Another person at this browser does not find the lists of the one before.
    forgetPeople();
    seen = person.id;
  }
  return (
    <Shell person={person}>
      <Page person={person} />
    </Shell>
  );
}

function Page({ person }: { person: Me }) {
  const { path, route } = useLocation();
  const home = homeOf(person.role);

  useEffect(() => {
    if (path === '/' && home !== '/') route(home, true);
  }, [path, home]);

  const staff = person.role !== 'customer';
  const administrator = person.role === 'administrator';
  if (path === '/') return staff ? null : <Home person={person} />;
  if (path.startsWith('/customers') ? !staff : !administrator) return <NoAccess />;
  return (
    <Router>
      <Route path="/customers" component={CustomersPage} />
      <Route path="/customers/new" component={NewCustomerPage} me={person} />
      <Route path="/customers/imports" component={ImportsPage} />
      <Route path="/customers/imports/:id" component={ImportPage} />
      <Route path="/customers/:id" component={CustomerPage} me={person} />
      <Route path="/team" component={TeamPage} />
      <Route path="/team/new" component={NewAgentPage} me={person} />
      <Route path="/team/:id" component={AgentPage} me={person} />
      <Route path="/settings" component={SettingsPage} />
      <Route default component={NotFound} />
    </Router>
  );
}
