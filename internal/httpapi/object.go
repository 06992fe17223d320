package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"portico/internal/address"
	"portico/internal/person"
	"portico/internal/problem"
)

// What can be wrong with a field; the contract lists them.
const (
	Missing           = "missing"
	IsEmpty           = "empty"
	TooLong           = "too_long"
	TooShort          = "too_short"
	WrongType         = "wrong_type"
	ControlCharacters = "control_characters"
	Unknown           = "unknown"
	Invalid           = "invalid"
	Common            = "common"
	Unsupported       = "unsupported"
)

// Object is a JSON object whose fields are read one by one. It keeps what is wrong with them, at most one finding per field, and what was never
// read is an unknown field. The readers give the zero value where they find something wrong.
type Object struct {
	fields map[string]json.RawMessage
	order  []string
	read   map[string]bool
	wrong  []problem.Field
	inner  []*Object           // objects in its fields
	within func(problem.Field) // reports a finding of an inner object
}

// Reject adds a finding about a field. The first one about a field stays.
func (o *Object) Reject(name, code, detail string) {
	if !slices.ContainsFunc(o.wrong, func(f problem.Field) bool { return f.Name == name }) {
		o.wrong = append(o.wrong, problem.Field{Name: name, Code: code, Detail: detail})
	}
}

// Has tells whether a field is there. It does not count as reading it.
func (o *Object) Has(name string) bool {
	_, ok := o.fields[name]
	return ok
}

// Line reads a text of one line that must be there, as LineOf takes it.
func (o *Object) Line(name string, max int) string {
	s, ok := o.text(name)
	if !ok {
		return ""
	}
	s, code := LineOf(s, max)
	switch code {
	case IsEmpty:
		o.Reject(name, code, "This must not be empty.")
	case ControlCharacters:
		o.Reject(name, code, "This contains characters that cannot be shown.")
	case TooLong:
		o.Reject(name, code, fmt.Sprintf("This is longer than %d characters.", max))
	}
	return s
}

// Secret reads a text whose every character counts, such as a password: not empty, at most max code points. It comes in NFC, because the same
// password typed on another system can arrive composed differently (NIST SP 800-63B-4, 3.1.1.2).
func (o *Object) Secret(name string, max int) string {
	s, ok := o.text(name)
	if !ok {
		return ""
	}
	s = norm.NFC.String(s)
	switch {
	case s == "":
		o.Reject(name, IsEmpty, "This must not be empty.")
	case utf8.RuneCountInString(s) > max:
		o.Reject(name, TooLong, fmt.Sprintf("This is longer than %d characters.", max))
	default:
		return s
	}
	return ""
}

// Match reads a text that must be there and match pattern whole.
func (o *Object) Match(name string, pattern *regexp.Regexp) string {
	s, ok := o.text(name)
	if !ok {
		return ""
	}
	switch {
	case s == "":
		o.Reject(name, IsEmpty, "This must not be empty.")
	case !pattern.MatchString(s):
		o.Reject(name, Invalid, "This does not have the right form.")
	default:
		return s
	}
	return ""
}

// Choice reads a text that must be one of choices.
func (o *Object) Choice(name string, choices ...string) string {
	s, ok := o.text(name)
	if !ok {
		return ""
	}
	switch {
	case s == "":
		o.Reject(name, IsEmpty, "This must not be empty.")
	case !slices.Contains(choices, s):
		o.Reject(name, Unsupported, "This is not one of: "+strings.Join(choices, ", ")+".")
	default:
		return s
	}
	return ""
}

// Email reads an e-mail address that must be there.
func (o *Object) Email(name string) address.Address {
	s := o.Line(name, 254)
	if s == "" {
		return address.Address{}
	}
	parsed, err := address.Parse(s)
	switch {
	case errors.Is(err, address.ErrTooLong):
		o.Reject(name, TooLong, "This address is "+err.Error()+".")
	case errors.Is(err, address.ErrQuoted), errors.Is(err, address.ErrNonASCII):
		o.Reject(name, Unsupported, "This address cannot be used: "+err.Error()+".")
	case err != nil:
		o.Reject(name, Invalid, "This is no e-mail address: "+err.Error()+".")
	}
	return parsed
}

// Language reads a language that Portico speaks, and gives the default where the field is not there.
func (o *Object) Language(name string) person.Language {
	if !o.Has(name) {
		return person.Languages[0]
	}
	known := make([]string, len(person.Languages))
	for i, l := range person.Languages {
		known[i] = string(l)
	}
	return person.Language(o.Choice(name, known...))
}

// Bool reads true or false.
func (o *Object) Bool(name string) bool {
	var b bool
	o.value(name, &b)
	return b
}

// Int reads a whole number that is at least min.
func (o *Object) Int(name string, min int) int {
	var n int
	if !o.value(name, &n) {
		return 0
	}
	if n < min {
		o.Reject(name, Invalid, fmt.Sprintf("This is less than %d.", min))
		return 0
	}
	return n
}

func (o *Object) text(name string) (string, bool) {
	var s string
	ok := o.value(name, &s)
	return s, ok
}

// value reads a field into out and tells whether it was there and of the right type. null is of no type.
func (o *Object) value(name string, out any) bool {
	o.read[name] = true
	raw, ok := o.fields[name]
	if !ok {
		o.Reject(name, Missing, "This field is missing.")
		return false
	}
	if bytes.Equal(raw, []byte("null")) || json.Unmarshal(raw, out) != nil {
		o.Reject(name, WrongType, "This is not of the right type.")
		return false
	}
	return true
}

// problem gives all findings as one, and nil where there are none.
func (o *Object) problem() error {
	if wrong := o.findings(); len(wrong) > 0 {
		return problem.InvalidFields(wrong...)
	}
	return nil
}

// findings are what is wrong, with fields that nobody read and with inner objects as well.
func (o *Object) findings() []problem.Field {
	o.settle()
	for _, name := range o.order {
		if !o.read[name] {
			o.Reject(shortened(name), Unknown, "There is no such field.")
		}
	}
	return o.wrong
}

// shortened keeps a field name that nobody knows from filling the answer.
func shortened(name string) string {
	if runes := []rune(name); len(runes) > 64 {
		return string(runes[:64])
	}
	return name
}
