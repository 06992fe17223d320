package ticket

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"
)

// Reference names a ticket to people: eight random letters of Crockford's base32, which has no two that look alike. It gives access to nothing.
type Reference string

const (
	referenceLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	referenceLength  = 8
)

// NewReference makes one. It is unique once it is reserved. A nil random is crypto/rand's.
func NewReference(random io.Reader) (Reference, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [referenceLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	for i := range b {
		b[i] = referenceLetters[int(b[i])%len(referenceLetters)]
	}
	return Reference(b[:]), nil
}

// misread are letters that people read for others.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", " ", "")

// ParseReference reads a reference as people type it: in either case, with or without its hyphen and brackets around it, with O for 0 and I or L
// for 1. False where it is none.
func ParseReference(s string) (Reference, bool) {
	s = misread.Replace(strings.ToUpper(strings.Trim(strings.TrimSpace(s), "[]")))
	if len(s) != referenceLength || strings.Trim(s, referenceLetters) != "" {
		return "", false
	}
	return Reference(s), true
}

// String shows it in two groups of four.
func (r Reference) String() string {
	if len(r) != referenceLength {
		return string(r)
	}
	return string(r[:4]) + "-" + string(r[4:])
}
