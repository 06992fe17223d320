import { Route, Router, useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import type { Me } from '../api/types';
import { forgetLists } from '../list';
import { forgetServices } from '../services';
import { adopt } from '../styles/adopt';
import bar from '../styles/bar.css?inline';
import desk from '../styles/desk.css?inline';
import css from '../styles/inside.css?inline';
import person from '../styles/person.css?inline';
import profile from '../styles/profile.css?inline';
import requests from '../styles/requests.css?inline';
import { homeOf, isInside } from '../way';
import { Home } from './customer/home';
import { NewRequestPage } from './customer/new-request';
import { RequestPage } from './customer/request';
import { RequestsPage } from './customer/requests';
import { NoAccess, NotFound } from './message';
import { ProfilePage } from './profile/profile';
import { Shell } from './shell';
import { CustomersPage } from './staff/customers';
import { ImportPage } from './staff/import';
import { ImportsPage } from './staff/imports';
import { NewCustomerPage } from './staff/new-customer';
import { CustomerPage } from './staff/customer';
import { NewAgentPage } from './staff/new-agent';
import { AgentPage } from './staff/agent';
import { QueuePage } from './staff/desk/queue';
import { HeldPage } from './staff/held';
import { HeldMailPage } from './staff/held-mail';
import { NotificationsPage } from './staff/notifications';
import { SettingsPages } from './staff/settings/settings';
import { TeamPage } from './staff/team';

adopt(bar + css + requests + desk + person + profile);

let seen: string | undefined;

/** Everything behind sign-in: the bar above, the page below, each for those whom it is for. */
export function Inside({ person }: { person: Me }) {
  const { path } = useLocation();
  if (seen !== person.id) {
    // Another person at this browser does not find the lists of the one before.
    forgetLists();
    forgetServices();
    seen = person.id;
  }
  return (
    <Shell person={person}>
      {isInside(path) ? <Page person={person} /> : <NotFound />}
    </Shell>
  );
}

function Page({ person }: { person: Me }) {
  const { path, route } = useLocation();
  const home = homeOf(person.role);

  const staff = person.role !== 'customer';
  const administrator = person.role === 'administrator';

  // One request has two addresses, one for each side; a link to the other's is put right. The list of requests is the team's queue.
  const [, part, id] = path.split('/');
  const ofTeam = id === undefined || id === 'new' ? home : `/tickets/${id}`;
  const other = staff && part === 'requests' ? ofTeam : !staff && part === 'tickets' && id !== undefined ? `/requests/${id}` : undefined;
  const better = path === '/' && home !== '/' ? home : other;
  useEffect(() => {
    if (better !== undefined) route(better, true);
  }, [better]);

  if (better !== undefined) return null;
  if (path === '/') return <Home person={person} />;
  if (path === '/profile') return <ProfilePage />;
  const allowed = part === 'requests' ? !staff : part === 'team' || part === 'settings' ? administrator : staff;
  if (!allowed) return <NoAccess staff={staff} />;
  // One page in all of the queue's addresses, so that the list stays while tickets come and go.
  if (part === 'queue' || part === 'tickets') return <QueuePage me={person} />;
  if (part === 'settings') return <SettingsPages />;
  return (
    <Router>
      <Route path="/requests" component={RequestsPage} />
      <Route path="/requests/new" component={NewRequestPage} me={person} />
      <Route path="/requests/:id" component={RequestPage} me={person} />
      <Route path="/held" component={HeldPage} />
      <Route path="/held/:id" component={HeldMailPage} />
      <Route path="/notifications" component={NotificationsPage} />
      <Route path="/customers" component={CustomersPage} />
      <Route path="/customers/new" component={NewCustomerPage} me={person} />
      <Route path="/customers/imports" component={ImportsPage} />
      <Route path="/customers/imports/:id" component={ImportPage} />
      <Route path="/customers/:id" component={CustomerPage} me={person} />
      <Route path="/team" component={TeamPage} />
      <Route path="/team/new" component={NewAgentPage} me={person} />
      <Route path="/team/:id" component={AgentPage} me={person} />
      <Route default component={NotFound} />
    </Router>
  );
}
