import { useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Closed } from '../../api/error';
import { Button, ButtonLink } from '../../components/button';
import type { Look } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import type { LinkPage } from '../../link';
import { useWords } from '../../messages/language';
import { useSession, useWhoIsHere } from '../../use-session';

/** The codes that say what became of a link. */
const DEAD = ['link_forged', 'link_used', 'link_expired', 'link_replaced', 'person_suspended', 'no_access', 'already_registered', 'registration_closed'] as const;
export type DeadLink = (typeof DEAD)[number];

export function deadLink(error: ApiError | undefined): DeadLink | undefined {
  // What has not even a link's form cannot be tried again either. A password that is refused is another request's 422.
  if (error?.code === 'invalid_fields' && error.errors.some((wrong) => wrong.field === 'link')) return 'link_forged';
  return DEAD.find((code) => code === error?.code);
}

/**
 * A link that does not work any more: which way it is dead, and the next step (E2). `link` is undefined where the address has none. A good link is
 * for its owner, whoever is signed in here; the way on from a dead one is Home for somebody who is.
 *
 * A temporary password is another face of an invitation's link and dies as that does; with `onBack` its words are said, and that is the way back.
 */
export function DeadLinkPage({ page, state, link, onBack }: { page: LinkPage; state: DeadLink; link: string | undefined; onBack?: () => void }) {
  const said = useWords();
  const words = onBack ? { ...said.link, ...said.temporaryPassword } : said.link;
  const session = useWhoIsHere();
  const here = session.kind === 'signed-in' ? session.person : undefined;
  const [asked, setAsked] = useState(false);
  if (asked) {
    return (
      <div class="stack-wide">
        <Heading title={words.askedTitle} key="asked" />
        <p>{words.asked}</p>
        <p class="quiet">{words.askedNone}</p>
        <WayOn onBack={onBack} />
      </div>
    );
  }
  // A registration that ran out is begun anew.
  const own = link?.startsWith('n.') === true;
  // A change that could be taken back for a week cannot be any more; nobody can mail a new link for that.
  const ask = link !== undefined && page !== 'undo' && <AskForLink link={link} label={words.ask} onAsked={() => setAsked(true)} />;
  switch (state) {
    case 'link_used':
      return (
        <div class="stack-wide">
          <Heading title={words.usedTitle} />
          <p>{here ? words.usedSignedIn(here.email) : page === 'activate' ? words.usedActivation : page === 'undo' ? words.usedUndo : words.usedReset}</p>
          <WayOn look="primary" onBack={onBack} />
          <NotYou />
        </div>
      );
    case 'link_expired':
      return (
        <div class="stack-wide">
          <Heading title={words.expiredTitle} />
          <p>{own ? words.expiredOwn : words.expired}</p>
          {own ? (
            <ButtonLink href="/register" look="primary" wide>
              {words.register}
            </ButtonLink>
          ) : (
            ask
          )}
          <WayOn onBack={onBack} />
        </div>
      );
    case 'link_replaced':
      return (
        <div class="stack-wide">
          <Heading title={words.replacedTitle} />
          <p>{words.replaced}</p>
          <p class="quiet">{words.replacedAsk}</p>
          {ask}
          <WayOn onBack={onBack} />
        </div>
      );
    case 'link_forged':
      return (
        <div class="stack-wide">
          <Heading title={link === undefined ? words.missingTitle : words.forgedTitle} />
          <p>{link === undefined ? words.missing : words.forged}</p>
          {page === 'activate' && <p class="quiet">{words.forgedNext}</p>}
          <WayOn look="primary" onBack={onBack} />
          <ButtonLink href="/forgot" wide>
            {words.forgot}
          </ButtonLink>
        </div>
      );
    case 'already_registered':
      return (
        <div class="stack-wide">
          <Heading title={words.takenTitle} />
          <p>{words.taken}</p>
          <WayOn look="primary" onBack={onBack} />
          <ButtonLink href="/forgot" wide>
            {words.forgot}
          </ButtonLink>
        </div>
      );
    case 'registration_closed':
      return (
        <div class="stack-wide">
          <Heading title={words.closedTitle} />
          <p>{words.closed}</p>
          <WayOn onBack={onBack} />
        </div>
      );
    case 'person_suspended':
    case 'no_access':
      return <ClosedPage state={state} onBack={onBack} />;
  }
}

/** What somebody who has proven who they are is told where they have no access, and the next step (X10). */
export function ClosedPage({ state, onBack }: { state: Closed; onBack: (() => void) | undefined }) {
  const { link: words } = useWords();
  const suspended = state === 'person_suspended';
  return (
    <div class="stack-wide">
      <Heading title={suspended ? words.suspendedTitle : words.noAccessTitle} />
      <p>{suspended ? words.suspended : words.noAccess}</p>
      <p class="quiet">{words.closedNext}</p>
      <WayOn onBack={onBack} />
    </div>
  );
}

function WayOn({ look, onBack }: { look?: Look; onBack: (() => void) | undefined }) {
  const words = useWords();
  const signedIn = useSession().kind === 'signed-in';
  if (onBack) {
    return (
      <Button wide onClick={onBack} {...(look && { look })}>
        {words.link.signIn}
      </Button>
    );
  }
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

function AskForLink({ link, label, onAsked }: { link: string; label: string; onAsked: () => void }) {
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
        {label}
      </Button>
    </>
  );
}
