import { Keyboard, Search } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import type { Ref } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { QueueCounts } from '../../../api/types';
import { Button } from '../../../components/button';
import { Heading } from '../../../components/heading';
import { useInsideWords } from '../../../messages/language';
import { useServices } from '../../../services';
import { addressOf } from './place';
import type { Place } from './place';

const PAUSE_MS = 250;
/** Counting stops here. */
const MOST = 100;

interface Props {
  place: Place;
  counts: QueueCounts | undefined;
  search: Ref<HTMLInputElement>;
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
      {place.bare ? <Heading title={words.title} /> : <h2 class="desk-title">{words.title}</h2>}
      <SearchBox place={place} box={search} />
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

function ViewLink({ href, here, label, count }: { href: string; here: boolean; label: string; count?: number | undefined }) {
  const { queue: words } = useInsideWords();
  const said = count === undefined ? '' : count >= MOST ? words.countMany(MOST) : words.count(count);
  return (
    <li>
      <a href={href} aria-current={here ? 'page' : undefined}>
        <span>{label}</span>
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

/** Finds any request. What is searched for stands in the address. */
function SearchBox({ place, box }: { place: Place; box: Ref<HTMLInputElement> }) {
  const { queue: words } = useInsideWords();
  const { route } = useLocation();
  const [text, setText] = useState(place.query);

  useEffect(() => {
    const next = text.trim();
    if (next === place.query || (next.length < 2 && place.view !== 'search')) return undefined;
    const timer = setTimeout(() => route(next === '' ? addressOf({ view: 'open' }) : addressOf({ view: 'search', query: next }), place.view === 'search'), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  // Back and forward change the address; the field follows.
  useEffect(() => {
    if (text.trim() !== place.query) setText(place.query);
  }, [place.query, place.view]);

  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Search size={18} aria-hidden="true" />
      <input
        ref={box}
        class="input"
        type="search"
        aria-label={words.search}
        placeholder={words.searchHint}
        autocomplete="off"
        spellcheck={false}
        maxLength={100}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
