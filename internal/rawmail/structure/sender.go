package structure

import (
	"net/mail"
	"strings"
	"unicode"

	"portico/internal/incoming/letter"
)

// sender reads who a mail says it is from. There must be one From line with one address (RFC 5322, 3.6.2, asks for one author at least; DMARC means
// nothing for more). Anything that two programs could read in two ways is no sender.
func (h header) sender() letter.Sender {
	lines := h.all("from")
	var shown []string
	for _, line := range lines[:min(len(lines), 3)] {
		shown = append(shown, Decoded(line))
	}
	s := letter.Sender{Shown: letter.Line(strings.Join(shown, ", "), 2*letter.MaxName)}
	if len(lines) == 1 {
		var name string
		s.Address, name = mailbox(lines[0])
		if s.Name = letter.Line(name, letter.MaxName); strings.Contains(s.Name, "@") {
			s.Name = "" // it would be taken for the address
		}
	}
	return s
}

// mailbox gives the address of a From line, and the name that stands with it; empty where it has not exactly one.
func mailbox(line string) (address, name string) {
	if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }) {
		return "", ""
	}
	outside := plainPart(line)
	// Groups, routes, lists, more than one pair of brackets: programs do not agree on these.
	if strings.ContainsAny(outside, ":;") || strings.Count(outside, "<") > 1 || strings.Count(outside, ">") > 1 {
		return "", ""
	}
	parser := mail.AddressParser{WordDecoder: &words}
	found, err := parser.ParseList(Text([]byte(line)))
	switch {
	case err == nil && len(found) == 1 && strings.Contains(outside, "@"):
		return found[0].Address, found[0].Name
	case err == nil || strings.Count(line, "@") != 1:
		return "", ""
	}
	// A name that is written against the rules, such as an encoded word with a bare comma, but only one address in the whole line.
	before, rest, ok := strings.Cut(line, "<")
	address, after, closed := strings.Cut(rest, ">")
	if !ok || !closed || strings.Contains(before, "@") || strings.TrimSpace(after) != "" || strings.ContainsAny(address, " \t\"(),") {
		return "", ""
	}
	return address, Decoded(strings.Trim(before, "\" \t"))
}

// plainPart gives what of a From line stands outside of quotes and comments.
func plainPart(line string) string {
	var b strings.Builder
	quoted, depth := false, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && (quoted || depth > 0):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteByte(c)
		}
	}
	return b.String()
}
