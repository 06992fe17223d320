package proof

import (
	"regexp"
	"strings"
	"testing"

	"portico/internal/secrets"
)

func TestH1_ATemporaryPasswordIsDerivedAndEasyToType(t *testing.T) {
	key := secrets.NewKey("k")
	form := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[string]bool{}
	for generation := 1; generation <= 200; generation++ {
		p := invitation(key)
		p.Generation, p.Form = generation, ByPassword
		password, err := TemporaryPassword(t.Context(), ring{key}, p)
		if err != nil || !form.MatchString(password) || !LikeTemporary(password) {
			t.Fatalf("%q, %v", password, err)
		}
		again, err := TemporaryPassword(t.Context(), ring{secrets.NewKey("new"), key}, p)
		if err != nil || again != password {
			t.Fatalf("with another current key: %q, %v", again, err)
		}
		seen[password] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d different ones of 200", len(seen))
	}
}

func TestH1_ATemporaryPasswordIsKnownHoweverItIsTypedAndAnEarlierOneIsTold(t *testing.T) {
	key := secrets.NewKey("k")
	p := invitation(key)
	p.Generation, p.Form = 7, ByPassword
	of := func(change func(*Proof)) string {
		t.Helper()
		other := p
		change(&other)
		password, err := TemporaryPassword(t.Context(), ring{key}, other)
		if err != nil {
			t.Fatal(err)
		}
		return password
	}
	own := of(func(*Proof) {})
	for typed, want := range map[string]int{
		own: 7, strings.ToLower(own): 7, strings.ReplaceAll(own, "-", ""): 7, " " + strings.ReplaceAll(own, "-", " ") + "\n": 7,
		strings.NewReplacer("0", "o", "1", "l").Replace(own): 7, own[:18]: 0, own + "0": 0, "": 0,
		of(func(p *Proof) { p.Generation = 6 }): 6, of(func(p *Proof) { p.Generation = 3 }): 3, of(func(p *Proof) { p.Generation = 2 }): 0,
		of(func(p *Proof) { p.Generation = 8 }): 0, of(func(p *Proof) { p.ID = "bbbbbbbbbbbbbbbbbbbbbbbbbb" }): 0,
		of(func(p *Proof) { p.Purpose = Reset }): 0,
	} {
		if got, err := TypedTemporary(t.Context(), ring{key}, p, typed); err != nil || got != want {
			t.Errorf("%q is of generation %d (%v), want %d", typed, got, err, want)
		}
	}
	if got, err := TypedTemporary(t.Context(), ring{secrets.NewKey("new")}, p, own); err != nil || got != 0 {
		t.Errorf("with a key that is gone: %d, %v", got, err)
	}
	if got, err := TypedTemporary(t.Context(), ring{key}, Proof{}, own); err != nil || got != 0 {
		t.Errorf("of nobody: %d, %v", got, err)
	}
	p.Form = ""
	if got, err := TypedTemporary(t.Context(), ring{key}, p, own); err != nil || got != 0 {
		t.Errorf("of an invitation that carries a link: %d, %v", got, err)
	}
}
