package supervise

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func shell(t *testing.T, name, script string) Program {
	t.Helper()
	return Program{
		Name: name, Path: "/bin/sh", Args: []string{"-c", script},
		Dir: t.TempDir(), Env: os.Environ(), Log: filepath.Join(t.TempDir(), name+".log"),
	}
}

func TestCloseEndsAProgramAndEverythingItStarted(t *testing.T) {
	group, _ := New(t.Context())
	p := shell(t, "parent", "sleep 300 & echo $!; wait")
	if err := group.Start(p); err != nil {
		t.Fatal(err)
	}
	child := firstNumber(t, p.Log)
	group.Close()
	for range 3000 {
		if syscall.Kill(child, 0) != nil || isZombie(child) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("process %d is still there", child)
}

// isZombie tells whether a process has ended and only waits for somebody to collect it, which a container without
// an init process never does.
func isZombie(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func firstNumber(t *testing.T, path string) int {
	t.Helper()
	for range 3000 {
		if lines := Tail(path, 1); len(lines) == 1 {
			if n, err := strconv.Atoi(lines[0]); err == nil {
				return n
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the program wrote no process id")
	return 0
}

func TestAProgramThatEndsByItselfIsReportedWithItsStatus(t *testing.T) {
	group, ctx := New(t.Context())
	if err := group.Start(shell(t, "mailbox", "exit 3")); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	var exit *Exit
	if !errors.As(context.Cause(ctx), &exit) {
		t.Fatalf("cause %v", context.Cause(ctx))
	}
	if got, want := exit.Error(), "the mailbox ended by itself (exit status 3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	group.Close()
}

func TestAProgramThatCloseEndsIsNotReported(t *testing.T) {
	group, ctx := New(t.Context())
	if err := group.Start(shell(t, "cloud", "exec sleep 300")); err != nil {
		t.Fatal(err)
	}
	group.Close()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		t.Errorf("reported: %v", cause)
	}
}

func TestNothingStartsOnceTheGroupIsClosing(t *testing.T) {
	group, _ := New(t.Context())
	group.Close()
	if err := group.Start(shell(t, "late", "sleep 300")); err == nil {
		t.Error("a program was started")
	}
}

func TestTailGivesTheLastLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte(strings.Repeat("long line\n", 5000)+"one\ntwo\nthree\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(Tail(path, 2), "|"); got != "two|three" {
		t.Errorf("got %q", got)
	}
}
