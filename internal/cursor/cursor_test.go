package cursor

import (
	"context"
	"strings"
	"testing"

	"portico/internal/secrets"
)

type keys struct{ key secrets.Key }

func (k keys) Current(context.Context) (secrets.Key, error) { return k.key, nil }

func (k keys) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != k.key.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return k.key, nil
}

func TestACursorOpensForWhatItIsBoundToAlone(t *testing.T) {
	ring := keys{secrets.NewKey("a test's secret")}
	made, err := Seal(t.Context(), ring, Bound("ann", "requests"), "2026#x")
	if err != nil {
		t.Fatal(err)
	}
	if position, err := Open(t.Context(), ring, Bound("ann", "requests"), made); err != nil || position != "2026#x" {
		t.Errorf("%q, %v", position, err)
	}
	if position, err := Open(t.Context(), ring, "", ""); err != nil || position != "" {
		t.Errorf("no cursor: %q, %v", position, err)
	}
	for _, forged := range []string{"x", "a.b.c", made + "A", strings.ToUpper(made), strings.Repeat("A", 5000), "." + made, made[:len(made)-3] + "AAA"} {
		if _, err := Open(t.Context(), ring, Bound("ann", "requests"), forged); err != Invalid {
			t.Errorf("%.40q: %v", forged, err)
		}
	}
	for _, bound := range []string{Bound("eve", "requests"), Bound("ann", "queue"), Bound("ann"), Bound("annrequests"), Bound("ann", "requests", "")} {
		if _, err := Open(t.Context(), ring, bound, made); err != Invalid {
			t.Errorf("%q: %v", bound, err)
		}
	}
	if _, err := Open(t.Context(), keys{secrets.NewKey("another")}, Bound("ann", "requests"), made); err != Invalid {
		t.Errorf("another key: %v", err)
	}
}
