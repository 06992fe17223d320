package imports

import "portico/internal/sheet"

// spanish are the words of reports in Spanish.
var spanish = reportCatalogue{
	header: [5]string{"Línea", "Nombre", "Correo electrónico", "Resultado", "Motivo"},
	result: map[Result]string{New: "aún sin crear", Created: "creado", Known: "ya existe", Refused: "rechazado"},
	of:     "(línea %d)",
	denied: "Aviso: esta dirección está en la lista de bloqueo.",
	reason: map[string]string{
		string(sheet.BadQuotes):       "Hay unas comillas sin cerrar o en medio de un campo.",
		string(sheet.BadEncoding):     "Algunos caracteres no se pueden leer en la codificación del archivo.",
		string(sheet.TooManyFields):   "Hay más campos que columnas: un campo que contiene el separador debe ir entre comillas.",
		string(sheet.NameMissing):     "Falta el nombre.",
		string(sheet.NameCharacters):  "El nombre tiene caracteres que no se pueden mostrar.",
		string(sheet.NameTooLong):     "El nombre tiene más de 100 caracteres.",
		string(sheet.EmailMissing):    "Falta la dirección de correo electrónico.",
		string(sheet.EmailInvalid):    "No es una dirección de correo electrónico.",
		string(sheet.EmailTooLong):    "La dirección de correo electrónico es más larga de lo que admite el correo.",
		string(sheet.EmailUnsuited):   "No se pueden usar direcciones con comillas o con letras fuera de ASCII antes de la @.",
		string(sheet.LanguageUnknown): "El portal no está disponible en este idioma.",
		string(sheet.LevelUnknown):    "No existe ese nivel de acceso.",
		string(sheet.ServiceUnknown):  "El equipo no tiene ese servicio.",
		string(sheet.Duplicate):       "La dirección ya aparece más arriba en el archivo.",
		ReasonTaken:                   "Alguien del equipo tiene esta dirección.",
		ReasonKept:                    "Alguien dejó esta dirección hace poco. Sigue reservada para esa persona.",
	},
}
