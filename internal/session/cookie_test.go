package session

import (
	"context"
	"errors"
	"strings"
	"testing"

	"portico/internal/person"
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

func keys(texts ...string) ring {
	var r ring
	for _, text := range texts {
		r = append(r, secrets.NewKey(text))
	}
	return r
}

func newID(t testing.TB) string {
	t.Helper()
	id, err := NewID(noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestACookieSaysWhatItWasMadeOfAndSurvivesOneChangeOfKeys(t *testing.T) {
	ctx := t.Context()
	h := Handle{ID: newID(t), Generation: 37}
	value, err := h.Cookie(ctx, keys("old"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []ring{keys("old"), keys("new", "old")} {
		if got, err := ParseCookie(ctx, r, value); err != nil || got != h {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if _, err := ParseCookie(ctx, keys("newer", "new"), value); !errors.Is(err, ErrForged) {
		t.Errorf("a key that is gone: %v", err)
	}
}

func TestADeviceCookieIsGoodForItsAddressAlone(t *testing.T) {
	ctx, device := t.Context(), Known{ID: newID(t), Epoch: 36}
	value, err := device.Cookie(ctx, keys("k"), "a@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := KnownDevice(ctx, keys("k"), strings.Replace(value, ".10.", ".11.", 1), "a@example.com"); !errors.Is(err, ErrForged) {
		t.Errorf("taken with another epoch: %v", err)
	}
	if got, err := KnownDevice(ctx, keys("k"), value, "a@example.com"); err != nil || got != device {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := KnownDevice(ctx, keys("k"), value, "b@example.com"); !errors.Is(err, ErrForged) {
		t.Errorf("taken for another address: %v", err)
	}
}

func TestX12_OnlyADeviceThatWasKnownAtTheEpochBeforeIsRenewedAndAsOneDevice(t *testing.T) {
	ctx, ring := t.Context(), keys("k")
	device := Known{ID: newID(t), Epoch: 3}
	value, err := device.Cookie(ctx, ring, "a@example.com")
	if err != nil {
		t.Fatal(err)
	}
	first, err := Renew(ctx, ring, value, "a@example.com", 3, 4)
	if err != nil || first.Epoch != 4 || first.ID == device.ID {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := first.Cookie(ctx, ring, "a@example.com"); err != nil || !person.ValidID(first.ID) {
		t.Errorf("%+v, %v", first, err)
	}
	if again, err := Renew(ctx, ring, value, "a@example.com", 3, 4); err != nil || again != first {
		t.Errorf("renewed twice: %+v and %+v, %v", first, again, err)
	}
	for what, renew := range map[string]func() (Known, error){
		"none":               func() (Known, error) { return Renew(ctx, ring, "", "a@example.com", 3, 4) },
		"made up":            func() (Known, error) { return Renew(ctx, ring, "garbage", "a@example.com", 3, 4) },
		"of another address": func() (Known, error) { return Renew(ctx, ring, value, "b@example.com", 3, 4) },
		"of another epoch":   func() (Known, error) { return Renew(ctx, ring, value, "a@example.com", 4, 5) },
	} {
		if got, err := renew(); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
}

func TestCookiesAreHostBoundSecureAndStrict(t *testing.T) {
	for _, line := range []string{SetCookie("v"), ClearCookie(), SetDevice("v")} {
		for _, attribute := range []string{"__Host-portico", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age="} {
			if !strings.Contains(line, attribute) {
				t.Errorf("%q lacks %q", line, attribute)
			}
		}
		if strings.Contains(line, "Domain") {
			t.Errorf("%q names a domain", line)
		}
	}
}

func FuzzNoCookieIsTakenThatWasNotMadeHere(f *testing.F) {
	ctx, r := context.Background(), keys("k")
	h := Handle{ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Generation: 2}
	good, err := h.Cookie(ctx, r)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(strings.ToUpper(good))
	f.Add("a.1.b.c")
	f.Add(good + "=")
	f.Fuzz(func(t *testing.T, value string) {
		got, err := ParseCookie(ctx, r, value)
		if (err == nil) != (value == good) || err == nil && got != h {
			t.Errorf("%q: %+v, %v", value, got, err)
		}
		if _, err := KnownDevice(ctx, r, value, "a@example.com"); err == nil {
			t.Errorf("%q is a known device", value)
		}
	})
}
