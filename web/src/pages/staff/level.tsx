import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Level, Person } from '../../api/types';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { CheckField, FieldProblem, RadioField } from '../../components/field';
import type { Field } from '../../form';
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
  const had = person.services ?? [];
  const [wished, setWished] = useState<LevelChoice>({ level: person.level ?? 'standard', reach: had.length > 0 ? 'some' : 'all', services: had });
  const [problem, setProblem] = useState<string>();
  const field = <K extends keyof LevelChoice>(name: K): Field<LevelChoice[K]> => ({
    id: name,
    name,
    value: wished[name],
    problem: name === 'services' ? problem : undefined,
    set: (value) => {
      setWished({ ...wished, [name]: value });
      setProblem(undefined);
    },
  });

  function save(): void {
    const missing = checkServices(wished, words.servicesMissing);
    setProblem(missing);
    if (missing === undefined) onSave(levelOf(wished), levelOf(wished) === 'none' ? had : chosenServices(wished));
  }

  return (
    <ConfirmDialog title={words.changeTitle(person.name)} confirm={words.save} busy={busy} onConfirm={save} onClose={onClose}>
      <LevelFields level={field('level')} reach={field('reach')} services={field('services')}>
        {levelOf(wished) === 'none' && person.state === 'active' && <p class="small">{words.noneWarning}</p>}
      </LevelFields>
    </ConfirmDialog>
  );
}

/** What is chosen in LevelFields: a level, all services or some, and which. */
export interface LevelChoice {
  readonly level: string;
  readonly reach: string;
  readonly services: readonly string[];
}

/** What a new customer gets where nothing else is chosen. */
export const STANDARD: LevelChoice = { level: 'standard', reach: 'all', services: [] };

export function levelOf({ level }: LevelChoice): Level {
  return LEVELS.find((each) => each === level) ?? 'standard';
}

/** The services that a choice names; none stands for all. */
export function chosenServices(choice: LevelChoice): readonly string[] {
  return levelOf(choice) === 'standard' && choice.reach === 'some' ? choice.services : [];
}

/** Says that services are missing, where only some are chosen and none is. */
export function checkServices(choice: LevelChoice, missing: string): string | undefined {
  return levelOf(choice) === 'standard' && choice.reach === 'some' && choice.services.length === 0 ? missing : undefined;
}

interface FieldsProps {
  level: Field<string>;
  reach: Field<string>;
  services: Field<readonly string[]>;
  children?: ComponentChildren;
}

/** The fields of a level. Children stand below the level. */
export function LevelFields({ level, reach, services: chosen, children }: FieldsProps) {
  const { level: words } = useInsideWords();
  const { services = [] } = useServices();
  return (
    <>
      <RadioField
        field={level}
        legend={words.title}
        options={[
          { value: 'standard', label: words.standard, hint: words.standardText },
          { value: 'none', label: words.none, hint: words.noneText },
        ]}
      />
      {children}
      {level.value === 'standard' && (
        <RadioField
          field={reach}
          legend={words.services}
          options={[
            { value: 'all', label: words.servicesAll },
            { value: 'some', label: words.servicesSome },
          ]}
        />
      )}
      {level.value === 'standard' && reach.value === 'some' && (
        <div class="stack-tight indented" role="group" aria-label={words.servicesSome} id={chosen.id} tabIndex={-1}>
          {services.map(({ id, name }) => (
            <CheckField
              key={id}
              field={{
                id: `service-${id}`,
                name: `service-${id}`,
                value: chosen.value.includes(id),
                problem: undefined,
                set: (on) => chosen.set(on ? [...chosen.value, id] : chosen.value.filter((other) => other !== id)),
              }}
              label={name}
            />
          ))}
          <FieldProblem field={chosen} />
        </div>
      )}
    </>
  );
}
