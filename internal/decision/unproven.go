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
	"portico/internal/secrets"
)

// M3: what an address that has not been proven gets from self-service, whoever asks. Few enough to be kept one by one, so the limit is exact.
const (
	mostInAnHour = 3
	mostInADay   = 6
)

// Sent is when mails from self-service went to a mailbox that is not proven, or that registers although it is: Before as read, After with one more. Subject hides the address.
type Sent struct {
	Subject       string
	Before, After []time.Time
}

// count adds a mail to what went to an unproven address, and tells whether it may.
func (s *Service) count(ctx context.Context, key secrets.Key, addressKey string) (Sent, bool, error) {
	h := hmac.New(sha256.New, key.Derive("unproven"))
	h.Write([]byte(address.Mailbox(addressKey))) // never fails
	sent := Sent{Subject: hex.EncodeToString(h.Sum(nil)[:16])}
	var err error
	if sent.Before, err = s.Store.SentTo(ctx, sent.Subject); err != nil {
		return Sent{}, false, fmt.Errorf("read what was sent: %w", err)
	}
	var ok bool
	sent.After, ok = admit(sent.Before, s.Now())
	return sent, ok, nil
}

// admit tells whether one more mail may follow those that were sent, and gives the list to keep then.
func admit(sent []time.Time, now time.Time) ([]time.Time, bool) {
	day := since(sent, now.Add(-24*time.Hour))
	if len(day) >= mostInADay || len(since(day, now.Add(-time.Hour))) >= mostInAnHour {
		return sent, false
	}
	return append(day, now), true
}

// since gives the instants after start.
func since(instants []time.Time, start time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(instants), func(t time.Time) bool { return !t.After(start) })
}
