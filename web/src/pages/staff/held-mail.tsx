import { ArrowLeft } from 'lucide-preact';
import { answer, api } from '../../api/client';
import type { HeldReason } from '../../api/types';
import { Heading } from '../../components/heading';
import { Exactly } from '../../components/when';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';
import { Unloaded } from '../unloaded';
import { ReasonBadge } from './held';
import { newCustomerAddress } from './new-customer';

/** Where looking for the sender among customers leads nowhere. */
const NO_CUSTOMER: ReadonlySet<HeldReason> = new Set(['team_sender', 'ambiguous_sender', 'bounce']);

/** One held mail: why it is held, what to do next, and what could be read of it (A4). */
export function HeldMailPage({ id }: { id: string }) {
  const { held: words } = useInsideWords();
  const open = useLoad(id, () => answer(api.GET('/api/held/{mail}', { params: { path: { mail: id } } })));
  const { data } = open;
  return (
    <div class="page-narrow">
      <a class="back" href="/held">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.back}
      </a>
      {!data && <Unloaded of={open} notFound={words.notFound} />}
      {data && (
        <>
          <div class="page-head">
            <div>
              <Heading title={data.summary.subject === '' ? words.noSubject : data.summary.subject} />
              <div class="row">
                <ReasonBadge reason={data.summary.reason} />
              </div>
            </div>
          </div>
          <div class="stack-wide">
            <section class="panel" aria-labelledby="held-why">
              <div class="panel-body stack">
                <div class="stack-tight">
                  <h2 id="held-why">{words.why}</h2>
                  <p>{words.meaning[data.summary.reason]}</p>
                </div>
                <div class="stack-tight">
                  <h2>{words.next}</h2>
                  <p>{words.todo[data.summary.reason]}</p>
                  {data.summary.from !== '' && !NO_CUSTOMER.has(data.summary.reason) && (
                    <p>
                      <a href={`/customers?q=${encodeURIComponent(data.summary.from)}`}>{words.find}</a>
                    </p>
                  )}
                  {data.summary.reason === 'unknown_sender' && data.summary.from !== '' && (
                    <p>
                      <a href={newCustomerAddress(data.summary.from, data.name)}>{words.create}</a>
                    </p>
                  )}
                </div>
              </div>
            </section>
            <section class="panel" aria-label={words.title}>
              <div class="panel-body">
                <dl class="facts">
                  <div>
                    <dt>{words.from}</dt>
                    <dd>{data.summary.from === '' ? words.noSender : data.summary.from}</dd>
                  </div>
                  <div>
                    <dt>{words.to}</dt>
                    <dd>{data.recipients.join(', ')}</dd>
                  </div>
                  <div>
                    <dt>{words.at}</dt>
                    <dd>
                      <Exactly at={data.summary.at} />
                    </dd>
                  </div>
                </dl>
              </div>
            </section>
            <section class="panel" aria-labelledby="held-text">
              <div class="panel-head">
                <h2 id="held-text">{words.text}</h2>
              </div>
              <div class="panel-body stack-tight">
                <p class="small quiet">{words.textCare}</p>
                {data.text.trim() === '' ? <p class="quiet">{words.noText}</p> : <div class="said-text held-text">{data.text}</div>}
              </div>
            </section>
          </div>
        </>
      )}
    </div>
  );
}
