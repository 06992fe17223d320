package httpapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"portico/internal/address"
	"portico/internal/person"
	"portico/internal/problem"
)

type thing struct {
	name, password, kind, link string
	email                      address.Address
	language                   person.Language
	on                         bool
	version                    int
}

func (b *thing) Read(o *Object) {
	b.name = o.Line("name", 10)
	b.password = o.Secret("password", 5)
	b.kind = o.Choice("kind", "a", "b")
	b.link = o.Match("link", regexp.MustCompile(`^[a-z]{3}$`))
	b.email = o.Email("email")
	b.language = o.Language("language")
	b.on = o.Bool("on")
	b.version = o.Int("version", 1)
}

// body is a good body with some fields replaced by raw JSON; an empty text takes the field away.
func body(changes ...string) string {
	fields := []string{"name", `"Ada"`, "password", `" p "`, "kind", `"a"`, "link", `"abc"`, "email", `"Ada@Example.com"`, "on", "true", "version", "2"}
	for i := 0; i < len(changes); i += 2 {
		fields = append(fields, changes[i], changes[i+1])
	}
	last := map[string]string{}
	for i := 0; i < len(fields); i += 2 {
		last[fields[i]] = fields[i+1]
	}
	var parts []string
	for name, value := range last {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%q:%s", name, value))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func findings(t *testing.T, text string) string {
	t.Helper()
	_, err := Decode[thing](&Request{Body: []byte(text)})
	if err == nil {
		return ""
	}
	e, ok := problem.As(err)
	if !ok {
		t.Fatalf("%v", err)
	}
	if len(e.Fields) == 0 {
		return e.Code
	}
	var found []string
	for _, f := range e.Fields {
		if f.Detail == "" {
			t.Errorf("%s has no words", f.Name)
		}
		found = append(found, f.Name+" "+f.Code)
	}
	return strings.Join(found, ", ")
}

func TestAGoodBodyIsRead(t *testing.T) {
	got, err := Decode[thing](&Request{Body: []byte(" " + body("name", `"  Ada "`, "language", `"de"`) + "\n")})
	want := thing{"Ada", " p ", "a", "abc", address.Address{Stored: "Ada@Example.com", Key: "ada@example.com"}, "de", true, 2}
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := Decode[thing](&Request{Body: []byte(body())}); err != nil || got.language != "en" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := Decode[Empty](&Request{Body: []byte("{}")}); err != nil {
		t.Error(err)
	}
}

func TestThePasswordIsTheSameHoweverItWasComposed(t *testing.T) {
	composed, _ := Decode[thing](&Request{Body: []byte(body("password", `"\u00e9"`))})
	taken, _ := Decode[thing](&Request{Body: []byte(body("password", `"e\u0301"`))})
	if composed.password == "" || composed.password != taken.password {
		t.Errorf("%q, %q", composed.password, taken.password)
	}
}

func TestEveryFindingNamesItsField(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"missing", body("name", ""), "name missing"},
		{"empty", body("name", `""`), "name empty"},
		{"only spaces", body("name", `" \t "`), "name empty"},
		{"longest", body("name", `"ééééééééé."`), ""},
		{"too long", body("name", `"ééééééééé.."`), "name too_long"},
		{"control character", body("name", `"A\u0000da"`), "name control_characters"},
		{"line break", body("name", `"A\nda"`), "name control_characters"},
		{"turned direction", body("name", `"A\u202eda"`), "name control_characters"},
		{"half a surrogate", body("name", `"A\ud800"`), "name control_characters"},
		{"null", body("name", "null"), "name wrong_type"},
		{"number for text", body("name", "1"), "name wrong_type"},
		{"text for number", body("version", `"1"`), "version wrong_type"},
		{"broken number", body("version", "1.5"), "version wrong_type"},
		{"number too small", body("version", "0"), "version invalid"},
		{"huge number", body("version", "1e99"), "version wrong_type"},
		{"text for truth", body("on", `"true"`), "on wrong_type"},
		{"truth missing", body("on", ""), "on missing"},
		{"list for text", body("password", `["x"]`), "password wrong_type"},
		{"empty password", body("password", `""`), "password empty"},
		{"long password", body("password", `"123456"`), "password too_long"},
		{"no choice", body("kind", `"c"`), "kind unsupported"},
		{"no language", body("language", `"tlh"`), "language unsupported"},
		{"language null", body("language", `null`), "language wrong_type"},
		{"no match", body("link", `"abcd"`), "link invalid"},
		{"unknown", body("more", "1"), "more unknown"},
		{"another case is unknown", body("Name", `"x"`), "Name unknown"},
		{"no address", body("email", `"ada"`), "email invalid"},
		{"quoted address", body("email", `"\"a b\"@example.com"`), "email unsupported"},
		{"letters in the address", body("email", `"ä@example.com"`), "email unsupported"},
		{"long address", body("email", `"`+strings.Repeat("a", 65)+`@example.com"`), "email too_long"},
		{"all at once", `{"kind":"x","more":{}}`, "name missing, password missing, kind unsupported, link missing, email missing, on missing, version missing, more unknown"},
		{"twice", strings.Replace(body(), "{", `{"name":"Bo",`, 1), "name invalid"},
		{"no JSON", "name=Ada", "malformed_json"},
		{"empty body", "", "malformed_json"},
		{"list", "[]", "malformed_json"},
		{"null body", "null", "malformed_json"},
		{"cut off", `{"name":"Ada"`, "malformed_json"},
		{"two objects", body() + "{}", "malformed_json"},
		{"something behind", body() + "x", "malformed_json"},
		{"comma at the end", `{"name":"Ada",}`, "malformed_json"},
		{"not UTF-8", "{\"name\":\"\xff\"}", "malformed_json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := findings(t, test.body); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if _, err := Decode[Empty](&Request{Body: []byte(`{"a":1}`)}); err == nil {
		t.Error("an empty body took a field")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{body(), `{"name":{"a":[1]}}`, "{}", "[", `{"a":1,"a":2}`, "\"\\ud800\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Decode[thing](&Request{Body: []byte(text)})
		if err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q was taken", text)
		}
		if e, ok := problem.As(err); err != nil && (!ok || e.Kind != problem.Malformed && len(e.Fields) == 0) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
