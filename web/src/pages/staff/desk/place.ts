/** The views of the queue that have an address, and the search. */
export const VIEWS = ['open', 'unassigned', 'mine', 'service', 'closed', 'search'] as const;
export type View = (typeof VIEWS)[number];

/** Where in the queue somebody is. */
export interface Place {
  readonly view: View;
  /** With the view `service`. */
  readonly service: string;
  /** With the view `search`. */
  readonly query: string;
  readonly ticket: string | undefined;
  /** The queue's own address, which names no view: a narrow screen shows the views there. */
  readonly bare: boolean;
}

/** Reads `/queue`, `/queue/<view>`, `/queue/service/<id>`, each with or without a ticket behind it, and `/tickets/<id>`. */
export function placeOf(path: string, query: string): Place | undefined {
  const [root, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const place = { view: 'open', service: '', query: '', ticket: undefined, bare: false } as const;
  if (root === 'tickets') return parts.length === 1 ? { ...place, ticket: parts[0] } : undefined;
  if (parts.length === 0) return { ...place, bare: true };
  const view = VIEWS.find((each) => each === parts[0]);
  if (!view) return undefined;
  const rest = parts.slice(view === 'service' ? 2 : 1);
  const service = view === 'service' ? parts[1] : '';
  if (service === undefined || rest.length > 1) return undefined;
  return { ...place, view, service, query: view === 'search' ? query.trim() : '', ticket: rest[0] };
}

/** The address of a place in the queue. */
export function addressOf({ view, service = '', query = '', ticket }: Partial<Place> & Pick<Place, 'view'>): string {
  const parts = ['queue', view, ...(view === 'service' ? [encodeURIComponent(service)] : []), ...(ticket === undefined ? [] : [ticket])];
  return `/${parts.join('/')}${view === 'search' && query !== '' ? `?q=${encodeURIComponent(query)}` : ''}`;
}
