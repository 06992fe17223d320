package password

import (
	"strings"
	"testing"

	"portico/internal/lines"
	"portico/internal/problem"
)

func TestG12_ANewPasswordIsHeldToLengthAndTheListOfCommonOnes(t *testing.T) {
	rule := Rule{MinLength: 12, Portal: "Example Help"}
	about := []string{"Ada Lovelace", "ada.lovelace@analytical.example"}
	for _, test := range []struct{ name, password, code string }{
		{"eleven code points", "kötter-tüür", "too_short"},
		{"twelve code points", "kötter-tüürm", ""},
		{"128 code points", strings.Repeat("äb7-ö", 25) + "xyz", ""},
		{"129 code points", strings.Repeat("äb7-ö", 25) + "xyzw", "too_long"},
		{"one of the list", "qwertyuiop123", "common"},
		{"one of the list in capitals", "LeaveMeAlone", "common"},
		{"the first of the list with digits around it", "!!password2026!!", "common"},
		{"one sign over and over", "aaaaaaaaaaaaa", "common"},
		{"a piece over and over", "xy7!xy7!xy7!xy", "common"},
		{"a run up", "123456789012", "common"},
		{"a run down", "zyxwvutsrqpo", "common"},
		{"the person's name", "Lovelace-Ada1", "common"},
		{"the part before the @", "ada.lovelace.9", "common"},
		{"the portal's name", "example-help!", "common"},
		{"the name with much around it", "Lovelace counts 7 brass wheels", ""},
		{"words nobody lists", "brass wheels at noon", ""},
		{"spaces at the ends count", "  seven gulls ", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := rule.Check(test.password, about...)
			if got := codeOf(err); got != test.code {
				t.Errorf("%q: got %q, want %q", test.password, got, test.code)
			}
		})
	}
}

func TestEveryLineOfTheListIsFound(t *testing.T) {
	previous := ""
	for line := range strings.Lines(common) {
		line = strings.TrimSuffix(line, "\n")
		if line <= previous {
			t.Fatalf("the list is not sorted at %q", line)
		}
		if !lines.Contains(common, line) {
			t.Fatalf("%q is in the list and not found", line)
		}
		previous = line
	}
	for _, other := range []string{"", "a", "zzzzzzzzzzzzzzzzzz", "correct horse battery", "password\n"} {
		if lines.Contains(common, other) {
			t.Errorf("%q is found and not in the list", other)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	rule := Rule{MinLength: 12, Portal: "Example Help"}
	for b.Loop() {
		if err := rule.Check("brass wheels at noon", "Ada Lovelace", "ada@example.com"); err != nil {
			b.Fatal(err)
		}
	}
}

func codeOf(err error) string {
	e, ok := problem.As(err)
	if !ok {
		return ""
	}
	return e.Fields[0].Code
}
