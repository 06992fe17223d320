package main

import (
	"strings"
	"testing"
)

// said runs the command and returns its status and what it wrote.
func said(t *testing.T, args ...string) (status int, out, err string) {
	t.Helper()
	var o, e strings.Builder
	status = start(t.Context(), args, command{out: &o, err: &e, getenv: func(string) string { return "" }})
	return status, o.String(), e.String()
}

func TestHelpListsAndExplainsEveryCommand(t *testing.T) {
	status, out, _ := said(t, "help")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	for _, s := range subcommands() {
		if !strings.Contains(out, "portico "+s.name) {
			t.Errorf("%s is not listed", s.name)
		}
		if status, out, _ := said(t, s.name, "--help"); status != 0 || !strings.Contains(out, s.line) || s.details == "" {
			t.Errorf("%s is not explained: %d, %q", s.name, status, out)
		}
	}
}

func TestAnUnknownCommandIsAUsageError(t *testing.T) {
	if status, _, err := said(t, "fly"); status != 2 || !strings.Contains(err, `"fly"`) {
		t.Errorf("%d, %q", status, err)
	}
	if status, _, err := said(t); status != 2 || !strings.Contains(err, "portico run") {
		t.Errorf("%d, %q", status, err)
	}
	if status, _, _ := said(t, "administrator", "create", "--name", "Ada"); status != 2 {
		t.Errorf("an administrator without an address: %d", status)
	}
}

func TestTheCommandForLostMailTakesTwoActions(t *testing.T) {
	for _, args := range [][]string{nil, {"replay"}, {"take", "everything"}, {"lost", "--older-than", "-1h"}, {"lost", "--older-than", "long"}} {
		if status, _, err := said(t, append([]string{"incoming-mail"}, args...)...); status != 2 || err == "" {
			t.Errorf("%q: %d, %q", args, status, err)
		}
	}
}

func TestCloudNamesAnotherEndpoint(t *testing.T) {
	for value, want := range map[string]string{"localstack": "http://127.0.0.1:4566", "http://10.0.0.5:4566": "http://10.0.0.5:4566"} {
		if got, err := endpoint(value); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v", value, got, err)
		}
	}
	if got, err := endpoint(""); err != nil || got != nil {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := endpoint("somewhere"); err == nil {
		t.Error("an address without a host was taken")
	}
}
