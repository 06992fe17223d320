package address

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAnAddressHasOneFormToBeCompared(t *testing.T) {
	for _, test := range []struct{ name, typed, stored, key string }{
		{"plain", "ada@example.com", "ada@example.com", "ada@example.com"},
		{"capitals", "Ada.Lovelace@Example.COM", "Ada.Lovelace@Example.COM", "ada.lovelace@example.com"},
		{"signs that are allowed", "a!#$%&'*+-/=?^_`{|}~z@example.com", "a!#$%&'*+-/=?^_`{|}~z@example.com", "a!#$%&'*+-/=?^_`{|}~z@example.com"},
		{"plus stays", "ada+x@example.com", "ada+x@example.com", "ada+x@example.com"},
		{"dot at the end", "ada@example.com.", "ada@example.com", "ada@example.com"},
		{"letters in the domain", "ada@bücher.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"},
		{"the same as A-label", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"},
		{"sharp s is no ss", "ada@straße.example", "ada@xn--strae-oqa.example", "ada@xn--strae-oqa.example"},
		{"full-width domain", "ada@ｅxample。com", "ada@example.com", "ada@example.com"},
		{"Kelvin sign in the domain folds", "ada@\u212aelvin.example", "ada@kelvin.example", "ada@kelvin.example"},
		{"longest local part", strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 64) + "@example.com"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.typed)
			if err != nil || got.Stored != test.stored || got.Key != test.key {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestAnAddressThatCannotBeUsedIsRefusedWithItsReason(t *testing.T) {
	label := strings.Repeat("a", 63)
	for _, test := range []struct {
		name, typed string
		want        error
	}{
		{"empty", "", ErrForm},
		{"no @", "ada.example.com", ErrForm},
		{"nothing before the @", "@example.com", ErrForm},
		{"nothing behind the @", "ada@", ErrDomain},
		{"two @", "ada@x@example.com", ErrForm},
		{"space", "ada lovelace@example.com", ErrForm},
		{"dot in front", ".ada@example.com", ErrForm},
		{"dot behind", "ada.@example.com", ErrForm},
		{"two dots", "ada..x@example.com", ErrForm},
		{"line break", "ada\r\nbcc:x@example.com", ErrForm},
		{"null", "ada\x00@example.com", ErrForm},
		{"name and address", "Ada <ada@example.com>", ErrForm},
		{"quoted", `"ada x"@example.com`, ErrQuoted},
		{"quoted @", `"a@b"@example.com`, ErrQuoted},
		{"letters before the @", "käthe@example.com", ErrNonASCII},
		{"Kelvin sign before the @", "\u212aate@example.com", ErrNonASCII},
		{"full-width @", "ada＠example.com", ErrForm},
		{"65 before the @", strings.Repeat("a", 65) + "@example.com", ErrTooLong},
		{"255 in all", "a@" + strings.Join([]string{label, label, label, strings.Repeat("a", 59), "x"}, "."), ErrTooLong},
		{"a label of 64", "ada@" + label + "a.example", ErrDomain},
		{"very long", strings.Repeat("a", 5000) + "@example.com", ErrTooLong},
		{"one label", "ada@localhost", ErrDomain},
		{"IP address", "ada@192.0.2.1", ErrDomain},
		{"IP address in brackets", "ada@[192.0.2.1]", ErrDomain},
		{"underscore", "ada@ex_ample.com", ErrDomain},
		{"hyphen in front", "ada@-example.com", ErrDomain},
		{"two dots in the domain", "ada@example..com", ErrDomain},
		{"control character in the domain", "ada@exam\x01ple.com", ErrDomain},
		{"space in the domain", "ada@exam ple.com", ErrDomain},
		{"broken A-label", "ada@xn--a.example", ErrDomain},
		{"mixed directions", "ada@aא.example", ErrDomain},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := Parse(test.typed); !errors.Is(err, test.want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"ada@example.com", "Ada@BÜCHER.example.", "a@b", `"x"@y.z`, "\u212a@k.example", "a@xn--bcher-kva.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := Parse(typed)
		if err != nil {
			return
		}
		if !ascii(got.Key) || !ascii(got.Stored) || got.Key != strings.ToLower(got.Key) || len(got.Key) > 254 || strings.ContainsAny(got.Key, " \r\n\x00\"") {
			t.Errorf("%q has the key %q", typed, got.Key)
		}
		for _, again := range []string{got.Stored, got.Key} {
			second, err := Parse(again)
			if err != nil || second.Key != got.Key {
				t.Errorf("%q becomes %q, and that %q, %v", typed, got.Key, second.Key, err)
			}
		}
		if !utf8.ValidString(got.Stored) {
			t.Errorf("%q is stored as %q", typed, got.Stored)
		}
	})
}

func TestM3_AddressesOfOneMailboxAreCountedAsOne(t *testing.T) {
	for key, want := range map[string]string{
		"ann@example.com": "ann@example.com", "ann+news@example.com": "ann@example.com", "ann+a+b@example.com": "ann@example.com",
		"a.nn@example.com": "a.nn@example.com", "a.n.n+x@gmail.com": "ann@gmail.com", "ann@googlemail.com": "ann@gmail.com",
	} {
		if got := Mailbox(key); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
}
