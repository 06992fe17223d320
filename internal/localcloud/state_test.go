package localcloud

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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

func TestAPortalIsHereOnlyWhereItRunsAndAllOfItIsOnThisMachine(t *testing.T) {
	c := repository(t)
	o := Options{Root: c.o.Root, StateDir: c.at.state, Ports: Ports{Portal: "8080", Cloud: "4566"}}
	if err := Here(o); !errors.Is(err, ErrNotRunning) {
		t.Errorf("where nothing runs: %v", err)
	}
	lock, err := c.at.lock()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	elsewhere, err := url.Parse("https://cloud.example:4566")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, config string
		endpoint     *url.URL
		want         string // in the error; empty for none
	}{
		{"on this machine", `{"target": "local", "portalAddress": "http://localhost:8080"}`, nil, ""},
		{"at another port", `{"target": "local", "portalAddress": "http://localhost:8090"}`, nil, "http://localhost:8090"},
		{"on AWS", `{"target": "aws", "portalAddress": "http://localhost:8080"}`, nil, "on this machine"},
		{"at somebody's address", `{"target": "local", "portalAddress": "https://help.example.com"}`, nil, "https://help.example.com"},
		{"on a cloud elsewhere", `{"target": "local", "portalAddress": "http://localhost:8080"}`, elsewhere, "https://cloud.example:4566"},
	} {
		write(t, c, ".portico/config.json", test.config)
		o.Endpoint = test.endpoint
		err := Here(o)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestCloudsOfOneCheckoutTakeTurnsAtMaking(t *testing.T) {
	first := repository(t)
	write(t, first, "Makefile", "installed:\n\t@mkdir half-made && sleep 0.3 && rmdir half-made && touch $@\n")
	second := &Cloud{o: first.o, at: layout{first.at.root, first.at.in("test-2")}}
	made := make(chan error)
	for _, c := range []*Cloud{first, second} {
		c.ctx = t.Context()
		if err := os.MkdirAll(c.at.in("logs"), 0o700); err != nil {
			t.Fatal(err)
		}
		go func() { made <- c.make("install", "installed") }()
	}
	for range 2 {
		if err := <-made; err != nil {
			t.Error(err)
		}
	}
}

func TestWaitingForATurnEndsWithTheCloud(t *testing.T) {
	c := repository(t)
	turn, err := c.at.takeTurn(t.Context(), "install")
	if err != nil {
		t.Fatal(err)
	}
	defer turn.Close()
	ended, end := context.WithCancelCause(t.Context())
	end(ErrInUse)
	if _, err := c.at.takeTurn(ended, "install"); !errors.Is(err, ErrInUse) {
		t.Errorf("%v", err)
	}
}
