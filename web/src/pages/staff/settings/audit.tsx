import { ScrollText, X } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import { isId } from '../../../api/id';
import type { AuditEntry } from '../../../api/types';
import { announce, useFound } from '../../../components/announce';
import { Button } from '../../../components/button';
import { Failure } from '../../../components/failure';
import { SelectField, TextField } from '../../../components/field';
import { Empty, Skeleton } from '../../../components/waiting';
import { When } from '../../../components/when';
import { useKeptFocus } from '../../../kept-focus';
import { useList } from '../../../list';
import { useSlow } from '../../../load';
import { useInsideWords } from '../../../messages/language';
import { Done } from '../log';
import { sayNetwork } from '../network';
import { Changes } from './changes';
import { Head } from './head';

type Action = AuditEntry['action'];
type Filter = Record<'person' | 'action' | 'from' | 'to', string>;

const none: Filter = { person: '', action: '', from: '', to: '' };

/** What people are called in the entries that were shown so far, by their ids: a search that finds nothing about somebody has no name for them. */
function useNames(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const names = useRef(new Map<string, string>());
  for (const one of entries.flatMap(({ actor, subject }) => [actor, subject])) {
    if (one?.id !== undefined && one.name !== undefined) names.current.set(one.id, one.name);
  }
  return names.current;
}

const dayStart = (day: string) => new Date(`${day}T00:00:00`);

/** The instants of a day in the reader's own zone; nothing where it is no day. */
function bounds({ from, to }: Filter): { from?: string; to?: string } {
  const start = dayStart(from);
  const end = dayStart(to);
  end.setDate(end.getDate() + 1);
  return {
    ...(!Number.isNaN(start.getTime()) && { from: start.toISOString() }),
    ...(!Number.isNaN(end.getTime()) && { to: end.toISOString() }),
  };
}

/** Who did what to whom, when, from where (A6). What is looked for stands in the address, so that back, reload and a shared link find it again. */
export function AuditPage() {
  const { settings: words, list, person } = useInsideWords();
  const text = words.audit;
  const { query, route } = useLocation();
  const asked: Filter = { person: query['person'] ?? '', action: query['action'] ?? '', from: query['from'] ?? '', to: query['to'] ?? '' };
  const actions = Object.keys(person.action) as Action[];
  const action = actions.find((each) => each === asked.action);
  const log = useList(
    `audit?${JSON.stringify(asked)}`,
    (cursor) =>
      answer(
        api.GET('/api/audit', {
          params: { query: { ...(asked.person !== '' && { person: asked.person }), ...(action && { action }), ...bounds(asked), ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    { onMore: (added) => announce(list.loaded(added)), at: ({ at }) => at },
  );
  const { items } = log;
  const slow = useSlow(log.loading && !items);
  const look = (filter: Filter) => {
    const wanted = new URLSearchParams(Object.entries(filter).filter(([, value]) => value.trim() !== ''));
    const search = wanted.toString();
    route(search === '' ? '/settings/audit' : `/settings/audit?${search}`);
  };
  const name = useNames(items ?? []).get(asked.person);
  const one = isId(asked.person) ? (name ?? (items && (items.length > 0 ? text.gone : text.onePerson))) : undefined;
  const search = new URLSearchParams(asked).toString();
  const wide = Object.values(asked).every((value) => value === '');
  useFound(search, items && !log.loading && !wide ? (items.length === 0 && !log.more ? text.empty : text.found(items.length, log.more)) : undefined);
  // What is pressed here is gone when the log shows something else.
  const shown = useKeptFocus<HTMLElement>();
  return (
    <>
      <Head title={words.page.audit} intro={text.intro} />
      <Search asked={asked} actions={actions} onLook={look} />
      <section class="audit-shown" ref={shown} tabIndex={-1} aria-label={one === undefined ? words.page.audit : text.onlyOf(one)}>
        {one !== undefined && (
          <p class="row">
            <strong>{text.onlyOf(one)}</strong>
            <Button look="plain" label={`${words.remove}: ${text.onlyOf(one)}`} onClick={() => look({ ...asked, person: '' })}>
              <X size={16} aria-hidden="true" />
              {words.remove}
            </Button>
          </p>
        )}
        {log.error && !log.loading && <Failure error={log.error} retry={log.reload} />}
        {!items && slow && <Skeleton lines={8} />}
        {items && items.length > 0 && (
          <ol role="list" class="panel audit">
            {items.map((entry) => (
              <Line key={entry.id} entry={entry} onPerson={(id) => look({ ...none, person: id })} />
            ))}
          </ol>
        )}
        {items?.length === 0 && !log.more && (
          <div class="panel">
            <Empty icon={ScrollText} title={text.empty}>
              <p>{asked.person === '' || isId(asked.person) ? text.emptyText : text.emptyPerson}</p>
            </Empty>
          </div>
        )}
        {log.more && (
          <div class="rows-foot">
            <Button onClick={log.loadMore} busy={log.loading}>
              {list.more}
            </Button>
          </div>
        )}
      </section>
    </>
  );
}

interface SearchProps {
  asked: Filter;
  actions: readonly Action[];
  onLook: (filter: Filter) => void;
}

function Search({ asked, actions, onLook }: SearchProps) {
  const { settings: words, person } = useInsideWords();
  const text = words.audit;
  // People are looked for by their address, which is typed, or by the id behind a name that was pressed; that one is said beside the list.
  const held = isId(asked.person) ? asked.person : '';
  const typed = held === '' ? asked : { ...asked, person: '' };
  const [filter, setFilter] = useState(typed);
  // Back, forward and a pressed name change what is asked for; the fields follow. What was asked for here is no news, and takes nothing back that was typed since.
  const wanted = JSON.stringify(asked);
  const known = useRef(wanted);
  useEffect(() => {
    if (wanted === known.current) return;
    known.current = wanted;
    setFilter(typed);
  }, [wanted]);
  const form = useKeptFocus<HTMLFormElement>();
  const field = (name: keyof Filter) => ({
    id: `audit-${name}`,
    name,
    value: filter[name],
    problem: undefined,
    set: (value: string) => setFilter((now) => ({ ...now, [name]: value })),
  });
  const empty = Object.values(asked).every((value) => value === '');
  return (
    <form
      ref={form}
      class="audit-search"
      role="search"
      aria-label={text.search}
      onSubmit={(event) => {
        event.preventDefault();
        const next = { ...filter, person: filter.person.trim() || held };
        known.current = JSON.stringify(next);
        onLook(next);
      }}
    >
      <TextField field={field('person')} label={text.person} optional />
      <SelectField
        field={field('action')}
        label={text.action}
        options={[{ value: '', label: text.everyAction }, ...actions.map((value) => ({ value, label: person.action[value] }))]}
      />
      <TextField field={field('from')} label={text.from} type="date" optional />
      <TextField field={field('to')} label={text.to} type="date" optional />
      <div class="row">
        <Button type="submit" look="primary">
          {text.search}
        </Button>
        {!empty && <Button onClick={() => onLook(none)}>{text.all}</Button>}
      </div>
    </form>
  );
}

function Line({ entry, onPerson }: { entry: AuditEntry; onPerson: (id: string) => void }) {
  const { settings: words, person } = useInsideWords();
  const { actor, subject, changes } = entry;
  const section = entry.action === 'settings_changed' && entry.detail !== undefined ? words.section(entry.detail) : undefined;
  const who = actor.name ?? person.actor[actor.kind];
  const id = actor.id;
  return (
    <li>
      <div class="audit-what">
        <strong>
          <Done entry={entry} />
        </strong>
        {section !== undefined && <span>: {section}</span>}
        {subject && (
          <>
            {': '}
            <a href={`/${subject.side === 'agent' ? 'team' : 'customers'}/${subject.id}`}>{subject.name ?? words.audit.gone}</a>
          </>
        )}{' '}
        {id === undefined ? (
          <span class="quiet">{person.by(who)}</span>
        ) : (
          <button type="button" class="audit-person" title={words.audit.onlyOf(who)} onClick={() => onPerson(id)}>
            {person.by(who)}
          </button>
        )}
      </div>
      <div class="audit-where small quiet">
        {entry.network !== undefined && <span>{sayNetwork(entry.network, person)}</span>}
        <When at={entry.at} />
      </div>
      {entry.action === 'access_refused' && <code class="small">{entry.detail}</code>}
      {changes.length > 0 && (
        <details>
          <summary class="small">{words.audit.changes(changes.length)}</summary>
          <Changes changes={changes} of={entry.action === 'settings_changed' ? 'settings' : 'person'} />
        </details>
      )}
    </li>
  );
}
