import { ArrowLeft } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { ApiError } from '../../api/error';
import type { CustomerSecondFactor, InvitationForm, Level, Me, Person, PersonDetail } from '../../api/types';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/panel';
import { StateBadge } from '../../components/state-badge';
import { confirmDone } from '../../components/toast';
import { When } from '../../components/when';
import { useLoad } from '../../load';
import { useLookAgain } from '../../look-again';
import { useInsideWords } from '../../messages/language';
import { Unloaded } from '../unloaded';
import { CustomerRequests } from './customer-requests';
import { differences, sayPart } from './differences';
import type { Difference } from './differences';
import { LevelPanel } from './level';
import { History, Mails } from './log';
import { Pending } from './pending';
import { PersonQuestion } from './person-question';
import type { Question } from './person-question';
import { SecondFactorPanel } from './second-factor';

/** What can be asked about and done to a person, for customers and for the team alike. */
export interface PersonCalls {
  readonly get: (id: string) => Promise<PersonDetail>;
  /** Whether an invitation can carry a temporary password in place of its link. */
  readonly chooses?: boolean;
  readonly invite: (id: string, key: string, invitation: InvitationForm) => Promise<PersonDetail>;
  readonly link: (id: string) => Promise<{ link: string; expiresAt: string }>;
  readonly access: (id: string, suspended: boolean, version: number) => Promise<PersonDetail>;
  readonly level?: (id: string, level: Level, services: readonly string[], version: number) => Promise<PersonDetail>;
  readonly secondFactor?: (id: string, secondFactor: CustomerSecondFactor, version: number) => Promise<PersonDetail>;
  readonly role?: (id: string, role: 'agent' | 'administrator', version: number) => Promise<PersonDetail>;
}

interface Props {
  id: string;
  me: Me;
  list: '/customers' | '/team';
  calls: PersonCalls;
}

export function PersonPage({ id, me, list, calls }: Props) {
  const words = useInsideWords();
  const open = useLoad(id, () => calls.get(id));
  return (
    <>
      <a class="back" href={list}>
        <ArrowLeft size={16} aria-hidden="true" />
        {list === '/team' ? words.person.backTeam : words.person.back}
      </a>
      {open.data ? (
        <Detail detail={open.data} me={me} calls={calls} onChange={open.set} reload={open.reload} />
      ) : (
        <Unloaded of={open} notFound={words.load.notFound} />
      )}
    </>
  );
}

interface DetailProps {
  detail: PersonDetail;
  me: Me;
  calls: PersonCalls;
  onChange: (detail: PersonDetail) => void;
  reload: () => void;
}

function Detail({ detail, me, calls, onChange, reload }: DetailProps) {
  const inside = useInsideWords();
  const words = inside.person;
  const { person, pending } = detail;
  const [question, setQuestion] = useState<Question>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [conflict, setConflict] = useState<readonly Difference[]>();
  const attempts = useRef(new Attempts()).current;
  const [chosen, setChosen] = useState<InvitationForm>();
  const invitation = chosen ?? pending?.invitation ?? 'link';
  const inviting = { person: person.id, pending: pending?.since, invitation };

  const underWay = detail.mails.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  useLookAgain(underWay.join(' '), () => {
    // A question is about what the page showed when it was asked.
    if (!busy && document.querySelector('dialog[open]') === null) reload();
  });

  async function change(work: () => Promise<PersonDetail>, said: string): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setConflict(undefined);
    try {
      onChange(await work());
      attempts.succeeded();
      confirmDone(said);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'version_conflict' && error.current !== undefined) {
        const current = error.current as Person;
        setConflict(differences(person, current));
        onChange({ ...detail, person: current });
        reload();
      } else {
        setFailure(error);
        if (error.status === 409 || error.status === 410) reload();
      }
    } finally {
      setBusy(false);
      setQuestion(undefined);
    }
  }

  const invite = () => change(() => calls.invite(person.id, attempts.keyFor(inviting), invitation), words.invited(person.email));
  const setAccess = (suspended: boolean) =>
    change(() => calls.access(person.id, suspended, person.version), suspended ? words.suspended(person.name) : words.reinstated(person.name));
  const otherRole = person.role === 'administrator' ? 'agent' : 'administrator';
  const setRole = async () => {
    const call = calls.role;
    if (call) await change(() => call(person.id, otherRole, person.version), words.roleChanged(person.name, inside.role[otherRole]));
  };

  const setLevel = async (level: Level, services: readonly string[]) => {
    const call = calls.level;
    if (call) await change(() => call(person.id, level, services, person.version), inside.level.saved(person.name));
  };

  const setSecondFactor = async (secondFactor: CustomerSecondFactor) => {
    const call = calls.secondFactor;
    if (call) await change(() => call(person.id, secondFactor, person.version), inside.secondFactor.saved(person.name, secondFactor));
  };

  const answers: Record<Question, () => Promise<void>> = {
    resend: invite,
    suspend: () => setAccess(true),
    reinstate: () => setAccess(false),
    role: setRole,
  };

  return (
    <>
      <div class="page-head">
        <div>
          <div class="title-row">
            <Heading title={person.name} />
            <StateBadge state={person.state} />
          </div>
          <p class="quiet">
            {person.email}
            {person.id === me.id && ` · ${words.you}`}
          </p>
        </div>
      </div>
      <div class="two">
        <div class="stack-wide">
          {conflict && <Conflict person={person} changes={conflict} />}
          {failure && <Failure error={failure} explain={(error) => explainRefusal(error, inside.refused)} />}
          {person.state === 'invited' && (
            <Pending
              detail={detail}
              busy={busy}
              invitation={invitation}
              {...(calls.chooses && { onChoose: setChosen })}
              loadLink={() => calls.link(person.id)}
              onInvite={(replaces) => (replaces ? setQuestion('resend') : void invite())}
              onShown={reload}
              onFailure={setFailure}
            />
          )}
          {person.role === 'customer' && <CustomerRequests customer={person} />}
          <Panel title={words.history}>
            <History entries={detail.history} />
          </Panel>
          <Panel title={words.mails}>
            <Mails mails={detail.mails} />
          </Panel>
        </div>
        <div class="stack-wide">
          <Panel>
            <dl class="facts">
              {person.role !== 'customer' && <Fact term={words.role}>{inside.role[person.role]}</Fact>}
              {detail.company !== undefined && <Fact term={inside.settings.companies.name}>{detail.company}</Fact>}
              <Fact term={words.language}>{inside.languages[person.language]}</Fact>
              <Fact term={words.since}>
                <When at={person.createdAt} />
              </Fact>
            </dl>
          </Panel>
          {calls.level && <LevelPanel person={person} busy={busy} onSave={setLevel} />}
          {calls.secondFactor && <SecondFactorPanel person={person} busy={busy} onSave={(secondFactor) => void setSecondFactor(secondFactor)} />}
          {calls.role && person.role !== 'customer' && (
            <Panel title={words.roleTitle}>
              <div class="stack">
                <p class="small quiet">{person.role === 'administrator' ? words.roleAdministrator : words.roleAgent}</p>
                <div>
                  <Button onClick={() => setQuestion('role')}>{person.role === 'administrator' ? words.makeAgent : words.makeAdministrator}</Button>
                </div>
              </div>
            </Panel>
          )}
          <Panel title={words.access}>
            <div class="stack">
              <p class="small quiet">
                {person.state === 'suspended' ? words.accessSuspended : person.state === 'active' ? words.accessActive : words.accessInvited}
              </p>
              <div>
                {person.state === 'suspended' ? (
                  <Button onClick={() => setQuestion('reinstate')}>{words.reinstate}</Button>
                ) : (
                  <Button onClick={() => setQuestion('suspend')}>{words.suspend}</Button>
                )}
              </div>
            </div>
          </Panel>
        </div>
      </div>

      {question && (
        <PersonQuestion
          question={question}
          person={person}
          invitation={invitation}
          busy={busy}
          onYes={() => void answers[question]()}
          onClose={() => setQuestion(undefined)}
        />
      )}
    </>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Says what somebody else changed meanwhile; the page below shows the current state, and the same button repeats the change. */
function Conflict({ person, changes }: { person: Person; changes: readonly Difference[] }) {
  const inside = useInsideWords();
  const words = inside.conflict;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <Notice tone="note" title={words.title} box={box} role="alert">
      <p>{words.text(person.name)}</p>
      <ul class="bullets" role="list">
        {changes.map(({ part, before, after }) => (
          <li key={part}>{words.now(part === 'level' ? inside.level.conflict : words[part], sayPart(part, before, inside), sayPart(part, after, inside))}</li>
        ))}
        {changes.length === 0 && <li>{words.unseen}</li>}
      </ul>
      <p>{words.again}</p>
    </Notice>
  );
}

function explainRefusal(error: ApiError, words: ReturnType<typeof useInsideWords>['refused']): Explanation | undefined {
  switch (error.code) {
    case 'last_administrator':
      return { title: words.lastAdministratorTitle, body: <p>{words.lastAdministrator}</p> };
    case 'forbidden':
      return { title: words.forbiddenTitle, body: <p>{words.forbidden}</p> };
    case 'person_suspended':
      return { title: words.suspendedTitle, body: <p>{words.suspended}</p> };
    case 'no_access':
      return { title: words.noAccessTitle, body: <p>{words.noAccess}</p> };
    case 'not_pending':
      return { title: words.notPendingTitle, body: <p>{words.notPending}</p> };
    case 'link_expired':
      return { title: words.linkExpiredTitle, body: <p>{words.linkExpired}</p> };
    default:
      return undefined;
  }
}
