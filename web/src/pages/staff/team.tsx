import { Plus, Users } from 'lucide-preact';
import { answer, api } from '../../api/client';
import { announce } from '../../components/announce';
import { Button, ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Empty, Skeleton } from '../../components/waiting';
import { useList } from '../../list';
import { useSlow } from '../../load';
import { useInsideWords } from '../../messages/language';
import { PersonRows } from './person-rows';

/** The team, for administrators (A0). */
export function TeamPage() {
  const { team: words, list } = useInsideWords();
  const people = useList(
    'team',
    (cursor) => answer(api.GET('/api/agents', { params: { query: cursor === undefined ? {} : { cursor } } })),
    { onMore: (added) => announce(list.loaded(added)) },
  );
  const { items } = people;
  const slow = useSlow(people.loading && !items);
  return (
    <>
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
        <ButtonLink href="/team/new" look="primary">
          <Plus size={18} aria-hidden="true" />
          {words.new}
        </ButtonLink>
      </div>
      {people.error && !people.loading && <Failure error={people.error} retry={people.reload} />}
      {!items && slow && <Skeleton lines={4} />}
      {items && items.length > 0 && <PersonRows people={items} base="/team" label={words.title} />}
      {items?.length === 0 && (
        <div class="panel">
          <Empty icon={Users} title={words.none}>
            <p>{words.noneText}</p>
          </Empty>
        </div>
      )}
      {people.more && (
        <div class="rows-foot">
          <Button onClick={people.loadMore} busy={people.loading}>
            {list.more}
          </Button>
        </div>
      )}
    </>
  );
}
