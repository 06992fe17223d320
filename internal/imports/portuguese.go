package imports

import "portico/internal/sheet"

// portuguese are the words of reports in Portuguese.
var portuguese = reportCatalogue{
	header: [5]string{"Linha", "Nome", "E-mail", "Resultado", "Motivo"},
	result: map[Result]string{New: "ainda não criado", Created: "criado", Known: "já existe", Refused: "recusado"},
	of:     "(linha %d)",
	denied: "Aviso: este endereço está na lista de bloqueio.",
	reason: map[string]string{
		string(sheet.BadQuotes):       "Há aspas por fechar ou a meio de um campo.",
		string(sheet.BadEncoding):     "Alguns caracteres não podem ser lidos na codificação do ficheiro.",
		string(sheet.TooManyFields):   "Mais campos do que colunas: um separador dentro de um campo exige aspas à volta do campo.",
		string(sheet.NameMissing):     "Falta o nome.",
		string(sheet.NameCharacters):  "O nome tem caracteres que não podem ser mostrados.",
		string(sheet.NameTooLong):     "O nome tem mais de 100 caracteres.",
		string(sheet.EmailMissing):    "Falta o endereço de e-mail.",
		string(sheet.EmailInvalid):    "Não é um endereço de e-mail.",
		string(sheet.EmailTooLong):    "O endereço é mais longo do que o e-mail permite.",
		string(sheet.EmailUnsuited):   "Não podem ser usados endereços com aspas ou com letras fora do ASCII antes do @.",
		string(sheet.LanguageUnknown): "O portal não está disponível neste idioma.",
		string(sheet.LevelUnknown):    "Este nível de acesso não existe.",
		string(sheet.ServiceUnknown):  "A equipa não tem este serviço.",
		string(sheet.Duplicate):       "O endereço já aparece acima no ficheiro.",
		ReasonTaken:                   "Alguém da equipa tem este endereço.",
		ReasonKept:                    "Alguém deixou de usar este endereço há pouco tempo. Continua reservado para essa pessoa.",
	},
}
