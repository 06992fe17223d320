package imports

import "portico/internal/sheet"

// italian are the words of reports in Italian.
var italian = reportCatalogue{
	header: [5]string{"Riga", "Nome", "E-mail", "Risultato", "Motivo"},
	result: map[Result]string{New: "non ancora creato", Created: "creato", Known: "già presente", Refused: "rifiutato"},
	of:     "(riga %d)",
	denied: "Attenzione: questo indirizzo è nella lista di blocco.",
	reason: map[string]string{
		string(sheet.BadQuotes):       "Le virgolette non sono chiuse oppure si trovano all’interno di un campo.",
		string(sheet.BadEncoding):     "Alcuni caratteri non sono leggibili nella codifica del file.",
		string(sheet.TooManyFields):   "Più campi che colonne: un campo che contiene un separatore va racchiuso tra virgolette.",
		string(sheet.NameMissing):     "Manca il nome.",
		string(sheet.NameCharacters):  "Il nome contiene caratteri che non si possono mostrare.",
		string(sheet.NameTooLong):     "Il nome supera i 100 caratteri.",
		string(sheet.EmailMissing):    "Manca l’indirizzo e-mail.",
		string(sheet.EmailInvalid):    "Questo non è un indirizzo e-mail.",
		string(sheet.EmailTooLong):    "L’indirizzo e-mail è più lungo di quanto la posta consenta.",
		string(sheet.EmailUnsuited):   "Gli indirizzi con virgolette o lettere non ASCII prima della @ non si possono usare.",
		string(sheet.LanguageUnknown): "Il portale non è disponibile in questa lingua.",
		string(sheet.LevelUnknown):    "Questo livello di accesso non esiste.",
		string(sheet.ServiceUnknown):  "Il team non ha questo servizio.",
		string(sheet.Duplicate):       "L’indirizzo compare già più in alto nel file.",
		ReasonTaken:                   "Questo indirizzo appartiene a un membro del team.",
		ReasonKept:                    "Qualcuno ha lasciato questo indirizzo da poco. È ancora riservato a quella persona.",
	},
}
