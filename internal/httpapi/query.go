package httpapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"portico/internal/problem"
)

// Query reads a request's query parameters one by one, and keeps what is wrong with them. The readers give the zero value where they find
// something wrong.
type Query struct {
	values map[string]string
	wrong  []problem.Field
}

// Queries gives the reader of r's query parameters. Those that nobody reads do not matter: an address may carry what others add to it.
func (r *Request) Queries() *Query { return &Query{values: r.Query} }

// Err is one Invalid problem that names everything that is wrong, and nil where nothing is.
func (q *Query) Err() error {
	if len(q.wrong) == 0 {
		return nil
	}
	return problem.InvalidFields(q.wrong...)
}

// Reject adds a finding about a parameter.
func (q *Query) Reject(name, code, detail string) {
	q.wrong = append(q.wrong, problem.Field{Name: name, Code: code, Detail: detail})
}

// Words reads what somebody looks for, trimmed; it may be empty.
func (q *Query) Words(name string, max int) string {
	words := strings.TrimSpace(q.values[name])
	if utf8.RuneCountInString(words) > max {
		q.Reject(name, TooLong, fmt.Sprintf("This is longer than %d characters.", max))
		return ""
	}
	return words
}

// Choice reads a parameter that is one of choices where it is there.
func (q *Query) Choice(name string, choices ...string) string {
	value, ok := q.values[name]
	if ok && !slices.Contains(choices, value) {
		q.Reject(name, Unsupported, "This is not one of: "+strings.Join(choices, ", ")+".")
		return ""
	}
	return value
}

// Int reads a whole number that is at least min; nil where it is not there.
func (q *Query) Int(name string, min int) *int {
	value, ok := q.values[name]
	if !ok {
		return nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < min || n > 1<<31 {
		q.Reject(name, Invalid, fmt.Sprintf("This is no whole number from %d on.", min))
		return nil
	}
	return &n
}

// Cursor gives the cursor.
func (q *Query) Cursor() string { return q.values["cursor"] }
