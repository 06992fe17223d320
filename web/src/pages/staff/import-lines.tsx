import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Import, ImportLine, ImportResult } from '../../api/types';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import { Skeleton } from '../../components/waiting';
import { useSlow } from '../../load';
import { useInsideWords, useLanguage } from '../../messages/language';
import { ResultBadge } from './import-badge';

const RESULTS = ['new', 'created', 'known', 'refused'] as const;
const isResult = (text: string | undefined): text is ImportResult => RESULTS.some((result) => result === text);

/** The lines of a file, all or those with one result. Which ones stands in the address. */
export function ImportLines({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  const { query } = useLocation();
  const asked = query['result'];
  const result = isResult(asked) ? asked : undefined;
  const lines = useLines(of, result);
  const here = `/customers/imports/${of.id}`;
  const filters = [
    { result: undefined, href: here, label: words.all, count: of.lines },
    ...RESULTS.filter((each) => of.counts[each] > 0 || each === result).map((each) => ({
      result: each,
      href: `${here}?result=${each}`,
      label: words.result[each],
      count: of.counts[each],
    })),
  ];
  return (
    <section aria-labelledby="import-lines">
      <div class="import-head">
        <h2 id="import-lines">{words.lines}</h2>
        <nav aria-label={words.filter}>
          <ul role="list" class="filters">
            {filters.map((each) => (
              <li key={each.href}>
                <a href={each.href} aria-current={each.result === result ? 'true' : undefined}>
                  {each.label} <span class="filter-count">{format.number(each.count)}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {result && <p class="small quiet">{words.resultText[result]}</p>}
      </div>
      {lines.error && <Failure error={lines.error} retry={lines.again} />}
      {!lines.items && lines.slow && <Skeleton lines={6} />}
      {lines.items?.length === 0 && <p class="quiet">{words.noLines}</p>}
      {lines.items && lines.items.length > 0 && (
        <div class="panel">
          <table class="lines">
            <caption class="sr-only">{words.lines}</caption>
            <thead>
              <tr>
                <th scope="col">{words.line}</th>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.email}</th>
                <th scope="col">{words.what}</th>
              </tr>
            </thead>
            <tbody>
              {lines.items.map((line) => (
                <Row key={line.number} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lines.more && (
        <div class="rows-foot">
          <Button onClick={lines.loadMore} busy={lines.loading}>
            {words.more}
          </Button>
        </div>
      )}
    </section>
  );
}

function Row({ line }: { line: ImportLine }) {
  const { imports: words } = useInsideWords();
  return (
    <tr>
      <td class="line-number">
        <span class="line-label">{words.line} </span>
        {line.number}
      </td>
      <th scope="row" class="line-name">
        {line.personId === undefined ? line.name : <a href={`/customers/${line.personId}`}>{line.name}</a>}
      </th>
      <td class="line-email">{line.email}</td>
      <td class="line-result">
        <ResultBadge result={line.result} />
        {line.reason && (
          <span class="small">
            {words.reason[line.reason]} {line.of !== undefined && words.of(line.of)}
          </span>
        )}
        {line.denied === true && <span class="small">{words.deniedLine}</span>}
      </td>
    </tr>
  );
}

/** Lines page by page. While the import runs, the pages that are shown are looked at again when the counts change. */
function useLines(of: Import, result: ImportResult | undefined) {
  const { imports: words } = useInsideWords();
  const key = `${of.id}?${result ?? ''}`;
  const [state, setState] = useState<{ key: string; items?: readonly ImportLine[]; next?: string | undefined }>({ key });
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<ApiError>();
  const [round, setRound] = useState(0);
  const shown: typeof state = state.key === key ? state : { key };
  const version = `${of.state} ${of.counts.created} ${of.counts.known} ${of.counts.refused}`;

  async function get(dropped: () => boolean, cursor: string | undefined, before: readonly ImportLine[], least: number): Promise<void> {
    setLoading(true);
    try {
      let items = before;
      let next = cursor;
      do {
        const page = await answer(
          api.GET('/api/imports/{id}/lines', {
            params: { path: { id: of.id }, query: { ...(result && { result }), ...(next !== undefined && { cursor: next }) } },
          }),
        );
        if (dropped()) return;
        items = [...items, ...page.items];
        next = page.next;
      } while (next !== undefined && items.length < least);
      setState({ key, items, next });
      setError(undefined);
      if (cursor !== undefined) announce(words.loaded(items.length - before.length));
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (!dropped()) setError(failure);
    } finally {
      if (!dropped()) setLoading(false);
    }
  }

  useEffect(() => {
    let gone = false;
    void get(() => gone, undefined, [], shown.items?.length ?? 0);
    return () => {
      gone = true;
    };
  }, [key, version, round]);

  return {
    items: shown.items,
    more: shown.next !== undefined,
    loading,
    slow: useSlow(loading && !shown.items),
    error,
    again: () => setRound((n) => n + 1),
    loadMore: () => {
      if (!loading) void get(() => false, shown.next, shown.items ?? [], 0);
    },
  };
}
