import { useLocation } from 'preact-iso/router';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/error';
import { refresh } from '../api/session';
import type { Me } from '../api/types';
import { Broken } from '../components/error-boundary';
import { Failure } from '../components/failure';
import { Heading } from '../components/heading';
import { Skeleton } from '../components/waiting';
import { useSlow } from '../load';
import { useLanguage, useWords } from '../messages/language';
import { useSession } from '../use-session';
import { signInFor } from '../way';
import { PublicFrame } from './public/frame';

type Area = ComponentType<{ person: Me }>;

let area: Area | undefined;

/**
 * Stands before the pages behind sign-in: finds out who is there, sends everybody else to sign in and back, and fetches the pages and their
 * words only for who may see them.
 */
export function Gate() {
  const session = useSession();
  const { url, route } = useLocation();
  const { inside, prepareInside } = useLanguage();
  const [, setArrived] = useState(area !== undefined);
  const [trouble, setTrouble] = useState<unknown>();
  const person = session.kind === 'signed-in' ? session.person : undefined;
  const ready = person !== undefined && area !== undefined && inside !== undefined;
  const slow = useSlow(!ready);
  const left = useRef(false);

  useEffect(() => {
    if (session.kind === 'unknown') {
      refresh().catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 401)) setTrouble(error);
      });
    }
    if (session.kind === 'ended') route(signInFor(url, session.why ?? true), true);
    // Who signs out wants to go, not to come back to where they were.
    if (session.kind === 'anonymous') route(left.current ? '/sign-in?out=1' : signInFor(url, false), true);
    if (session.kind === 'signed-in') left.current = true;
  }, [session]);

  useEffect(() => {
    if (!person) return;
    Promise.all([import('./inside'), prepareInside()]).then(([{ Inside }]) => {
      area = Inside;
      setArrived(true);
    }, setTrouble);
  }, [person !== undefined]);

  if (ready && area) {
    const Inside = area;
    // Nothing that one person typed or was shown stays for another who is signed in meanwhile in this browser.
    return <Inside key={person.id} person={person} />;
  }
  if (trouble instanceof ApiError) {
    return (
      <Trouble
        error={trouble}
        retry={() => {
          setTrouble(undefined);
          refresh().catch(setTrouble);
        }}
      />
    );
  }
  if (trouble !== undefined) return <Broken error={trouble} />;
  return <Waiting shown={slow} />;
}

function Waiting({ shown }: { shown: boolean }) {
  const words = useWords();
  return (
    <main class="public">
      {shown && (
        <div class="card">
          <h1 class="sr-only">{words.loading}</h1>
          <Skeleton lines={5} />
        </div>
      )}
    </main>
  );
}

function Trouble({ error, retry }: { error: ApiError; retry: () => void }) {
  const words = useWords();
  return (
    <PublicFrame>
      <div class="stack-wide">
        <Heading title={words.broken.title} />
        <Failure error={error} retry={retry} />
      </div>
    </PublicFrame>
  );
}
