package localcloud

import (
	"log/slog"
	"net/url"
	"path/filepath"
)

// Options say what to start and where.
type Options struct {
	Root     string // the repository
	StateDir string // holds all data, logs and generated files; made when missing
	Ports    Ports
	Python   string // the Python to make the virtual environment with; found by CheckTools

	// Build says to build the functions and the pages first. Tests build once, before.
	Build bool
	// SaveEverySeconds is how often the local AWS saves its state in between, beside at its end; 0 means never.
	SaveEverySeconds int
	// Relay puts a switchable relay between the functions and the cloud, so that tests can break calls; see Relay.
	Relay bool
	// FunctionsEndpoint is where the functions find AWS; empty means the cloud itself, or the relay.
	FunctionsEndpoint string
	// Endpoint is a running AWS-compatible endpoint to use instead of starting one.
	Endpoint *url.URL
	// Develop starts the development server for the pages and shows them unbuilt.
	Develop bool

	Report Report
	Log    *slog.Logger
}

// Ports are the ports to listen on, all on loopback.
type Ports struct {
	Portal string // the front
	Cloud  string // AWS's protocols
	Inbox  string // mail to the services' addresses is taken here
	SMTP   string // the mailbox receives here
	Mail   string // and shows it here
	Pages  string // the development server, if asked for
	Relay  string // between functions and cloud, if asked for
}

// layout gives the places of things.
type layout struct{ root, state string }

func (l layout) log(name string) string   { return filepath.Join(l.state, "logs", name+".log") }
func (l layout) cloud(name string) string { return filepath.Join(l.root, "cloud", name) }
func (l layout) python() string           { return filepath.Join(l.root, ".portico", "venv", "bin", "python") }
func (l layout) cdk() string              { return l.cloud("node_modules/.bin/cdk") }
func (l layout) edge(name string) string  { return filepath.Join(l.root, "web", "edge", name) }
func (l layout) pages() string            { return filepath.Join(l.root, "web", "dist") }
func (l layout) config() string           { return filepath.Join(l.state, "config.json") }
func (l layout) in(parts ...string) string {
	return filepath.Join(append([]string{l.state}, parts...)...)
}
