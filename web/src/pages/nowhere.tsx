import { useRef } from 'preact/hooks';
import { useSlow } from '../load';
import { useWhoIsHere } from '../use-session';
import { Gate } from './gate';
import { PublicFrame } from './public/frame';
import { NotFoundPage } from './public/message';

/** An address at which nothing is: with the bar above for who is signed in, on a card for everybody else. */
export function Nowhere() {
  const session = useWhoIsHere();
  const inside = useRef(false);
  // Who is signed in is known in a moment, so the card waits for the answer, but not for long.
  const waited = useSlow(session.kind === 'unknown');

  // Who signs out here, or is signed out, is led on by the gate.
  if (session.kind === 'signed-in') inside.current = true;
  if (inside.current) return <Gate />;
  if (session.kind === 'unknown' && !waited) return <PublicFrame>{null}</PublicFrame>;
  return <NotFoundPage />;
}
