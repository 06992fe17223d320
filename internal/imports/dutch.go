package imports

import "portico/internal/sheet"

// dutch are the words of reports in Dutch.
var dutch = reportCatalogue{
	header: [5]string{"Regel", "Naam", "E-mail", "Resultaat", "Reden"},
	result: map[Result]string{New: "nog niet aangemaakt", Created: "aangemaakt", Known: "bestaat al", Refused: "geweigerd"},
	of:     "(regel %d)",
	denied: "Let op: dit adres staat op de weigerlijst.",
	reason: map[string]string{
		string(sheet.BadQuotes):       "Een aanhalingsteken is niet gesloten of staat midden in een veld.",
		string(sheet.BadEncoding):     "Sommige tekens kunnen niet worden gelezen in de codering van het bestand.",
		string(sheet.TooManyFields):   "Meer velden dan kolommen: om een scheidingsteken in een veld horen aanhalingstekens.",
		string(sheet.NameMissing):     "De naam ontbreekt.",
		string(sheet.NameCharacters):  "De naam bevat tekens die niet kunnen worden getoond.",
		string(sheet.NameTooLong):     "De naam is langer dan 100 tekens.",
		string(sheet.EmailMissing):    "Het e-mailadres ontbreekt.",
		string(sheet.EmailInvalid):    "Dit is geen e-mailadres.",
		string(sheet.EmailTooLong):    "Het e-mailadres is langer dan bij e-mail is toegestaan.",
		string(sheet.EmailUnsuited):   "Adressen met aanhalingstekens of andere letters dan ASCII vóór de @ kunnen niet worden gebruikt.",
		string(sheet.LanguageUnknown): "Het portaal spreekt deze taal niet.",
		string(sheet.LevelUnknown):    "Dit toegangsniveau bestaat niet.",
		string(sheet.ServiceUnknown):  "Het team heeft deze dienst niet.",
		string(sheet.Duplicate):       "Het adres staat al hoger in het bestand.",
		ReasonTaken:                   "Iemand van het team heeft dit adres.",
		ReasonKept:                    "Iemand heeft dit adres kortgeleden opgegeven. Het blijft nog voor die persoon gereserveerd.",
	},
}
