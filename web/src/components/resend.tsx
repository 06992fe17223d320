import { useLanguage } from '../messages/language';
import { Button } from './button';
import type { Look } from './button';
import { useCountdown } from './countdown';

const AFTER_S = 60;

interface Props {
  label: string;
  /** Says how long to wait, where the wait is given as on a clock. */
  soon: (wait: string) => string;
  /** How often a mail was asked for again; the wait begins anew each time. */
  times: number;
  /** What was mailed is of no use, so there is nothing to wait for. */
  atOnce?: boolean;
  look?: Look;
  wide?: boolean;
  busy: boolean;
  onClick: () => void;
}

/** Asks for a mail again, after a while. The button stays where it is while it waits: whoever pressed it by the keyboard does not lose their place. */
export function Resend({ label, soon, times, atOnce = false, busy, onClick, ...shape }: Props) {
  const { format } = useLanguage();
  const left = useCountdown(AFTER_S, times);
  const waits = left > 0 && !atOnce;
  return (
    <>
      {waits && <p class="small quiet">{soon(format.clock(left))}</p>}
      <div>
        <Button busy={busy} disabled={waits} onClick={onClick} {...shape}>
          {label}
        </Button>
      </div>
    </>
  );
}
