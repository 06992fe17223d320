// Package crockford writes what people read and type in Crockford's base32, which has no two letters that look alike
// (https://www.crockford.com/base32.html).
package crockford

import (
	"strings"
	"unicode"
)

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Text writes one letter for each byte, of its lowest five bits.
func Text(b []byte) string {
	text := make([]byte, len(b))
	for i := range b {
		text[i] = letters[b[i]&31]
	}
	return string(text)
}

// Read gives a text as it was written, from how people type it: in either case, with spaces and dashes anywhere, with O for 0 and I or L for 1. False where
// it has another number of letters, or any that the alphabet lacks.
func Read(typed string, length int) (string, bool) {
	text := misread.Replace(strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, typed)))
	if len(text) != length || strings.Trim(text, letters) != "" {
		return "", false
	}
	return text, true
}

// misread are letters that people read for others.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// Groups shows a text in groups of four with hyphens between them.
func Groups(text string) string {
	var groups []string
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), "-")
}
