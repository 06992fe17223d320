package proof

import (
	"context"
	"errors"
	"strings"
	"testing"

	"portico/internal/secrets"
)

// ring is a keyring with a current and a previous key.
type ring []secrets.Key

func (r ring) Current(context.Context) (secrets.Key, error) { return r[0], nil }

func (r ring) ByID(_ context.Context, id string) (secrets.Key, error) {
	for _, key := range r {
		if key.ID == id {
			return key, nil
		}
	}
	return secrets.Key{}, secrets.ErrUnknownKey
}

func invitation(key secrets.Key) Proof {
	return Proof{ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Purpose: Activation, KeyID: key.ID, Generation: 3}
}

func TestALinkSaysWhatItWasMadeOfAndSurvivesOneChangeOfKeys(t *testing.T) {
	old, current := secrets.NewKey("old"), secrets.NewKey("new")
	p := invitation(old)
	token, err := Token(t.Context(), ring{old}, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, keys := range []ring{{old}, {current, old}} {
		link, err := Parse(t.Context(), keys, token)
		if err != nil || link != (Link{Purpose: Activation, ID: p.ID, Generation: 3}) {
			t.Errorf("%+v, %v", link, err)
		}
	}
	if _, err := Parse(t.Context(), ring{current}, token); !errors.Is(err, ErrForged) {
		t.Errorf("dropping the old key is the emergency stop: %v", err)
	}
	address, err := Address(t.Context(), ring{old}, "https://help.example.com/", p)
	if err != nil || address != "https://help.example.com/activate#"+token {
		t.Errorf("%s, %v", address, err)
	}
}

func TestLinksAndCodesOfDifferentProofsDiffer(t *testing.T) {
	key := secrets.NewKey("k")
	first := invitation(key)
	for what, change := range map[string]func(*Proof){
		"row":        func(p *Proof) { p.ID = "bbbbbbbbbbbbbbbbbbbbbbbbbb" },
		"generation": func(p *Proof) { p.Generation++ },
		"purpose":    func(p *Proof) { p.Purpose = Reset },
	} {
		second := first
		change(&second)
		one, err := Token(t.Context(), ring{key}, first)
		if err != nil {
			t.Fatal(err)
		}
		two, err := Token(t.Context(), ring{key}, second)
		if err != nil {
			t.Fatal(err)
		}
		if one[strings.LastIndexByte(one, '.'):] == two[strings.LastIndexByte(two, '.'):] {
			t.Errorf("another %s has the same MAC", what)
		}
	}
}

func TestACodeIsSixDigitsAndDerived(t *testing.T) {
	key := secrets.NewKey("k")
	codes := map[string]bool{}
	for generation := range 200 {
		p := Proof{ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Purpose: SignIn, KeyID: key.ID, Generation: generation}
		code, err := Code(t.Context(), ring{key}, p)
		if err != nil || len(code) != 6 || strings.Trim(code, "0123456789") != "" {
			t.Fatalf("%q, %v", code, err)
		}
		codes[code] = true
	}
	if len(codes) < 195 {
		t.Errorf("%d different codes of 200", len(codes))
	}
}

func FuzzNoLinkIsTakenThatWasNotMadeHere(f *testing.F) {
	key := secrets.NewKey("k")
	good, err := Token(context.Background(), ring{key}, invitation(key))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(strings.ToUpper(good))
	f.Add("r" + good[1:])
	f.Add(strings.Replace(good, ".3.", ".03.", 1))
	f.Add(strings.Replace(good, ".3.", ".+3.", 1))
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := Parse(t.Context(), ring{key}, token); (err == nil) != (token == good) {
			t.Errorf("%q: %v", token, err)
		}
	})
}
