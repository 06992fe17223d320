import { Keyboard, MailWarning } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import type { RefObject } from 'preact';
import type { QueueCounts } from '../../../api/types';
import { Button } from '../../../components/button';
import { Heading } from '../../../components/heading';
import { SearchField } from '../../../components/search-field';
import { useInsideWords } from '../../../messages/language';
import { useServices } from '../../../services';
import { addressOf } from './place';
import type { Place } from './place';

/** Counting stops here. */
const MOST = 100;

interface Props {
  place: Place;
  counts: QueueCounts | undefined;
  search: RefObject<HTMLInputElement>;
  onKeys: () => void;
}

/** The views at the left, with how much is in each. */
export function Views({ place, counts, search, onKeys }: Props) {
  const { queue: words } = useInsideWords();
  const { nameOf } = useServices();
  const link = (target: Pick<Place, 'view'> & Partial<Place>) => ({
    href: addressOf(target),
    here: place.view === target.view && place.service === (target.service ?? ''),
  });
  return (
    <div class="desk-views">
      {place.bare ? <Heading title={words.title} besides={search} /> : <h2 class="desk-title">{words.title}</h2>}
      <AnyRequest place={place} box={search} />
      <nav class="views" aria-label={words.views}>
        <ul role="list">
          <ViewLink {...link({ view: 'open' })} label={words.open} count={counts?.open} />
          <ViewLink {...link({ view: 'unassigned' })} label={words.unassigned} count={counts?.unassigned} />
          <ViewLink {...link({ view: 'mine' })} label={words.mine} count={counts?.mine} />
          <ViewLink {...link({ view: 'closed' })} label={words.closed} />
        </ul>
        {counts && counts.services.length > 0 && (
          <>
            <h2 class="small quiet">{words.services}</h2>
            <ul role="list">
              {counts.services.map(({ service, count }) => (
                <ViewLink key={service} {...link({ view: 'service', service })} label={nameOf(service)} count={count} />
              ))}
            </ul>
          </>
        )}
        <ul role="list" class="views-last">
          <ViewLink href="/held" here={false} label={words.held} count={counts?.held} mails />
        </ul>
      </nav>
      <div class="views-keys">
        <Button look="plain" onClick={onKeys}>
          <Keyboard size={16} aria-hidden="true" />
          {words.keys}
        </Button>
      </div>
    </div>
  );
}

function ViewLink({ href, here, label, count, mails = false }: { href: string; here: boolean; label: string; count?: number | undefined; mails?: boolean }) {
  const { queue: words } = useInsideWords();
  const said = count === undefined ? '' : mails ? words.heldCount(count) : count >= MOST ? words.countMany(MOST) : words.count(count);
  return (
    <li>
      <a href={href} aria-current={here ? 'page' : undefined} data-attention={mails && count !== undefined && count > 0 ? '' : undefined}>
        <span>
          {mails && <MailWarning size={16} aria-hidden="true" />}
          {label}
        </span>
        {count !== undefined && (
          <>
            <span class="views-count" aria-hidden="true">
              {count >= MOST ? `${MOST}+` : count}
            </span>
            <span class="sr-only">, {said}</span>
          </>
        )}
      </a>
    </li>
  );
}

/** Finds any request. */
function AnyRequest({ place, box }: { place: Place; box: RefObject<HTMLInputElement> }) {
  const { queue: words } = useInsideWords();
  const { route } = useLocation();
  return (
    <SearchField
      label={words.search}
      hint={words.searchHint}
      asked={place.query}
      least={2}
      // A search that is emptied leads to the address at which a narrow screen has the field, too: the next word may follow.
      onSearch={(query) => route(query === '' ? '/queue' : addressOf({ view: 'search', query }), place.view === 'search')}
      box={box}
    />
  );
}
