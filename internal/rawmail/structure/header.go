package structure

import (
	"bytes"
	"io"
	"mime"
	"strings"
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

// Decoded gives a value with its encoded words decoded, as far as that goes.
func Decoded(value string) string {
	value = Text([]byte(value))
	if text, err := words.DecodeHeader(value); err == nil {
		return text
	}
	return value
}

// Text gives bytes of no or a wrong character set as text: UTF-8 where they are, and what most systems mean by Latin-1 otherwise.
func Text(b []byte) string {
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
