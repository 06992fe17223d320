// Package rawmail reads mails as they came: bytes that a stranger wrote.
//
// Check splits a mail along its boundaries and refuses what has too much of anything; Read has a parser read the single parts. Apart does both, the second
// in a process without rights that is ended when it takes too long or too much memory.
package rawmail
