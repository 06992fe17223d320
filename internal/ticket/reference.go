package ticket

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"portico/internal/crockford"
)

// Reference names a ticket to people: eight random letters of Crockford's base32. It gives access to nothing.
type Reference string

const referenceLength = 8

// NewReference makes one. It is unique once it is reserved. A nil random is crypto/rand's.
func NewReference(random io.Reader) (Reference, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [referenceLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return Reference(crockford.Text(b[:])), nil
}

// ParseReference reads a reference as people type it, also with brackets around it. False where it is none.
func ParseReference(s string) (Reference, bool) {
	text, ok := crockford.Read(strings.Trim(strings.TrimSpace(s), "[]"), referenceLength)
	return Reference(text), ok
}

// String shows it in two groups of four.
func (r Reference) String() string { return crockford.Groups(string(r)) }
