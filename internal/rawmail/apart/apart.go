// Package apart has mails read by a process of its own.
package apart

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"portico/internal/incoming/letter"
)

// Time is how long the reading of one mail may take.
const Time = 10 * time.Second

// Task is what the program that reads is to read; its only argument.
type Task string

// The tasks.
const (
	Whole  Task = "mail"
	Header Task = "header" // only that: no parser sees the mail
)

// mostHeader is how many bytes of a mail the program gets to read the header from.
const mostHeader = 256 << 10

// Answer is what the program that reads writes to its output, as JSON.
type Answer struct {
	Mail    letter.Mail `json:"mail"`
	Refused string      `json:"refused,omitempty"` // the text of an error in refusals, where the mail was refused; Mail is what its header says then
}

// refusals are the errors by which the program refuses a mail.
var refusals = []error{letter.ErrTooLarge, letter.ErrTooComplex}

// Reader reads mails in a process of its own: one that has no credentials and nothing of the network to talk to with them, that is ended when it takes
// too long, and that can break without harm. Only that process reads what a stranger wrote, and only its program has the parsers in it.
type Reader struct {
	Program string // the path, from the folder of the running program, of one that calls rawmail.Serve
}

// Read reads a mail. The errors are ErrTooLarge, ErrTooComplex, ErrTooLong and ErrUnreadable of package letter, and others where no process could be
// started; only those are worth another attempt. With the errors that say something about the mail comes what its header says.
func (r Reader) Read(ctx context.Context, raw []byte) (letter.Mail, error) {
	var answer Answer
	err := letter.ErrTooLarge
	if len(raw) <= letter.MaxSize {
		answer, err = r.run(ctx, Whole, raw)
	}
	if errors.Is(err, letter.ErrTooLarge) || errors.Is(err, letter.ErrTooLong) || errors.Is(err, letter.ErrUnreadable) {
		header, failed := r.run(ctx, Header, raw[:min(len(raw), mostHeader)])
		if failed != nil && !errors.Is(failed, letter.ErrTooLong) && !errors.Is(failed, letter.ErrUnreadable) {
			return letter.Mail{}, failed
		}
		return header.Mail, err
	}
	if err != nil {
		return letter.Mail{}, err
	}
	for _, refusal := range refusals {
		if answer.Refused == refusal.Error() {
			return answer.Mail, refusal
		}
	}
	return answer.Mail, nil
}

func (r Reader) run(ctx context.Context, task Task, raw []byte) (Answer, error) {
	program := r.Program
	if !filepath.IsAbs(program) {
		own, err := os.Executable()
		if err != nil {
			return Answer{}, fmt.Errorf("find the program that reads: %w", err)
		}
		program = filepath.Join(filepath.Dir(own), program)
	}
	limited, cancel := context.WithTimeout(ctx, Time)
	defer cancel()
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(limited, program, string(task))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(raw), &out, &limitedWriter{&complaint, 1 << 10}
	cmd.Env = []string{"GOMAXPROCS=1"}
	if err := cmd.Start(); err != nil {
		return Answer{}, fmt.Errorf("start the program that reads: %w", err)
	}
	err := cmd.Wait()
	if ctx.Err() != nil {
		return Answer{}, ctx.Err()
	}
	if limited.Err() != nil {
		return Answer{}, letter.ErrTooLong
	}
	var a Answer
	if err != nil || json.Unmarshal(out.Bytes(), &a) != nil {
		return Answer{}, fmt.Errorf("%w: %v", letter.ErrUnreadable, firstLine(err, complaint.String()))
	}
	return a, nil
}

func firstLine(err error, complaint string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n")
	return fmt.Sprint(err, " ", line)
}

// limitedWriter keeps the first bytes and drops the others.
type limitedWriter struct {
	to   *bytes.Buffer
	left int
}

// Write never fails.
func (w *limitedWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.to.Write(p[:n])
	w.left -= n
	return len(p), nil
}
