package localcloud

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// ErrInUse is the error of a state directory that a running local cloud has.
var ErrInUse = errors.New("the local cloud is running already, perhaps in another terminal: end it there first")

// ErrNotRunning is the error of a state directory that no running local cloud has.
var ErrNotRunning = errors.New("no portal is running here: start it by `make run`, in another terminal")

// data are the things in the state directory that hold data, or follow from it. Beside them .portico holds what was
// installed and built.
func (l layout) data() []string {
	return []string{l.in("aws"), l.in("s3"), l.in("mail"), l.in("tmp"), l.in("logs"), l.in("cdk.out"), l.in("config.json"), l.in("deployed")}
}

// lock takes the state directory for this process. The system gives it back when the process ends, however it ends.
func (l layout) lock() (*os.File, error) {
	if err := os.MkdirAll(l.state, 0o700); err != nil {
		return nil, fmt.Errorf("make the state directory: %w", err)
	}
	file, err := lockFile(l.in("lock"))
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("take the state directory: %w", err)
	}
	return file, nil
}

// takeTurn waits until no other process makes the thing in this checkout. The turn ends when the file is closed, or the
// process ends.
func (l layout) takeTurn(ctx context.Context, thing string) (*os.File, error) {
	dir := filepath.Join(l.root, ".portico", "turns")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of turns: %w", err)
	}
	for {
		file, err := lockFile(filepath.Join(dir, thing))
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("take a turn: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// lockFile opens the file and locks it, or returns EWOULDBLOCK where another has it.
func lockFile(name string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// InUse tells whether a local cloud is running with the state directory.
func InUse(o Options) bool {
	lock, err := layout{o.Root, o.StateDir}.lock()
	if err == nil {
		lock.Close()
	}
	return errors.Is(err, ErrInUse)
}

// Fresh removes all data of the local cloud and of tests that have ended, but nothing that was installed or built, and
// returns the names of what it removed. It refuses with ErrInUse while the cloud is running.
func Fresh(o Options) ([]string, error) {
	at := layout{o.Root, o.StateDir}
	lock, err := at.lock()
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	tests, err := filepath.Glob(at.in("test-*"))
	if err != nil {
		return nil, fmt.Errorf("find the data of tests: %w", err)
	}
	tests = slices.DeleteFunc(tests, func(state string) bool { return InUse(Options{Root: o.Root, StateDir: state}) })
	var removed []string
	for _, path := range append(at.data(), tests...) {
		if _, err := os.Lstat(path); err != nil {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return removed, fmt.Errorf("remove the data: %w", err)
		}
		removed = append(removed, filepath.Base(path))
	}
	return removed, nil
}
