package rawmail

import (
	"bytes"
	"strings"

	"portico/internal/incoming"
)

// What a mail may have at most. Parsers take time that grows with the square of the parts and, with some, doubles with each level. Real mails have
// three levels and a few dozen parts.
const (
	maxParts      = 500
	maxDepth      = 16
	maxHeader     = 256 << 10 // bytes of the mail's own header
	maxFields     = 1000
	maxPartHeader = 64 << 10
)

// Check says whether a parser may see raw: ErrTooLarge, ErrTooComplex or nil. It looks at each byte a bounded number of times, whatever they are.
func Check(raw []byte) error {
	if len(raw) > incoming.MaxSize {
		return incoming.ErrTooLarge
	}
	s := scanner{rest: raw, left: maxHeader}
	for s.next() {
		if s.tooMuch() {
			return incoming.ErrTooComplex
		}
	}
	if s.tooMuch() {
		return incoming.ErrTooComplex
	}
	return nil
}

// scanner goes through a mail line by line and keeps count of what a parser would have to build.
type scanner struct {
	rest   []byte
	body   bool     // outside of headers
	field  []byte   // the Content-Type field that is being read
	open   []string // boundaries of the multiparts around, the outermost first
	left   int      // bytes that the header may still have
	fields int
	parts  int
}

func (s *scanner) tooMuch() bool {
	return s.parts > maxParts || len(s.open) > maxDepth || s.left < 0 || s.fields > maxFields+s.parts*100
}

// next takes one line.
func (s *scanner) next() bool {
	if len(s.rest) == 0 {
		s.endHeader()
		return false
	}
	line := s.rest
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end+1]
	}
	s.rest = s.rest[len(line):]
	if text := bytes.TrimRight(line, "\r\n"); s.delimiter(text) {
		return true
	} else if !s.body {
		s.left -= len(line)
		s.header(text)
	}
	return true
}

// delimiter takes a line that begins or ends a part of one of the open multiparts. One of an outer multipart ends the inner ones.
func (s *scanner) delimiter(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("--"))
	if !ok {
		return false
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		after, ok := bytes.CutPrefix(rest, []byte(s.open[i]))
		if !ok {
			continue
		}
		s.endHeader()
		if bytes.HasPrefix(after, []byte("--")) {
			s.open, s.body = s.open[:i], true
			return true
		}
		s.open, s.body, s.left = s.open[:i+1], false, maxPartHeader
		s.parts++
		return true
	}
	return false
}

// header takes a line of a header.
func (s *scanner) header(line []byte) {
	if len(line) == 0 {
		s.endHeader()
		return
	}
	if line[0] == ' ' || line[0] == '\t' {
		if s.field != nil {
			s.field = append(s.field, line...)
		}
		return
	}
	s.fields++
	s.endField()
	if name, _, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(bytes.TrimSpace(name), []byte("content-type")) {
		s.field = append([]byte{}, line...)
	}
}

func (s *scanner) endHeader() {
	if !s.body {
		s.endField()
		s.body = true
	}
}

// endField opens a multipart where the field announces one.
func (s *scanner) endField() {
	if s.field == nil {
		return
	}
	field := string(s.field)
	s.field = nil
	if !strings.Contains(strings.ToLower(field), "multipart/") {
		return
	}
	if boundary := boundaryIn(field); boundary != "" {
		s.open = append(s.open, boundary)
	}
}

// boundaryIn gives the boundary of a Content-Type field: quoted or not, encoded (RFC 2231) or not. It may give too much where the field is broken.
func boundaryIn(field string) string {
	at := strings.Index(strings.ToLower(field), "boundary")
	if at < 0 {
		return ""
	}
	_, value, ok := strings.Cut(field[at:], "=")
	if !ok {
		return ""
	}
	value = strings.TrimLeft(value, " \t")
	if quoted, ok := strings.CutPrefix(value, `"`); ok {
		value, _, _ = strings.Cut(quoted, `"`)
		return value
	}
	if end := strings.IndexAny(value, "; \t"); end >= 0 {
		value = value[:end]
	}
	return value
}
