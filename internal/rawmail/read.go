package rawmail

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/inbucket/html2text"
	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
	"github.com/microcosm-cc/bluemonday"

	"portico/internal/incoming/letter"
	"portico/internal/rawmail/structure"
)

// Read takes a mail apart. The errors are those of structure.Check, and that of the parser; what that says may quote the mail.
func Read(raw []byte) (letter.Mail, error) {
	root, err := structure.Split(raw)
	if err != nil {
		return letter.Mail{}, err
	}
	m := root.Mail()
	r := reader{left: most}
	text, err := r.text(root)
	if err != nil {
		return m, err
	}
	m.Text, m.Cut = letter.Lines(text, letter.MaxText)
	m.Cut = m.Cut || r.cut
	m.Files = r.files
	return m, nil
}

// parser believes what a part says about its characters; what it cannot believe is looked at by structure.Text. Guessing makes a mess of short texts.
var parser = enmime.NewParser(enmime.MaxStoredPartErrors(1),
	enmime.DisableCharacterDetection(true), enmime.MinCharsetDetectRunes(letter.MaxSize), enmime.SetReadPartErrorPolicy(enmime.AllowCorruptTextPartErrorPolicy),
	enmime.SetCustomParseMediaType(mediaType))

// mediaType leaves out the character set that says nothing, and takes Latin-1 for what nearly everybody means by it. It leaves out any boundary: to the
// parser, there is one part and no more.
func mediaType(value string) (string, map[string]string, []string, error) {
	kind, parameters, invalid, err := mediatype.Parse(value)
	switch strings.ToLower(parameters["charset"]) {
	case "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "default":
		delete(parameters, "charset")
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1":
		parameters["charset"] = "windows-1252"
	}
	delete(parameters, "boundary")
	return kind, parameters, invalid, err
}

// reader collects what a mail's parts say.
type reader struct {
	files []string
	left  int // bytes that may still be read as text
	cut   bool
}

// text gives the text of a part and of those in it.
func (r *reader) text(p *structure.Part) (string, error) {
	if len(p.Parts) == 0 {
		return r.single(p)
	}
	if p.Kind == "multipart/alternative" {
		return r.alternative(p)
	}
	var texts []string
	for _, child := range p.Parts {
		text, err := r.text(child)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(text) != "" {
			texts = append(texts, strings.Trim(text, "\r\n"))
		}
	}
	return strings.Join(texts, "\n\n"), nil
}

// alternative gives the plain one of several forms of one text, and the last other one only where that says nothing.
func (r *reader) alternative(p *structure.Part) (string, error) {
	for _, plain := range []bool{true, false} {
		said := ""
		for _, child := range p.Parts {
			if isPlain := child.Kind == "text/plain" || child.Kind == ""; isPlain != plain {
				continue
			}
			text, err := r.text(child)
			if err != nil {
				return "", err
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			if said = text; plain {
				break
			}
		}
		if said != "" {
			return said, nil
		}
	}
	return "", nil
}

// single gives the text of a part without parts, or keeps its name where it is no text.
func (r *reader) single(p *structure.Part) (string, error) {
	shape, err := parser.ReadParts(strings.NewReader(p.Form()))
	if err != nil {
		return "", fmt.Errorf("parse a part's header: %w", err)
	}
	if shape.Disposition == "attachment" || shape.FileName != "" || !readable(shape.ContentType) {
		r.file(shape)
		return "", nil
	}
	return r.words(p, shape.ContentType)
}

func readable(contentType string) bool {
	return contentType == "" || contentType == "text/plain" || contentType == "text/html"
}

// most is how many bytes of a mail are read as text: many times what is kept.
const most = 512 << 10

func (r *reader) words(p *structure.Part, kind string) (string, error) {
	body := p.Body
	if len(body) > 4*r.left { // encoded, a byte takes three
		body, r.cut = body[:4*r.left], true
	}
	single, err := parser.ReadParts(io.MultiReader(strings.NewReader(p.Form()), bytes.NewReader(body)))
	if err != nil {
		return "", fmt.Errorf("parse a part: %w", err)
	}
	content := single.Content
	if len(content) > r.left {
		content, r.cut = whole(content[:r.left]), true
	}
	r.left -= len(content)
	text := structure.Text(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	if kind != "text/html" {
		return text, nil
	}
	plain, err := html2text.FromString(harmless.Sanitize(text))
	if err != nil { // too many elements within each other; the words count
		return html.UnescapeString(bare.Sanitize(text)), nil
	}
	return closeUp(plain), nil
}

// Text made of HTML sets blanks around every element; what follows a link, and what stands around its target, is closed up to it again.
var (
	target   = regexp.MustCompile(`\( ((?:https?://|mailto:)\S+) \)`)
	trailing = regexp.MustCompile(`((?:https?://|mailto:)\S+) ([,.;:!?)]+)(\s|$)`)
)

func closeUp(text string) string {
	return trailing.ReplaceAllString(target.ReplaceAllString(text, "($1)"), "$1$2$3")
}

// whole takes away the beginning of a character that was cut.
func whole(b []byte) []byte {
	for range utf8.UTFMax - 1 {
		if r, size := utf8.DecodeLastRune(b); r != utf8.RuneError || size != 1 {
			break
		}
		b = b[:len(b)-1]
	}
	return b
}

// harmless keeps what gives a text its form, and links, whose true targets are then shown. Styles go, and with them what could hide or show a text
// in one place and not in another. What stands within a line goes as well: emphasis would become signs that nobody wrote, in the middle of words.
var harmless = bluemonday.NewPolicy().AllowElements("p", "br", "div", "ul", "ol", "li", "blockquote", "pre", "table", "thead", "tbody", "tfoot", "tr", "td",
	"th", "h1", "h2", "h3", "h4", "h5", "h6", "hr").AllowAttrs("href").OnElements("a").AllowURLSchemes("http", "https", "mailto")

// bare keeps no element, and words apart.
var bare = bluemonday.StrictPolicy().AddSpaceWhenStrippingTag(true)

// file keeps the name of a part that is no text.
func (r *reader) file(p *enmime.Part) {
	if len(r.files) >= letter.MaxFiles {
		return
	}
	name := strings.ReplaceAll(structure.Decoded(p.FileName), `\`, "/")
	name = letter.Line(path.Base("/"+name), letter.MaxName)
	if name == "" || name == "/" || name == "." || name == ".." {
		name = "file"
		if kind, _, err := mime.ParseMediaType(p.ContentType); err == nil {
			name = letter.Line(strings.ReplaceAll(kind, "/", "."), letter.MaxName)
		}
	}
	r.files = append(r.files, name)
}
