package ticket

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"portico/internal/people"
)

// The most words that a ticket is found by, and the shortest and the longest of them in code points. The longest words say most.
const (
	maxWords      = 12
	minWordLength = 2
	maxWordLength = 40
)

// Words gives the words that a subject is found by, sorted.
func Words(subject string) []string {
	words := split(subject)
	words = words[:min(len(words), maxWords)]
	slices.Sort(words)
	return words
}

// queryWords gives the words of a query, the longest first.
func queryWords(query string) []string { return split(query) }

// split gives the different words of a text, the longest first.
func split(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(people.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if runes := []rune(word); len(runes) > maxWordLength {
			word = string(runes[:maxWordLength])
		}
		if utf8.RuneCountInString(word) >= minWordLength && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	return words
}
