import type { RequestSummary } from '../../api/types';
import { StatusBadge } from '../../components/status-badge';
import { When } from '../../components/when';
import { useInsideWords, useWords } from '../../messages/language';

interface Props {
  requests: readonly RequestSummary[];
  label: string;
  framed?: boolean;
  /** Each side has its own address of a request. */
  base?: '/requests' | '/tickets';
}

/** Requests, one a row; the whole row leads to the request. */
export function RequestRows({ requests, label, framed = true, base = '/requests' }: Props) {
  const { requests: words } = useInsideWords();
  const { colon } = useWords();
  return (
    <ul role="list" class={framed ? 'rows panel' : 'rows'} aria-label={label}>
      {requests.map(({ id, reference, subject, status, updatedAt }) => (
        <li key={id}>
          <div class="person-row request-row">
            <div class="person-row-who">
              <a href={`${base}/${id}`}>{subject}</a>
              <span class="small quiet">
                <span class="sr-only">{colon(words.reference)} </span>
                {reference}
              </span>
            </div>
            <div class="row">
              <span class="sr-only">{colon(words.status)} </span>
              <StatusBadge status={status} />
            </div>
            <div class="person-row-when small quiet">
              <span class="sr-only">{colon(words.updated)} </span>
              <When at={updatedAt} inRow />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
