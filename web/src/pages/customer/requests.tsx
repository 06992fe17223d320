import { ChevronDown, Inbox, Plus, SearchX } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useRef } from 'preact/hooks';
import { answer, api } from '../../api/client';
import type { RequestSummary, Status } from '../../api/types';
import { announce, useFound } from '../../components/announce';
import { Button, ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { SearchField } from '../../components/search-field';
import { STATUSES } from '../../components/status-badge';
import { Empty, Skeleton } from '../../components/waiting';
import { useList } from '../../list';
import { useLive } from '../../live';
import { useSlow } from '../../load';
import { useInsideWords } from '../../messages/language';
import { RequestRows } from '../requests/request-rows';

function addressOf(status: Status | undefined, query: string): string {
  const parts = new URLSearchParams({ ...(status && { status }), ...(query !== '' && { q: query }) }).toString();
  return parts === '' ? '/requests' : `/requests?${parts}`;
}

/** A customer's requests (H16). Status and search stand in the address, so that back, reload and a bookmark find them again. */
export function RequestsPage() {
  const inside = useInsideWords();
  const words = inside.requests;
  const { query, route } = useLocation();
  const asked = (query['q'] ?? '').trim();
  const status = STATUSES.find((each) => each === query['status']);
  const filter = asked === '' ? status : undefined;
  const box = useRef<HTMLInputElement>(null);

  const list = useList<RequestSummary>(
    `requests?${filter ?? ''}?${asked}`,
    (cursor) =>
      answer(
        api.GET('/api/requests', {
          params: { query: { ...(filter && { status: filter }), ...(asked !== '' && { query: asked }), ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    { onMore: (added) => announce(inside.list.loaded(added)), ...(asked === '' && { at: ({ updatedAt }) => updatedAt }) },
  );
  const { items } = list;
  const slow = useSlow(list.loading && !items);
  useLive(() => {
    list.refresh();
    return Promise.resolve();
  });

  useFound(asked, items && !list.loading && asked !== '' ? (items.length === 0 ? words.noMatch(asked) : words.found(items.length, list.more)) : undefined);

  const search = (next: string) => route(addressOf(status, next), true);
  const clear = () => {
    search('');
    box.current?.focus();
  };

  const empty = items?.length === 0;
  const none = empty && asked === '' && filter === undefined;
  const newRequest = (
    <ButtonLink href="/requests/new" look="primary">
      <Plus size={18} aria-hidden="true" />
      {words.new}
    </ButtonLink>
  );
  return (
    <>
      <div class="page-head">
        <Heading title={words.title} />
        {!none && newRequest}
      </div>
      {!none && (
        <div class="tools">
          <SearchField label={words.search} hint={words.searchHint} asked={asked} onSearch={search} box={box} />
          <div class="filter">
            <label for="request-status" class="small quiet">
              {words.filter}
            </label>
            <div class="select">
              <select
                id="request-status"
                class="input"
                disabled={asked !== ''}
                title={asked === '' ? undefined : words.filterOff}
                onChange={(event) => route(addressOf(STATUSES.find((each) => each === event.currentTarget.value), asked), true)}
              >
                <option value="" selected={filter === undefined}>
                  {words.filterAll}
                </option>
                {STATUSES.map((each) => (
                  <option key={each} value={each} selected={each === filter}>
                    {inside.status[each]}
                  </option>
                ))}
              </select>
              <ChevronDown size={16} aria-hidden="true" />
            </div>
          </div>
        </div>
      )}
      {items && items.length > 0 && asked !== '' && <p class="small quiet found">{words.found(items.length, list.more)}</p>}
      {list.error && !list.loading && <Failure error={list.error} retry={items ? list.refresh : list.reload} busy={list.loading} />}
      {!items && slow && <Skeleton lines={6} />}
      {items && items.length > 0 && (
        <>
          <RequestRows requests={items} label={words.title} />
          {list.more && (
            <div class="rows-foot">
              <Button onClick={list.loadMore} busy={list.loading}>
                {inside.list.more}
              </Button>
            </div>
          )}
        </>
      )}
      {none && (
        <div class="panel">
          <Empty icon={Inbox} title={words.none} action={newRequest}>
            <p>{words.noneText}</p>
          </Empty>
        </div>
      )}
      {empty && filter !== undefined && (
        <div class="panel">
          <Empty icon={Inbox} title={words.noneWith(inside.status[filter].toLocaleLowerCase())} action={<ButtonLink href="/requests">{words.showAll}</ButtonLink>}>
            <p>{words.noneWithText}</p>
          </Empty>
        </div>
      )}
      {empty && asked !== '' && (
        <div class="panel">
          <Empty icon={SearchX} title={words.noMatch(asked)} action={<Button onClick={clear}>{words.clear}</Button>}>
            <p>{words.noMatchText}</p>
          </Empty>
        </div>
      )}
    </>
  );
}
