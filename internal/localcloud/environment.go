package localcloud

import (
	"os"
	"strings"
)

// inherited are the variables that programs get from this process; all others stay out, credentials of a real account
// and everything that would configure the programs behind our back among them.
var inherited = map[string]bool{
	"PATH": true, "HOME": true, "USER": true, "LOGNAME": true, "SHELL": true, "TMPDIR": true, "LANG": true, "TZ": true,
	"SSL_CERT_FILE": true, "SSL_CERT_DIR": true, "NODE_EXTRA_CA_CERTS": true, "GOCACHE": true, "GOPATH": true, "GOMODCACHE": true,
	"XDG_CACHE_HOME": true,
}

// environment is what a program gets: the inherited variables, then the given ones.
func environment(more ...string) []string {
	var env []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if inherited[name] || strings.HasPrefix(name, "LC_") {
			env = append(env, variable)
		}
	}
	return append(env, more...)
}
