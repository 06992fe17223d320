import { ArrowLeft, MailCheck, MailWarning } from 'lucide-preact';
import { answer, api } from '../../api/client';
import type { HeldReason } from '../../api/types';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Empty, Skeleton } from '../../components/waiting';
import { When } from '../../components/when';
import { useList } from '../../list';
import { useSlow } from '../../load';
import { useInsideWords, useWords } from '../../messages/language';

/** Why a mail is held: a word, a shape, a colour. */
export function ReasonBadge({ reason }: { reason: HeldReason }) {
  const { held: words } = useInsideWords();
  return (
    <span class={reason === 'virus' ? 'badge badge-danger' : 'badge badge-note'}>
      <MailWarning size={14} aria-hidden="true" />
      {words.reason[reason]}
    </span>
  );
}

/** Incoming mail that became no request, with the reason (A4). */
export function HeldPage() {
  const { held: words, list: listWords, queue } = useInsideWords();
  const { colon } = useWords();
  const list = useList('held', (cursor) => answer(api.GET('/api/held', { params: { query: cursor === undefined ? {} : { cursor } } })), {
    onMore: (added) => announce(listWords.loaded(added)),
    at: ({ at }) => at,
  });
  const { items } = list;
  const slow = useSlow(list.loading && !items);
  return (
    <>
      <a class="back" href="/queue">
        <ArrowLeft size={16} aria-hidden="true" />
        {queue.title}
      </a>
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      {list.error && !list.loading && <Failure error={list.error} retry={items ? list.refresh : list.reload} busy={list.loading} />}
      {!items && slow && <Skeleton lines={6} />}
      {items && items.length > 0 && (
        <>
          <ul role="list" class="rows panel" aria-label={words.title}>
            {items.map(({ id, at, reason, from, subject }) => (
              <li key={id}>
                <div class="person-row request-row">
                  <div class="person-row-who">
                    <a href={`/held/${id}`}>{subject === '' ? words.noSubject : subject}</a>
                    <span class="small quiet">{from === '' ? words.noSender : from}</span>
                  </div>
                  <div class="row">
                    <span class="sr-only">{colon(words.why)} </span>
                    <ReasonBadge reason={reason} />
                  </div>
                  <div class="person-row-when small quiet">
                    <span class="sr-only">{colon(words.at)} </span>
                    <When at={at} inRow />
                  </div>
                </div>
              </li>
            ))}
          </ul>
          {list.more && (
            <div class="rows-foot">
              <Button onClick={list.loadMore} busy={list.loading}>
                {listWords.more}
              </Button>
            </div>
          )}
        </>
      )}
      {items?.length === 0 && (
        <div class="panel">
          <Empty icon={MailCheck} title={words.none}>
            <p>{words.noneText}</p>
          </Empty>
        </div>
      )}
    </>
  );
}
