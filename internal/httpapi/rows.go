package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"

	"portico/internal/problem"
)

// Rows reads a list of objects. What is wrong with one of them is reported with its place: services[1].address.
func (o *Object) Rows(name string, max int, read func(*Object)) {
	var raw []json.RawMessage
	if !o.value(name, &raw) || o.tooMany(name, len(raw), max) {
		return
	}
	for i, text := range raw {
		row, err := parseObject(text)
		if err != nil {
			o.Reject(fmt.Sprintf("%s[%d]", name, i), WrongType, "This is no object.")
			continue
		}
		read(row)
		if wrong, ok := problem.As(row.problem()); ok {
			for _, f := range wrong.Fields {
				o.Reject(fmt.Sprintf("%s[%d].%s", name, i, f.Name), f.Code, f.Detail)
			}
		}
	}
}

// Texts reads a list of texts of one line, as LineOf takes them.
func (o *Object) Texts(name string, max, maxLength int) []string {
	var raw []json.RawMessage
	if !o.value(name, &raw) || o.tooMany(name, len(raw), max) {
		return nil
	}
	texts := make([]string, len(raw))
	for i, each := range raw {
		at := fmt.Sprintf("%s[%d]", name, i)
		if bytes.Equal(each, []byte("null")) || json.Unmarshal(each, &texts[i]) != nil {
			o.Reject(at, WrongType, "This is not of the right type.")
			continue
		}
		text, code := LineOf(texts[i], maxLength)
		if texts[i] = text; code != "" {
			o.Reject(at, code, "This is empty, too long, or contains characters that cannot be shown.")
		}
	}
	return texts
}

func (o *Object) tooMany(name string, n, max int) bool {
	if n > max {
		o.Reject(name, TooLong, fmt.Sprintf("These are more than %d.", max))
	}
	return n > max
}
