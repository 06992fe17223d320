// Package lines looks things up in long sorted lists that are part of the program, as they are: a map of them would cost every start.
package lines

import (
	"sort"
	"strings"
)

// Contains tells whether list, lines sorted by their bytes that each end in a line feed, has the line. The empty line is in no list.
func Contains(list, line string) bool {
	if line == "" {
		return false
	}
	start := func(i int) int { return strings.LastIndexByte(list[:i], '\n') + 1 }
	at := sort.Search(len(list), func(i int) bool {
		from := start(i)
		return list[from:from+strings.IndexByte(list[from:], '\n')] >= line
	})
	return at < len(list) && strings.HasPrefix(list[start(at):], line+"\n")
}
