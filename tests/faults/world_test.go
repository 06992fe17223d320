//go:build cloud

package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"portico/internal/settings"
	"portico/tests/stack"
)

// world is the running portal with a proxy between its functions and the local AWS.
type world struct {
	*stack.Stack
	proxy   *Proxy
	db      *dynamodb.Client
	imports *importCount
	table   string
	admin   *stack.Browser
	adminID string
	wrong   *atomic.Int32 // passages that did not come to their end
	trace   string        // of what is sent; empty for none
}

// traced is the world whose requests, and the calls that they cause, have a trace id.
func (w *world) traced(trace string) *world {
	traced := *w
	traced.trace = trace
	return &traced
}

// open puts the proxy behind the relay and makes messages of the queues come back after seconds instead of minutes; both until the test ends.
func open(t *testing.T) *world {
	t.Helper()
	s := stack.Open(t)
	cloud, err := url.Parse(s.Cloud)
	if err != nil {
		t.Fatal(err)
	}
	relay, err := url.Parse(os.Getenv("PORTICO_TEST_RELAY"))
	if err != nil || relay.Host == "" {
		t.Fatal("PORTICO_TEST_RELAY is not set: run these tests by `make test-cloud`, which starts the portal")
	}
	w := &world{Stack: s, proxy: NewProxy(cloud, relay), db: dynamodb.NewFromConfig(s.AWS), table: s.Output(t, "TableName"), imports: &importCount{}, wrong: &atomic.Int32{}}
	w.relay(t, w.proxy)
	for _, queue := range []string{"MailQueueUrl", "DecisionQueueUrl", "RevocationQueueUrl", "ImportQueueUrl", "IncomingQueueUrl"} {
		w.hurry(t, w.Output(t, queue))
	}
	w.admin, _ = w.Administrator(t)
	me, _ := w.admin.Get(t, "/api/home").Body["person"].(map[string]any)
	w.adminID, _ = me["id"].(string)
	for _, name := range []settings.Name{settings.OfRegistration, settings.OfSignIn} {
		now := w.section(t, name)
		wanted := sections[name](now)
		wanted["version"] = now["version"]
		if done, answer := changeSection(name)(t, w, &subject{b: w.admin, section: wanted}); !done {
			t.Fatalf("the settings of %s: %s", name, answer)
		}
	}
	return w
}

// relay leads the functions' calls through proxy.
func (w *world) relay(t *testing.T, proxy http.Handler) {
	t.Helper()
	relay := os.Getenv("PORTICO_TEST_RELAY")
	server := httptest.NewServer(proxy)
	order := func(method, body string) {
		request, err := http.NewRequest(method, relay+"/_portico/relay", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatalf("the relay: %v", err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNoContent {
			t.Fatalf("the relay answers %s", answer.Status)
		}
	}
	order(http.MethodPut, fmt.Sprintf(`{"upstream":%q}`, server.URL))
	t.Cleanup(func() {
		order(http.MethodDelete, "")
		server.CloseClientConnections()
		server.Close()
	})
}

// hurry makes what failed come back to its queue soon.
func (w *world) hurry(t *testing.T, queue string) {
	t.Helper()
	client := sqs.NewFromConfig(w.AWS)
	name := sqstypes.QueueAttributeNameVisibilityTimeout
	before, err := client.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: &queue, AttributeNames: []sqstypes.QueueAttributeName{name}})
	if err != nil {
		t.Fatalf("read the queue: %v", err)
	}
	set := func(seconds string) {
		_, err := client.SetQueueAttributes(context.WithoutCancel(t.Context()), &sqs.SetQueueAttributesInput{QueueUrl: &queue, Attributes: map[string]string{string(name): seconds}})
		if err != nil {
			t.Errorf("set the queue: %v", err)
		}
	}
	set("2")
	t.Cleanup(func() { set(before.Attributes[string(name)]) })
}

// coldStart ends the running instances of a function, so that every run makes the same calls, those of a first start included.
func coldStart(function string) {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		panic(err) // the pattern is good
	}
	ended := false
	for _, folder := range folders {
		if functionIn(folder) != function || !ofThisPortal(folder) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(folder)); err == nil {
			ended = syscall.Kill(pid, syscall.SIGKILL) == nil || ended
		}
	}
	if ended {
		time.Sleep(200 * time.Millisecond) // the cloud has to notice
	}
}

// ofThisPortal tells whether a function belongs to the portal under test and not to another one on this machine.
func ofThisPortal(folder string) bool {
	environ, err := os.ReadFile(filepath.Join(folder, "environ"))
	return err == nil && strings.Contains(string(environ), "AWS_ENDPOINT_URL="+os.Getenv("PORTICO_TEST_RELAY")+"\x00")
}

// read gives the rows of the whole table.
func (w *world) read(t *testing.T) *Table {
	t.Helper()
	table, err := ReadTable(t.Context(), w.db, w.table)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// mail waits for the nth mail to an address. Hundreds are under way at that time, so it is patient.
func (w *world) mail(t *testing.T, email string, n int) stack.Mail {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		if mails := w.Mails(t, email); len(mails) >= n {
			return mails[n-1]
		}
		if time.Now().After(deadline) {
			t.Fatalf("mail %d to %s did not come", n, email)
		}
	}
}

// subjects gives the subjects of the mails to an address, sorted.
func (w *world) subjects(t *testing.T, email string) []string {
	t.Helper()
	var subjects []string
	for _, mail := range w.Mails(t, email) {
		subjects = append(subjects, reference.ReplaceAllString(mail.Subject, "<reference>"))
	}
	slices.Sort(subjects)
	return subjects
}

// settle waits until nothing is left to do behind the stream. Meanwhile time passes for what waits: the lease of a mailer that was killed ends, and what a
// queue gave up is put into it again, as the sweep does.
func (w *world) settle(t *testing.T) {
	t.Helper()
	for began, again := time.Now(), time.Now(); ; time.Sleep(100 * time.Millisecond) {
		undone := w.undone(t)
		if len(undone) == 0 {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("never done: %v", undone[0])
		}
		if time.Since(again) < 8*time.Second { // a mailer's note about what it could not write down comes first
			continue
		}
		again = time.Now()
		for _, row := range undone {
			w.hasten(t, row)
		}
	}
}

func (w *world) undone(t *testing.T) []map[string]types.AttributeValue {
	t.Helper()
	var rows []map[string]types.AttributeValue
	for shard := range 8 {
		out, err := w.db.Query(t.Context(), &dynamodb.QueryInput{
			TableName: &w.table, IndexName: aws.String("GSI1"), KeyConditionExpression: aws.String("GSI1PK = :shard"),
			ExpressionAttributeValues: map[string]types.AttributeValue{":shard": &types.AttributeValueMemberS{Value: fmt.Sprint("UNDONE#", shard)}},
		})
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, out.Items...)
	}
	return rows
}

// hasten ends the lease on a mail and puts its note, or that of other work, into the queue.
func (w *world) hasten(t *testing.T, row map[string]types.AttributeValue) {
	t.Helper()
	w.endLease(t, row)
	kind, name, _ := strings.Cut(row["PK"].(*types.AttributeValueMemberS).Value, "#")
	queues := map[string]string{"OUTBOX": "MailQueueUrl", "REQUEST": "DecisionQueueUrl", "REVOCATION": "RevocationQueueUrl", "IMPORT": "ImportQueueUrl"}
	queue := w.Output(t, queues[kind])
	if _, err := sqs.NewFromConfig(w.AWS).SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &queue, MessageBody: aws.String(fmt.Sprintf(`{"id":%q}`, name))}); err != nil {
		t.Fatal(err)
	}
}

// endLeases ends the leases of a function that was killed. What it had in hand comes back to it by itself.
func (w *world) endLeases(t *testing.T) {
	t.Helper()
	for _, row := range w.undone(t) {
		w.endLease(t, row)
	}
}

func (w *world) endLease(t *testing.T, row map[string]types.AttributeValue) {
	t.Helper()
	_, err := w.db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &w.table, Key: map[string]types.AttributeValue{"PK": row["PK"], "SK": row["SK"]},
		UpdateExpression: aws.String("SET claimUntil = :past"), ConditionExpression: aws.String("attribute_exists(claimUntil)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":past": &types.AttributeValueMemberN{Value: "1"}},
	})
	if failed := new(types.ConditionalCheckFailedException); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
}
