package localcloud

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFreshRemovesTheDataAndNothingElse(t *testing.T) {
	c := repository(t)
	for _, name := range []string{".portico/aws/dynamodb.json", ".portico/mail/1.eml", ".portico/test-1/aws/x", ".portico/venv/bin/python", ".portico/bin/x"} {
		write(t, c, name, "x")
	}
	running, err := layout{c.o.Root, c.at.in("test-2")}.lock()
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	o := Options{Root: c.o.Root, StateDir: c.at.state}
	if _, err := Fresh(o); err != nil {
		t.Fatal(err)
	}
	for name, stays := range map[string]bool{"aws": false, "mail": false, "test-1": false, "test-2": true, "config.json": false, "venv/bin/python": true, "bin/x": true} {
		if _, err := os.Stat(c.at.in(filepath.FromSlash(name))); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestARunningCloudKeepsItsState(t *testing.T) {
	c := repository(t)
	write(t, c, ".portico/aws/dynamodb.json", "x")
	lock, err := c.at.lock()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Root: c.o.Root, StateDir: c.at.state}
	if _, err := Fresh(o); !errors.Is(err, ErrInUse) {
		t.Errorf("%v", err)
	}
	lock.Close()
	if removed, err := Fresh(o); err != nil || len(removed) == 0 {
		t.Errorf("%v, %v", removed, err)
	}
}
