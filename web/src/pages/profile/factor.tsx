import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Profile } from '../../api/types';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { Failure } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { useInsideWords } from '../../messages/language';
import { wantsCode } from './proof';

interface Props {
  profile: Profile;
  onChange: (profile: Profile) => void;
}

/** The second step at sign-in: the person's own choice, where the portal leaves it to them (B9). */
export function SecondFactor({ profile, onChange }: Props) {
  const { profile: inside } = useInsideWords();
  const words = inside.factor;
  const { mode, on } = profile.secondFactor;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ApiError>();

  async function choose(next: boolean): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      onChange(await answer(api.POST('/api/profile/second-factor', { body: { on: next } })));
      confirmDone(next ? words.turnedOn : words.turnedOff);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setAsking(false);
      setBusy(false);
    }
  }

  const explain = (error: ApiError): Explanation | undefined =>
    error.code === 'no_choice' ? { title: words.noChoiceTitle, body: <p>{words.noChoice}</p> } : wantsCode(error, inside);

  return (
    <Panel title={words.title}>
      <div class="stack">
        {mode !== 'optional' && <p class="small quiet">{mode === 'required' ? words.required : words.off}</p>}
        {failure && <Failure error={failure} explain={explain} />}
        {mode === 'optional' && (
          <>
            <p class="small quiet">{words.text}</p>
            <p>{on ? words.isOn : words.isOff}</p>
            <div>
              <Button busy={busy} onClick={() => (on ? setAsking(true) : void choose(true))}>
                {on ? words.turnOff : words.turnOn}
              </Button>
            </div>
          </>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={words.turnOffTitle}
          confirm={words.turnOff}
          look="danger"
          busy={busy}
          onConfirm={() => void choose(false)}
          onClose={() => setAsking(false)}
        >
          <p>{words.turnOffText}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
