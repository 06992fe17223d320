import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ApiError } from '../api/error';
import type { Form } from '../form';
import type { Words } from '../messages/en/words';
import { useWords } from '../messages/language';
import { Button } from './button';
import { Wait } from './countdown';
import { Notice } from './notice';

export interface Explanation {
  readonly title: string;
  readonly body: ComponentChildren;
}

function explain(error: ApiError, { failure }: Words): Explanation {
  if (error.status === 0) return { title: failure.offlineTitle, body: <p>{failure.offline}</p> };
  if (error.status === 429) return { title: failure.tooManyTitle, body: <p>{failure.tooMany}</p> };
  if (error.status === 413) return { title: failure.tooLargeTitle, body: <p>{failure.tooLarge}</p> };
  if (error.status === 503) return { title: failure.unavailableTitle, body: <p>{failure.unavailable}</p> };
  if (error.code === 'invalid_fields') return { title: failure.invalidTitle, body: error.errors.map((e) => <p key={e.field}>{e.detail}</p>) };
  return { title: failure.serverTitle, body: <p>{failure.server}</p> };
}

/** What a failure says: what happened, whether anything is lost, what to do, and the number by which the team finds it. */
function FailureBody({ error, start, explanation }: { error: ApiError; start: unknown; explanation: Explanation }) {
  const words = useWords();
  // A refusal that we have words for needs no number; a fault does.
  const number = error.status >= 500 || error.status === 0 || error.code === 'server' ? error.requestId : undefined;
  return (
    <>
      {explanation.body}
      {error.retryAfter !== undefined && <Wait seconds={error.retryAfter} start={start} />}
      {number !== undefined && (
        <p class="small quiet">
          {words.colon(words.failure.requestId)} <code>{number}</code>
        </p>
      )}
    </>
  );
}

interface SummaryProps {
  form: Pick<Form<Record<string, unknown>>, 'problems' | 'failure' | 'failures'>;
  /** Better words for some failures of this form. */
  explain?: (error: ApiError) => Explanation | undefined;
}

/** What keeps a form from going through, at its top. It takes the focus at each failure; its links go to the fields. */
export function FormSummary({ form, explain: own }: SummaryProps) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (form.failures > 0) box.current?.focus();
  }, [form.failures]);

  if (form.failure) {
    const explanation = own?.(form.failure) ?? explain(form.failure, words);
    return (
      <Notice tone="danger" title={explanation.title} box={box} role="alert">
        <FailureBody error={form.failure} start={form.failures} explanation={explanation} />
      </Notice>
    );
  }
  if (form.problems.length === 0) return null;
  const title = form.problems.length === 1 ? words.summary.one : words.summary.many(form.problems.length);
  return (
    <Notice tone="danger" title={title} box={box} role="alert">
      <ul class="bullets" role="list">
        {form.problems.map(({ id, text }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(id)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface FailureProps {
  error: ApiError;
  retry?: () => void;
  busy?: boolean;
  explain?: (error: ApiError) => Explanation | undefined;
}

/** Something that could not be loaded or done outside a form. */
export function Failure({ error, retry, busy = false, explain: own }: FailureProps) {
  const words = useWords();
  const explanation = own?.(error) ?? explain(error, words);
  return (
    <Notice tone="danger" title={explanation.title} role="alert">
      <FailureBody error={error} start={error} explanation={explanation} />
      {retry && (
        <div>
          <Button onClick={retry} busy={busy}>
            {words.retry}
          </Button>
        </div>
      )}
    </Notice>
  );
}
