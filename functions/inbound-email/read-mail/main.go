// Command read-mail reads one mail from its standard input and writes what it says to its output, as JSON. It lies beside inbound-email, which starts it
// for each mail with nothing in its environment.
package main

import "portico/internal/rawmail"

func main() { rawmail.Serve() }
