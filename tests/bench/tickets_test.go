//go:build cloud

package bench

import (
	"fmt"
	"testing"

	"portico/tests/stack"
)

// ticketRoads are the requests about requests: the customer's and the team's.
func ticketRoads(b *testing.B, customer, team *stack.Browser) []road {
	b.Helper()
	services, _ := customer.Get(b, "/api/home").Body["services"].([]any)
	first, _ := services[0].(map[string]any)
	draft := map[string]any{"service": first["id"], "subject": "The printer burns", "text": "Brightly."}
	opened := customer.Post(b, "/api/requests", stack.Key(), draft)
	id := fmt.Sprint(opened.Body["id"])
	get := func(by *stack.Browser, path string) func(*testing.B) func(*testing.B) *stack.Answer {
		return func(*testing.B) func(*testing.B) *stack.Answer {
			return func(b *testing.B) *stack.Answer { return by.Get(b, path) }
		}
	}
	post := func(by *stack.Browser, path string, body map[string]any) func(*testing.B) func(*testing.B) *stack.Answer {
		return func(*testing.B) func(*testing.B) *stack.Answer {
			key := stack.Key()
			return func(b *testing.B) *stack.Answer { return by.Post(b, path, key, body) }
		}
	}
	text := map[string]any{"text": "More."}
	return []road{
		{"tickets", "GET /api/requests", get(customer, "/api/requests")},
		{"tickets", "GET /api/requests/{ticket}", get(customer, "/api/requests/"+id)},
		{"tickets", "POST /api/requests", post(customer, "/api/requests", draft)},
		{"tickets", "POST /api/requests/{ticket}/replies", post(customer, "/api/requests/"+id+"/replies", text)},
		{"desk", "GET /api/queue", get(team, "/api/queue?view=open")},
		{"desk", "GET /api/queue/counts", get(team, "/api/queue/counts")},
		{"desk", "GET /api/tickets/{ticket}", get(team, "/api/tickets/"+id)},
		{"desk", "POST /api/tickets/{ticket}/notes", post(team, "/api/tickets/"+id+"/notes", text)},
	}
}
