import { useInsideWords } from '../../../messages/language';
import { useServices } from '../../../services';
import type { Place } from './place';

/** What a view is called. */
export function useViewTitle(): (place: Pick<Place, 'view' | 'service' | 'query'>) => string {
  const { queue: words } = useInsideWords();
  const { nameOf } = useServices();
  return ({ view, service, query }) => {
    if (view === 'service') return nameOf(service);
    if (view === 'search') return query === '' ? words.search : words.searchTitle(query);
    return words[view];
  };
}
