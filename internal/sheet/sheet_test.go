package sheet

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var services = map[string]string{"web": "Website", "print": "Printing & paper"}

// told gives what a file's lines say, one text each.
func told(t *testing.T, content string) []string {
	t.Helper()
	sheet, err := Read([]byte(content), services)
	if err != nil {
		t.Fatalf("%q: %v", content, err)
	}
	var lines []string
	for _, l := range sheet.Lines {
		text := fmt.Sprintf("%d %s <%s>", l.Number, l.Name, l.Typed)
		if l.Level != "" || l.Services != "" {
			text += fmt.Sprintf(" [%s: %s]", l.Level, l.Services)
		}
		if l.Language != "" {
			text += " " + string(l.Language)
		}
		if l.Reason != "" {
			text += " " + string(l.Reason)
		}
		if l.Of > 0 {
			text += fmt.Sprint(" ", l.Of)
		}
		lines = append(lines, text)
	}
	return lines
}

func TestX1_EveryLineIsJudgedByItselfAndSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name, content string
		want          []string
	}{
		{"plain", "name,email\nAnna Ash,anna@x.example\n", []string{"2 Anna Ash <anna@x.example>"}},
		{"no line break at the end", "name,email\nAnna,anna@x.example", []string{"2 Anna <anna@x.example>"}},
		{"semicolons and German names", "Vorname;Nachname;E-Mail-Adresse;Sprache\r\nJörg;Weiß;jw@x.example;Deutsch\r\n", []string{"2 Jörg Weiß <jw@x.example> de"}},
		{"tabs", "E-Mail\tName\nanna@x.example\tAnna\n", []string{"2 Anna <anna@x.example>"}},
		{"old line ends", "name,email\rAnna,anna@x.example\rBob,bob@x.example", []string{"2 Anna <anna@x.example>", "3 Bob <bob@x.example>"}},
		{"the spreadsheet's first line", "sep=;\nName;Mail\nA, Ltd;a@x.example\n", []string{"3 A, Ltd <a@x.example>"}},
		{"empty lines keep the count", "\nname,email\n\n,,\nAnna,anna@x.example\n", []string{"5 Anna <anna@x.example>"}},
		{"quoted", "name,email\n\"Ash, \"\"Anna\"\"\",\"anna@x.example\"\n", []string{`2 Ash, "Anna" <anna@x.example>`}},
		{"a note of two lines", "name,notes,email\nAnna,\"one\ntwo\",anna@x.example\nBob,,bob@x.example\n", []string{"2 Anna <anna@x.example>", "4 Bob <bob@x.example>"}},
		{"a column that is missing at the end of a line", "name,email,phone\nAnna,anna@x.example\n", []string{"2 Anna <anna@x.example>"}},
		{"empty fields too many", "name,email\nAnna,anna@x.example,,\n", []string{"2 Anna <anna@x.example>"}},
		{"an order of one's own, and more columns", "Phone,EMAIL ADDRESS,Full Name\n1,anna@x.example,Anna\n", []string{"2 Anna <anna@x.example>"}},
		{
			"a mark that is not closed stops nothing else", "name,email\n\"Anna,anna@x.example\nBob,bob@x.example\nCarl,carl@x.example\n",
			[]string{`2 "Anna,anna@x.example <> quotes`, "3 Bob <bob@x.example>", "4 Carl <carl@x.example>"},
		},
		{
			"two marks that meet two lines further on swallow nobody", "name,email\n\"Anna,anna@x.example\nBob,bob@x.example\nCarl\",carl@x.example\n",
			[]string{`2 "Anna,anna@x.example <> quotes`, "3 Bob <bob@x.example>", `4 Carl",carl@x.example <> quotes`},
		},
		{"a mark inside a field", "name,email\nAnna \"Ash\" A,anna@x.example\nBob,bob@x.example\n", []string{
			`2 Anna "Ash" A,anna@x.example <> quotes`, "3 Bob <bob@x.example>",
		}},
		{"too many fields", "name,email\nAsh, Anna,anna@x.example\n", []string{"2 Ash <Anna> fields"}},
		{"names", "name,email\n,a@x.example\n \u200b ,b@x.example\n" + strings.Repeat("x", 101) + ",c@x.example\n", []string{
			"2  <a@x.example> name_missing", "3 � <b@x.example> name_characters", "4 " + strings.Repeat("x", 99) + "… <c@x.example> name_too_long",
		}},
		{"addresses", "name,email\nA,\nA,a\nA,a@b\nA,ä@x.example\nA,\"\"\"a b\"\"@x.example\"\nA," + strings.Repeat("x", 65) + "@x.example\n", []string{
			"2 A <> email_missing", "3 A <a> email_invalid", "4 A <a@b> email_invalid", "5 A <ä@x.example> email_unsupported",
			`6 A <"a b"@x.example> email_unsupported`, "7 A <" + strings.Repeat("x", 65) + "@x.example> email_too_long",
		}},
		{"the same address again", "name,email\nA,Anna@X.example\nB,anna@x.EXAMPLE.\nC,b@bücher.example\nD,b@xn--bcher-kva.example\n", []string{
			"2 A <Anna@X.example>", "3 B <anna@x.EXAMPLE.> duplicate 2", "4 C <b@xn--bcher-kva.example>", "5 D <b@xn--bcher-kva.example> duplicate 4",
		}},
		{"a line that cannot be used takes nobody's place", "name,email\n,anna@x.example\nAnna,anna@x.example\n", []string{
			"2  <anna@x.example> name_missing", "3 Anna <anna@x.example>",
		}},
		{"languages", "name,email,language\nA,a@x.example,DE-at\nB,b@x.example,Englisch\nC,c@x.example,tlh\nD,d@x.example,\n", []string{
			"2 A <a@x.example> de", "3 B <b@x.example> en", "4 C <c@x.example> language_unknown", "5 D <d@x.example>",
		}},
		{"names of columns in French", "Nom;Prénom;Courriel;Langue\nDupont;Anne;a@x.example;français\n;Bob;b@x.example;\n", []string{
			"2 Anne Dupont <a@x.example> fr", "3 Bob <b@x.example>",
		}},
		{"names of columns in Italian", "Nome;Cognome;Indirizzo e-mail\nAnna;Rossi;a@x.example\n", []string{"2 Anna Rossi <a@x.example>"}},
		{"names of columns in Spanish", "Nombre;Apellidos;Correo electrónico;Idioma\nAna;García Ruiz;a@x.example;Español\n", []string{"2 Ana García Ruiz <a@x.example> es"}},
		{"names of columns in Portuguese", "Nome;E-mail;Nível de acesso\nAna Sousa;a@x.example;padrão\n", []string{"2 Ana Sousa <a@x.example> [standard: ]"}},
		{"names of columns in Dutch", "Voornaam;Achternaam;E-mailadres;Taal\nAnna;de Vries;a@x.example;nl\n", []string{"2 Anna de Vries <a@x.example> nl"}},
		{
			"access levels and services, by id or name", "name;email;Zugangsstufe;Dienste\nA;a@x.example;Standard;website, print\nB;b@x.example;keine;\n" +
				"C;c@x.example;;Printing & Paper|web\nD;d@x.example;boss;\nE;e@x.example;;web,mail\n",
			[]string{
				"2 A <a@x.example> [standard: print web]", "3 B <b@x.example> [none: ]", "4 C <c@x.example> [: print web]", "5 D <d@x.example> level_unknown",
				"6 E <e@x.example> service_unknown",
			},
		},
		{"what our own report guards against formulas", "name,email\n'=Ann,a@x.example\n'Anna',b@x.example\n", []string{"2 =Ann <a@x.example>", "3 'Anna' <b@x.example>"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, told(t, test.content)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestX1_TheEncodingIsDecidedByTheBytes(t *testing.T) {
	const text = "Name;E-Mail\nJörg Weiß – Müller;jw@x.example\n"
	western, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	sixteen := func(e unicode.Endianness) string {
		encoded, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	for name, test := range map[string]struct {
		content string
		want    Encoding
	}{
		"UTF-8": {text, UTF8}, "UTF-8 with its mark": {"\ufeff" + text, UTF8}, "Windows-1252": {western, Windows1252},
		"UTF-16, little end first": {sixteen(unicode.LittleEndian), UTF16}, "UTF-16, big end first": {sixteen(unicode.BigEndian), UTF16},
	} {
		sheet, err := Read([]byte(test.content), nil)
		if err != nil || sheet.Encoding != test.want || len(sheet.Lines) != 1 || sheet.Lines[0].Name != "Jörg Weiß – Müller" || sheet.Separator != Semicolon {
			t.Errorf("%s: %+v, %v", name, sheet, err)
		}
	}
	lines := told(t, text+"Zoë;z@x.example\nAda\xff;ada@x.example\n")
	if want := []string{"2 Jörg Weiß – Müller <jw@x.example>", "3 Zoë <z@x.example>", "4 Ada� <ada@x.example> encoding"}; cmp.Diff(want, lines) != "" {
		t.Errorf("one broken character turns the file into another encoding: %q", lines)
	}
}

func TestX1_AFileThatCannotBeReadSaysWhy(t *testing.T) {
	for content, want := range map[string]Unreadable{
		"":                                   {Fault: Empty},
		"\n \r\n":                            {Fault: Empty},
		"name,email\n\n":                     {Fault: NobodyInside},
		"PK\x03\x04and so on":                {Fault: Workbook},
		"name,email\nA\x00,a@x.example\n":    {Fault: NotText},
		"name,email\n\x81\xff,a@x.example\n": {Fault: NotText},
		"Anna,anna@x.example\n":              {Fault: MissingColumns, Columns: []string{"name", "email"}},
		"name,phone\nA,1\n":                  {Fault: MissingColumns, Columns: []string{"email"}},
		"first name,email\nA,a@x.example\n":  {Fault: MissingColumns, Columns: []string{"name"}},
		"name,email,E-Mail\nA,a@x.example,b@x.example\n":               {Fault: DoubleColumns, Columns: []string{"email"}},
		"name,email\n" + strings.Repeat("A,a@x.example\n", MaxLines+1): {Fault: TooManyLines},
		strings.Repeat("x", MaxSize+1):                                 {Fault: TooLarge},
	} {
		_, err := Read([]byte(content), services)
		got, ok := errors.AsType[*Unreadable](err)
		if !ok || cmp.Diff(want, *got) != "" {
			t.Errorf("%.40q: %v, want %v", content, err, want)
		}
	}
	sheet, err := Read([]byte("name,email,Phone number,\nA,a@x.example\n"), nil)
	if err != nil || cmp.Diff([]string{"Phone number"}, sheet.Ignored) != "" {
		t.Errorf("%q, %v", sheet.Ignored, err)
	}
}

func TestX1_TenThousandLinesAreRead(t *testing.T) {
	var b strings.Builder
	b.WriteString("name,email\n")
	for i := range MaxLines {
		fmt.Fprintf(&b, "\"Person %d\",p%d@x.example\n", i, i)
	}
	sheet, err := Read([]byte(b.String()), nil)
	if err != nil || len(sheet.Lines) != MaxLines || sheet.Lines[MaxLines-1].Number != MaxLines+1 || sheet.Lines[MaxLines-1].Reason != "" {
		t.Errorf("%d lines, %v", len(sheet.Lines), err)
	}
}

func BenchmarkRead(b *testing.B) {
	content := []byte("name;email;note\n" + strings.Repeat("\"Jörg Weiß\";jw@x.example;\"a\nb\"\n", MaxLines))
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(content, services); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"name,email\nAnna,anna@x.example\n", "Name;E-Mail\n\"A\nB;c\n\"\"\";\"\n", "sep=;\nname;mail\n'=1;a@x.example", "\xff\xfen\x00a\x00", "name\temail\n\"\t\"\n\"",
		"name,email\nJ\xf6rg,j@x.example\n", "\xef\xbb\xbfname,email\r\r\n\n,\"\"\"", "email,name\n" + strings.Repeat("\"", 99) + "\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		sheet, err := Read(content, services)
		if err != nil {
			if _, ok := errors.AsType[*Unreadable](err); !ok {
				t.Fatalf("another kind of error: %v", err)
			}
			return
		}
		seen, last := map[string]bool{}, 0
		for _, l := range sheet.Lines {
			if l.Number <= last {
				t.Fatalf("line %d after %d", l.Number, last)
			}
			last = l.Number
			if !utf8.ValidString(l.Name) || !utf8.ValidString(l.Typed) || strings.ContainsAny(l.Name+l.Typed, "\r\n\x00") {
				t.Fatalf("line %d shows %q, %q", l.Number, l.Name, l.Typed)
			}
			if l.Reason != "" {
				continue
			}
			if l.Name == "" || l.Email.Key == "" || seen[l.Email.Key] {
				t.Fatalf("line %d is taken: %+v", l.Number, l)
			}
			seen[l.Email.Key] = true
		}
	})
}
