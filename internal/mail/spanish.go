package mail

func spanish() phrases {
	return phrases{
		Hello:       "Guten Tag,",
		HelloName:   "Guten Tag, {name},",
		Copy:        "Wenn die Schaltfläche nicht geht, kopieren Sie diese Adresse in Ihren Browser:",
		Footer:      "{portal} hat diese Nachricht automatisch an {address} gesendet. Antworten darauf liest niemand.",
		FooterPlain: "{portal} hat diese Nachricht automatisch gesendet. Antworten darauf liest niemand.",
		OrCode:      "Oder geben Sie diesen Code auf der Seite ein, auf der Sie um das Konto gebeten haben. Er gilt nur dort, einmal und bis {codeUntil}:",
		NewPassword: "Neues Passwort wählen",

		Invitation: wording{
			Subject: "Aktivieren Sie Ihr Konto bei {portal}",
			Title:   "Aktivieren Sie Ihr Konto",
			Before: []string{
				"Das Team von {portal} hat ein Konto für Sie angelegt. Damit können Sie um Hilfe bitten, den Stand Ihrer Anfragen sehen und die Antworten an einem Ort lesen.",
				"Öffnen Sie diese Seite, prüfen Sie Ihren Namen und wählen Sie ein Passwort. Danach sind Sie angemeldet.",
			},
			Action: "Konto aktivieren",
			After: []string{
				"Das Öffnen der Seite ändert nichts: Ihr Konto wird erst aktiv, wenn Sie dort auf Speichern drücken. Der Link gilt einmal und bis {until}.",
				"Sie haben diese Nachricht nicht erwartet? Dann können Sie sie ignorieren. Ohne Sie geschieht nichts.",
			},
		},
		InvitationStaff: wording{
			Subject: "Ihr Platz im Team von {portal}",
			Title:   "Ihr Platz im Team",
			Before: []string{
				"Sie sind in das Team eingeladen, das bei {portal} den Kunden antwortet.",
				"Öffnen Sie diese Seite, prüfen Sie Ihren Namen und wählen Sie ein Passwort. Danach sind Sie angemeldet.",
			},
			Action: "Konto aktivieren",
			After: []string{
				"Das Öffnen der Seite ändert nichts: Ihr Konto wird erst aktiv, wenn Sie dort auf Speichern drücken. Der Link gilt einmal und bis {until}. Behalten Sie ihn für sich: Er öffnet die Seite des Teams.",
				"Sie haben diese Nachricht nicht erwartet? Dann können Sie sie ignorieren. Ohne Sie geschieht nichts.",
			},
		},
		InvitationPassword: wording{
			Subject: "Ihr vorläufiges Passwort für {portal}",
			Title:   "Melden Sie sich mit einem vorläufigen Passwort an",
			Before: []string{
				"Das Team von {portal} hat ein Konto für Sie angelegt. Damit können Sie um Hilfe bitten, den Stand Ihrer Anfragen sehen und die Antworten an einem Ort lesen.",
				"Melden Sie sich mit Ihrer E-Mail-Adresse {address} und diesem vorläufigen Passwort an. Kleine Buchstaben und fehlende Striche schaden nicht.",
			},
			Action: "Bei {portal} anmelden",
			After: []string{
				"Bei dieser ersten Anmeldung wählen Sie ein eigenes Passwort; erst damit wird Ihr Konto aktiv. Das vorläufige Passwort gilt einmal und bis {until}. Niemand bei {portal} kennt es oder wird Sie je danach fragen.",
				"Sie haben diese Nachricht nicht erwartet? Dann können Sie sie ignorieren. Ohne Sie geschieht nichts.",
			},
		},
		Confirmation: wording{
			Subject: "Bestätigen Sie Ihre E-Mail-Adresse für {portal}",
			Title:   "Bestätigen Sie Ihre E-Mail-Adresse",
			Before: []string{
				"Jemand hat mit dieser Adresse um ein Konto bei {portal} gebeten. Wenn Sie das waren, öffnen Sie diese Seite und wählen Sie ein Passwort. Danach sind Sie angemeldet.",
			},
			Action: "Bestätigen und Passwort wählen",
			After: []string{
				"Das Öffnen der Seite ändert nichts: Ihr Konto entsteht erst, wenn Sie dort auf Speichern drücken. Der Link gilt einmal, auf jedem Gerät, und bis {until}.",
				"Sie waren das nicht? Dann können Sie diese Nachricht ignorieren: Ohne Sie entsteht kein Konto. Niemand bei {portal} wird Sie je nach dem Code fragen.",
			},
		},
		AccountExists: wording{
			Subject: "Sie haben schon ein Konto bei {portal}",
			Title:   "Sie haben schon ein Konto",
			Before: []string{
				"Jemand hat mit Ihrer Adresse um ein neues Konto bei {portal} gebeten. Sie haben schon eines, und es bleibt, wie es ist.",
				"Wenn Sie das waren, melden Sie sich mit Ihrer E-Mail-Adresse und Ihrem Passwort an. Wenn Sie das Passwort nicht mehr wissen, wählen Sie ein neues.",
			},
			Action: "Anmelden",
			After: []string{
				"Sie waren das nicht? Dann können Sie diese Nachricht ignorieren: Niemand ist hineingekommen, und niemand hat erfahren, dass Sie ein Konto haben.",
			},
		},
		Reset: wording{
			Subject: "Wählen Sie ein neues Passwort für {portal}",
			Title:   "Wählen Sie ein neues Passwort",
			Before: []string{
				"Jemand hat um ein neues Passwort für Ihr Konto bei {portal} gebeten. Wenn Sie das waren, öffnen Sie diese Seite und wählen Sie eines.",
			},
			Action: "Neues Passwort wählen",
			After: []string{
				"Das Öffnen der Seite ändert nichts. Der Link gilt einmal und bis {until}. Wenn Sie das neue Passwort speichern, werden Sie überall sonst abgemeldet.",
				"Sie waren das nicht? Dann können Sie diese Nachricht ignorieren: Ihr Passwort bleibt, wie es ist.",
			},
		},
		PasswordChanged: wording{
			Subject: "Ihr Passwort für {portal} wurde geändert",
			Title:   "Ihr Passwort wurde geändert",
			Before: []string{
				"Das Passwort Ihres Kontos bei {portal} wurde am {at} geändert, und Sie wurden überall sonst abgemeldet.",
				"Sie waren das? Dann ist nichts zu tun.",
				"Sie waren das nicht? Dann liest vielleicht jemand Ihre E-Mails mit. Ändern Sie zuerst das Passwort Ihres Postfachs. Öffnen Sie dann {portal}, drücken Sie auf „Passwort vergessen?“ und wählen Sie ein neues Passwort: Damit wird jeder andere abgemeldet. Sagen Sie auch dem Team Bescheid.",
			},
			Action: "{portal} öffnen",
		},
		SignInCode: wording{
			Subject: "Ihr Code zum Anmelden bei {portal}",
			Title:   "Ihr Code zum Anmelden",
			Before: []string{
				"Geben Sie diesen Code auf der Seite ein, auf der Sie sich bei {portal} anmelden:",
			},
			After: []string{
				"Der Code gilt nur für diese Seite, einmal und bis {until}.",
				"Niemand bei {portal} wird Sie je nach diesem Code fragen. Sie melden sich gerade nicht an? Dann hat jemand anders Ihre Adresse eingegeben. Behalten Sie den Code für sich: Ohne ihn kommt niemand hinein.",
			},
		},
		SessionTheft: wording{
			Subject: "Wir haben eine Ihrer Anmeldungen bei {portal} beendet",
			Title:   "Wir haben eine Ihrer Anmeldungen beendet",
			Before: []string{
				"Am {at} wurde eine veraltete Kopie einer Ihrer Anmeldungen bei {portal} benutzt. Das kann bedeuten, dass jemand sie von Ihrem Gerät kopiert hat. Zur Sicherheit haben wir diese Anmeldung beendet: Niemand kann sie mehr benutzen, und Sie müssen sich auf dem Gerät neu anmelden.",
				"Wenn es wieder geschieht oder Sie im Zweifel sind, öffnen Sie {portal}, drücken Sie auf „Passwort vergessen?“ und wählen Sie ein neues Passwort: Damit wird jeder andere abgemeldet. Sagen Sie auch dem Team Bescheid.",
			},
			Action: "{portal} öffnen",
		},

		RequestReceived: wording{
			Title: "Ihre Anfrage ist da",
			Before: []string{
				"Ihre Anfrage „{subject}“ ist bei {portal} angekommen. Sie hat das Zeichen {reference}.",
				"Sie bekommen eine Nachricht, sobald jemand antwortet. Auf dieser Seite sehen Sie den Stand und können etwas ergänzen.",
			},
			Action: "Anfrage öffnen",
			After:  []string{"Sie und das Team von {portal} können diese Anfrage lesen, sonst niemand."},
		},
		RequestAnswered: wording{
			Title:  "Auf Ihre Anfrage gibt es eine Antwort",
			Before: []string{"{author} schreibt zu „{subject}“:"},
			Action: "Lesen und antworten",
			After: []string{
				"Öffnen Sie zum Antworten Ihre Anfrage: Eine Antwort auf diese E-Mail erreicht niemanden. Sie und das Team von {portal} können diese Anfrage lesen, sonst niemand.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "Auf Ihre Anfrage gibt es eine Antwort",
			Before: []string{"{author} schreibt zu „{subject}“ und hat die Anfrage geschlossen:"},
			Action: "Anfrage öffnen",
			After: []string{
				"Fehlt etwas? Öffnen Sie Ihre Anfrage und schreiben Sie, was: Damit ist sie wieder offen. Eine Antwort auf diese E-Mail erreicht niemanden. Sie und das Team von {portal} können diese Anfrage lesen, sonst niemand.",
			},
		},
		RequestClosed: wording{
			Title:  "Ihre Anfrage ist geschlossen",
			Before: []string{"Das Team von {portal} hat Ihre Anfrage „{subject}“ geschlossen."},
			Action: "Anfrage öffnen",
			After:  []string{"Fehlt etwas? Öffnen Sie Ihre Anfrage und schreiben Sie, was: Damit ist sie wieder offen."},
		},
		RequestOnHold: wording{
			Title:  "Ihre Anfrage wartet",
			Before: []string{"Das Team von {portal} hat Ihre Anfrage „{subject}“ zurückgestellt: Sie wartet auf etwas und geht danach weiter. Sie ist nicht vergessen."},
			Action: "Anfrage öffnen",
			After:  []string{"Dort lesen Sie, worauf sie wartet, und können jederzeit etwas ergänzen."},
		},
		RequestReopened: wording{
			Title:  "Ihre Anfrage ist wieder offen",
			Before: []string{"Das Team von {portal} hat Ihre Anfrage „{subject}“ wieder geöffnet."},
			Action: "Anfrage öffnen",
			After:  []string{"Sie bekommen eine Nachricht, sobald jemand antwortet."},
		},
		AgentNewRequest: wording{
			Title:  "Eine neue Anfrage",
			Before: []string{"{requester} braucht Hilfe bei {service}:"},
			Action: "Zur Anfrage",
			After:  []string{"Im Portal wählen Sie, worüber Sie benachrichtigt werden."},
		},
		AgentReply: wording{
			Title:  "Eine Antwort zu einer Anfrage",
			Before: []string{"{requester} schreibt wieder zu „{subject}“ ({service}):"},
			Action: "Zur Anfrage",
			After:  []string{"Im Portal wählen Sie, worüber Sie benachrichtigt werden."},
		},
		EmailChange: wording{
			Subject: "Ihr Code, um diese Adresse bei {portal} zu benutzen",
			Title:   "Ihr Code für diese Adresse",
			Before: []string{
				"Jemand ist bei {portal} angemeldet und möchte dort diese E-Mail-Adresse benutzen. Sind Sie das, geben Sie diesen Code auf der Seite ein, die danach fragt:",
			},
			After: []string{
				"Der Code gilt nur für diese Seite, einmal und bis {until}.",
				"Sie sind es nicht? Dann können Sie diese Mail ignorieren: Ohne den Code geschieht nichts. Behalten Sie ihn für sich.",
			},
		},
		EmailChanged: wording{
			Subject: "Ihre E-Mail-Adresse bei {portal} wurde geändert",
			Title:   "Ihre E-Mail-Adresse wurde geändert",
			Before: []string{
				"Ihr Konto bei {portal} hat seit {at} eine andere E-Mail-Adresse. Mails vom Portal kommen nicht mehr hierher, und mit dieser Adresse kann man sich nicht mehr anmelden.",
				"Sie waren das? Dann ist nichts zu tun.",
				"Sie waren das nicht? Öffnen Sie diese Seite und nehmen Sie die Änderung zurück. Damit sind alle abgemeldet, und Ihr Passwort gilt nicht mehr. Ein Link, mit dem Sie ein neues wählen, kommt an diese Adresse.",
			},
			Action: "Änderung zurücknehmen",
			After: []string{
				"Das Öffnen der Seite ändert nichts. Der Link gilt einmal und bis {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Ihre E-Mail-Adresse bei {portal} ist wieder diese",
			Title:   "Ihre E-Mail-Adresse ist wieder diese",
			Before: []string{
				"Am {at} wurde die Änderung Ihrer E-Mail-Adresse bei {portal} zurückgenommen. Sie melden sich wieder mit dieser Adresse an, Mails vom Portal kommen wieder hierher, und alle wurden abgemeldet.",
				"Vielleicht kannte jemand anders Ihr Passwort; darum gilt es nicht mehr. Öffnen Sie diese Seite und wählen Sie ein neues. Haben Sie die Änderung nicht selbst gemacht, sagen Sie auch dem Team Bescheid.",
			},
			Action: "Neues Passwort wählen",
			After:  []string{"Das Öffnen der Seite ändert nichts. Der Link gilt einmal und bis {until}; danach schickt Ihnen die Seite einen neuen."},
		},
		SecondFactorOff: wording{
			Subject: "Der zweite Schritt beim Anmelden bei {portal} ist aus",
			Title:   "Der zweite Schritt beim Anmelden ist aus",
			Before: []string{
				"Am {at} wurde der Code per E-Mail für Ihr Konto bei {portal} ausgeschaltet. Ihr Passwort allein öffnet es jetzt.",
				"Sie waren das? Dann ist nichts zu tun.",
				"Sie waren das nicht? Dann kennt jemand anders Ihr Passwort. Öffnen Sie {portal}, drücken Sie auf „Passwort vergessen?“ und wählen Sie ein neues: Damit wird jeder andere abgemeldet. Schalten Sie danach den zweiten Schritt in Ihrem Profil wieder ein, und sagen Sie dem Team Bescheid.",
			},
			Action: "{portal} öffnen",
		},

		Instant:  "{weekday}, {day}. {month} {year}, {time} Uhr UTC",
		Weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		Months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
			"November", "Dezember"},
	}
}
