package sheet

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"portico/internal/address"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/person"
)

// Separator stands between two fields.
type Separator string

// The separators, in the order in which they are tried.
const (
	Comma     Separator = ","
	Semicolon Separator = ";"
	Tab       Separator = "\t"
)

// What a column holds.
const (
	nameColumn     = "name"
	firstColumn    = "first_name"
	lastColumn     = "last_name"
	emailColumn    = "email"
	languageColumn = "language"
	levelColumn    = "level"
	servicesColumn = "services"
)

// known are the names that columns have, folded, with letters and digits only.
var known = map[string]string{
	"name": nameColumn, "fullname": nameColumn, "displayname": nameColumn, "customer": nameColumn, "customername": nameColumn, "contact": nameColumn,
	"contactname": nameColumn, "person": nameColumn,
	"vollstandigername": nameColumn, "anzeigename": nameColumn, "kunde": nameColumn, "kundenname": nameColumn, "ansprechpartner": nameColumn,
	"kontakt": nameColumn,
	"nom":     nameColumn, "nomcomplet": nameColumn, "client": nameColumn, "nome": nameColumn, "nomecompleto": nameColumn, "nominativo": nameColumn,
	"cliente": nameColumn, "nombre": nameColumn, "nombrecompleto": nameColumn, "naam": nameColumn, "volledigenaam": nameColumn, "klant": nameColumn,

	"firstname": firstColumn, "givenname": firstColumn, "forename": firstColumn, "vorname": firstColumn,
	"lastname": lastColumn, "surname": lastColumn, "familyname": lastColumn, "nachname": lastColumn, "familienname": lastColumn, "zuname": lastColumn,
	"prenom": firstColumn, "nomeproprio": firstColumn, "primeironome": firstColumn, "nombredepila": firstColumn, "nomdefamille": lastColumn, "cognome": lastColumn, "apellido": lastColumn, "apellidos": lastColumn, "apelido": lastColumn,
	"apelidos": lastColumn, "sobrenome": lastColumn, "voornaam": firstColumn, "achternaam": lastColumn, "familienaam": lastColumn,

	"email": emailColumn, "emailaddress": emailColumn, "mail": emailColumn, "mailaddress": emailColumn, "emailaddresse": emailColumn,
	"emailadresse": emailColumn, "mailadresse": emailColumn,
	"courriel": emailColumn, "adresseemail": emailColumn, "adressemail": emailColumn, "indirizzoemail": emailColumn, "correo": emailColumn,
	"correoelectronico": emailColumn, "enderecodeemail": emailColumn, "mailadres": emailColumn, "emailadres": emailColumn,

	"language": languageColumn, "lang": languageColumn, "preferredlanguage": languageColumn, "sprache": languageColumn,
	"langue": languageColumn, "lingua": languageColumn, "idioma": languageColumn, "taal": languageColumn,

	"level": levelColumn, "accesslevel": levelColumn, "access": levelColumn, "zugang": levelColumn, "zugangsstufe": levelColumn, "stufe": levelColumn,
	"niveau": levelColumn, "niveaudacces": levelColumn, "acces": levelColumn, "livello": levelColumn, "livellodiaccesso": levelColumn, "accesso": levelColumn,
	"nivel": levelColumn, "niveldeacceso": levelColumn, "niveldeacesso": levelColumn, "acceso": levelColumn, "acesso": levelColumn,
	"toegang": levelColumn, "toegangsniveau": levelColumn,

	"services": servicesColumn, "service": servicesColumn, "dienste": servicesColumn, "dienst": servicesColumn,
	"servizi": servicesColumn, "servizio": servicesColumn, "servicios": servicesColumn, "servicio": servicesColumn, "servicos": servicesColumn,
	"servico": servicesColumn, "diensten": servicesColumn,
}

// levels are the words that files have for access levels, folded.
var levels = map[string]person.Level{
	"none": person.NoLevel, "keiner": person.NoLevel, "keine": person.NoLevel, "kein": person.NoLevel, "standard": person.Standard,
	"aucun": person.NoLevel, "nessuno": person.NoLevel, "ninguno": person.NoLevel, "nenhum": person.NoLevel, "geen": person.NoLevel,
	"estandar": person.Standard, "padrao": person.Standard, "standaard": person.Standard,
}

// languages are the words that files have for languages, folded.
var languages = map[string]person.Language{
	"en": "en", "english": "en", "englisch": "en", "anglais": "en", "inglese": "en", "ingles": "en", "engels": "en",
	"fr": "fr", "french": "fr", "franzosisch": "fr", "francais": "fr", "francese": "fr", "frances": "fr", "frans": "fr",
	"it": "it", "italian": "it", "italienisch": "it", "italien": "it", "italiano": "it", "italiaans": "it",
	"de": "de", "german": "de", "deutsch": "de", "allemand": "de", "tedesco": "de", "aleman": "de", "alemao": "de", "duits": "de",
	"es": "es", "spanish": "es", "spanisch": "es", "espagnol": "es", "spagnolo": "es", "espanol": "es", "espanhol": "es", "spaans": "es",
	"pt": "pt", "portuguese": "pt", "portugiesisch": "pt", "portugais": "pt", "portoghese": "pt", "portugues": "pt", "portugees": "pt",
	"nl": "nl", "dutch": "nl", "niederlandisch": "nl", "neerlandais": "nl", "olandese": "nl", "neerlandes": "nl", "holandes": "nl", "nederlands": "nl",
}

// columns are what the first row says: where each thing stands.
type columns struct {
	separator Separator
	at        map[string]int
	count     int
	ignored   []string
	services  map[string]string // ids by folded ids and names
}

// header reads the row with the names of the columns. Which separator it is, the names that it gives decide. Excel's own first line, sep=;, is passed over.
func header(rows *records) (columns, error) {
	for {
		line, ok := rows.line()
		if !ok {
			return columns{}, &Unreadable{Fault: Empty}
		}
		if trimmed := strings.TrimSpace(line); trimmed == "" || len(trimmed) <= 5 && strings.HasPrefix(strings.ToLower(trimmed), "sep=") {
			continue
		}
		rows.back(rows.number-1, []string{line})
		break
	}
	first, _ := rows.line()
	var best columns
	var doubled []string
	for _, separator := range []Separator{Comma, Semicolon, Tab} {
		fields, err := split(first, separator)
		if err != nil {
			continue
		}
		if found, twice := columnsOf(fields, separator); len(found.at) > len(best.at) || best.at == nil {
			best, doubled = found, twice
		}
	}
	if len(doubled) > 0 {
		return columns{}, &Unreadable{Fault: DoubleColumns, Columns: doubled}
	}
	if missing := best.missing(); len(missing) > 0 {
		return columns{}, &Unreadable{Fault: MissingColumns, Columns: missing}
	}
	return best, nil
}

// columnsOf gives what the names mean, and what two of them mean alike.
func columnsOf(names []string, separator Separator) (found columns, twice []string) {
	found = columns{separator: separator, at: map[string]int{}, count: len(names)}
	for i, name := range names {
		what, ok := known[plain(name)]
		switch _, there := found.at[what]; {
		case ok && there && !slices.Contains(twice, what):
			twice = append(twice, what)
		case ok && !there:
			found.at[what] = i
		case !ok && strings.TrimSpace(name) != "" && len(found.ignored) < 20:
			found.ignored = append(found.ignored, shown(name, 40))
		}
	}
	return found, twice
}

// missing names the columns that people cannot do without.
func (c columns) missing() []string {
	var names []string
	_, whole := c.at[nameColumn]
	_, last := c.at[lastColumn]
	if !whole && !last {
		names = append(names, nameColumn)
	}
	if _, ok := c.at[emailColumn]; !ok {
		names = append(names, emailColumn)
	}
	return names
}

// plausible tells whether a row of several lines is one: nobody's name or address has a line break, and no row more fields than there are columns.
func (c columns) plausible(fields []string) bool {
	if len(filled(fields)) > c.count {
		return false
	}
	for what, i := range c.at {
		if what != servicesColumn && i < len(fields) && strings.ContainsAny(fields[i], "\r\n") {
			return false
		}
	}
	return true
}

// filled is fields without the empty ones at its end, which spreadsheets like to add.
func filled(fields []string) []string {
	for len(fields) > 0 && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	return fields
}

// plain folds a column's name to letters and digits.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, people.Fold(name))
}

// field gives what stands in a column. An apostrophe before what a spreadsheet would take for a formula is the spreadsheet's, or our report's, and goes.
func (c columns) field(w row, what string) string {
	i, ok := c.at[what]
	if !ok || i >= len(w.fields) {
		return ""
	}
	text := strings.TrimSpace(w.fields[i])
	if rest, ok := strings.CutPrefix(text, "'"); ok && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		return rest
	}
	return text
}

// name gives the whole name. In a file with a name and only one of first and last name, the name is the other one: Nom and Prénom, Nome and Cognome.
func (c columns) name(w row) string {
	_, first := c.at[firstColumn]
	_, last := c.at[lastColumn]
	if name := c.field(w, nameColumn); name != "" && first == last {
		return name
	}
	parts := []string{c.field(w, firstColumn), c.field(w, nameColumn), c.field(w, lastColumn)}
	if first && last {
		parts[1] = ""
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}

// judged makes a line of a row. Seen holds the addresses further up.
func judged(head columns, w row, seen map[string]int) Line {
	line := Line{Number: w.number}
	if w.bad != "" {
		line.Reason, line.Name = w.bad, shown(w.text, 100)
		return line
	}
	name, typed := head.name(w), head.field(w, emailColumn)
	line.Name, line.Typed = shown(name, 100), shown(typed, 254)
	if line.Reason = rowReason(head, w, name, typed); line.Reason != "" {
		return line
	}
	if line.Name, line.Reason = checkName(name); line.Reason != "" {
		line.Name = shown(name, 100)
		return line
	}
	email, reason := checkEmail(typed)
	if reason != "" {
		line.Reason = reason
		return line
	}
	if language := head.field(w, languageColumn); language != "" {
		if line.Language = languageOf(language); line.Language == "" {
			line.Reason = LanguageUnknown
			return line
		}
	}
	if line.Level, line.Services, line.Reason = head.access(w); line.Reason != "" {
		return line
	}
	if of, there := seen[email.Key]; there {
		line.Reason, line.Of = Duplicate, of
		return line
	}
	seen[email.Key] = w.number
	line.Email, line.Typed = email, email.Stored
	return line
}

// rowReason judges a row before its fields.
func rowReason(head columns, w row, name, typed string) Reason {
	switch {
	case broken(name) || broken(typed):
		return BadEncoding
	case len(filled(w.fields)) > head.count:
		return TooManyFields
	}
	return ""
}

func checkName(name string) (string, Reason) {
	line, wrong := httpapi.LineOf(name, 100)
	switch wrong {
	case "":
		return line, ""
	case httpapi.IsEmpty:
		return "", NameMissing
	case httpapi.TooLong:
		return "", NameTooLong
	default:
		return "", NameCharacters
	}
}

func checkEmail(typed string) (address.Address, Reason) {
	if typed == "" {
		return address.Address{}, EmailMissing
	}
	email, err := address.Parse(typed)
	switch {
	case err == nil:
		return email, ""
	case errors.Is(err, address.ErrTooLong):
		return address.Address{}, EmailTooLong
	case errors.Is(err, address.ErrQuoted), errors.Is(err, address.ErrNonASCII):
		return address.Address{}, EmailUnsuited
	default:
		return address.Address{}, EmailInvalid
	}
}

// folded gives the ids of services by what a file may call them.
func folded(services map[string]string) map[string]string {
	ids := map[string]string{}
	for id, name := range services {
		ids[people.Fold(name)] = id
	}
	for id := range services {
		ids[people.Fold(id)] = id // an id is never taken for another one's name
	}
	return ids
}

// access reads the level and the services of a row. Between two services stands a comma, a semicolon, a bar or a line break, whichever does not separate
// the fields.
func (c columns) access(w row) (person.Level, person.Services, Reason) {
	var level person.Level
	if text := c.field(w, levelColumn); text != "" {
		if level = levels[people.Fold(text)]; level == "" {
			return "", "", LevelUnknown
		}
	}
	var ids []string
	for name := range strings.FieldsFuncSeq(c.field(w, servicesColumn), func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		id, ok := c.services[people.Fold(strings.TrimSpace(name))]
		if !ok {
			return "", "", ServiceUnknown
		}
		ids = append(ids, id)
	}
	return level, person.ServicesOf(ids), ""
}

// languageOf reads the name or the tag of a language: German, de, de-AT. Empty where Portico does not speak it.
func languageOf(text string) person.Language {
	folded := people.Fold(text)
	if language, ok := languages[folded]; ok {
		return language
	}
	tag, _, _ := strings.Cut(strings.ReplaceAll(folded, "_", "-"), "-")
	if len(tag) == 2 {
		return languages[tag]
	}
	return ""
}

// shown is text as it can stand on a page: one line, at most max characters, without what cannot be seen.
func shown(text string, max int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return '�'
		}
		return r
	}, strings.TrimSpace(text))
	if runes := []rune(text); len(runes) > max {
		return string(runes[:max-1]) + "…"
	}
	return text
}
