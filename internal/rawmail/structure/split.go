package structure

import (
	"bytes"
	"strings"

	"github.com/jhillyerd/enmime/v2/mediatype"

	"portico/internal/incoming/letter"
)

// What a mail may have at most. Real mails have three levels and a few dozen parts.
const (
	maxParts      = 500
	maxDepth      = 16
	maxHeader     = 256 << 10 // bytes of the mail's own header
	maxPartHeader = 64 << 10
	maxFields     = 1000
	maxForm       = 4 << 10 // bytes of a field that says how a part is built; real ones have a tenth
)

// Part is a mail, or a part of one.
type Part struct {
	Kind   string // its media type; empty where it names none that can be read
	Body   []byte
	Parts  []*Part // those of a multipart whose delimiters are there
	header header
}

// Check says whether raw may be taken apart: ErrTooLarge, ErrTooComplex or nil. It takes time in proportion to the length of raw, whatever is in it.
func Check(raw []byte) error {
	_, err := Split(raw)
	return err
}

// Split parts a mail along its boundaries (RFC 2046, 5.1.1). A multipart is what names itself one and has a boundary, and ends where a delimiter around it
// stands, or with the mail. The parser behind it gets single parts only: what it would make of a structure, and how long that takes, does not matter then.
// Parsers' time grows with the square of the parts and, with some, doubles with each level, and none agrees with another on what a part is.
func Split(raw []byte) (*Part, error) {
	if len(raw) > letter.MaxSize {
		return nil, letter.ErrTooLarge
	}
	return new(splitter).part(raw, maxHeader, 0, "")
}

// splitter counts the parts of one mail.
type splitter struct{ parts int }

// part splits a part. Where it names no kind, it is of the usual one.
func (s *splitter) part(raw []byte, most, depth int, usual string) (*Part, error) {
	if depth > 0 && !beginsWithHeader(raw) {
		return &Part{Kind: usual, Body: raw}, nil
	}
	window := raw[:min(len(raw), most)]
	h, rest := headerOf(window)
	if len(h) > maxFields || len(rest) == 0 && len(raw) > most {
		return nil, letter.ErrTooComplex
	}
	p := &Part{header: h, Body: raw[len(window)-len(rest):]}
	var boundary string
	if p.Kind, boundary = h.kind(); p.Kind == "" && !h.has("content-type") {
		p.Kind = usual
	}
	if boundary == "" {
		return p, nil
	}
	if depth == maxDepth {
		return nil, letter.ErrTooComplex
	}
	usual = ""
	if p.Kind == "multipart/digest" {
		usual = "message/rfc822" // RFC 2046, 5.1.5
	}
	for _, piece := range pieces(p.Body, boundary, maxParts+1-s.parts) {
		if s.parts++; s.parts > maxParts {
			return nil, letter.ErrTooComplex
		}
		child, err := s.part(piece, maxPartHeader, depth+1, usual)
		if err != nil {
			return nil, err
		}
		p.Parts = append(p.Parts, child)
	}
	return p, nil
}

// beginsWithHeader tells whether a part has a header, be it an empty one. One that begins with another line is all body.
func beginsWithHeader(raw []byte) bool {
	line, _, _ := bytes.Cut(raw[:min(len(raw), maxPartHeader)], []byte("\n"))
	if line = bytes.TrimRight(line, "\r"); len(line) == 0 {
		return true
	}
	name, _, ok := bytes.Cut(line, []byte(":"))
	return ok && !bytes.ContainsAny(bytes.TrimRight(name, " \t"), " \t")
}

// kind gives the media type, and the boundary of a multipart that has one.
func (h header) kind() (kind, boundary string) {
	value := h.get("content-type")
	if len(value) > maxForm {
		return "", ""
	}
	kind, parameters, _, err := mediatype.Parse(value)
	if err != nil {
		return "", ""
	}
	if kind = strings.ToLower(kind); strings.HasPrefix(kind, "multipart/") {
		boundary = parameters["boundary"]
	}
	return kind, boundary
}

// Form gives the fields that say how a single part is built, and the line that ends a header. The parser sees no others: what it would make of them, and
// of lines that are no fields, does not matter then.
func (p *Part) Form() string {
	var b strings.Builder
	for _, name := range []string{"content-type", "content-transfer-encoding", "content-disposition"} {
		value := p.header.get(name)
		switch {
		case name == "content-type" && strings.HasPrefix(p.Kind, "multipart/"):
			continue // one without parts: what is there is a text
		case name == "content-type" && value == "" && p.Kind != "":
			value = p.Kind // the usual one where it stands
		case name == "content-type" && len(value) > maxForm:
			value = "application/octet-stream"
		case value == "" || len(value) > maxForm:
			continue
		case name == "content-transfer-encoding":
			value = strings.Trim(value, " \t\";")
		}
		b.WriteString(name + ": " + strings.ReplaceAll(value, "\r", " ") + "\r\n")
	}
	return b.String() + "\r\n"
}

// pieces gives what stands between the delimiters of a boundary, without the line break that belongs to the delimiter; at most so many.
func pieces(body []byte, boundary string, most int) [][]byte {
	delimiter := []byte("--" + boundary)
	var found [][]byte
	start := -1
	for at := 0; len(found) < most; {
		i := bytes.Index(body[at:], delimiter)
		if i < 0 {
			break
		}
		begins, line := at+i, body[at+i+len(delimiter):]
		if at = len(body); bytes.IndexByte(line, '\n') >= 0 {
			line = line[:bytes.IndexByte(line, '\n')+1]
			at = begins + len(delimiter) + len(line)
		}
		delimits, last := delimiting(line)
		if !delimits || begins > 0 && body[begins-1] != '\n' {
			continue
		}
		if start >= 0 {
			found = append(found, withoutBreak(body[start:max(start, begins)]))
		}
		if start = at; last {
			return found
		}
	}
	if start >= 0 && len(found) < most {
		found = append(found, body[start:])
	}
	return found
}

// delimiting tells whether a line goes on behind a boundary as a delimiter does, and as the last one does.
func delimiting(rest []byte) (delimits, last bool) {
	blank := func(b []byte) bool { return len(bytes.TrimRight(b, "\r\n")) == 0 || b[0] == ' ' || b[0] == '\t' }
	if after, ok := bytes.CutPrefix(rest, []byte("--")); ok && blank(after) {
		return true, true
	}
	return blank(rest), false
}

func withoutBreak(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}
