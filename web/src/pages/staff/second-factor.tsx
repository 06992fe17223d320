import type { CustomerSecondFactor, Person } from '../../api/types';
import { Button } from '../../components/button';
import { Panel } from '../../components/panel';
import { useInsideWords } from '../../messages/language';

interface Props {
  person: Person;
  busy: boolean;
  onSave: (secondFactor: CustomerSecondFactor) => void;
}

/** Whether a customer types a mailed code after the password, whatever the settings ask of everybody (B9). */
export function SecondFactorPanel({ person, busy, onSave }: Props) {
  const { secondFactor: words } = useInsideWords();
  const required = person.secondFactor === 'required';
  return (
    <Panel title={words.title}>
      <div class="stack">
        <p>
          {required ? words.required : words.portal} <span class="small quiet">– {required ? words.requiredText : words.portalText}</span>
        </p>
        <div>
          <Button busy={busy} onClick={() => onSave(required ? 'portal' : 'required')}>
            {required ? words.release : words.require}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
