// Package supervise runs the programs that make up the local cloud and ends all of them together.
//
// Every program gets a process group of its own, so that nothing it starts outlives it, a log file, and a standard
// input that closes when this process dies: the programs of the local cloud end when that happens, even when this
// process was killed and could not tell them.
package supervise

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// patience is how long a program may take to end in order (saving its state, say) before it is killed.
const patience = 20 * time.Second

// Program is what Start needs to know.
type Program struct {
	Name string   // as people know it: "cloud", "mailbox"
	Path string   // the executable
	Args []string // without the executable's own name
	Dir  string   // where it runs
	Env  []string // its whole environment
	Log  string   // the file that takes its output; it is emptied first
}

// Exit says that a program ended although nobody asked it to.
type Exit struct {
	Name  string
	Log   string
	Cause error // nil when it ended with status 0
}

// Error names the program and how it ended.
func (e *Exit) Error() string {
	if e.Cause == nil {
		return fmt.Sprintf("the %s ended by itself", e.Name)
	}
	return fmt.Sprintf("the %s ended by itself (%v)", e.Name, e.Cause)
}

// Unwrap gives the cause.
func (e *Exit) Unwrap() error { return e.Cause }

// Group is a set of running programs.
type Group struct {
	mu      sync.Mutex
	running []*program
	closing bool
	cancel  context.CancelCauseFunc
}

type program struct {
	cmd   *exec.Cmd
	input *os.File
	ended chan struct{}
}

// New returns an empty group, and a context that ends when the first of its programs ends by itself. The context's
// cause is then an *Exit.
func New(parent context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(parent)
	return &Group{cancel: cancel}, ctx
}

// Start starts a program. It refuses when the group is closing.
func (g *Group) Start(p Program) error {
	log, err := os.Create(p.Log)
	if err != nil {
		return fmt.Errorf("open the log of the %s: %w", p.Name, err)
	}
	defer log.Close() // the program has its own copy
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make the input of the %s: %w", p.Name, err)
	}
	defer read.Close()
	cmd := exec.Command(p.Path, p.Args...)
	cmd.Dir, cmd.Env = p.Dir, p.Env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = read, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}

	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closing {
		write.Close()
		return errors.New("everything is being ended")
	}
	if err := cmd.Start(); err != nil {
		write.Close()
		return fmt.Errorf("start the %s: %w", p.Name, err)
	}
	running := &program{cmd: cmd, input: write, ended: make(chan struct{})}
	g.running = append(g.running, running)
	go g.watch(p, running)
	return nil
}

func (g *Group) watch(p Program, running *program) {
	err := running.cmd.Wait()
	close(running.ended)
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closing {
		g.cancel(&Exit{Name: p.Name, Log: p.Log, Cause: err})
	}
}

// Close ends all programs, the last started first, and waits for them. Each is asked, given time, then killed;
// whatever is left of its process group is killed in any case. Close may be called more than once.
func (g *Group) Close() {
	g.mu.Lock()
	g.closing = true
	running := g.running
	g.mu.Unlock()
	for i := len(running) - 1; i >= 0; i-- {
		running[i].end(patience)
	}
	g.cancel(nil)
}

// Kill ends all programs at once, without giving them time; a Close that is under way then returns quickly.
func (g *Group) Kill() {
	g.mu.Lock()
	g.closing = true
	running := g.running
	g.mu.Unlock()
	for _, p := range running {
		p.signalGroup(syscall.SIGKILL)
	}
}

func (p *program) end(within time.Duration) {
	p.input.Close()
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // fails only when it has ended
	select {
	case <-p.ended:
	case <-time.After(within):
	}
	p.signalGroup(syscall.SIGKILL)
	<-p.ended
}

func (p *program) signalGroup(signal syscall.Signal) {
	_ = syscall.Kill(-p.cmd.Process.Pid, signal) // fails only when the group is empty
}
