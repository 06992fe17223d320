// Package password says which passwords Portico takes, after NIST SP 800-63B-4: by length, and not from the list of those that everybody tries
// first. There are no rules about kinds of characters.
package password

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"portico/internal/lines"
	"portico/internal/problem"
)

// MaxLength is the longest password, in code points.
const MaxLength = 128

// common holds one password a line, sorted by bytes, in lower case. See common.LICENSE.txt for where it comes from.
//
//go:embed common.txt
var common string

// Rule is what a new password must keep to.
type Rule struct {
	MinLength int    // in code points
	Portal    string // the portal's name, which makes no good password
}

// Check gives an Invalid problem about the field "password" where the rule does not allow it. About holds what a stranger would guess with: the
// person's name and address.
func (r Rule) Check(password string, about ...string) error {
	length := utf8.RuneCountInString(password)
	switch {
	case length < r.MinLength:
		return wrong("too_short", fmt.Sprintf("This is shorter than %d characters.", r.MinLength))
	case length > MaxLength:
		return wrong("too_long", fmt.Sprintf("This is longer than %d characters.", MaxLength))
	case r.guessable(fold(password), about):
		return wrong("common", "This password is easy to guess. Choose another one.")
	}
	return nil
}

func wrong(code, detail string) error {
	return problem.InvalidFields(problem.Field{Name: "password", Code: code, Detail: detail})
}

// guessable tells whether a folded password is one of the list, one of the list with digits and signs around it, one sign or short piece over and
// over, a run such as 123456789012, or little more than words about the person and the portal.
func (r Rule) guessable(folded string, about []string) bool {
	core := strings.TrimFunc(folded, func(c rune) bool { return !unicode.IsLetter(c) })
	if lines.Contains(common, folded) || lines.Contains(common, core) || repeated(folded) || run(folded) {
		return true
	}
	rest := folded
	for _, word := range words(append(about, r.Portal)) {
		rest = strings.ReplaceAll(rest, word, "")
	}
	return rest != folded && utf8.RuneCountInString(strings.Join(pieces(rest), "")) < r.MinLength/2
}

// repeated tells whether s is a piece of up to four signs over and over.
func repeated(s string) bool {
	signs := []rune(s)
	for size := 1; size <= 4 && size < len(signs); size++ {
		same := true
		for i := size; same && i < len(signs); i++ {
			same = signs[i] == signs[i-size]
		}
		if same {
			return true
		}
	}
	return false
}

// run tells whether each sign of s is the one after, or before, the sign in front of it; after 9 comes 0.
func run(s string) bool {
	signs := []rune(s)
	up, down := true, true
	for i := 1; i < len(signs); i++ {
		a, b := signs[i-1], signs[i]
		up = up && (b == a+1 || a == '9' && b == '0')
		down = down && (b == a-1 || a == '0' && b == '9')
	}
	return up || down
}

// words gives the words of texts, folded, of four letters and more.
func words(texts []string) []string {
	var found []string
	for _, text := range texts {
		for _, word := range pieces(fold(text)) {
			if utf8.RuneCountInString(word) >= 4 {
				found = append(found, word)
			}
		}
	}
	sort.Slice(found, func(i, j int) bool { return len(found[i]) > len(found[j]) })
	return found
}

// pieces gives the runs of letters and digits in s.
func pieces(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }
