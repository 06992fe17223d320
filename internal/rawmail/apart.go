package rawmail

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"portico/internal/incoming"
)

// readArgument makes a program read one mail and end.
const readArgument = "read-a-mail"

// limits of a process that reads one mail.
const (
	readTime   = 10 * time.Second
	readMemory = 256 << 20
)

// Apart reads mails in a process of its own: one that has no credentials and nothing of the network to talk to with them, that is ended when it takes
// too long, and that can break without harm. The program is this one; its main calls Serve first.
type Apart struct {
	Program string // the path of this program; os.Executable's where empty
}

// Read reads a mail. The errors are those of Check, ErrTooLong, ErrUnreadable, and others where no process could be started; only those are worth
// another attempt. With the errors that say something about the mail comes what
// its header says.
func (a Apart) Read(ctx context.Context, raw []byte) (incoming.Mail, error) {
	if err := Check(raw); err != nil {
		return HeaderOnly(raw), err
	}
	program := a.Program
	if program == "" {
		var err error
		if program, err = os.Executable(); err != nil {
			return incoming.Mail{}, fmt.Errorf("find the program that reads: %w", err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(limited, program, readArgument)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(raw), &out, &limitedWriter{&complaint, 1 << 10}
	cmd.Env = []string{"GOMAXPROCS=1"}
	if err := cmd.Start(); err != nil {
		return incoming.Mail{}, fmt.Errorf("start the program that reads: %w", err)
	}
	err := cmd.Wait()
	if ctx.Err() != nil {
		return incoming.Mail{}, ctx.Err()
	}
	if limited.Err() != nil {
		return HeaderOnly(raw), incoming.ErrTooLong
	}
	var m incoming.Mail
	if err != nil || json.Unmarshal(out.Bytes(), &m) != nil {
		return HeaderOnly(raw), fmt.Errorf("%w: %v", incoming.ErrUnreadable, firstLine(err, complaint.String()))
	}
	return m, nil
}

// Serve reads a mail and ends the process where the program was started by Apart. Otherwise it returns at once.
func Serve() {
	if len(os.Args) != 2 || os.Args[1] != readArgument {
		return
	}
	time.AfterFunc(readTime, func() { os.Exit(1) }) // should nobody be left to end it
	debug.SetMemoryLimit(readMemory)
	raw, err := io.ReadAll(os.Stdin)
	if err == nil {
		var m incoming.Mail
		if m, err = Read(raw); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(m)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the mail cannot be read") // the parser's own words may quote the mail
		os.Exit(1)
	}
	os.Exit(0)
}

// HeaderOnly gives what the header alone says, of a mail that no parser may see or can read.
func HeaderOnly(raw []byte) incoming.Mail {
	h, _ := headerOf(raw[:min(len(raw), maxHeader)])
	subject := incoming.Line(decoded(h.get("subject")), incoming.MaxSubject)
	return incoming.Mail{From: h.sender(), Subject: subject, MessageID: messageID(h.get("message-id")), Signs: h.signs(subject)}
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
