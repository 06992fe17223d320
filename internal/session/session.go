// Package session is what keeps somebody signed in: a row, a cookie whose generations are derived, and the rule that tells a second tab from a
// stolen cookie.
package session

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"time"

	"portico/internal/person"
)

// How long a session lives: IdleLife without being used, and Life in any case. Grace is how long a generation stays good after its successor was
// first seen.
const (
	IdleLife = 14 * 24 * time.Hour
	Life     = 90 * 24 * time.Hour
	Grace    = 30 * time.Second
)

// Session is one row. Sealed is Cognito's refresh token, which never leaves our servers.
type Session struct {
	ID        string
	Person    person.ID
	Origin    string // the origin_jti of the session's tokens, which is its entry in the gate
	Rotation  Rotation
	Proven    []string // how: "password", "code", "link"
	ProvenAt  time.Time
	Sealed    Sealed
	Device    string // e.g. "Firefox on Linux"
	DeviceID  string // of the known device that it began on, whether that is trusted or not
	Network   string // where it was last used from, as coarse as /24 or /56
	CreatedAt time.Time
	LastUsed  time.Time
}

// Over tells whether the session has outlived itself at now.
func (s Session) Over(now time.Time) bool {
	return !now.Before(s.CreatedAt.Add(Life)) || !now.Before(s.LastUsed.Add(IdleLife))
}

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID makes an id: 48 bits of the time in milliseconds and 80 random ones, so that Compare can tell which of two sessions is older. It needs not be
// secret: what opens a session is the handle.
func NewID(now time.Time, random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	var tail [10]byte
	if _, err := io.ReadFull(random, tail[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return formID(now, tail), nil
}

func formID(now time.Time, tail [10]byte) string {
	ms := uint64(now.UnixMilli())
	b := []byte{byte(ms >> 40), byte(ms >> 32), byte(ms >> 24), byte(ms >> 16), byte(ms >> 8), byte(ms)}
	return idEncoding.EncodeToString(append(b, tail[:]...))
}

// Compare orders ids by age, the oldest first. What is no id comes before everything.
func Compare(a, b string) int {
	first, _ := idEncoding.DecodeString(a)
	second, _ := idEncoding.DecodeString(b)
	return bytes.Compare(first, second)
}
