package people

import (
	"slices"
	"strings"
	"testing"

	"portico/internal/person"
)

func TestPeopleAreFoundByWordsWithoutCaseAndDiacritics(t *testing.T) {
	for _, test := range []struct{ name, key, want string }{
		{"Zoë  Müller-Lüdenscheidt", "zoe.m@firm.example.org", "example firm ludenscheidt m muller org zoe zoe.m@firm.example.org"},
		{"Ada", "ada@ada.example", "ada ada@ada.example example"},
		{"O'Neil Łukasz Strauß", "x@y.z", "lukasz neil o strauss x x@y.z y z"},
		{"李 小明", "li@example.org", "example li li@example.org org 小明 李"},
		{"Ｆｕｌｌ ﬁne", "a+b@c.d", "a a+b@c.d b c d fine full"},
	} {
		if got := strings.Join(Words(person.Person{Name: test.name, AddressKey: test.key}), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestWordsAreNeitherTooManyNorTooLong(t *testing.T) {
	words := Words(person.Person{Name: strings.Repeat("ab cd ef gh ij kl mn op qr st uv wx yz 1 2 3 4 5 6 7 8 9 ", 2), AddressKey: strings.Repeat("x", 60) + "@example.org"})
	if len(words) > maxWords || slices.ContainsFunc(words, func(w string) bool { return len(w) > maxWordLength }) {
		t.Errorf("%q", words)
	}
}

func TestAQueryIsItsWordsTheLongestFirst(t *testing.T) {
	for query, want := range map[string]string{
		"": "", "  ": "", "a müll": "mull a", "Ada@Exa": "ada@exa", "!?": "", "jo o'neil": "neil jo o",
	} {
		if got := strings.Join(queryWords(query), " "); got != want {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
}

func TestNobodyIsFoundTwice(t *testing.T) {
	words := []string{"ann", "anna", "bo"}
	for _, test := range []struct {
		word  string
		asked []string
		want  bool
	}{
		{"ann", []string{"an"}, true}, {"anna", []string{"an"}, false}, {"anna", []string{"anna"}, true},
		{"ann", []string{"ann", "b"}, true}, {"ann", []string{"ann", "x"}, false},
	} {
		if got := Found(words, test.word, test.asked); got != test.want {
			t.Errorf("%s for %v: %v", test.word, test.asked, got)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Zoë Müller", "zoe@example.org")
	f.Fuzz(func(t *testing.T, name, key string) {
		words := Words(person.Person{Name: name, AddressKey: key})
		for _, word := range append(words, queryWords(name)...) {
			if Fold(word) == "" && word != key {
				t.Errorf("%q has the empty word %q", name, word)
			}
		}
		if !slices.IsSorted(words) {
			t.Errorf("%q", words)
		}
	})
}
