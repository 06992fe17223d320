package main

import (
	"fmt"
	"io"
)

func isHelp(arg string) bool {
	return arg == "help" || arg == "-h" || arg == "--help" || arg == "-help"
}

func help(w io.Writer) {
	fmt.Fprint(w, "portico starts Portico on this machine, and does what operators do, here and on AWS.\n\n")
	for _, s := range subcommands() {
		fmt.Fprintf(w, "  portico %-14s %s\n", s.name, s.line)
	}
	fmt.Fprint(w, "\n`portico help COMMAND` tells more about one.\n")
}

func helpFor(c command, names []string) int {
	if len(names) == 0 {
		help(c.out)
		return 0
	}
	for _, s := range subcommands() {
		if s.name == names[0] {
			fmt.Fprintf(c.out, "portico %s: %s\n\n%s\n", s.name, s.line, s.details)
			return 0
		}
	}
	fmt.Fprintf(c.err, "portico: there is no command %q\n", names[0])
	return int(errUsage)
}
