package imports

import "portico/internal/sheet"

// german are the words of reports in German.
var german = reportCatalogue{
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
}
