// Package problem is Portico's one kind of error that a caller may see. Everything else is a plain 500.
package problem

import (
	"errors"
	"fmt"
	"time"
)

// Kind groups errors by what the caller can do about them. The HTTP status follows from it, at the edge alone.
type Kind int

// The kinds. Internal is the zero value, so that an Error without a kind tells nothing.
const (
	Internal        Kind = iota // 500: ours; try again later
	Malformed                   // 400: not the JSON or header that the contract asks for
	Invalid                     // 422: understood, but a field is wrong
	Unauthenticated             // 401: sign in, or refresh
	Forbidden                   // 403: signed in or not, this is not for the caller
	NotFound                    // 404
	Conflict                    // 409: the state has changed, or the name is taken
	Gone                        // 410: it was good once
	TooLarge                    // 413
	TooMany                     // 429: RetryAfter says when
	Unavailable                 // 503: something Portico needs is down or busy
	Unsupported                 // 415: a body that is not JSON
)

// Field is what is wrong with one field of the request. Name is its JSON name, Code one of the contract's.
type Field struct {
	Name   string
	Code   string
	Detail string
}

// Error is an error that a caller may see: a stable Code, a Detail in plain English that gives nothing away, and members of the problem
// document. The cause is for the log alone.
type Error struct {
	Kind       Kind
	Code       string
	Detail     string
	Fields     []Field
	RetryAfter time.Duration // with TooMany and Unavailable
	PersonID   string        // with address_taken and address_kept
	KeptUntil  time.Time     // with address_kept
	Flow       string        // with code_required
	Trust      bool          // with code_required: whether the device can be trusted
	Link       string        // with password_change_required and the like: the secret part of the invitation's link
	ImportID   string        // with import_running
	Current    any           // with version_conflict: the state as it is now, as the contract shows it
	Messages   any           // with messages_unseen: what was written meanwhile, as the contract shows it
	cause      error
}

// New makes an Error.
func New(kind Kind, code, detail string) *Error {
	return &Error{Kind: kind, Code: code, Detail: detail}
}

// Because returns a copy of e with the cause that the log shows.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// After returns a copy of e that tells the caller to wait for d.
func (e *Error) After(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// InvalidFields makes the error for a request whose fields are wrong, all of them at once.
func InvalidFields(fields ...Field) *Error {
	return &Error{Kind: Invalid, Code: "invalid_fields", Detail: "Some fields need another look.", Fields: fields}
}

// Error gives code and cause, for logs.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %v", e.Code, e.cause)
	}
	return e.Code
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is makes two Errors with one code the same for errors.Is.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// As finds the Error in err's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
