import { ArrowUpRight } from 'lucide-preact';
import type { Conversation, Ticket } from '../../../api/types';
import { StateBadge } from '../../../components/state-badge';
import { StatusBadge } from '../../../components/status-badge';
import { useInsideWords, useWords } from '../../../messages/language';

/** Who asks, how they stand with the portal, and what else they ask. */
export function CustomerSide({ ticket: { requester, others }, head }: { ticket: Ticket; head: Conversation }) {
  const inside = useInsideWords();
  const { colon } = useWords();
  const words = inside.queue;
  return (
    <aside class="ticket-side" aria-label={words.customer}>
      <section class="stack-tight">
        <h2>{requester?.name ?? head.participants[0]}</h2>
        {requester && (
          <>
            <div class="row">
              <StateBadge state={requester.state} />
            </div>
            <p class="small quiet">{requester.email}</p>
            <p class="small quiet">
              {colon(inside.person.language)} {inside.languages[requester.language]}
            </p>
            {requester.level && (
              <p class="small quiet">
                {colon(inside.level.title)} {inside.level[requester.level]}
              </p>
            )}
            <p class="small">
              <a class="with-icon" href={`/customers/${requester.id}`}>
                {words.customerOpen}
                <ArrowUpRight size={14} aria-hidden="true" />
              </a>
            </p>
          </>
        )}
      </section>
      <section class="stack-tight">
        <h3>{words.others}</h3>
        {others.length === 0 ? (
          <p class="small quiet">{words.othersNone}</p>
        ) : (
          <ul role="list" class="others">
            {others.map(({ id, subject, status }) => (
              <li key={id}>
                <a href={`/tickets/${id}`}>{subject}</a>
                <StatusBadge status={status} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="stack-tight">
        <h3>{words.participants}</h3>
        <p class="small quiet">{[...head.participants, inside.request.team].join(', ')}</p>
      </section>
    </aside>
  );
}
