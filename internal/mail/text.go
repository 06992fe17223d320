package mail

import "strings"

// text arranges the page as plain text. Links stand on lines of their own; lines are as long as their paragraphs, the reader's window breaks them.
func (p page) text() string {
	blocks := append([]string{p.Greeting}, p.Before...)
	if p.Said != "" {
		blocks = append(blocks, p.Said)
	}
	if p.Password != "" {
		blocks = append(blocks, "    "+p.Password)
	}
	if p.Link != "" {
		blocks = append(blocks, p.Action+":\n"+p.Link)
	}
	if p.Other != "" {
		blocks = append(blocks, p.Other+":\n"+p.OtherLink)
	}
	if p.OrCode != "" {
		blocks = append(blocks, p.OrCode)
	}
	if p.Code != "" {
		blocks = append(blocks, "    "+p.Code)
	}
	blocks = append(blocks, p.After...)
	return strings.Join(append(blocks, "-- \n"+p.Footer), "\n\n") + "\n"
}
