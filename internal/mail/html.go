package mail

import (
	"fmt"
	"html"
	"strings"
)

// html arranges the page as one HTML document that loads nothing. Only fill puts values into it, and it escapes all of them.
//
// A template engine would be the ordinary choice; its look-up of methods by name keeps every method of every SDK client in the function, which
// is half as large again.
func (p page) html() string {
	var b strings.Builder
	fill(&b, layoutHead, string(p.Language), p.Subject, p.Portal, p.Title, p.Greeting)
	for _, paragraph := range p.Before {
		fill(&b, layoutParagraph, paragraph)
	}
	if p.Said != "" {
		fill(&b, layoutSaid, p.Said)
	}
	if p.Password != "" {
		fill(&b, layoutPassword, p.Password)
	}
	if p.Link != "" {
		fill(&b, layoutButton, p.Link, p.Action)
	}
	if p.Other != "" {
		fill(&b, layoutOther, p.OtherLink, p.Other)
	}
	if p.OrCode != "" {
		fill(&b, layoutParagraph, p.OrCode)
	}
	if p.Code != "" {
		fill(&b, layoutCode, p.Code)
	}
	for _, paragraph := range p.After {
		fill(&b, layoutParagraph, paragraph)
	}
	if p.Link != "" {
		fill(&b, layoutPlain, p.Copy, p.Link, p.Link)
	}
	fill(&b, layoutFoot, p.Footer)
	return b.String()
}

// fill writes a piece of the layout with its places filled in, escaped for text and for attributes in quotes.
func fill(b *strings.Builder, piece string, values ...string) {
	escaped := make([]any, len(values))
	for i, value := range values {
		escaped[i] = html.EscapeString(value)
	}
	fmt.Fprintf(b, piece, escaped...)
}
