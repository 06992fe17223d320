import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { PersonPage } from './person';
import type { PersonCalls } from './person';

const calls: PersonCalls = {
  get: (id) => answer(api.GET('/api/customers/{id}', { params: { path: { id } } })),
  chooses: true,
  invite: (id, key, invitation) =>
    answer(api.POST('/api/customers/{id}/invitation', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { invitation } })),
  link: (id) => answer(api.POST('/api/customers/{id}/link', { params: { path: { id } }, body: {} })),
  access: (id, suspended, version) => answer(api.POST('/api/customers/{id}/access', { params: { path: { id } }, body: { suspended, version } })),
  level: (id, level, services, version) =>
    answer(api.POST('/api/customers/{id}/level', { params: { path: { id } }, body: { level, services: [...services], version } })),
  secondFactor: (id, secondFactor, version) =>
    answer(api.POST('/api/customers/{id}/second-factor', { params: { path: { id } }, body: { secondFactor, version } })),
};

/** A customer's page, for agents (A2). */
export function CustomerPage({ id, me }: { id: string; me: Me }) {
  return <PersonPage key={id} id={id} me={me} list="/customers" calls={calls} />;
}
