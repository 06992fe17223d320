package localcloud

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// only puts programs on the path that print what they are told, and nothing else.
func only(t *testing.T, programs map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, says := range programs {
		script := "#!/bin/sh\nprintf '" + says + "\\n'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
}

func TestEachMissingOrUnsuitableToolIsOneLineThatSaysWhatToDo(t *testing.T) {
	fine := map[string]string{
		"go": "go version go1.26.8 linux/amd64", "node": "v22.1.0", "npm": "10.9.0", "make": "GNU Make 4.3", "python3": "3.12.1",
	}
	for _, c := range []struct {
		name, tool, says string
		want             string
	}{
		{"nothing wrong", "", "", ""},
		{"Go is missing", "go", "-", "Go is missing: install Go 1.26 or later from https://go.dev/dl"},
		{"Go is too old", "go", "go version go1.22.0 linux/amd64", "Go 1.22.0 is too old: install Go 1.26 or later from https://go.dev/dl"},
		{"Node is too old", "node", "v18.20.0", "Node 18.20.0 is too old: install Node 20.19 or later from https://nodejs.org"},
		{"make is missing", "make", "-", "make is missing: install make 3.81 or later from your system's packages"},
		{"Python is missing", "python3", "-", "Python is missing: install Python 3.10 or later from https://www.python.org or your system's packages"},
		{"Python is too old", "python3", "3.9.2", "python3 is too old or does not work: install Python 3.10 or later, or name one by PYTHON=…"},
		{"Python has no venv", "python3", "3.11.2\\nno venv", "Python 3.11.2 has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			programs := map[string]string{}
			for name, says := range fine {
				if name == c.tool {
					says = c.says
				}
				if says != "-" {
					programs[name] = says
				}
			}
			only(t, programs)
			_, problems := CheckTools(t.Context(), Options{})
			if got := strings.Join(problems, "\n"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestANewerPythonBesideAnOldOneIsTaken(t *testing.T) {
	only(t, map[string]string{"go": "go1.26", "node": "v22.0.0", "npm": "10.0.0", "make": "4.3", "python3": "3.8.0", "python3.12": "3.12.0"})
	tools, problems := CheckTools(t.Context(), Options{})
	if len(problems) > 0 || filepath.Base(tools.PythonPath) != "python3.12" {
		t.Errorf("%q, %q", tools.PythonPath, problems)
	}
}

func TestATakenPortIsOneLineThatNamesTheVariable(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	want := "port " + port + ", wanted for the mailbox, is taken: end what uses it, or choose another by PORTICO_SMTP_PORT=…"
	if got := CheckPorts(Options{Ports: Ports{SMTP: port}}); len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
