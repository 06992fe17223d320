package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// soon is how long a step may take before a line says that it is going on.
const soon = time.Second

// terminal tells a person, one line per part, what stands and how long it took.
type terminal struct {
	mu      sync.Mutex
	out     io.Writer
	pending map[string]*time.Timer
}

func newTerminal(out io.Writer) *terminal {
	return &terminal{out: out, pending: map[string]*time.Timer{}}
}

// Start says that a step is going on, unless it is done soon.
func (t *terminal) Start(part, what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending[part] = time.AfterFunc(soon, func() { t.line("·", part, what+" …") })
}

// Done says that a step is done.
func (t *terminal) Done(part, what string, took time.Duration) {
	t.mu.Lock()
	if timer := t.pending[part]; timer != nil {
		timer.Stop()
	}
	t.mu.Unlock()
	t.line("✓", part, fmt.Sprintf("%-50s %5.1f s", what, took.Seconds()))
}

// Quiet stops announcing steps; something has gone wrong and is being told.
func (t *terminal) Quiet() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, timer := range t.pending {
		timer.Stop()
	}
}

func (t *terminal) line(mark, part, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.out, "  %s %-10s %s\n", mark, part, text)
}
