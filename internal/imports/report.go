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
	name := strings.TrimSuffix(strings.ToLower(i.FileName), ".csv")
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
	"en": {
		header: [5]string{"Line", "Name", "E-mail", "Result", "Reason"},
		result: map[Result]string{New: "not created yet", Created: "created", Known: "already there", Refused: "refused"},
		of:     "(line %d)",
		denied: "Warning: this address is on the deny list.",
		reason: map[string]string{
			string(sheet.BadQuotes):       "A quotation mark is not closed, or stands inside a field.",
			string(sheet.BadEncoding):     "Some characters cannot be read in the file's encoding.",
			string(sheet.TooManyFields):   "More fields than columns: a separator in a field needs quotation marks around it.",
			string(sheet.NameMissing):     "The name is missing.",
			string(sheet.NameCharacters):  "The name has characters that cannot be shown.",
			string(sheet.NameTooLong):     "The name is longer than 100 characters.",
			string(sheet.EmailMissing):    "The e-mail address is missing.",
			string(sheet.EmailInvalid):    "This is no e-mail address.",
			string(sheet.EmailTooLong):    "The e-mail address is longer than mail allows.",
			string(sheet.EmailUnsuited):   "Addresses with quotation marks or letters outside ASCII before the @ cannot be used.",
			string(sheet.LanguageUnknown): "The portal does not speak this language.",
			string(sheet.LevelUnknown):    "There is no such access level.",
			string(sheet.ServiceUnknown):  "The team has no such service.",
			string(sheet.Duplicate):       "The address stands further up in the file.",
			ReasonTaken:                   "Somebody of the team has this address.",
			ReasonKept:                    "Somebody gave this address up a short while ago. It is still kept for them.",
		},
	},
	"de": {
		header: [5]string{"Zeile", "Name", "E-Mail", "Ergebnis", "Grund"},
		result: map[Result]string{New: "noch nicht angelegt", Created: "angelegt", Known: "schon vorhanden", Refused: "abgelehnt"},
		of:     "(Zeile %d)",
		denied: "Warnung: diese Adresse steht auf der Sperrliste.",
		reason: map[string]string{
			string(sheet.BadQuotes):       "Ein Anführungszeichen ist nicht geschlossen oder steht mitten in einem Feld.",
			string(sheet.BadEncoding):     "Einige Zeichen lassen sich in der Kodierung der Datei nicht lesen.",
			string(sheet.TooManyFields):   "Mehr Felder als Spalten: um ein Trennzeichen in einem Feld gehören Anführungszeichen.",
			string(sheet.NameMissing):     "Der Name fehlt.",
			string(sheet.NameCharacters):  "Der Name hat Zeichen, die sich nicht anzeigen lassen.",
			string(sheet.NameTooLong):     "Der Name ist länger als 100 Zeichen.",
			string(sheet.EmailMissing):    "Die E-Mail-Adresse fehlt.",
			string(sheet.EmailInvalid):    "Das ist keine E-Mail-Adresse.",
			string(sheet.EmailTooLong):    "Die E-Mail-Adresse ist länger, als E-Mail erlaubt.",
			string(sheet.EmailUnsuited):   "Adressen mit Anführungszeichen oder anderen Buchstaben als ASCII vor dem @ sind nicht verwendbar.",
			string(sheet.LanguageUnknown): "Diese Sprache spricht das Portal nicht.",
			string(sheet.LevelUnknown):    "Diese Zugangsstufe gibt es nicht.",
			string(sheet.ServiceUnknown):  "Diesen Dienst hat das Team nicht.",
			string(sheet.Duplicate):       "Die Adresse steht weiter oben in der Datei.",
			ReasonTaken:                   "Jemand aus dem Team hat diese Adresse.",
			ReasonKept:                    "Jemand hat diese Adresse vor Kurzem aufgegeben. Sie ist noch für diese Person reserviert.",
		},
	},
}
