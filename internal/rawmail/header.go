package rawmail

import (
	"bytes"
	"io"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// field is one line of a header, unfolded.
type field struct{ name, value string }

// header is the header of a mail, in its order.
type header []field

// headerOf parts a mail into its header and its body. Lines that are no fields are left out: mail gateways leave such behind.
func headerOf(raw []byte) (header, []byte) {
	var h header
	var value bytes.Buffer // of the last field, as far as it was read
	folds := false
	end := func() {
		if folds {
			h[len(h)-1].value = value.String()
		}
		folds = false
	}
	for len(raw) > 0 {
		line := raw
		if end := bytes.IndexByte(raw, '\n'); end >= 0 {
			line = raw[:end+1]
		}
		raw = raw[len(line):]
		text := bytes.TrimRight(line, "\r\n")
		if len(text) == 0 {
			break
		}
		if text[0] == ' ' || text[0] == '\t' {
			value.Write(text)
			continue
		}
		end()
		name, rest, ok := bytes.Cut(text, []byte(":"))
		if name = bytes.TrimRight(name, " \t"); !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			continue
		}
		value.Reset()
		value.Write(rest)
		h, folds = append(h, field{name: strings.ToLower(string(name))}), true
	}
	end()
	return h, raw
}

// all gives the values of a name, given in lower case.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if f.name == name {
			values = append(values, strings.TrimSpace(f.value))
		}
	}
	return values
}

// get gives the first value of a name; empty where there is none.
func (h header) get(name string) string {
	if values := h.all(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// has tells whether one of the names is there with a value.
func (h header) has(names ...string) bool {
	for _, name := range names {
		for _, value := range h.all(name) {
			if value != "" {
				return true
			}
		}
	}
	return false
}

// words decodes the encoded words of a header (RFC 2047) in any character set that browsers know.
var words = mime.WordDecoder{CharsetReader: func(label string, input io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(label, input)
}}

// decoded gives a value with its encoded words decoded, as far as that goes.
func decoded(value string) string {
	value = utf8Of([]byte(value))
	if text, err := words.DecodeHeader(value); err == nil {
		return text
	}
	return value
}

// Line makes one line of a text that somebody else wrote: without controls, line breaks and characters that nobody sees, in UTF-8, at most max code
// points. What is cut ends with three dots.
func Line(text string, max int) string {
	shown := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	shown = strings.Join(strings.Fields(shown), " ")
	if utf8.RuneCountInString(shown) <= max {
		return shown
	}
	return strings.TrimSpace(string([]rune(shown)[:max-1])) + "…"
}

// Lines makes a text of several lines of one that somebody else wrote: line feeds only, without other controls, without the signs that turn the
// direction of what follows, in UTF-8, at most max code points. It tells whether something was cut.
func Lines(text string, max int) (string, bool) {
	text = breaks.Replace(strings.ToValidUTF8(text, string(utf8.RuneError)))
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\ufeff':
			return -1
		case r == '\u00a0':
			return ' '
		}
		return r
	}, text)
	lines := strings.Split(text, "\n")
	kept, blank := lines[:0], 0
	for _, line := range lines {
		if line = strings.TrimRight(line, " \t"); line == "" {
			blank++
		} else {
			blank = 0
		}
		if blank <= 2 {
			kept = append(kept, line)
		}
	}
	text = strings.TrimSpace(strings.Join(kept, "\n"))
	if utf8.RuneCountInString(text) <= max {
		return text, false
	}
	return strings.TrimSpace(string([]rune(text)[:max])), true
}

// breaks are what systems write for the end of a line.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

// utf8Of gives bytes of no or a wrong character set as text: UTF-8 where they are, and what most systems mean by Latin-1 otherwise.
func utf8Of(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	latin, err := charset.NewReaderLabel("windows-1252", bytes.NewReader(b))
	if err != nil {
		return strings.ToValidUTF8(string(b), string(utf8.RuneError))
	}
	text, err := io.ReadAll(latin)
	if err != nil {
		return strings.ToValidUTF8(string(b), string(utf8.RuneError))
	}
	return string(text)
}
