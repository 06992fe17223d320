import { useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import { Button, ButtonLink } from '../../components/button';
import type { Look } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import type { LinkPage } from '../../link';
import { useWords } from '../../messages/language';
import { useSession, useWhoIsHere } from '../../use-session';

/** The codes that say what became of a link. */
const DEAD = ['link_forged', 'link_used', 'link_expired', 'link_replaced', 'person_suspended'] as const;
export type DeadLink = (typeof DEAD)[number];

export function deadLink(error: ApiError | undefined): DeadLink | undefined {
  // What has not even a link's form cannot be tried again either. A password that is refused is another request's 422.
  if (error?.code === 'invalid_fields' && error.errors.some((wrong) => wrong.field === 'link')) return 'link_forged';
  return DEAD.find((code) => code === error?.code);
}

/**
 * A link that does not work any more: which way it is dead, and the next step (E2). `link` is undefined where the address has none. A good link is
 * for its owner, whoever is signed in here; the way on from a dead one is Home for somebody who is.
 */
export function DeadLinkPage({ page, state, link }: { page: LinkPage; state: DeadLink; link: string | undefined }) {
  const { link: words } = useWords();
  const session = useWhoIsHere();
  const here = session.kind === 'signed-in' ? session.person : undefined;
  const [asked, setAsked] = useState(false);
  if (asked) {
    return (
      <div class="stack-wide">
        <Heading title={words.askedTitle} key="asked" />
        <p>{words.asked}</p>
        <p class="quiet">{words.askedNone}</p>
        <WayOn />
      </div>
    );
  }
  const ask = link !== undefined && <AskForLink link={link} onAsked={() => setAsked(true)} />;
  switch (state) {
    case 'link_used':
      return (
        <div class="stack-wide">
          <Heading title={words.usedTitle} />
          <p>{here ? words.usedSignedIn(here.email) : page === 'activate' ? words.usedActivation : words.usedReset}</p>
          <WayOn look="primary" />
          <NotYou />
        </div>
      );
    case 'link_expired':
      return (
        <div class="stack-wide">
          <Heading title={words.expiredTitle} />
          <p>{words.expired}</p>
          {ask}
          <WayOn />
        </div>
      );
    case 'link_replaced':
      return (
        <div class="stack-wide">
          <Heading title={words.replacedTitle} />
          <p>{words.replaced}</p>
          <p class="quiet">{words.replacedAsk}</p>
          {ask}
          <WayOn />
        </div>
      );
    case 'link_forged':
      return (
        <div class="stack-wide">
          <Heading title={link === undefined ? words.missingTitle : words.forgedTitle} />
          <p>{link === undefined ? words.missing : words.forged}</p>
          <p class="quiet">{words.forgedNext}</p>
          <WayOn look="primary" />
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
          <WayOn />
        </div>
      );
  }
}

function WayOn({ look }: { look?: Look }) {
  const words = useWords();
  const signedIn = useSession().kind === 'signed-in';
  return (
    <ButtonLink href={signedIn ? '/' : '/sign-in'} wide {...(look && { look })}>
      {signedIn ? words.goHome : words.link.signIn}
    </ButtonLink>
  );
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
