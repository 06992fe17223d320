// Package rawmail reads mails as they came: bytes that a stranger wrote.
//
// Check looks at the bytes and refuses what would be too much for a parser; Read takes the rest apart. Apart does both in a process without rights that is
// ended when it takes too long.
package rawmail

// maxName is how many code points are shown of a name.
const maxName = 100
