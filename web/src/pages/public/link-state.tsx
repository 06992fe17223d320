import { useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import { Button, ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import type { LinkPage } from '../../link';
import { useWords } from '../../messages/language';

/** The codes that say what became of a link. */
const DEAD = ['link_forged', 'link_used', 'link_expired', 'link_replaced', 'person_suspended'] as const;
export type DeadLink = (typeof DEAD)[number];

export function deadLink(error: ApiError | undefined): DeadLink | undefined {
  // What has not even a link's form cannot be tried again either. A password that is refused is another request's 422.
  if (error?.code === 'invalid_fields' && error.errors.some((wrong) => wrong.field === 'link')) return 'link_forged';
  return DEAD.find((code) => code === error?.code);
}

/** A link that does not work any more: which way it is dead, and the next step (E2). */
export function DeadLinkPage({ page, state, link }: { page: LinkPage; state: DeadLink; link: string | undefined }) {
  const { link: words } = useWords();
  const [asked, setAsked] = useState(false);
  if (asked) {
    return (
      <div class="stack-wide">
        <Heading title={words.askedTitle} key="asked" />
        <p>{words.asked}</p>
        <p class="quiet">{words.askedNone}</p>
        <ButtonLink href="/sign-in" wide>
          {words.signIn}
        </ButtonLink>
      </div>
    );
  }
  const ask = link !== undefined && <AskForLink link={link} onAsked={() => setAsked(true)} />;
  switch (state) {
    case 'link_used':
      return page === 'activate' ? (
        <div class="stack-wide">
          <Heading title={words.usedTitle} />
          <p>{words.usedActivation}</p>
          <ButtonLink href="/sign-in" look="primary" wide>
            {words.signIn}
          </ButtonLink>
          <NotYou />
        </div>
      ) : (
        <div class="stack-wide">
          <Heading title={words.usedTitle} />
          <p>{words.usedReset}</p>
          <ButtonLink href="/sign-in" look="primary" wide>
            {words.signIn}
          </ButtonLink>
          <NotYou />
        </div>
      );
    case 'link_expired':
      return (
        <div class="stack-wide">
          <Heading title={words.expiredTitle} />
          <p>{words.expired}</p>
          {ask}
          <ButtonLink href="/sign-in" wide>
            {words.signIn}
          </ButtonLink>
        </div>
      );
    case 'link_replaced':
      return (
        <div class="stack-wide">
          <Heading title={words.replacedTitle} />
          <p>{words.replaced}</p>
          <p class="quiet">{words.replacedAsk}</p>
          {ask}
          <ButtonLink href="/sign-in" wide>
            {words.signIn}
          </ButtonLink>
        </div>
      );
    case 'link_forged':
      return (
        <div class="stack-wide">
          <Heading title={words.forgedTitle} />
          <p>{words.forged}</p>
          <p class="quiet">{words.forgedNext}</p>
          <ButtonLink href="/sign-in" look="primary" wide>
            {words.signIn}
          </ButtonLink>
          <ButtonLink href="/forgot" wide>
            {words.forgot}
          </ButtonLink>
        </div>
      );
    case 'person_suspended':
      return (
        <div class="stack-wide">
          <Heading title={words.suspendedTitle} />
          <p>{words.suspended}</p>
          <ButtonLink href="/sign-in" wide>
            {words.signIn}
          </ButtonLink>
        </div>
      );
  }
}

function NotYou() {
  const { link: words } = useWords();
  return (
    <p class="small quiet card-foot">
      {words.usedNotYou} <a href="/forgot">{words.forgot}</a>
    </p>
  );
}

function AskForLink({ link, onAsked }: { link: string; onAsked: () => void }) {
  const { link: words } = useWords();
  const [attempts] = useState(() => new Attempts());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function ask(): Promise<void> {
    setBusy(true);
    try {
      const body = { link };
      await answer(api.POST('/api/verify/renewals', { params: { header: { 'Idempotency-Key': attempts.keyFor(body) } }, body }));
      onAsked();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {error && <Failure error={error} />}
      <Button look="primary" wide busy={busy} onClick={() => void ask()}>
        {words.ask}
      </Button>
    </>
  );
}
