package lostmail

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/bucket"
	"portico/internal/incoming"
	"portico/internal/receiving"
)

type objects []bucket.Object

func (all objects) Each(_ context.Context, prefix string, do func(bucket.Object) error) error {
	if prefix != "incoming/" {
		return errors.New("another prefix")
	}
	for _, o := range all {
		if err := do(o); err != nil {
			return err
		}
	}
	return nil
}

type taken map[incoming.ID]bool

func (t taken) Taken(_ context.Context, id incoming.ID) (bool, error) {
	if t == nil {
		return false, errors.New("down")
	}
	return t[id], nil
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestE5_AMailOfWhichNothingBecameIsFound(t *testing.T) {
	b := objects{
		{Key: "incoming/", At: noon},
		{Key: "incoming/AMAZON_SES_SETUP_NOTIFICATION", At: noon},
		{Key: "incoming/became-something", At: noon},
		{Key: "incoming/lost-mail", At: noon, Size: 7},
		{Key: "incoming/not/a/mail", At: noon},
		{Key: "incoming/under-way", At: noon.Add(time.Hour)},
	}
	var got []Mail
	find := func(m Mail) error { got = append(got, m); return nil }
	if err := Find(t.Context(), b, taken{incoming.IDOf("became-something"): true}, noon.Add(time.Hour), find); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Mail{{MessageID: "lost-mail", At: noon, Size: 7}}, got); diff != "" {
		t.Error(diff)
	}
	if err := Find(t.Context(), b, taken(nil), noon.Add(time.Hour), find); err == nil {
		t.Error("what cannot be looked up is no error")
	}
	full := errors.New("full")
	if err := Find(t.Context(), b, taken{}, noon.Add(time.Hour), func(Mail) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

func TestALostMailIsTakenWithNothingPassed(t *testing.T) {
	body, err := Notification("mails", Mail{MessageID: "lost-mail", At: noon, Size: 7})
	if err != nil {
		t.Fatal(err)
	}
	got, err := receiving.Read(body, "mails")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(incoming.Receipt{MessageID: "lost-mail", Key: "incoming/lost-mail", At: noon}, got); diff != "" {
		t.Error(diff)
	}
}
