package ticket

// Numbers reads whole numbers of a query; *httpapi.Query does.
type Numbers interface {
	Int(name string, min int) *int
	Reject(name, code, detail string)
	Err() error
}

// SliceOf reads which messages a query asks for: `before` a number, `after` one, or the newest.
func SliceOf(q Numbers) (Slice, error) {
	before, after := q.Int("before", 1), q.Int("after", 0)
	if before != nil && after != nil {
		q.Reject("after", "invalid", "Ask for messages before a number or after one, not for both.")
	}
	if before == nil {
		return Slice{After: after}, q.Err()
	}
	return Slice{Before: *before}, q.Err()
}
