//go:build cloud

// Package enumeration measures whether an answer of the deployed portal, or the time that it takes, tells who is a customer.
package enumeration

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aclements/go-moremath/stats"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/dynamo"
	"portico/internal/limit"
	"portico/internal/secrets"
	"portico/tests/stack"
)

const (
	// size is how many addresses each group has.
	size = 300
	// least is the probability below which two samples of times are said to differ. Four roads are measured, so a difference that is none is
	// reported in one run of 250.
	least = 0.001
	// workers ask at the same time, each for one known and one unknown address, in an order drawn by lot.
	workers = 2
)

// door is one of the ways to ask about an address.
type door struct {
	name string
	path string
	body func(email string) map[string]any
}

var doors = []door{
	{"register", "/api/registrations", func(email string) map[string]any { return map[string]any{"name": "Nina New", "email": email} }},
	{"sign in", "/api/sessions", func(email string) map[string]any {
		return map[string]any{"email": email, "password": "not the right password"}
	}},
	{"reset", "/api/resets", func(email string) map[string]any { return map[string]any{"email": email} }},
	{"code request", "/api/sessions", func(email string) map[string]any {
		return map[string]any{"email": email, "password": "not the right password"}
	}},
}

// TestX3_NeitherAnswersNorTimesTellWhoIsKnown asks at each door about known and unknown addresses, interleaved, each from a network of its own, and
// compares what came back: bodies and headers must be identical but for what is drawn by lot, and the two samples of times must not differ by the
// two-sided Mann-Whitney U test.
func TestX3_NeitherAnswersNorTimesTellWhoIsKnown(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := admin.Get(t, "/api/settings").Body["registration"].(map[string]any)
	if answer := admin.Post(t, "/api/settings/registration", "", map[string]any{
		"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false, "version": set["version"],
	}); answer.Status != http.StatusOK {
		t.Fatalf("the form was not opened: %s", answer)
	}
	known, unknown := customers(t, s, admin), make([]string, size)
	for i := range unknown {
		unknown[i] = stack.Address("cara")
	}
	var report strings.Builder
	fmt.Fprintf(&report, "%-13s %9s %9s %9s %9s %9s %7s %7s\n", "", "known", "unknown", "known", "unknown", "", "", "")
	fmt.Fprintf(&report, "%-13s %9s %9s %9s %9s %9s %7s %7s\n", "door", "median", "median", "95 %", "95 %", "U", "p", "AUC")
	for i, d := range doors {
		if d.name == "code request" {
			exhaust(t, s, slices.Concat(known, unknown))
		}
		m := measure(t, s, d, i, known, unknown)
		m.compare(t, d, &report)
	}
	t.Logf("%d known and %d unknown addresses at each door, interleaved; two-sided Mann-Whitney U test, different where p < %g;\n"+
		"AUC is how often a known address takes longer than an unknown one, 0.5 where that tells nothing\n\n%s", size, size, least, &report)
}

// customers makes people who have a password.
func customers(t *testing.T, s *stack.Stack, admin *stack.Browser) []string {
	t.Helper()
	emails := make([]string, size)
	together(t, size, 4, func(i int) error {
		email := stack.Address("cara")
		created, err := admin.TryPost("/api/customers", stack.Key(), map[string]any{"name": "Cara Customer", "email": email, "invite": false})
		if err != nil || created.Status != http.StatusCreated {
			return fmt.Errorf("create: %v, %v", created, err)
		}
		shown, err := admin.TryPost(fmt.Sprintf("/api/customers/%s/link", created.Body["id"]), stack.Key(), struct{}{})
		if err != nil {
			return err
		}
		address, _ := shown.Body["link"].(string)
		_, secret, _ := strings.Cut(address, "#")
		activated, err := at(t, s, len(doors), i).TryPost("/api/activate", stack.Key(), map[string]any{"link": secret, "name": "Cara Customer", "password": stack.Password})
		if err != nil || activated.Status != http.StatusOK {
			return fmt.Errorf("activate: %v, %v", activated, err)
		}
		emails[i] = email
		return nil
	})
	return emails
}

// at is a browser in a network that no other request of this test comes from.
func at(t *testing.T, s *stack.Stack, series, i int) *stack.Browser {
	n := series*2*size + i
	return s.BrowserAt(t, net.IPv4(127, byte(64+n>>8), byte(n), 9))
}

// exhaust counts so many tries for each address that an unknown device must type a code first.
func exhaust(t *testing.T, s *stack.Stack, emails []string) {
	t.Helper()
	limiter := &limit.Limiter{
		Store: dynamo.Open(s.AWS, s.Output(t, "TableName")),
		Keys:  secrets.NewKeyring(secretsmanager.NewFromConfig(s.AWS), s.Output(t, "ProofSecretArn"), time.Now),
	}
	whole := limit.PasswordByAddress
	whole.Tries, whole.Within = 2, 2*whole.Within // then one try costs as much as all of the rule's
	together(t, len(emails), 8, func(i int) error {
		return limiter.Take(t.Context(), whole.Of(emails[i]))
	})
}

// sample is what came back for one group of addresses.
type sample struct {
	seconds []float64
	answers map[string]int
}

type measurement struct{ known, unknown sample }

// measure asks about all addresses, a known and an unknown one at a time.
func measure(t *testing.T, s *stack.Stack, d door, series int, known, unknown []string) *measurement {
	t.Helper()
	m := &measurement{sample{answers: map[string]int{}}, sample{answers: map[string]int{}}}
	var mu sync.Mutex
	together(t, size, workers, func(i int) error {
		groups := []struct {
			into  *sample
			email string
			b     *stack.Browser
		}{{&m.known, known[i], at(t, s, series, 2*i)}, {&m.unknown, unknown[i], at(t, s, series, 2*i+1)}}
		rand.Shuffle(2, func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
		for _, g := range groups {
			if answer, err := g.b.TryPost("/api/verify", stack.Key(), map[string]any{"link": "none"}); err != nil || answer.Status == 0 {
				return fmt.Errorf("open the connection: %v", err) // so that no sample has it in its time
			}
			began := time.Now()
			answer, err := g.b.TryPost(d.path, stack.Key(), d.body(g.email))
			took := time.Since(began)
			if err != nil {
				return err
			}
			mu.Lock()
			g.into.seconds = append(g.into.seconds, took.Seconds())
			g.into.answers[shape(answer)]++
			mu.Unlock()
		}
		return nil
	})
	return m
}

// lots are what an answer has that is drawn by lot, or is the time.
var lots = regexp.MustCompile(`\b[a-z2-7]{26}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b`)

// shape is an answer without what differs between any two answers.
func shape(a *stack.Answer) string {
	var lines []string
	for name, values := range a.Header {
		switch name {
		case "Date":
			values = []string{"now"}
		case "Apigw-Requestid", "X-Amzn-Requestid":
			values = []string{"an id"}
		}
		lines = append(lines, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(lines)
	body := instance.ReplaceAllString(lots.ReplaceAllString(string(a.Raw), "<lot>"), `"instance":"<id>"`)
	return fmt.Sprintf("%d\n%s\n\n%s", a.Status, strings.Join(lines, "\n"), body)
}

var instance = regexp.MustCompile(`"instance":"[^"]*"`)

// compare holds the two groups beside each other and adds a line to the report.
func (m *measurement) compare(t *testing.T, d door, report *strings.Builder) {
	t.Helper()
	if len(m.known.answers) != 1 || len(m.unknown.answers) != 1 {
		t.Errorf("%s: the answers are not all the same:\nknown %v\nunknown %v", d.name, m.known.answers, m.unknown.answers)
	}
	for answer := range m.known.answers {
		if m.unknown.answers[answer] == 0 {
			t.Errorf("%s: known addresses are answered %s\nand unknown ones %v", d.name, answer, m.unknown.answers)
		}
	}
	test, err := stats.MannWhitneyUTest(m.known.seconds, m.unknown.seconds, stats.LocationDiffers)
	if err != nil {
		t.Fatalf("%s: %v", d.name, err)
	}
	known, unknown := stats.Sample{Xs: m.known.seconds}, stats.Sample{Xs: m.unknown.seconds}
	ms := func(s stats.Sample, q float64) string { return fmt.Sprintf("%.1f ms", 1000*s.Quantile(q)) }
	fmt.Fprintf(report, "%-13s %9s %9s %9s %9s %9.0f %7.3f %7.3f\n", d.name, ms(known, 0.5), ms(unknown, 0.5), ms(known, 0.95), ms(unknown, 0.95),
		test.U, test.P, test.U/float64(len(m.known.seconds)*len(m.unknown.seconds)))
	if test.P < least {
		t.Errorf("%s: the times tell who is known: p = %g", d.name, test.P)
	}
}

// together does n things, so many at a time, and fails the test with what went wrong.
func together(t *testing.T, n, at int, do func(i int) error) {
	t.Helper()
	jobs := make(chan int)
	var wait sync.WaitGroup
	var failed atomic.Bool
	for range at {
		wait.Go(func() {
			for i := range jobs {
				if err := do(i); err != nil {
					failed.Store(true)
					t.Error(err)
				}
			}
		})
	}
	for i := range n {
		jobs <- i
	}
	close(jobs)
	wait.Wait()
	if failed.Load() {
		t.FailNow()
	}
}
