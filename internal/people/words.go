package people

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"portico/internal/person"
)

// The most words that somebody can be found by, and the longest of them in code points.
const (
	maxWords      = 20
	maxWordLength = 40
)

// letters that Unicode does not take apart, as people type them who do not have them on their keyboard.
var plain = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Fold brings text into the form in which words are compared: lower case, without diacritics.
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return plain.Replace(b.String())
}

// Words gives the words that p is found by, sorted: those of the name, those of the address, its whole domain among the questions that they
// answer, and the whole address.
func Words(p person.Person) []string {
	words := append(split(p.Name), split(p.AddressKey)...)
	words = append(words, short(p.AddressKey))
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), maxWords)]
}

// queryWords gives the words of a query, the longest first. What has an @ in it stays whole.
func queryWords(query string) []string {
	var words []string
	for _, part := range strings.Fields(query) {
		if strings.Contains(part, "@") {
			words = append(words, short(strings.ToLower(part)))
			continue
		}
		words = append(words, split(part)...)
	}
	slices.SortFunc(words, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	return words
}

func split(text string) []string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		words[i] = short(word)
	}
	return words
}

func short(word string) string {
	if runes := []rune(word); len(runes) > maxWordLength {
		return string(runes[:maxWordLength])
	}
	return word
}

// Found tells whether somebody with these words, sorted, who stands under word, is an answer to asked: each of asked is the beginning of one of the
// words, and word is the first that asked's first begins, so that nobody is an answer twice.
func Found(words []string, word string, asked []string) bool {
	begins := func(beginning string) int {
		return slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, beginning) })
	}
	for _, a := range asked {
		if begins(a) < 0 {
			return false
		}
	}
	return words[begins(asked[0])] == word
}
