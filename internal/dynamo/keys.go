package dynamo

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/brand"
	"portico/internal/imports"
	"portico/internal/incoming"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/settings"
	"portico/internal/ticket"
)

// Shards spread what would otherwise be one hot partition of an index.
const Shards = 8

// key is a row's whole primary key.
type key struct {
	PK string `dynamodbav:"PK"`
	SK string `dynamodbav:"SK"`
}

// item gives the key as the SDK wants it.
func (k key) item() map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"PK": text(k.PK), "SK": text(k.SK)}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: fmt.Sprint(n)}
}

func personKey(id person.ID) key            { return key{"PERSON#" + string(id), "PERSON"} }
func gateKey(id person.ID) key              { return key{"GATE#" + string(id), "GATE"} }
func addressKey(address string) key         { return key{"ADDRESS#" + address, "ADDRESS"} }
func proofKey(id person.ProofID) key        { return key{"PROOF#" + string(id), "PROOF"} }
func vouchKey(id string) key                { return key{"VOUCH#" + id, "VOUCH"} }
func sessionKey(id string) key              { return key{"SESSION#" + id, "SESSION"} }
func deviceKey(of person.ID, id string) key { return key{devicePartition(of), id} }

func devicePartition(of person.ID) string { return "DEVICE#" + string(of) }

func flowKey(id string) key             { return key{"FLOW#" + id, "FLOW"} }
func registrationKey(id string) key     { return key{"REGISTRATION#" + id, "REGISTRATION"} }
func outboxKey(id outbox.ID) key        { return key{"OUTBOX#" + string(id), "OUTBOX"} }
func requestKey(id outbox.ID) key       { return key{"REQUEST#" + string(id), "REQUEST"} }
func revocationKey(id outbox.ID) key    { return key{"REVOCATION#" + string(id), "REVOCATION"} }
func rateKey(scope, subject string) key { return key{"RATE#" + scope + "#" + subject, "RATE"} }

func settingsKey(name settings.Name) key { return key{"SETTINGS#" + string(name), "SETTINGS"} }
func logoKey(id brand.LogoID) key        { return key{"LOGO#" + string(id), "LOGO"} }

func idempotencyKey(by person.ID, name string) key {
	return key{"IDEMPOTENCY#" + string(by) + "#" + name, "IDEMPOTENCY"}
}

// wordKey is the row of one of somebody's words. Words that begin with the same two letters share a partition.
func wordKey(kind people.Kind, word string, id person.ID) key {
	return key{wordPartition(kind, word), word + "#" + string(id)}
}

func wordPartition(kind people.Kind, word string) string {
	return "WORD#" + string(kind) + "#" + firstLetters(word)
}

func firstLetters(word string) string {
	letters := []rune(word)
	return string(letters[:min(len(letters), 2)])
}

func peoplePartition(kind people.Kind, shard int) string {
	return fmt.Sprintf("PEOPLE#%s#%d", kind, shard)
}

func ticketKey(id ticket.ID) key { return key{ticketPartition(id), "TICKET"} }

func ticketPartition(id ticket.ID) string { return "TICKET#" + string(id) }

// messageKey and eventKey are in the ticket's own partition, where a customer may read everything.
func messageKey(id ticket.ID, number int) key { return key{ticketPartition(id), messageSort(number)} }

func messageSort(number int) string { return fmt.Sprintf("M#%010d", number) }

func eventKey(id ticket.ID, after, version int) key {
	return key{ticketPartition(id), eventSort(after) + fmt.Sprintf("#%010d", version)}
}

func eventSort(after int) string { return fmt.Sprintf("E#%010d", after) }

// noteKey is in a partition of its own, so that no reading of a conversation can meet a note.
func noteKey(id ticket.ID, at time.Time, note string) key {
	return key{notesPartition(id), instant(at) + "#" + note}
}

func notesPartition(id ticket.ID) string { return "NOTES#" + string(id) }

func referenceKey(r ticket.Reference) key { return key{"REFERENCE#" + string(r), "REFERENCE"} }

// threadKey is the row of the first mail about a ticket to somebody.
func threadKey(id string, reader person.ID) key {
	return key{"THREAD#" + id + "#" + string(reader), "THREAD"}
}

func choicesKey(agent person.ID) key { return key{"CHOICES#" + string(agent), "CHOICES"} }

// listenerKey is the row of an agent who is told of all news of a kind of a service.
func listenerKey(service string, kind outbox.RequestKind, agent person.ID) key {
	return key{listenersPartition(service, kind), string(agent)}
}

func listenersPartition(service string, kind outbox.RequestKind) string {
	return "LISTENERS#" + string(kind) + "#" + service
}

func requestsPartition(requester person.ID, status ticket.Status) string {
	return "REQUESTS#" + string(requester) + "#" + string(status)
}

func queuePartition(shard int) string { return fmt.Sprintf("QUEUE#%d", shard) }

func closedPartition(shard int) string { return fmt.Sprintf("CLOSED#%d", shard) }

func assigneePartition(agent person.ID) string { return "ASSIGNEE#" + string(agent) }

func unassignedPartition(shard int) string { return fmt.Sprintf("UNASSIGNED#%d", shard) }

func servicePartition(service string, shard int) string {
	return fmt.Sprintf("SERVICE#%s#%d", service, shard)
}

// requestWords holds the words of somebody's own subjects, ticketWords those of everybody's, for the desk.
func requestWords(requester person.ID) string { return "WORD#REQUESTS#" + string(requester) }

func ticketWords(word string) string { return "WORD#TICKETS#" + firstLetters(word) }

// ticketWordSort puts the ticket that was opened last behind the others with the word.
func ticketWordSort(word string, opened time.Time, id ticket.ID) string {
	return word + "#" + instant(opened) + "#" + string(id)
}

// incomingKey is the row of what became of an incoming mail, heldKey what lists show of one that is held, heldTextKey its text. The first outlives the others.
func incomingKey(id incoming.ID) key { return key{"INCOMING#" + string(id), "INCOMING"} }

func heldKey(id incoming.ID) key { return key{"INCOMING#" + string(id), "HELD"} }

func heldTextKey(id incoming.ID) key { return key{"INCOMING#" + string(id), "TEXT"} }

func copyKey(digest string) key { return key{"COPY#" + digest, "COPY"} }

func heldPartition(shard int) string { return fmt.Sprintf("HELD#%d", shard) }

// junkPartition holds spam and viruses, which are listed with held mails and not counted.
func junkPartition(shard int) string { return fmt.Sprintf("HELD#!JUNK#%d", shard) }

func heldServicePartition(service string, shard int) string {
	return fmt.Sprintf("HELD#%s#%d", service, shard)
}

func importKey(id imports.ID) key { return key{"IMPORT#" + string(id), "IMPORT"} }

// importPartKey is the row of some lines. Each check of a file writes rows of its own.
func importPartKey(id imports.ID, check string, number int) key {
	return key{importKey(id).PK, fmt.Sprintf("PART#%s#%04d", check, number)}
}

func importsPartition(shard int) string { return fmt.Sprintf("IMPORTS#%d", shard) }

// importTurnKey is the row of the import that runs: one at a time.
func importTurnKey() key { return key{"IMPORTTURN", "IMPORTTURN"} }

func administratorsKey() key { return key{"ADMINISTRATORS", "ADMINISTRATORS"} }

func historyKey(subject person.ID, at time.Time, id string) key {
	return key{historyPartition(subject), instant(at) + "#" + id}
}

func historyPartition(subject person.ID) string { return "HISTORY#" + string(subject) }

// The partitions of the audit log: of everything and of one action, each in shards, and of what one person did.
func auditPartition(shard int) string { return fmt.Sprintf("AUDIT#%d", shard) }

func actionPartition(action audit.Action, shard int) string {
	return fmt.Sprintf("ACTION#%s#%d", action, shard)
}

func actorPartition(id person.ID) string { return "ACTOR#" + string(id) }

func undonePartition(shard int) string { return fmt.Sprintf("UNDONE#%d", shard) }

func mailsPartition(to person.ID) string { return "MAILS#" + string(to) }

// shardOf spreads ids over the shards of an index.
func shardOf(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id)) // never fails
	return int(h.Sum32() % Shards)
}

// instantForm is RFC 3339 with nine decimals, in UTC.
const instantForm = "2006-01-02T15:04:05.000000000Z"

// instant is a point in time in a form that sorts as text.
func instant(t time.Time) string { return t.UTC().Format(instantForm) }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
