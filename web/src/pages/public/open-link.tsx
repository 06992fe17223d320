import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import type { VerifiedLink } from '../../api/types';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Skeleton } from '../../components/waiting';
import { dropLink, heldLink, keep, takeLink } from '../../link';
import type { LinkPage } from '../../link';
import { useLoad } from '../../load';
import { useLanguage, useWords } from '../../messages/language';
import { useLocation } from 'preact-iso/router';
import { PublicFrame } from './frame';
import { DeadLinkPage, deadLink } from './link-state';
import type { DeadLink } from './link-state';

export interface GoodLink {
  readonly link: string;
  readonly verified: VerifiedLink;
  /** Told when the link turned out to be dead after all. */
  readonly onDead: (state: DeadLink) => void;
}

const PAGE_OF: Record<VerifiedLink['purpose'], LinkPage> = { activation: 'activate', reset: 'reset' };

/** A page that a link opens. It asks what the link is, which changes nothing (E1), and shows what it is for or how it is dead. */
export function LinkFrame({ page, children }: { page: LinkPage; children: (good: GoodLink) => ComponentChildren }) {
  const [link, setLink] = useState(() => heldLink(page));

  useEffect(() => {
    // A second link pasted into the same tab changes only the fragment.
    const changed = () => {
      if (takeLink()) setLink(heldLink(page));
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, [page]);

  return (
    <PublicFrame>
      {link === undefined ? (
        <DeadLinkPage page={page} state="link_forged" link={undefined} />
      ) : (
        <OpenLink key={link} page={page} link={link}>
          {children}
        </OpenLink>
      )}
    </PublicFrame>
  );
}

function OpenLink({ page, link, children }: { page: LinkPage; link: string; children: (good: GoodLink) => ComponentChildren }) {
  const { words, speak } = useLanguage();
  const [died, setDied] = useState<DeadLink>();
  const { data, error, loading, slow, reload } = useLoad<VerifiedLink>(link, async () => {
    const verified = await verify(link);
    // Words that cannot be fetched must not keep anybody from activating.
    await speak(verified.language, 'link').catch(() => undefined);
    return verified;
  });
  const dead = died ?? deadLink(error);
  const { route } = useLocation();
  const right = data && PAGE_OF[data.purpose];

  // Opening a link changes nothing, so one that is good for the other page is simply opened there. This page has none then.
  useEffect(() => {
    if (right === undefined || right === page) return;
    dropLink(page);
    keep(right, link);
    route(`/${right}`, true);
  }, [right]);

  if (dead) return <DeadLinkPage page={page} state={dead} link={link} />;
  if (data && right === page) return <>{children({ link, verified: data, onDead: setDied })}</>;
  if (error && !loading) return <CheckFailed error={error} retry={reload} />;
  return (
    <div class="stack-wide">
      <Heading title={words.activate.checking} />
      {slow && <Skeleton />}
    </div>
  );
}

function verify(link: string): Promise<VerifiedLink> {
  return answer(api.POST('/api/verify', { body: { link } }));
}

function CheckFailed({ error, retry }: { error: ApiError; retry: () => void }) {
  const words = useWords();
  return (
    <div class="stack-wide">
      <Heading title={words.activate.checking} />
      <Failure error={error} retry={retry} />
    </div>
  );
}
