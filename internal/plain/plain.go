// Package plain makes plain text of what people paste and programs write.
package plain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// breaks are what systems write for the end of a line; U+2028 and U+2029 are typed by word processors.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

// sequences are what programs write to a terminal (ECMA-48, 5.4 and 5.6): colours and moves of the cursor; titles and addresses of links, which end in
// their line; character sets.
var sequences = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]" +
	"|(?:\x1b[\\]PX^_]|[\u0090\u0098\u009d\u009e\u009f])[^\n\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)" +
	"|\x1b[ -/]+[0-~]")

// Lines gives text in UTF-8 whose lines end in line feeds. Sequences for terminals go whole. Of other control characters only tabs stay, and the signs that
// turn the direction of what follows are left out, as are byte order marks.
func Lines(text string) string {
	text = sequences.ReplaceAllString(strings.ToValidUTF8(text, string(utf8.RuneError)), "")
	return strings.Map(shown, breaks.Replace(text))
}

func shown(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u206f', r == '\ufeff':
		return -1
	}
	return r
}
