package decision

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"portico/internal/address"
	"portico/internal/outbox"
	"portico/internal/secrets"
)

// M3: what an address that has not been proven gets from self-service, whoever asks. Few enough to be kept one by one, so the limit is exact.
const (
	mostInAnHour = 3
	mostInADay   = 6
)

// At most so many of them go to other spellings of the mailbox's address and carry codes of changes of address. So the address itself always has some
// left; a stranger who uses these up, too, has its owner mailed links that are good.
const (
	mostAsideInAnHour = 2
	mostAsideInADay   = 3
)

// Tally is when mails from self-service went to a mailbox, oldest first.
type Tally struct {
	All   []time.Time
	Aside []time.Time // those of All that went to another spelling of its address, or with the code of a change of address
}

// Sent is what went to a mailbox that is not proven, or that registers although it is: Before as read, After with one more. Subject hides the address.
type Sent struct {
	Subject       string
	Before, After Tally
}

// count adds the mail of a wish of that kind to what went to an unproven address, and tells whether it may.
func (s *Service) count(ctx context.Context, key secrets.Key, kind outbox.RequestKind, addressKey string) (Sent, bool, error) {
	mailbox := address.Mailbox(addressKey)
	h := hmac.New(sha256.New, key.Derive("unproven"))
	h.Write([]byte(mailbox)) // never fails
	sent := Sent{Subject: hex.EncodeToString(h.Sum(nil)[:16])}
	var err error
	if sent.Before, err = s.Store.SentTo(ctx, sent.Subject); err != nil {
		return Sent{}, false, fmt.Errorf("read what was sent: %w", err)
	}
	aside := kind == outbox.EmailChangeRequest || addressKey != mailbox
	var ok bool
	sent.After, ok = sent.Before.admit(aside, s.Now())
	return sent, ok, nil
}

// admit tells whether one more mail may follow those that were sent, and gives the tally to keep then.
func (t Tally) admit(aside bool, now time.Time) (Tally, bool) {
	next := Tally{All: since(t.All, now.Add(-24*time.Hour)), Aside: since(t.Aside, now.Add(-24*time.Hour))}
	if full(next.All, mostInAnHour, mostInADay, now) || aside && full(next.Aside, mostAsideInAnHour, mostAsideInADay, now) {
		return t, false
	}
	next.All = append(next.All, now)
	if aside {
		next.Aside = append(next.Aside, now)
	}
	return next, true
}

// full tells whether no more may follow the mails of a day.
func full(day []time.Time, inAnHour, inADay int, now time.Time) bool {
	return len(day) >= inADay || len(since(day, now.Add(-time.Hour))) >= inAnHour
}

// since gives the instants after start.
func since(instants []time.Time, start time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(instants), func(t time.Time) bool { return !t.After(start) })
}
