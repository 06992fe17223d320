package imports

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/sheet"
)

// Report writes what became of every line into a file and gives an address from which it can be downloaded for some minutes. Each report is in the history
// of whoever asks. The errors are those of the gate, NotFound, and WrongState where the lines are not known yet.
func (d *Desk) Report(ctx context.Context, v gate.Visit, id ID, language person.Language) (string, error) {
	found, caller, err := d.open(ctx, v, id)
	if err != nil {
		return "", err
	}
	if found.Check == "" {
		return "", WrongState
	}
	numbers := make([]int, len(found.Parts))
	for i := range numbers {
		numbers[i] = i
	}
	parts, err := d.Store.ImportParts(ctx, found, numbers)
	if err != nil {
		return "", err
	}
	content, err := report(parts, reportWords[language.SpeaksOr(person.Languages[0])], found.Separator)
	if err != nil {
		return "", err
	}
	url, err := d.Storage.PutReport(ctx, id, reportName(found), content)
	if err != nil {
		return "", err
	}
	entry, err := d.entry(v, caller, audit.ImportReported, id)
	if err != nil {
		return "", err
	}
	return url, d.Store.Record(ctx, entry)
}

// reportName is the uploaded file's name with one more word, in letters that every system takes.
func reportName(i Import) string {
	name := strings.TrimSuffix(people.Fold(i.FileName), ".csv")
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name), "-")
	if name == "" {
		name = "import"
	}
	return name[:min(len(name), 60)] + "-report.csv"
}

// report writes lines as CSV: with a byte order mark, because spreadsheets need one to see UTF-8, and with the separator that the file came with, because
// that is what the agent's spreadsheet reads.
func report(parts []Part, words reportCatalogue, separator sheet.Separator) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if separator != "" {
		w.Comma = rune(separator[0])
	}
	rows := [][]string{words.header[:]}
	for _, part := range parts {
		for _, l := range part.Lines {
			rows = append(rows, []string{strconv.Itoa(l.Number), harmless(l.Name), harmless(l.Email), words.result[l.Result], words.why(l)})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return b.Bytes(), nil
}

// formula is where a spreadsheet could see a formula begin: at the start of a field, or after any separator in it, because an agent's spreadsheet may part
// fields by another one than the file was written with. Blanks and quotation marks may stand before it.
var formula = regexp.MustCompile("(^|[,;\t\r\n])([\\s\"]*)([=+\\-@|%\uff1d\uff0b\uff0d\uff20])")

// harmless keeps a spreadsheet from taking a field, or a part of it, for a formula: what begins as one gets an apostrophe in front (OWASP, CSV Injection).
func harmless(field string) string {
	if strings.HasPrefix(field, "\t") || strings.HasPrefix(field, "\r") {
		field = "'" + field
	}
	return formula.ReplaceAllString(field, "$1$2'$3")
}

// reportCatalogue is the words of a report in one language.
type reportCatalogue struct {
	header [5]string
	result map[Result]string
	reason map[string]string
	of     string // for the number of the other line
	denied string // a warning
}

func (c reportCatalogue) why(l Line) string {
	why := c.reason[l.Reason]
	if l.Of > 0 {
		why += " " + fmt.Sprintf(c.of, l.Of)
	}
	if l.Denied {
		why = strings.TrimSpace(why + " " + c.denied)
	}
	return why
}

var reportWords = map[person.Language]reportCatalogue{
	"en": english, "fr": french, "it": italian, "de": german, "es": spanish, "pt": portuguese, "nl": dutch,
}
