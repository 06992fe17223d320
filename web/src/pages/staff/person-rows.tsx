import type { Person } from '../../api/types';
import { StateBadge } from '../../components/state-badge';
import { When } from '../../components/when';
import { useInsideWords, useWords } from '../../messages/language';

/** People, one a row; the whole row leads to the person. */
export function PersonRows({ people, base, label }: { people: readonly Person[]; base: '/customers' | '/team'; label: string }) {
  const words = useInsideWords();
  const { colon } = useWords();
  return (
    <ul role="list" class="rows panel" aria-label={label}>
      {people.map((person) => (
        <li key={person.id}>
          <div class="person-row">
            <div class="person-row-who">
              <a href={`${base}/${person.id}`}>{person.name}</a>
              <span class="small quiet">{person.email}</span>
            </div>
            <div class="row">
              <span class="sr-only">{colon(words.list.state)} </span>
              <StateBadge state={person.state} />
            </div>
            <div class="person-row-when small quiet">
              {person.role === 'customer' ? (
                <>
                  <span class="sr-only">{colon(words.list.added)} </span>
                  <When at={person.createdAt} inRow />
                </>
              ) : (
                words.role[person.role]
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
