import { useState } from 'preact/hooks';
import type { Level, Person } from '../../api/types';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { CheckField, FieldProblem, RadioField } from '../../components/field';
import { useInsideWords } from '../../messages/language';
import { useServices } from '../../services';

const LEVELS = ['none', 'standard'] as const satisfies readonly Level[];

interface Props {
  person: Person;
  busy: boolean;
  onSave: (level: Level, services: readonly string[]) => Promise<void>;
}

/** How much a customer may do, and for which services (G36). */
export function LevelPanel({ person, busy, onSave }: Props) {
  const { level: words } = useInsideWords();
  const { nameOf } = useServices();
  const [asking, setAsking] = useState(false);
  const level = person.level ?? 'standard';
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{words.title}</h2>
      </div>
      <div class="panel-body stack">
        <dl class="facts">
          <div>
            <dt>{words.title}</dt>
            <dd>
              {words[level]} <span class="small quiet">– {level === 'none' ? words.noneText : words.standardText}</span>
            </dd>
          </div>
          {level !== 'none' && (
            <div>
              <dt>{words.services}</dt>
              <dd>{person.services === undefined || person.services.length === 0 ? words.servicesAll : person.services.map(nameOf).join(', ')}</dd>
            </div>
          )}
        </dl>
        <div>
          <Button onClick={() => setAsking(true)}>{words.change}</Button>
        </div>
      </div>
      {asking && (
        <LevelDialog
          person={person}
          busy={busy}
          onSave={(to, services) => void onSave(to, services).then(() => setAsking(false))}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

interface DialogProps {
  person: Person;
  busy: boolean;
  onSave: (level: Level, services: readonly string[]) => void;
  onClose: () => void;
}

function LevelDialog({ person, busy, onSave, onClose }: DialogProps) {
  const { level: words } = useInsideWords();
  const { services = [] } = useServices();
  const had = person.services ?? [];
  const [level, setLevel] = useState<Level>(person.level ?? 'standard');
  const [reach, setReach] = useState<'all' | 'some'>(had.length > 0 ? 'some' : 'all');
  const [chosen, setChosen] = useState<readonly string[]>(had);
  const [missing, setMissing] = useState(false);

  function save(): void {
    const some = level === 'standard' && reach === 'some';
    if (some && chosen.length === 0) setMissing(true);
    else onSave(level, level === 'none' ? had : some ? chosen : []);
  }

  return (
    <ConfirmDialog title={words.changeTitle(person.name)} confirm={words.save} busy={busy} onConfirm={save} onClose={onClose}>
      <RadioField
        field={{ id: 'level', name: 'level', value: level, problem: undefined, set: (to) => setLevel(LEVELS.find((each) => each === to) ?? level) }}
        legend={words.title}
        options={[
          { value: 'standard', label: words.standard, hint: words.standardText },
          { value: 'none', label: words.none, hint: words.noneText },
        ]}
      />
      {level === 'none' && person.state === 'active' && <p class="small">{words.noneWarning}</p>}
      {level === 'standard' && (
        <RadioField
          field={{ id: 'reach', name: 'reach', value: reach, problem: undefined, set: (to) => setReach(to === 'some' ? 'some' : 'all') }}
          legend={words.services}
          options={[
            { value: 'all', label: words.servicesAll },
            { value: 'some', label: words.servicesSome },
          ]}
        />
      )}
      {level === 'standard' && reach === 'some' && (
        <div class="stack-tight indented" role="group" aria-label={words.servicesSome}>
          {services.map(({ id, name }) => (
            <CheckField
              key={id}
              field={{
                id: `service-${id}`,
                name: `service-${id}`,
                value: chosen.includes(id),
                problem: undefined,
                set: (on) => {
                  setChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id));
                  setMissing(false);
                },
              }}
              label={name}
            />
          ))}
          <FieldProblem field={{ id: 'services', problem: missing ? words.servicesMissing : undefined }} />
        </div>
      )}
    </ConfirmDialog>
  );
}
