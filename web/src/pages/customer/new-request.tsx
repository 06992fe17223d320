import { ArrowLeft, CircleHelp } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import type { FieldError, Me } from '../../api/types';
import { Button, ButtonLink } from '../../components/button';
import { Failure, FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { RadioField, SelectField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { TextArea } from '../../components/text-area';
import { confirmDone } from '../../components/toast';
import { Empty, Skeleton } from '../../components/waiting';
import { useForm } from '../../form';
import { useLoad } from '../../load';
import { useInsideWords, useWords } from '../../messages/language';
import type { Service } from '../../services';
import { SUBJECT_MOST, checkSubject, checkText, explainText } from '../requests/checks';

/** The most services that are shown as choices next to each other; more go into a list. */
const RADIOS_MOST = 6;

/** A customer opens a request for a service that they may use (H18, G36). */
export function NewRequestPage({ me }: { me: Me }) {
  const inside = useInsideWords();
  const { data, error, loading, slow, reload } = useLoad('new-request', () => answer(api.GET('/api/home')));
  return (
    <div class="page-narrow">
      <a class="back" href="/requests">
        <ArrowLeft size={16} aria-hidden="true" />
        {inside.request.back}
      </a>
      <div class="page-head">
        <Heading title={inside.newRequest.title} />
      </div>
      {error && !data && !loading && <Failure error={error} retry={reload} />}
      {!data && slow && <Skeleton lines={6} />}
      {data?.services.length === 0 && (
        <div class="panel">
          <Empty icon={CircleHelp} title={inside.newRequest.noServicesTitle}>
            <p>{inside.newRequest.noServices}</p>
          </Empty>
        </div>
      )}
      {data && data.services.length > 0 && <RequestForm me={me} services={data.services} onServices={reload} />}
    </div>
  );
}

function RequestForm({ me, services, onServices }: { me: Me; services: readonly Service[]; onServices: () => void }) {
  const shared = useWords();
  const inside = useInsideWords();
  const words = inside.newRequest;
  const { route } = useLocation();
  const only = services.length === 1 ? services[0] : undefined;
  const serviceOf = (chosen: string) => only?.id ?? services.find(({ id }) => id === chosen)?.id;

  function explainField(error: FieldError): string {
    if (error.field === 'service') return words.serviceGone;
    if (error.field === 'text') return explainText(error, words);
    if (error.code === 'control_characters') return shared.fieldProblem.controlCharacters;
    return error.code === 'too_long' ? words.subjectTooLong(SUBJECT_MOST) : words.subjectMissing;
  }

  const form = useForm({
    initial: { service: '', subject: '', text: '' },
    draft: `${me.id}.new-request`,
    check: ({ service, subject, text }) => ({
      service: serviceOf(service) === undefined ? words.serviceMissing : undefined,
      subject: checkSubject(subject, words),
      text: checkText(text, words),
    }),
    explain: explainField,
    send: ({ service, subject, text }, key) =>
      answer(
        api.POST('/api/requests', {
          params: { header: { 'Idempotency-Key': key } },
          body: { service: serviceOf(service) ?? service, subject: subject.trim(), text: text.trim() },
        }),
      ),
    done: (request) => {
      confirmDone(words.sent(request.reference));
      route(`/requests/${request.id}`, true);
    },
    failed: (error) => {
      if (error.code === 'service_not_allowed') onServices();
    },
  });

  function explain(error: ApiError): Explanation | undefined {
    if (error.code !== 'service_not_allowed') return undefined;
    return { title: words.notAllowedTitle, body: <p>{words.notAllowed}</p> };
  }

  return (
    <form
      class="stack-wide"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <FormSummary form={form} explain={explain} />
      {!only && services.length <= RADIOS_MOST && (
        <RadioField field={form.field('service')} legend={words.service} options={services.map(({ id, name }) => ({ value: id, label: name }))} />
      )}
      {services.length > RADIOS_MOST && (
        <SelectField
          field={form.field('service')}
          label={words.service}
          options={[{ value: '', label: words.serviceChoose }, ...services.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <TextField field={form.field('subject')} label={words.subject} hint={words.subjectHint} />
      <TextArea field={form.field('text')} label={words.text} hint={words.textHint} lines={8} readOnly={form.busy} />
      <section class="what-next" aria-labelledby="what-next">
        <h2 id="what-next">{words.next}</h2>
        <ul class="bullets" role="list">
          <li>{words.nextReceived}</li>
          <li>{words.nextAnswer}</li>
          <li>{words.nextReaders}</li>
        </ul>
      </section>
      <div class="stack-tight">
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy}>
            {words.submit}
          </Button>
          <ButtonLink href="/requests">{shared.cancel}</ButtonLink>
        </div>
        <p class="small quiet">{words.kept}</p>
      </div>
    </form>
  );
}
