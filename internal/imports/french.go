package imports

import "portico/internal/sheet"

// french are the words of reports in French.
var french = reportCatalogue{
	header: [5]string{"Ligne", "Nom", "E-mail", "Résultat", "Motif"},
	result: map[Result]string{New: "pas encore créé", Created: "créé", Known: "déjà présent", Refused: "refusé"},
	of:     "(ligne %d)",
	denied: "Attention : cette adresse figure sur la liste de blocage.",
	reason: map[string]string{
		string(sheet.BadQuotes):       "Un guillemet n’est pas fermé, ou se trouve à l’intérieur d’un champ.",
		string(sheet.BadEncoding):     "Certains caractères sont illisibles dans l’encodage du fichier.",
		string(sheet.TooManyFields):   "Plus de champs que de colonnes : un séparateur dans un champ doit être entouré de guillemets.",
		string(sheet.NameMissing):     "Le nom manque.",
		string(sheet.NameCharacters):  "Le nom contient des caractères qui ne peuvent pas être affichés.",
		string(sheet.NameTooLong):     "Le nom dépasse 100 caractères.",
		string(sheet.EmailMissing):    "L’adresse e-mail manque.",
		string(sheet.EmailInvalid):    "Ce n’est pas une adresse e-mail.",
		string(sheet.EmailTooLong):    "L’adresse e-mail dépasse la longueur autorisée.",
		string(sheet.EmailUnsuited):   "Les adresses avec des guillemets ou des lettres hors ASCII avant le @ ne sont pas utilisables.",
		string(sheet.LanguageUnknown): "Le portail n’existe pas dans cette langue.",
		string(sheet.LevelUnknown):    "Ce niveau d’accès n’existe pas.",
		string(sheet.ServiceUnknown):  "L’équipe n’a pas de service de ce nom.",
		string(sheet.Duplicate):       "L’adresse figure déjà plus haut dans le fichier.",
		ReasonTaken:                   "Un membre de l’équipe a cette adresse.",
		ReasonKept:                    "Quelqu’un a quitté cette adresse il y a peu. Elle lui est encore réservée.",
	},
}
