package incoming

import (
	"strings"
	"unicode/utf8"

	"portico/internal/incoming/letter"
	"portico/internal/person"
)

// catalogue is what a request says in its sender's language where the mail says nothing, or where a part of it is left behind.
type catalogue struct{ noSubject, noText, cut, files string }

var catalogues = map[person.Language]catalogue{
	"en": {
		noSubject: "(no subject)", noText: "(no text)", cut: "[The mail goes on. It is longer than can be shown here.]",
		files: "[Files that came with the mail and were not taken over: {files}]",
	},
	"fr": {
		noSubject: "(sans objet)", noText: "(sans texte)", cut: "[L’e-mail continue. Il est plus long que ce qui peut être affiché ici.]",
		files: "[Fichiers joints à l’e-mail et non repris : {files}]",
	},
	"it": {
		noSubject: "(senza oggetto)", noText: "(senza testo)", cut: "[L’e-mail continua. È più lunga di quanto si possa mostrare qui.]",
		files: "[File allegati all’e-mail e non ripresi: {files}]",
	},
	"de": {
		noSubject: "(kein Betreff)", noText: "(kein Text)", cut: "[Die Mail geht weiter. Sie ist länger, als hier gezeigt werden kann.]",
		files: "[Dateien, die mit der Mail kamen und nicht übernommen wurden: {files}]",
	},
	"es": {
		noSubject: "(sin asunto)", noText: "(sin texto)", cut: "[El correo continúa. Es más largo de lo que se puede mostrar aquí.]",
		files: "[Archivos que venían con el correo y no se han incorporado: {files}]",
	},
	"pt": {
		noSubject: "(sem assunto)", noText: "(sem texto)", cut: "[O e-mail continua. É mais longo do que se pode mostrar aqui.]",
		files: "[Ficheiros que vieram com o e-mail e não foram incluídos: {files}]",
	},
	"nl": {
		noSubject: "(geen onderwerp)", noText: "(geen tekst)", cut: "[De e-mail gaat verder. Hij is langer dan hier kan worden getoond.]",
		files: "[Bestanden die bij de e-mail zaten en niet zijn overgenomen: {files}]",
	},
}

// words gives the subject and the text of a request that a mail becomes. What is left behind is named.
func words(m letter.Mail, language person.Language) (subject, text string) {
	c := catalogues[language.SpeaksOr(person.Languages[0])]
	subject, text = m.Subject, m.Text
	if subject == "" {
		subject = c.noSubject
	}
	if text == "" {
		text = c.noText
	}
	var files string
	if len(m.Files) > 0 {
		files = "\n\n" + strings.Replace(c.files, "{files}", strings.Join(m.Files, ", "), 1)
	}
	room := letter.MaxText - utf8.RuneCountInString(files)
	if m.Cut || utf8.RuneCountInString(text) > room {
		cut := "\n\n" + c.cut
		runes := []rune(text)
		text = strings.TrimSpace(string(runes[:min(len(runes), room-utf8.RuneCountInString(cut))])) + cut
	}
	return subject, text + files
}
