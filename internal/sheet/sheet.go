// Package sheet reads a list of people from a CSV file (RFC 4180, and what spreadsheets make of it): it decides how the file is encoded and separated,
// finds the columns by their names, and judges every line by itself. What is wrong with one line says nothing about the others.
package sheet

import (
	"fmt"
	"strings"

	"portico/internal/address"
	"portico/internal/person"
)

// The bounds of a file: bytes, lines with people, and fields of a line. They bound what reading it costs, too: a few times MaxSize of memory.
const (
	MaxSize   = 5 << 20
	MaxLines  = 10_000
	maxFields = 200
)

// Sheet is a file that was read.
type Sheet struct {
	Encoding  Encoding
	Separator Separator
	Ignored   []string // names of columns that mean nothing here, at most 20 of them, shortened
	Lines     []Line
}

// Line is one person of the file. Where Reason is set, the line cannot be used; Name and Typed then hold what could be read of it, shortened.
type Line struct {
	Number   int // of its first line in the file, from 1
	Name     string
	Typed    string          // the address as it stands in the file
	Email    address.Address // zero where Reason is about it
	Language person.Language // empty where the file says nothing
	Level    person.Level    // empty where the file says nothing
	Services person.Services // empty for all
	Reason   Reason
	Of       int // with Duplicate: the number of the line that has the address already
}

// Reason is what is wrong with a line.
type Reason string

// The reasons. They are judged in this order, and a line has one.
const (
	BadQuotes       Reason = "quotes"          // a quotation mark that is not closed, or stands inside a field
	BadEncoding     Reason = "encoding"        // bytes that are no characters in the file's encoding
	TooManyFields   Reason = "fields"          // more fields than columns
	NameMissing     Reason = "name_missing"    //
	NameCharacters  Reason = "name_characters" // characters that cannot be shown
	NameTooLong     Reason = "name_too_long"   //
	EmailMissing    Reason = "email_missing"   //
	EmailInvalid    Reason = "email_invalid"   //
	EmailTooLong    Reason = "email_too_long"  //
	EmailUnsuited   Reason = "email_unsupported"
	LanguageUnknown Reason = "language_unknown"
	LevelUnknown    Reason = "level_unknown"
	ServiceUnknown  Reason = "service_unknown"
	Duplicate       Reason = "duplicate" // the address stands further up
)

// Fault is why a whole file cannot be read.
type Fault string

// The faults.
const (
	Empty          Fault = "empty"           // no line with anything on it
	TooLarge       Fault = "too_large"       // more than MaxSize
	TooManyLines   Fault = "too_many_lines"  // more than MaxLines people
	Workbook       Fault = "workbook"        // a spreadsheet's own format
	NotText        Fault = "not_text"        // bytes that no text has
	MissingColumns Fault = "missing_columns" // no column for the name, or none for the address
	DoubleColumns  Fault = "double_columns"  // two columns for the same
	NobodyInside   Fault = "nobody"          // names of columns and nothing below
)

// Unreadable is the error of a file that cannot be read at all. Columns are those that the fault is about: "name", "email", and so on.
type Unreadable struct {
	Fault   Fault
	Columns []string
}

// Error names the fault.
func (u *Unreadable) Error() string {
	return strings.TrimSpace(fmt.Sprintf("the file cannot be read: %s %s", u.Fault, strings.Join(u.Columns, ", ")))
}

// Read reads a whole file. Services are the names of the team's services by their ids; a file can say either. The error is *Unreadable.
func Read(content []byte, services map[string]string) (Sheet, error) {
	if len(content) > MaxSize {
		return Sheet{}, &Unreadable{Fault: TooLarge}
	}
	encoding, text, err := decode(content)
	if err != nil {
		return Sheet{}, err
	}
	rows := newRecords(text)
	head, err := header(rows)
	if err != nil {
		return Sheet{}, err
	}
	head.services = folded(services)
	sheet := Sheet{Encoding: encoding, Separator: head.separator, Ignored: head.ignored}
	seen := map[string]int{}
	for {
		row, ok := rows.next(head)
		if !ok {
			break
		}
		if row.blank() {
			continue
		}
		if len(sheet.Lines) == MaxLines {
			return Sheet{}, &Unreadable{Fault: TooManyLines}
		}
		sheet.Lines = append(sheet.Lines, judged(head, row, seen))
	}
	if len(sheet.Lines) == 0 {
		return Sheet{}, &Unreadable{Fault: NobodyInside}
	}
	return sheet, nil
}
