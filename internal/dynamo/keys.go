package dynamo

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/imports"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
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

func personKey(id person.ID) key        { return key{"PERSON#" + string(id), "PERSON"} }
func gateKey(id person.ID) key          { return key{"GATE#" + string(id), "GATE"} }
func addressKey(address string) key     { return key{"ADDRESS#" + address, "ADDRESS"} }
func proofKey(id person.ProofID) key    { return key{"PROOF#" + string(id), "PROOF"} }
func vouchKey(id string) key            { return key{"VOUCH#" + id, "VOUCH"} }
func sessionKey(id string) key          { return key{"SESSION#" + id, "SESSION"} }
func flowKey(id string) key             { return key{"FLOW#" + id, "FLOW"} }
func outboxKey(id outbox.ID) key        { return key{"OUTBOX#" + string(id), "OUTBOX"} }
func requestKey(id outbox.ID) key       { return key{"REQUEST#" + string(id), "REQUEST"} }
func rateKey(scope, subject string) key { return key{"RATE#" + scope + "#" + subject, "RATE"} }

func idempotencyKey(by person.ID, name string) key {
	return key{"IDEMPOTENCY#" + string(by) + "#" + name, "IDEMPOTENCY"}
}

// wordKey is the row of one of somebody's words. Words that begin with the same two letters share a partition.
func wordKey(kind people.Kind, word string, id person.ID) key {
	return key{wordPartition(kind, word), word + "#" + string(id)}
}

func wordPartition(kind people.Kind, word string) string {
	letters := []rune(word)
	return "WORD#" + string(kind) + "#" + string(letters[:min(len(letters), 2)])
}

func peoplePartition(kind people.Kind, shard int) string {
	return fmt.Sprintf("PEOPLE#%s#%d", kind, shard)
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
