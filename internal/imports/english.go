package imports

import "portico/internal/sheet"

// english are the words of reports in English.
var english = reportCatalogue{
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
}
