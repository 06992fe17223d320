package localcloud

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Tools are the versions of what was found, and where Python is.
type Tools struct {
	Go, Node, Python string
	PythonPath       string
}

// String names what was found.
func (t Tools) String() string {
	found := fmt.Sprintf("Go %s, Node %s", t.Go, t.Node)
	if t.Python != "" {
		found += ", Python " + t.Python
	}
	return found
}

// CheckTools looks for the tools that the local cloud needs. Each problem is one line that says what to do.
//
// The options say which Python to use, where it is not the first suitable one on the path, and whether one is needed.
func CheckTools(ctx context.Context, o Options) (Tools, []string) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var tools Tools
	var problems []string
	note := func(problem string) {
		if problem != "" {
			problems = append(problems, problem)
		}
	}
	var problem string
	tools.Go, problem = checkVersion(ctx, "Go", "1.26", "https://go.dev/dl", "go", "version")
	note(problem)
	tools.Node, problem = checkVersion(ctx, "Node", "20.19", "https://nodejs.org", "node", "--version")
	note(problem)
	_, problem = checkVersion(ctx, "npm", "9", "https://nodejs.org (npm comes with Node)", "npm", "--version")
	note(problem)
	_, problem = checkVersion(ctx, "make", "3.81", "your system's packages", "make", "--version")
	note(problem)
	if o.Endpoint == nil {
		tools.PythonPath, tools.Python, problem = checkPython(ctx, o.Python)
		note(problem)
	}
	return tools, problems
}

var versionForm = regexp.MustCompile(`\d+(\.\d+)+|\d+`)

func checkVersion(ctx context.Context, name, least, from, command string, args ...string) (found, problem string) {
	if _, err := exec.LookPath(command); err != nil {
		return "", fmt.Sprintf("%s is missing: install %s %s or later from %s", name, name, least, from)
	}
	out, err := exec.CommandContext(ctx, command, args...).Output()
	found = versionForm.FindString(string(out))
	if err != nil || found == "" {
		return "", fmt.Sprintf("%s does not work: `%s %s` fails; install %s %s or later from %s", name, command, strings.Join(args, " "), name, least, from)
	}
	if older(found, least) {
		return found, fmt.Sprintf("%s %s is too old: install %s %s or later from %s", name, found, name, least, from)
	}
	return found, ""
}

// pythons are tried in this order: the one that people mean, then newer ones beside it.
var pythons = []string{"python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"}

const pythonProbe = `import sys
print("%d.%d.%d" % sys.version_info[:3])
try:
    import venv, ensurepip
except ImportError:
    print("no venv")`

// checkPython finds a Python that is new enough and can make virtual environments.
func checkPython(ctx context.Context, wanted string) (path, version, problem string) {
	candidates := pythons
	if wanted != "" {
		candidates = []string{wanted}
	}
	problem = "Python is missing: install Python 3.10 or later from https://www.python.org or your system's packages"
	for _, candidate := range candidates {
		path, err := exec.LookPath(candidate)
		if err != nil {
			continue
		}
		out, err := exec.CommandContext(ctx, path, "-c", pythonProbe).Output()
		lines := strings.Fields(string(out))
		switch {
		case err != nil || len(lines) == 0 || older(lines[0], "3.10"):
			problem = fmt.Sprintf("%s is too old or does not work: install Python 3.10 or later, or name one by PYTHON=…", candidate)
		case len(lines) > 1:
			problem = fmt.Sprintf("Python %s has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)", lines[0])
		default:
			return path, lines[0], ""
		}
	}
	return "", "", problem
}

// older compares two versions by their numbers, as far as both have them.
func older(found, least string) bool {
	a, b := strings.Split(found, "."), strings.Split(least, ".")
	for i := range min(len(a), len(b)) {
		x, _ := strconv.Atoi(a[i])
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x < y
		}
	}
	return false
}

// CheckPorts returns one line for each port that somebody else has, naming the variable that chooses another.
func CheckPorts(o Options) []string {
	var problems []string
	p := o.Ports
	if o.Endpoint != nil {
		p.Cloud = "" // somebody else is meant to have it
	}
	for _, port := range []struct{ number, use, variable string }{
		{p.Portal, "the portal", "PORTICO_PORTAL_PORT"},
		{p.Cloud, "the local AWS", "PORTICO_CLOUD_PORT"},
		{p.Inbox, "incoming mail", "PORTICO_INBOX_PORT"},
		{p.SMTP, "the mailbox", "PORTICO_SMTP_PORT"},
		{p.Mail, "the mailbox's pages", "PORTICO_MAIL_PORT"},
	} {
		if port.number != "" && taken(port.number) {
			problems = append(problems, fmt.Sprintf("port %s, wanted for %s, is taken: end what uses it, or choose another by %s=…", port.number, port.use, port.variable))
		}
	}
	return problems
}
