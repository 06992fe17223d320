import { FileUp, Plus, SearchX, Users } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useRef } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { announce, useFound } from '../../components/announce';
import { Button, ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { SearchField } from '../../components/search-field';
import { Empty, Skeleton } from '../../components/waiting';
import { useList } from '../../list';
import { useSlow } from '../../load';
import { useInsideWords } from '../../messages/language';
import { PersonRows } from './person-rows';

/** Whether the longest word that is asked for is one letter: people are found by the beginnings of words from two letters on. */
function isOneLetter(query: string): boolean {
  const words = query.normalize('NFC').match(/\S*@\S*|[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 && words.every((word) => Array.from(word).length === 1);
}

/** Finding customers (A2). What is searched for stands in the address, so that back, reload and a shared link find it again. */
export function CustomersPage() {
  const { customers: words, imports, list } = useInsideWords();
  const { query, route } = useLocation();
  const asked = (query['q'] ?? '').trim();
  const oneLetter = isOneLetter(asked);
  const box = useRef<HTMLInputElement>(null);

  const people = useList(
    `customers?${asked}`,
    (cursor) =>
      answer(
        api.GET('/api/customers', { params: { query: { ...(asked !== '' && { query: asked }), ...(cursor !== undefined && { cursor }) } } }),
      ),
    { onMore: (added) => announce(list.loaded(added)) },
  );
  const { items } = people;
  const slow = useSlow(people.loading && !items);

  const said = () => (oneLetter ? words.letters : items?.length === 0 ? words.noMatch(asked) : words.found(items?.length ?? 0, people.more));
  useFound(asked, items && !people.loading && asked !== '' ? said() : undefined);

  const search = (next: string) => route(next === '' ? '/customers' : `/customers?q=${encodeURIComponent(next)}`, true);
  const clear = () => {
    search('');
    box.current?.focus();
  };

  const empty = items?.length === 0;
  const none = empty && asked === '';
  return (
    <>
      <div class="page-head">
        <Heading title={words.title} />
        {!none && (
          <div class="page-actions">
            <ButtonLink href="/customers/imports">
              <FileUp size={18} aria-hidden="true" />
              {imports.open}
            </ButtonLink>
            <ButtonLink href="/customers/new" look="primary">
              <Plus size={18} aria-hidden="true" />
              {words.new}
            </ButtonLink>
          </div>
        )}
      </div>
      {!none && (
        <div class="tools">
          <SearchField label={words.search} hint={words.searchHint} asked={asked} onSearch={search} box={box} />
          {items && items.length > 0 && asked !== '' && <p class="small quiet">{oneLetter ? words.letters : words.found(items.length, people.more)}</p>}
        </div>
      )}
      {people.error && !people.loading && <Failure error={people.error} retry={people.reload} busy={people.loading} />}
      {!items && slow && <Skeleton lines={6} />}
      {items && items.length > 0 && (
        <>
          <PersonRows people={items} base="/customers" label={words.title} />
          {people.more && (
            <div class="rows-foot">
              <Button onClick={people.loadMore} busy={people.loading}>
                {list.more}
              </Button>
            </div>
          )}
        </>
      )}
      {none && (
        <div class="panel">
          <Empty
            icon={Users}
            title={words.none}
            action={
              <>
                <ButtonLink href="/customers/new" look="primary">
                  <Plus size={18} aria-hidden="true" />
                  {words.new}
                </ButtonLink>
                <ButtonLink href="/customers/imports">
                  <FileUp size={18} aria-hidden="true" />
                  {imports.open}
                </ButtonLink>
              </>
            }
          >
            <p>{words.noneText}</p>
          </Empty>
        </div>
      )}
      {empty && asked !== '' && (
        <div class="panel">
          <Empty icon={SearchX} title={words.noMatch(asked)} action={<Button onClick={clear}>{words.clear}</Button>}>
            <p>{oneLetter ? words.letters : words.noMatchText}</p>
          </Empty>
        </div>
      )}
    </>
  );
}
