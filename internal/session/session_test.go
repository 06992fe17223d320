package session

import (
	"errors"
	"testing"
	"time"

	"portico/internal/person"
)

func TestIDsAreIDsAndOrderByAge(t *testing.T) {
	earlier, later := newID(t), ""
	for i := range 50 {
		var err error
		if later, err = NewID(noon.Add(time.Duration(i+1)*time.Second), nil); err != nil {
			t.Fatal(err)
		}
		if !person.ValidID(later) || Compare(earlier, later) >= 0 || Compare(later, earlier) <= 0 {
			t.Fatalf("%s is not younger than %s", later, earlier)
		}
		earlier = later
	}
}

func TestARepeatedRoadDerivesTheSameSession(t *testing.T) {
	first, err := DeriveID(t.Context(), keys("k"), noon, "attempt")
	if err != nil {
		t.Fatal(err)
	}
	second, _ := DeriveID(t.Context(), keys("k"), noon, "attempt")
	other, _ := DeriveID(t.Context(), keys("k"), noon, "another")
	if first != second || first == other || !person.ValidID(first) {
		t.Errorf("%s, %s, %s", first, second, other)
	}
}

func TestASealedTokenOpensForItsSessionAlone(t *testing.T) {
	ctx, id := t.Context(), newID(t)
	sealed, err := Seal(ctx, keys("k"), nil, id, "the refresh token")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Unseal(ctx, keys("k2", "k"), id, sealed); err != nil || got != "the refresh token" {
		t.Errorf("%q, %v", got, err)
	}
	broken := Sealed{KeyID: sealed.KeyID, Bytes: append([]byte(nil), sealed.Bytes...)}
	broken.Bytes[len(broken.Bytes)-1] ^= 1
	for what, try := range map[string]func() (string, error){
		"another session": func() (string, error) { return Unseal(ctx, keys("k"), newID(t), sealed) },
		"another key":     func() (string, error) { return Unseal(ctx, keys("x"), id, sealed) },
		"changed bytes":   func() (string, error) { return Unseal(ctx, keys("k"), id, broken) },
		"no bytes":        func() (string, error) { return Unseal(ctx, keys("k"), id, Sealed{KeyID: sealed.KeyID}) },
	} {
		if _, err := try(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestASessionEndsWhenIdleOrOld(t *testing.T) {
	s := Session{CreatedAt: noon, LastUsed: noon.Add(80 * 24 * time.Hour)}
	if s.Over(noon.Add(89 * 24 * time.Hour)) {
		t.Error("over too early")
	}
	if !s.Over(noon.Add(Life)) || !s.Over(s.LastUsed.Add(IdleLife)) {
		t.Error("lives on")
	}
}

func TestADeviceIsNamedAndNeverQuoted(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                    "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":     "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1": "Safari on iPhone",
		"<script>alert(1)</script>": "",
		"curl/8 Linux":              "Linux",
	} {
		if got := Device(agent); got != want {
			t.Errorf("%q is %q", agent, got)
		}
	}
}
