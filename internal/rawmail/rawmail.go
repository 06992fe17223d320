// Package rawmail reads mails as they came: bytes that a stranger wrote.
//
// Package structure splits a mail along its boundaries and refuses what has too much of anything; this one has a parser read the single parts. Package
// apart has it do so in a process without rights that is ended when it takes too long or too much memory.
package rawmail
