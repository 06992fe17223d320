import { MessageSquare } from 'lucide-preact';
import { answer, api } from '../../api/client';
import type { Person, RequestSummary } from '../../api/types';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import { Empty, Skeleton } from '../../components/waiting';
import { useList } from '../../list';
import { useSlow } from '../../load';
import { useInsideWords } from '../../messages/language';
import { RequestRows } from '../requests/request-rows';

/** What a customer asked, open and closed, last updated first (A2). */
export function CustomerRequests({ customer: { id, name } }: { customer: Person }) {
  const { person: words, list: listWords } = useInsideWords();
  const list = useList<RequestSummary>(
    `customer-requests?${id}`,
    (cursor) => answer(api.GET('/api/customers/{id}/requests', { params: { path: { id }, query: cursor === undefined ? {} : { cursor } } })),
    { onMore: (added) => announce(listWords.loaded(added)), at: ({ updatedAt }) => updatedAt },
  );
  const { items } = list;
  const slow = useSlow(list.loading && !items);
  return (
    <section class="panel" aria-labelledby="customer-requests">
      <div class="panel-head">
        <h2 id="customer-requests">{words.requests}</h2>
      </div>
      {list.error && !list.loading && (
        <div class="panel-body">
          <Failure error={list.error} retry={items ? list.refresh : list.reload} busy={list.loading} />
        </div>
      )}
      {!items && slow && (
        <div class="panel-body">
          <Skeleton lines={3} />
        </div>
      )}
      {items && items.length > 0 && (
        <div class="panel-rows">
          <RequestRows requests={items} label={words.requests} framed={false} base="/tickets" />
        </div>
      )}
      {list.more && items && (
        <div class="rows-foot">
          <Button onClick={list.loadMore} busy={list.loading}>
            {listWords.more}
          </Button>
        </div>
      )}
      {items?.length === 0 && !list.more && (
        <div class="panel-body">
          <Empty icon={MessageSquare} title={words.requestsNone} inSection>
            <p>{words.requestsNoneText(name)}</p>
          </Empty>
        </div>
      )}
    </section>
  );
}
