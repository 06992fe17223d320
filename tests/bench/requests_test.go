//go:build cloud

package bench

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"portico/tests/stack"
)

// portal is the running portal with the recorder between its functions and the local AWS.
type portal struct {
	*stack.Stack
	recorder *recorder
	logs     *cloudwatchlogs.Client
}

func open(b *testing.B) *portal {
	b.Helper()
	s := stack.Open(b)
	cloud, err := url.Parse(s.Cloud)
	if err != nil {
		b.Fatal(err)
	}
	relay, err := url.Parse(os.Getenv("PORTICO_TEST_RELAY"))
	if err != nil || relay.Host == "" {
		b.Fatal("PORTICO_TEST_RELAY is not set: run this by `make bench`, which starts the portal")
	}
	p := &portal{Stack: s, recorder: newRecorder(cloud, relay), logs: cloudwatchlogs.NewFromConfig(s.AWS)}
	server := httptest.NewServer(p.recorder)
	b.Cleanup(server.Close)
	p.relay(b, http.MethodPut, `{"upstream":"`+server.URL+`"}`)
	b.Cleanup(func() { p.relay(b, http.MethodDelete, "") })
	return p
}

func (p *portal) relay(b *testing.B, method, body string) {
	b.Helper()
	request, err := http.NewRequest(method, os.Getenv("PORTICO_TEST_RELAY")+"/_portico/relay", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatalf("the relay: %v", err)
	}
	if err := response.Body.Close(); err != nil {
		b.Fatal(err)
	}
}

// own is what the function's own log says of the last request of route: the milliseconds that it took, without those in which a call of AWS was under way.
func (p *portal) own(b *testing.B, function, route string, since time.Time) float64 {
	b.Helper()
	out, err := p.logs.FilterLogEvents(context.Background(), &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: aws.String("/aws/lambda/portico-" + function), StartTime: aws.Int64(since.UnixMilli()),
	})
	if err != nil {
		b.Fatalf("logs of %s: %v", function, err)
	}
	for _, event := range slices.Backward(out.Events) {
		var line struct {
			Route     string
			MS, AWSMS float64
		}
		for text := range strings.Lines(aws.ToString(event.Message)) {
			if json.Unmarshal([]byte(text), &line) == nil && line.Route == route {
				return line.MS - line.AWSMS
			}
		}
	}
	b.Fatalf("no log line of %s for %s", function, route)
	return 0
}

// road is one request that is measured: prepare makes what it needs, call does it.
type road struct {
	function, route string
	prepare         func(b *testing.B) (call func(*testing.B) *stack.Answer)
}

// BenchmarkRequests prints, for each request, the function's calls of AWS, rounds of them, and its own time (medians). Own time is what the function logs
// as ms less awsMs: everything that happens in the process from the event to the answer while no call is on its way. The SDK's work before and after a call
// is in it (building and signing it, reading its answer), and so are the checks of the request and the rendering of the answer; the network, the local
// cloud, what Lambda's runtime does before and after the handler, and what is done about one call while another is on its way are not. It is time on the
// clock: on a machine with other work to do it is more.
func BenchmarkRequests(b *testing.B) {
	p := open(b)
	admin, _ := p.Administrator(b)
	customer, email, id := p.Customer(b, admin)
	for _, r := range append(p.roads(admin, customer, email, id), ticketRoads(b, customer, admin)...) {
		b.Run(strings.ReplaceAll(r.route, " ", "_"), func(b *testing.B) {
			r.prepare(b)(b) // warm
			var calls, rounds, own []float64
			for b.Loop() {
				b.StopTimer()
				call := r.prepare(b)
				time.Sleep(150 * time.Millisecond) // what the last one left behind the stream is over
				p.taken(b, r.function)
				begun := time.Now()
				b.StartTimer()
				call(b)
				b.StopTimer()
				cost := p.taken(b, r.function)
				calls, rounds = append(calls, float64(cost.calls)), append(rounds, float64(cost.rounds))
				own = append(own, p.own(b, r.function, r.route, begun))
				b.StartTimer()
			}
			b.ReportMetric(median(calls), "calls")
			b.ReportMetric(median(rounds), "rounds")
			b.ReportMetric(median(own), "own-ms")
		})
	}
}

func (p *portal) taken(b *testing.B, function string) traffic {
	b.Helper()
	cost, err := p.recorder.take(function)
	if err != nil {
		b.Fatal(err)
	}
	return cost
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// roads are the requests of the first roads, each ready to be made again and again.
func (p *portal) roads(admin, customer *stack.Browser, email, id string) []road {
	post := func(by *stack.Browser, path, key string, body any) func(*testing.B) *stack.Answer {
		return func(b *testing.B) *stack.Answer { return by.Post(b, path, key, body) }
	}
	get := func(by *stack.Browser, path string) func(*testing.B) func(*testing.B) *stack.Answer {
		return func(*testing.B) func(*testing.B) *stack.Answer {
			return func(b *testing.B) *stack.Answer { return by.Get(b, path) }
		}
	}
	invited := func(b *testing.B) string {
		address := stack.Address("bench")
		admin.Post(b, "/api/customers", stack.Key(), map[string]any{"name": "Bench Mark", "email": address, "invite": true})
		return p.WaitMails(b, address, 1)[0].Link(b)
	}
	return []road{
		{"portal", "GET /api/portal", get(customer, "/api/portal")},
		{"home", "GET /api/home", get(customer, "/api/home")},
		{"people", "GET /api/customers", get(admin, "/api/customers")},
		{"people", "GET /api/customers/{id}", get(admin, "/api/customers/"+id)},
		{"settings", "GET /api/settings", get(admin, "/api/settings")},
		{"register", "POST /api/customers", func(*testing.B) func(*testing.B) *stack.Answer {
			return post(admin, "/api/customers", stack.Key(), map[string]any{"name": "Bench Mark", "email": stack.Address("bench"), "invite": true})
		}},
		{"verify", "POST /api/verify", func(b *testing.B) func(*testing.B) *stack.Answer {
			return post(p.Browser(b), "/api/verify", "", map[string]any{"link": invited(b)})
		}},
		{"activate", "POST /api/activate", func(b *testing.B) func(*testing.B) *stack.Answer {
			return post(p.Browser(b), "/api/activate", stack.Key(), map[string]any{"link": invited(b), "name": "Bench Mark", "password": stack.Password})
		}},
		{"sessions", "POST /api/sessions", func(b *testing.B) func(*testing.B) *stack.Answer {
			return post(p.Browser(b), "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
		}},
		{"sessions", "POST /api/sessions/refresh", func(*testing.B) func(*testing.B) *stack.Answer {
			return post(customer, "/api/sessions/refresh", "", struct{}{})
		}},
		{"reset", "POST /api/resets", func(b *testing.B) func(*testing.B) *stack.Answer {
			return post(p.Browser(b), "/api/resets", stack.Key(), map[string]any{"email": stack.Address("nobody")})
		}},
	}
}
