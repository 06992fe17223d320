package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"

	"portico/internal/problem"
)

var malformedJSON = problem.New(problem.Malformed, "malformed_json", "The request is not one JSON object.")

// Body is a request body that reads itself, field by field, from the JSON object that was sent:
//
//	type inviteRequest struct{ name, email string }
//
//	func (b *inviteRequest) Read(o *httpapi.Object) {
//		b.name = o.Line("name", 100)
//		b.email = o.Line("email", 254)
//	}
type Body[T any] interface {
	*T
	Read(o *Object)
}

// Empty is the body of a request that says everything in its path: {}.
type Empty struct{}

// Read takes no field, so that any field is an unknown one.
func (*Empty) Read(*Object) {}

// Decode reads r's body strictly into a T. What is not one JSON object is a Malformed problem; everything that is wrong with fields, fields that
// nobody knows or that stand there twice included, is one Invalid problem that names them all.
func Decode[T any, P Body[T]](r *Request) (T, error) {
	var value T
	object, err := parseObject(r.Body)
	if err != nil {
		return value, err
	}
	P(&value).Read(object)
	if err := object.problem(); err != nil {
		var zero T
		return zero, err
	}
	return value, nil
}

// parseObject reads one JSON object with nothing behind it.
func parseObject(body []byte) (*Object, error) {
	if !utf8.Valid(body) {
		return nil, malformedJSON // encoding/json would replace the bytes in silence
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, malformedJSON
	}
	object := &Object{fields: map[string]json.RawMessage{}, read: map[string]bool{}}
	for decoder.More() {
		if err := object.add(decoder); err != nil {
			return nil, malformedJSON.Because(err)
		}
	}
	if _, err := decoder.Token(); err != nil { // the closing brace
		return nil, malformedJSON.Because(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, malformedJSON
	}
	return object, nil
}

func (o *Object) add(decoder *json.Decoder) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	name, _ := token.(string) // a key always is one
	var value json.RawMessage
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	if _, twice := o.fields[name]; twice {
		o.Reject(name, Invalid, "This field stands here twice.")
	} else {
		o.order = append(o.order, name)
	}
	o.fields[name] = value
	return nil
}
