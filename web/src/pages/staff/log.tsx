import { isId } from '../../api/id';
import type { AuditEntry, HistoryEntry, SentMail } from '../../api/types';
import { MailBadge } from '../../components/state-badge';
import { When } from '../../components/when';
import type { InsideWords } from '../../messages/en/inside';
import { useInsideWords } from '../../messages/language';
import { sayNetwork } from './network';
import { Changes } from './settings/changes';

const newestFirst = (a: { at: string }, b: { at: string }) => Date.parse(b.at) - Date.parse(a.at);

/** The mails that Portico sent to a person, and what became of them. */
export function Mails({ mails }: { mails: readonly SentMail[] }) {
  const { person: words } = useInsideWords();
  if (mails.length === 0) return <p class="quiet">{words.mailsEmpty}</p>;
  return (
    <ul role="list" class="log">
      {mails.toSorted(newestFirst).map(({ id, kind, state, at, email }) => (
        <li key={id}>
          <span>
            {words.mailKind[kind]} {email !== undefined && <span class="quiet">{words.mailTo(email)}</span>}
          </span>
          <span class="log-end">
            <MailBadge state={state} />
            <When at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who did what to a person, when, from where. */
export function History({ entries }: { entries: readonly HistoryEntry[] }) {
  const { person: words } = useInsideWords();
  if (entries.length === 0) return <p class="quiet">{words.historyEmpty}</p>;
  return (
    <ol role="list" class="log">
      {entries.toSorted(newestFirst).map((entry) => (
        <li key={entry.id}>
          <div>
            <Done entry={entry} /> <span class="quiet">{words.by(actorOf(entry, words.actor))}</span>
            {entry.changes.length > 0 && <Changes changes={entry.changes} of="person" />}
          </div>
          <span class="log-end">
            {entry.network !== undefined && <span>{sayNetwork(entry.network, words)}</span>}
            <When at={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What was done, in words, with the way to the import that did it. */
export function Done({ entry }: { entry: Pick<AuditEntry, 'action' | 'detail'> }) {
  const { person: words } = useInsideWords();
  const { action, detail } = entry;
  const byImport = (action === 'created' || action === 'invited') && detail !== undefined && isId(detail);
  return (
    <>
      {sayAction(entry, words)}
      {byImport && (
        <>
          {' '}
          <a href={`/customers/imports/${detail}`}>{words.byImport}</a>
        </>
      )}
    </>
  );
}

function sayAction({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>, words: InsideWords['person']): string {
  if (action === 'invited' && detail === 'temporary_password') return words.invitedPassword;
  if (action === 'signed_in' && detail === 'code password') return words.signedInCode;
  if (action === 'signed_in' && detail === 'device password') return words.signedInDevice;
  return words.action[action];
}

function actorOf({ actor }: HistoryEntry, words: Record<HistoryEntry['actor']['kind'], string>): string {
  return actor.name ?? words[actor.kind];
}
