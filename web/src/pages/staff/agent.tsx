import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { PersonPage } from './person';
import type { PersonCalls } from './person';

const calls: PersonCalls = {
  get: (id) => answer(api.GET('/api/agents/{id}', { params: { path: { id } } })),
  invite: (id, key) =>
    answer(api.POST('/api/agents/{id}/invitation', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: {} })),
  link: (id) => answer(api.POST('/api/agents/{id}/link', { params: { path: { id } }, body: {} })),
  access: (id, suspended, version) => answer(api.POST('/api/agents/{id}/access', { params: { path: { id } }, body: { suspended, version } })),
  role: (id, role, version) => answer(api.POST('/api/agents/{id}/role', { params: { path: { id } }, body: { role, version } })),
};

/** The page of somebody on the team, for administrators (A0). */
export function AgentPage({ id, me }: { id: string; me: Me }) {
  return <PersonPage key={id} id={id} me={me} list="/team" calls={calls} />;
}
