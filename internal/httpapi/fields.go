package httpapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"portico/internal/person"
	"portico/internal/plain"
	"portico/internal/problem"
)

// service is the form of a service's id.
var service = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// maxServices is how many services a list can hold.
const maxServices = 100

// Text reads a text of several lines that must be there: not blank, at most max code points. It comes as plain.Lines gives it: what is pasted from logs and
// address books has signs in it that nobody sees.
func (o *Object) Text(name string, max int) string {
	s, ok := o.text(name)
	if !ok {
		return ""
	}
	s = strings.TrimSpace(plain.Lines(s))
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

// Service reads the id of a service.
func (o *Object) Service(name string) string { return o.Match(name, service) }

// ValidService tells whether s has the form of a service's id.
func ValidService(s string) bool { return service.MatchString(s) }

// Services reads a list of ids of services.
func (o *Object) Services(name string) person.Services {
	var ids []string
	if !o.value(name, &ids) {
		return ""
	}
	if len(ids) > maxServices {
		o.Reject(name, TooLong, fmt.Sprintf("These are more than %d services.", maxServices))
		return ""
	}
	for _, id := range ids {
		if !service.MatchString(id) {
			o.Reject(name, Invalid, "This is no list of services.")
			return ""
		}
	}
	return person.ServicesOf(ids)
}

// Level reads a customer's access level.
func (o *Object) Level(name string) person.Level {
	return person.Level(o.Choice(name, string(person.NoLevel), string(person.Standard)))
}

// Person reads the id of a person.
func (o *Object) Person(name string) person.ID {
	s, ok := o.text(name)
	if ok && !person.ValidID(s) {
		o.Reject(name, Invalid, "This is no id of a person.")
		return ""
	}
	return person.ID(s)
}

// Objects reads a list of objects. What is wrong with one of them is reported of the list.
func (o *Object) Objects(name string, max int) []*Object {
	var raw []json.RawMessage
	if !o.value(name, &raw) {
		return nil
	}
	if len(raw) > max {
		o.Reject(name, TooLong, fmt.Sprintf("These are more than %d.", max))
		return nil
	}
	objects := make([]*Object, len(raw))
	for i, text := range raw {
		object, err := parseObject(text)
		if err != nil {
			o.Reject(name, WrongType, "This is no list of objects.")
			return nil
		}
		object.within = func(f problem.Field) { o.Reject(name, f.Code, f.Name+": "+f.Detail) }
		o.inner = append(o.inner, object)
		objects[i] = object
	}
	return objects
}

// settle reports what is wrong with inner objects.
func (o *Object) settle() {
	for _, inner := range o.inner {
		for _, f := range inner.findings() {
			inner.within(f)
		}
	}
}
