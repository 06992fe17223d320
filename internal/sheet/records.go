package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// A quoted field can go over several lines, as notes and postal addresses do. More than this is a quotation mark that somebody forgot.
const (
	maxSpan = 100
	maxLine = 64 << 10
)

// records gives the rows of a text one after the other.
type records struct {
	lines  *bufio.Scanner
	ahead  []string // lines that were read and given back
	number int      // of the line that was given last
}

func newRecords(text io.Reader) *records {
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 0, 4<<10), 3*MaxSize+3) // a file of one line is one bad line, not a failure
	lines.Split(splitLines)
	return &records{lines: lines}
}

// splitLines ends lines at CR LF, LF or CR alone.
func splitLines(data []byte, atEOF bool) (int, []byte, error) {
	at := bytes.IndexAny(data, "\r\n")
	switch {
	case at < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case at < 0:
		return 0, nil, nil
	case data[at] == '\n':
		return at + 1, data[:at], nil
	case at+1 < len(data) && data[at+1] == '\n':
		return at + 2, data[:at], nil
	case at+1 < len(data) || atEOF:
		return at + 1, data[:at], nil
	default:
		return 0, nil, nil // LF may follow
	}
}

func (r *records) line() (string, bool) {
	if len(r.ahead) > 0 {
		line := r.ahead[0]
		r.ahead = r.ahead[1:]
		r.number++
		return line, true
	}
	if !r.lines.Scan() {
		return "", false
	}
	r.number++
	return r.lines.Text(), true
}

// back gives lines back that follow the one at number.
func (r *records) back(number int, lines []string) {
	r.ahead = append(append([]string{}, lines...), r.ahead...)
	r.number = number
}

// row is one row of the file: its fields, or why it has none.
type row struct {
	number int
	fields []string
	bad    Reason
	text   string // of its first line
}

// blank tells whether nothing stands in it.
func (w row) blank() bool {
	for _, field := range w.fields {
		if strings.TrimSpace(field) != "" {
			return false
		}
	}
	return w.bad == ""
}

// next gives the next row. Where quotation marks make several lines into one row that cannot be meant, the first line is bad alone and the others are
// lines of their own again.
func (r *records) next(head columns) (row, bool) {
	first, ok := r.line()
	if !ok {
		return row{}, false
	}
	number := r.number
	span := []string{first}
	quotes, size := strings.Count(first, `"`), len(first)
	for quotes%2 == 1 && len(span) < maxSpan && size <= maxLine {
		line, ok := r.line()
		if !ok {
			break
		}
		span = append(span, line)
		quotes, size = quotes+strings.Count(line, `"`), size+len(line)
	}
	found := row{number: number, text: first}
	if quotes%2 == 1 || size > maxLine {
		found.bad = BadQuotes
	} else if fields, err := split(strings.Join(span, "\n"), head.separator); err != nil || len(span) > 1 && !head.plausible(fields) {
		found.bad = BadQuotes
	} else {
		found.fields = fields
	}
	if found.bad != "" {
		r.back(number, span[1:])
	}
	return found, true
}

// split gives the fields of one row.
func split(text string, by Separator) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = rune(by[0]), -1
	fields, err := reader.Read()
	if err != nil {
		return nil, err
	}
	if len(fields) > maxFields {
		fields = fields[:maxFields]
	}
	return fields, nil
}

// broken tells whether text has bytes that were no characters.
func broken(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError)
}
