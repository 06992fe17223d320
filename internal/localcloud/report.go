package localcloud

import "time"

// Report hears what is going on.
type Report interface {
	// Start says that a part is being worked on.
	Start(part, what string)
	// Done says that it stands, and how long it took.
	Done(part, what string, took time.Duration)
}

// step runs one step of starting a part and reports it.
func (c *Cloud) step(part, what string, do func() (string, error)) error {
	began := time.Now()
	c.o.Report.Start(part, what)
	result, err := do()
	if err != nil {
		return &PartError{Part: part, Log: c.logOf(part), Cause: err}
	}
	c.o.Report.Done(part, result, time.Since(began))
	return nil
}

// PartError says which part could not be started.
type PartError struct {
	Part  string
	Log   string // the file with the details; empty when there is none
	Cause error
}

// Error names the part and the cause.
func (e *PartError) Error() string { return e.Part + ": " + e.Cause.Error() }

// Unwrap gives the cause.
func (e *PartError) Unwrap() error { return e.Cause }
