import { ArrowLeft, Inbox, MousePointerClick, SearchX, UserRound } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import type { Me, QueueEntry, RequestSummary } from '../../../api/types';
import { announce, useFound } from '../../../components/announce';
import { Button, ButtonLink } from '../../../components/button';
import { Failure } from '../../../components/failure';
import { Heading } from '../../../components/heading';
import { StatusBadge } from '../../../components/status-badge';
import { Empty, Skeleton } from '../../../components/waiting';
import { When } from '../../../components/when';
import { useList } from '../../../list';
import type { List } from '../../../list';
import { useLive } from '../../../live';
import { useLoad, useSlow } from '../../../load';
import { useInsideWords, useWords } from '../../../messages/language';
import { NotFound } from '../../message';
import { KeysDialog, useKeys } from './keys';
import { addressOf, placeOf } from './place';
import type { Place } from './place';
import { TicketPane } from './ticket';
import { useViewTitle } from './view-title';
import { Views } from './views';

type Item = RequestSummary & Omit<QueueEntry, 'request'>;

const toItem = ({ request, ...rest }: QueueEntry): Item => ({ ...request, ...rest });

/** The team's queue (A1): views, list, conversation and customer beside each other; on a narrow screen one of them at a time. */
export function QueuePage({ me }: { me: Me }) {
  const { path, query } = useLocation();
  const place = placeOf(path, query['q'] ?? '');
  return place ? <Desk me={me} place={place} /> : <NotFound />;
}

function Desk({ me, place }: { me: Me; place: Place }) {
  const { list: listWords } = useInsideWords();
  const { route } = useLocation();
  const [showKeys, setShowKeys] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { view, service, query } = place;

  const list = useList<Item>(
    `queue?${view}?${service}?${query}`,
    async (cursor) => {
      const more = cursor === undefined ? {} : { cursor };
      if (view !== 'search') {
        const page = await answer(api.GET('/api/queue', { params: { query: { view, ...(view === 'service' && { service }), ...more } } }));
        return { ...page, items: page.items.map(toItem) };
      }
      if (query.length < 2) return { items: [] };
      const page = await answer(api.GET('/api/queue/search', { params: { query: { query, ...more } } }));
      return { ...page, items: page.items.map(toItem) };
    },
    { onMore: (added) => announce(listWords.loaded(added)), ...(view !== 'search' && { at: ({ updatedAt }: Item) => updatedAt }) },
  );

  const getCounts = () => answer(api.GET('/api/queue/counts'));
  const counts = useLoad('queue-counts', getCounts);
  const refresh = () => {
    list.refresh();
    return getCounts().then(counts.set, () => undefined);
  };
  useLive(refresh);

  // On a narrow screen the list makes room for the ticket and comes back at its place.
  const listScroll = useRef(0);
  useLayoutEffect(() => {
    if (place.ticket === undefined) scrollTo(0, listScroll.current);
    else scrollTo(0, 0);
  }, [place.ticket]);
  useEffect(() => {
    listScroll.current = 0;
  }, [view, service, query]);

  const go = (step: 1 | -1) => {
    const items = list.items ?? [];
    const now = items.findIndex(({ id }) => id === place.ticket);
    const next = now < 0 ? items[0] : items[now + step];
    if (next) route(addressOf({ ...place, ticket: next.id }));
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    '/': () => {
      search.current?.focus();
      search.current?.select();
    },
    '?': () => setShowKeys(true),
  });

  const shows = place.ticket !== undefined ? 'ticket' : place.bare ? 'views' : 'list';
  return (
    <div class="desk" data-shows={shows} data-view={view}>
      <Views place={place} counts={counts.data} search={search} onKeys={() => setShowKeys(true)} />
      <QueueList place={place} list={list} onOpen={() => (listScroll.current = scrollY)} />
      {place.ticket === undefined ? (
        <div class="desk-none">
          <Nothing />
        </div>
      ) : (
        <TicketPane key={place.ticket} id={place.ticket} me={me} back={addressOf({ ...place, ticket: undefined })} place={place} onChange={() => void refresh()} />
      )}
      {showKeys && <KeysDialog onClose={() => setShowKeys(false)} />}
    </div>
  );
}

function Nothing() {
  const { queue: words } = useInsideWords();
  return (
    <Empty icon={MousePointerClick} title={words.choose}>
      <p>{words.chooseText}</p>
    </Empty>
  );
}

function QueueList({ place, list, onOpen }: { place: Place; list: List<Item>; onOpen: () => void }) {
  const inside = useInsideWords();
  const words = inside.queue;
  const title = useViewTitle()(place);
  const { items } = list;
  const slow = useSlow(list.loading && !items);
  const main = !place.bare && place.ticket === undefined;

  const searched = place.view === 'search' && items && !list.loading && place.query.length >= 2;
  useFound(place.query, searched ? (items.length === 0 ? words.noMatch(place.query) : inside.requests.found(items.length, list.more)) : undefined);

  return (
    <section class="desk-list" aria-label={title}>
      <a class="back desk-back" href="/queue">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.backViews}
      </a>
      {main ? (
        // While somebody types a search, the focus stays in the field.
        place.view === 'search' ? <h1 class="desk-title">{title}</h1> : <Heading key={`${place.view} ${place.service}`} title={title} />
      ) : (
        <h2 class="desk-title">{title}</h2>
      )}
      {list.error && !list.loading && <Failure error={list.error} retry={items ? list.refresh : list.reload} busy={list.loading} />}
      {!items && slow && <Skeleton lines={8} />}
      {items && items.length > 0 && (
        <ul role="list" class="tickets" aria-label={title}>
          {items.map((item) => (
            <TicketRow key={item.id} item={item} place={place} onOpen={onOpen} />
          ))}
        </ul>
      )}
      {list.more && items && (
        <div class="rows-foot">
          <Button onClick={list.loadMore} busy={list.loading}>
            {inside.list.more}
          </Button>
        </div>
      )}
      {items?.length === 0 && !list.more && <NothingListed place={place} main={main} />}
    </section>
  );
}

function TicketRow({ item, place, onOpen }: { item: Item; place: Place; onOpen: () => void }) {
  const inside = useInsideWords();
  const { colon } = useWords();
  const here = item.id === place.ticket;
  const row = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: 'nearest' });
  }, [here]);
  return (
    <li>
      <a ref={row} class="ticket-row" href={addressOf({ ...place, ticket: item.id })} aria-current={here ? 'page' : undefined} onClick={onOpen}>
        <span class="ticket-row-top">
          <span class="ticket-row-who">{item.requester}</span>
          <span class="small quiet">
            <When at={item.updatedAt} inRow />
          </span>
        </span>
        <span class="ticket-row-subject">{item.subject}</span>
        <span class="ticket-row-end">
          <StatusBadge status={item.status} />
          <span class="small quiet with-icon">
            <UserRound size={14} aria-hidden="true" />
            <span class="sr-only">{colon(inside.queue.assignee)} </span>
            {item.assignee?.name ?? inside.queue.nobody}
          </span>
        </span>
      </a>
    </li>
  );
}

/** `main` tells whether the list has the page's own heading above it. */
function NothingListed({ place, main }: { place: Place; main: boolean }) {
  const { queue: words } = useInsideWords();
  const { view, query } = place;
  if (view === 'search') {
    const started = query.length >= 2;
    return (
      <Empty icon={SearchX} title={started ? words.noMatch(query) : words.searchStart} inSection={!main}>
        <p>{words.searchStartText}</p>
      </Empty>
    );
  }
  const action =
    view === 'mine' ? (
      <ButtonLink href={addressOf({ view: 'unassigned' })}>{words.seeUnassigned}</ButtonLink>
    ) : view === 'open' ? undefined : (
      <ButtonLink href={addressOf({ view: 'open' })}>{words.seeOpen}</ButtonLink>
    );
  return (
    <Empty icon={Inbox} title={words.empty[view]} inSection={!main} action={action}>
      <p>{words.emptyText[view]}</p>
    </Empty>
  );
}
