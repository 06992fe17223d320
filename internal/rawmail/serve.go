package rawmail

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"portico/internal/incoming/letter"
	"portico/internal/rawmail/apart"
	"portico/internal/rawmail/structure"
)

// limits of the process that reads one mail.
const (
	goodMemory = 256 << 20 // that it tries to get along with
	mostMemory = 384 << 20 // that it gets; past it the process ends
)

// Serve does what apart.Reader starts a program for: it reads one mail from the standard input, writes an apart.Answer to the output, and ends the
// process, with status 1 where the mail cannot be read.
func Serve() {
	time.AfterFunc(apart.Time, func() { os.Exit(1) }) // should nobody be left to end it
	err := confine()
	var raw []byte
	if err == nil {
		raw, err = io.ReadAll(os.Stdin)
	}
	var a apart.Answer
	if err == nil {
		a, err = answer(apart.Task(strings.Join(os.Args[1:], " ")), raw)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(a)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the mail cannot be read") // the parser's own words may quote the mail
		os.Exit(1)
	}
	os.Exit(0)
}

func answer(task apart.Task, raw []byte) (apart.Answer, error) {
	switch task {
	case apart.Header:
		return apart.Answer{Mail: structure.HeaderOnly(raw)}, nil
	case apart.Whole:
		m, err := Read(raw)
		if errors.Is(err, letter.ErrTooLarge) || errors.Is(err, letter.ErrTooComplex) {
			return apart.Answer{Mail: structure.HeaderOnly(raw), Refused: err.Error()}, nil
		}
		return apart.Answer{Mail: m}, err
	}
	return apart.Answer{}, fmt.Errorf("there is no task %q", task)
}

// confine limits this process's memory for good.
func confine() error {
	debug.SetMemoryLimit(goodMemory)
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: mostMemory, Max: mostMemory}); err != nil {
		return fmt.Errorf("limit the memory: %w", err)
	}
	return nil
}
