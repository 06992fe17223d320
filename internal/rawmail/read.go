package rawmail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/inbucket/html2text"
	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
	"github.com/microcosm-cc/bluemonday"

	"portico/internal/incoming"
)

// Read takes a mail apart that Check lets pass. The error is that of the parser; what it says may quote the mail.
func Read(raw []byte) (incoming.Mail, error) {
	h, body := headerOf(raw)
	m := incoming.Mail{From: h.sender(), Subject: incoming.Line(decoded(h.get("subject")), incoming.MaxSubject), MessageID: messageID(h.get("message-id"))}
	m.Signs = h.signs(m.Subject)
	m.Digest = h.digest(m, body)
	root, err := parser.ReadParts(io.MultiReader(strings.NewReader(h.form()), bytes.NewReader(body)))
	if err != nil {
		return m, fmt.Errorf("parse the mail: %w", err)
	}
	var r reader
	m.Text, m.Cut = incoming.Lines(r.text(root), incoming.MaxText)
	m.Cut = m.Cut || r.cut
	m.Files = r.files
	return m, nil
}

// form gives the fields that say how the body is built, and the line that ends a header. The parser sees no others: what it would make of them, and of
// lines that are no fields, does not matter then.
func (h header) form() string {
	var b strings.Builder
	for _, name := range []string{"content-type", "content-transfer-encoding", "content-disposition"} {
		if value := h.get(name); value != "" {
			b.WriteString(name + ": " + strings.ReplaceAll(value, "\r", " ") + "\r\n")
		}
	}
	return b.String() + "\r\n"
}

// messageID gives the id between the brackets.
func messageID(value string) string {
	_, value, _ = strings.Cut(value, "<")
	value, _, _ = strings.Cut(value, ">")
	return incoming.Line(value, 1000)
}

// digest is the same for copies of a mail. Where a mail has no id, date and subject stand for it: people send the same words again.
func (h header) digest(m incoming.Mail, body []byte) string {
	sum, name := sha256.Sum256(body), m.MessageID
	if name == "" {
		name = h.get("date") + "\x00" + m.Subject
	}
	all := sha256.Sum256(fmt.Appendf(nil, "%q %q %x", m.From.Address, name, sum))
	return hex.EncodeToString(all[:16])
}

// parser believes what a part says about its characters; what it cannot believe is looked at by utf8Of. Guessing makes a mess of short texts.
var parser = enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true), enmime.MaxStoredPartErrors(1),
	enmime.DisableCharacterDetection(true), enmime.MinCharsetDetectRunes(incoming.MaxSize), enmime.SetReadPartErrorPolicy(enmime.AllowCorruptTextPartErrorPolicy),
	enmime.SetCustomParseMediaType(mediaType))

// mediaType leaves out the character set that says nothing, and takes Latin-1 for what nearly everybody means by it.
func mediaType(value string) (string, map[string]string, []string, error) {
	kind, parameters, invalid, err := mediatype.Parse(value)
	switch strings.ToLower(parameters["charset"]) {
	case "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "default":
		delete(parameters, "charset")
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1":
		parameters["charset"] = "windows-1252"
	}
	return kind, parameters, invalid, err
}

// reader collects what a mail's parts say.
type reader struct {
	files []string
	cut   bool
}

// text gives the text of a part and of those in it.
func (r *reader) text(p *enmime.Part) string {
	switch {
	case strings.HasPrefix(p.ContentType, "multipart/") && p.FirstChild != nil:
		if p.ContentType == "multipart/alternative" {
			return r.alternative(p)
		}
		var texts []string
		for child := p.FirstChild; child != nil; child = child.NextSibling {
			if text := r.text(child); strings.TrimSpace(text) != "" {
				texts = append(texts, strings.Trim(text, "\r\n"))
			}
		}
		return strings.Join(texts, "\n\n")
	case p.Disposition == "attachment" || p.FileName != "" || !readable(p.ContentType):
		r.file(p)
		return ""
	}
	return r.words(p)
}

// alternative gives the plain one of several forms of one text, and another one only where that says nothing.
func (r *reader) alternative(p *enmime.Part) string {
	other := ""
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		text := r.text(child)
		if strings.TrimSpace(text) == "" {
			continue
		}
		if child.ContentType == "text/plain" {
			return text
		}
		other = text
	}
	return other
}

func readable(contentType string) bool {
	return contentType == "" || contentType == "text/plain" || contentType == "text/html" || strings.HasPrefix(contentType, "multipart/")
}

// most is how many bytes of one part are read as text.
const most = 1 << 20

func (r *reader) words(p *enmime.Part) string {
	content := p.Content
	if len(content) > most {
		content, r.cut = whole(content[:most]), true
	}
	text := utf8Of(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	if p.ContentType != "text/html" {
		return text
	}
	plain, err := html2text.FromString(harmless.Sanitize(text))
	if err != nil {
		return ""
	}
	return plain
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
// in one place and not in another.
var harmless = bluemonday.NewPolicy().AllowElements("p", "br", "div", "span", "ul", "ol", "li", "blockquote", "pre", "table", "thead", "tbody", "tfoot", "tr", "td",
	"th", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "hr").AllowAttrs("href").OnElements("a").AllowURLSchemes("http", "https", "mailto")

// file keeps the name of a part that is no text.
func (r *reader) file(p *enmime.Part) {
	if len(r.files) >= incoming.MaxFiles {
		return
	}
	name := strings.ReplaceAll(decoded(p.FileName), `\`, "/")
	name = incoming.Line(path.Base("/"+name), maxName)
	if name == "" || name == "/" || name == "." || name == ".." {
		name = "file"
		if kind, _, err := mime.ParseMediaType(p.ContentType); err == nil {
			name = incoming.Line(strings.ReplaceAll(kind, "/", "."), maxName)
		}
	}
	r.files = append(r.files, name)
}
