package httpapi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// LineOf gives a text of one line, trimmed, or says what is wrong with it: IsEmpty where it is or shows nothing, ControlCharacters where it holds
// what cannot be seen, TooLong over max code points. What others read as a name must not turn their text round, nor differ from another name
// by what nobody sees. So format characters (Unicode's Cf: signs of direction, zero-width signs, tags) are refused along with controls and line
// separators. The two joiners are let through inside words of the scripts that cannot be written without them; Latin can.
func LineOf(s string, max int) (line, wrong string) {
	s = strings.TrimSpace(s)
	switch {
	case hidden(s):
		return "", ControlCharacters
	case !strings.ContainsFunc(s, shows):
		return "", IsEmpty
	case utf8.RuneCountInString(s) > max:
		return "", TooLong
	}
	return s, ""
}

// hidden tells whether s holds a character that cannot be seen and has no business there.
func hidden(s string) bool {
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
			if !joins(runes, i) {
				return true
			}
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp), r == utf8.RuneError, blank(r):
			return true
		}
	}
	return false
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// joining are the scripts whose spelling needs the joiners: Persian and its neighbours between letters, the scripts of India and Sri Lanka around the
// virama (RFC 5892, A.1 and A.2, and the Unicode Standard, 23.2).
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
}

// joins tells whether the joiner at i stands between two characters of one such script, or after a virama, where a word may end with it.
func joins(runes []rune, i int) bool {
	if i == 0 {
		return false
	}
	for _, script := range joining {
		if unicode.Is(script, runes[i-1]) {
			return virama(runes[i-1]) || i+1 < len(runes) && unicode.Is(script, runes[i+1])
		}
	}
	return false
}

// virama tells whether r is the sign that takes a consonant its vowel: its canonical combining class is 9.
func virama(r rune) bool { return norm.NFC.PropertiesString(string(r)).CCC() == 9 }

// blank tells whether r is a letter or symbol that looks like a space: the fillers of Hangul and the empty pattern of Braille.
func blank(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800':
		return true
	}
	return false
}

// shows tells whether r can be seen by itself, as marks and joiners cannot.
func shows(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
}
