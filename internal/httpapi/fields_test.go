package httpapi

import (
	"strings"
	"testing"

	"portico/internal/problem"
)

// wide has one field of each kind.
type wide struct {
	text     string
	services string
	inner    []string
}

func (b *wide) Read(o *Object) {
	if o.Has("text") {
		b.text = o.Text("text", 20)
	}
	if o.Has("services") {
		b.services = string(o.Services("services"))
	}
	if o.Has("list") {
		for _, entry := range o.Objects("list", 2) {
			b.inner = append(b.inner, entry.Service("service"))
		}
	}
}

func TestTextsKeepTheirLinesAndLoseWhatTurnsThem(t *testing.T) {
	for sent, want := range map[string]string{
		`" two\r\nlines\r\tand\u2028more "`: "two\nlines\n\tand\nmore", `"call \u202a+49 30\u202c now"`: "call +49 30 now", `"a\u000bb\u000cc"`: "a\nb\nc",
		`"\u001b[31mred\u001b[0m\u0000 \u009b1m\ud800"`: "red \ufffd", `"\u001b[31m` + strings.Repeat("ü", 20) + `\u001b[0m"`: strings.Repeat("ü", 20),
	} {
		body, err := Decode[wide](&Request{Body: []byte(`{"text":` + sent + `}`)})
		if err != nil || body.text != want {
			t.Errorf("%s became %q, %v", sent, body.text, err)
		}
	}
}

func TestWhatIsWrongWithListsAndTextsIsNamed(t *testing.T) {
	for sent, want := range map[string]string{
		`{"text":""}`: "text empty", `{"text":" \n\t"}`: "text empty", `{"text":"\u202e"}`: "text empty", `{"text":"\u0000\u001b[0m"}`: "text empty",
		`{"text":"` + strings.Repeat("ü", 21) + `"}`: "text too_long", `{"text":1}`: "text wrong_type", `{"services":"x"}`: "services wrong_type",
		`{"services":["x",1]}`: "services wrong_type", `{"services":["X y"]}`: "services invalid", `{"list":{}}`: "list wrong_type",
		`{"list":[1]}`: "list wrong_type", `{"list":[{"service":"a"},{"service":"b"},{"service":"c"}]}`: "list too_long",
		`{"list":[{}]}`: "list missing", `{"list":[{"service":"a","colour":"red"}]}`: "list unknown", `{"list":[{"service":"A b"}]}`: "list invalid",
	} {
		_, err := Decode[wide](&Request{Body: []byte(sent)})
		p, ok := problem.As(err)
		if !ok || len(p.Fields) != 1 || p.Fields[0].Name+" "+p.Fields[0].Code != want {
			t.Errorf("%s: %+v", sent, p)
		}
	}
	body, err := Decode[wide](&Request{Body: []byte(`{"services":["b","a","b"],"list":[{"service":"x-1"}]}`)})
	if err != nil || body.services != "a b" || len(body.inner) != 1 || body.inner[0] != "x-1" {
		t.Errorf("%+v, %v", body, err)
	}
}

func TestQueriesAreReadStrictly(t *testing.T) {
	q := (&Request{Query: map[string]string{"before": "3", "status": "open", "query": " two words ", "cursor": "c", "utm": "x"}}).Queries()
	if n := q.Int("before", 1); n == nil || *n != 3 || q.Int("after", 0) != nil || q.Choice("status", "open") != "open" || q.Choice("view", "x") != "" ||
		q.Words("query", 9) != "two words" || q.Cursor() != "c" || q.Err() != nil {
		t.Errorf("%+v", q)
	}
	for name, value := range map[string]string{"before": "0", "after": "x", "status": "lost", "query": "ten letters"} {
		q := (&Request{Query: map[string]string{name: value}}).Queries()
		q.Int("before", 1)
		q.Int("after", 0)
		q.Choice("status", "open")
		q.Words("query", 9)
		if p, ok := problem.As(q.Err()); !ok || len(p.Fields) != 1 || p.Fields[0].Name != name {
			t.Errorf("%s=%s: %v", name, value, q.Err())
		}
	}
}
