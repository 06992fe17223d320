package mail

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed layout.html
var layout string

// html arranges the page as one HTML document that loads nothing.
func (p page) html() (string, error) {
	t, err := template.New("layout").Parse(layout)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, p); err != nil {
		return "", err
	}
	return b.String(), nil
}
