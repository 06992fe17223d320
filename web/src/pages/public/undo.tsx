import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import { Button, ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { dropLink } from '../../link';
import { useWords } from '../../messages/language';
import { deadLink } from './link-state';
import { LinkFrame } from './open-link';
import type { GoodLink } from './open-link';

export function UndoPage() {
  return <LinkFrame page="undo">{(good) => <Undo {...good} />}</LinkFrame>;
}

/** Takes a change of address back, by the link that went to the earlier address. Only the button acts (E1). */
function Undo({ link, verified, onDead }: GoodLink) {
  const { undo: words } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [done, setDone] = useState(false);

  async function undo(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await answer(api.POST('/api/undo', { body: { link } }));
      dropLink('undo');
      setDone(true);
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      const dead = deadLink(caught);
      if (dead) onDead(dead);
      else setError(caught);
    } finally {
      setBusy(false);
    }
  }

  if (done) {
    return (
      <div class="stack-wide">
        <Heading title={words.doneTitle} key="done" />
        <p>{words.done(verified.email)}</p>
        <p>{words.doneNext}</p>
        <div>
          <ButtonLink href="/forgot">
            {words.choose}
          </ButtonLink>
        </div>
      </div>
    );
  }
  return (
    <div class="stack-wide">
      <div class="card-head">
        <Heading title={words.title} />
        <p class="quiet">{words.intro(verified.email)}</p>
      </div>
      {error && <Failure error={error} />}
      <div class="stack-tight">
        <Button look="primary" wide busy={busy} onClick={() => void undo()}>
          {words.submit}
        </Button>
        <p class="small quiet">{words.after}</p>
      </div>
    </div>
  );
}
