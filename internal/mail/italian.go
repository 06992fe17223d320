package mail

func italian() phrases {
	return phrases{
		Hello:       "Buongiorno,",
		HelloName:   "Gentile {name},",
		Copy:        "Se il pulsante non funziona, copi questo indirizzo nel browser:",
		Footer:      "{portal} ha inviato questa e-mail automaticamente a {address}. Le risposte non vengono lette.",
		FooterPlain: "{portal} ha inviato questa e-mail automaticamente. Le risposte non vengono lette.",
		OrCode:      "Oppure inserisca questo codice nella pagina in cui ha chiesto l’account. Vale solo lì, una sola volta e fino a {codeUntil}:",
		NewPassword: "Scegli una nuova password",

		Invitation: wording{
			Subject: "Attivi il Suo account su {portal}",
			Title:   "Attivi il Suo account",
			Before: []string{
				"Il team di {portal} ha creato un account per Lei: in un unico posto può chiedere assistenza, vedere a che punto sono le Sue richieste e leggere le risposte.",
				"Apra questa pagina, controlli il Suo nome e scelga una password. Poi accederà automaticamente.",
			},
			Action: "Attiva l’account",
			After: []string{
				"Aprire la pagina non cambia nulla: l’account diventa attivo solo quando preme “Salva”. Il link vale una sola volta e fino a {until}.",
				"Non si aspettava questa e-mail? Può ignorarla. Senza di Lei non succede nulla.",
			},
		},
		InvitationStaff: wording{
			Subject: "Entri nel team di {portal}",
			Title:   "Entri nel team",
			Before: []string{
				"Ha ricevuto un invito a far parte del team che risponde ai clienti su {portal}.",
				"Apra questa pagina, controlli il Suo nome e scelga una password. Poi accederà automaticamente.",
			},
			Action: "Attiva l’account",
			After: []string{
				"Aprire la pagina non cambia nulla: l’account diventa attivo solo quando preme “Salva”. Il link vale una sola volta e fino a {until}. Non lo dia a nessuno: apre la parte del portale riservata al team.",
				"Non si aspettava questa e-mail? Può ignorarla. Senza di Lei non succede nulla.",
			},
		},
		InvitationPassword: wording{
			Subject: "La Sua password temporanea per {portal}",
			Title:   "Acceda con una password temporanea",
			Before: []string{
				"Il team di {portal} ha creato un account per Lei: in un unico posto può chiedere assistenza, vedere a che punto sono le Sue richieste e leggere le risposte.",
				"Acceda con il Suo indirizzo e-mail, {address}, e con questa password temporanea. Può scriverla in minuscolo e senza trattini.",
			},
			Action: "Accedi a {portal}",
			After: []string{
				"Al primo accesso sceglie una password Sua, e solo allora l’account diventa attivo. La password temporanea vale una sola volta e fino a {until}. Nessuno del team di {portal} la conosce o Le chiederà mai di comunicarla.",
				"Non si aspettava questa e-mail? Può ignorarla. Senza di Lei non succede nulla.",
			},
		},
		Confirmation: wording{
			Subject: "Confermi il Suo indirizzo e-mail per {portal}",
			Title:   "Confermi il Suo indirizzo e-mail",
			Before: []string{
				"Qualcuno ha chiesto un account su {portal} con questo indirizzo. Se l’ha chiesto Lei, apra questa pagina e scelga una password. Poi accederà automaticamente.",
			},
			Action: "Conferma e scegli una password",
			After: []string{
				"Aprire la pagina non cambia nulla: l’account viene creato solo quando preme “Salva”. Il link vale una sola volta, su qualsiasi dispositivo, e fino a {until}.",
				"Non l’ha chiesto Lei? Può ignorare questa e-mail: senza di Lei non viene creato alcun account. Nessuno del team di {portal} Le chiederà mai il codice.",
			},
		},
		AccountExists: wording{
			Subject: "Ha già un account su {portal}",
			Title:   "Ha già un account",
			Before: []string{
				"Qualcuno ha chiesto un nuovo account su {portal} con il Suo indirizzo. Lei ne ha già uno, che resta com’è.",
				"Se l’ha chiesto Lei, acceda con il Suo indirizzo e-mail e la Sua password. Se non ricorda la password, ne scelga una nuova.",
			},
			Action: "Accedi",
			After: []string{
				"Non l’ha chiesto Lei? Può ignorare questa e-mail: nessuno è entrato, e a nessuno è stato detto che Lei ha un account.",
			},
		},
		Reset: wording{
			Subject: "Scelga una nuova password per {portal}",
			Title:   "Scelga una nuova password",
			Before: []string{
				"Qualcuno ha chiesto una nuova password per il Suo account su {portal}. Se l’ha chiesta Lei, apra questa pagina e ne scelga una.",
			},
			Action: "Scegli una nuova password",
			After: []string{
				"Aprire la pagina non cambia nulla. Il link vale una sola volta e fino a {until}. Quando salva la nuova password, tutti gli altri dispositivi vengono disconnessi.",
				"Non l’ha chiesta Lei? Può ignorare questa e-mail: la Sua password resta com’è.",
			},
		},
		PasswordChanged: wording{
			Subject: "La Sua password per {portal} è stata cambiata",
			Title:   "La Sua password è stata cambiata",
			Before: []string{
				"La password del Suo account su {portal} è stata cambiata {at}, e tutti gli altri dispositivi sono stati disconnessi.",
				"L’ha fatto Lei? Allora non deve fare nulla.",
				"Non l’ha fatto Lei? Allora qualcuno potrebbe leggere la Sua posta. Cambi prima la password della Sua casella. Poi apra {portal}, prema “Password dimenticata?” e scelga una nuova password: così chiunque altro viene disconnesso. Avvisi anche il team.",
			},
			Action: "Apri {portal}",
		},
		SignInCode: wording{
			Subject: "Il Suo codice per accedere a {portal}",
			Title:   "Il Suo codice di accesso",
			Before: []string{
				"Inserisca questo codice nella pagina con cui sta accedendo a {portal}:",
			},
			After: []string{
				"Il codice vale solo per quella pagina, una sola volta e fino a {until}.",
				"Nessuno del team di {portal} Le chiederà mai questo codice. Non sta accedendo? Allora qualcun altro ha inserito il Suo indirizzo. Non dia il codice a nessuno: senza, non è possibile entrare.",
			},
		},
		SessionTheft: wording{
			Subject: "Abbiamo chiuso una delle Sue sessioni su {portal}",
			Title:   "Abbiamo chiuso una delle Sue sessioni",
			Before: []string{
				"Una copia non più valida di una delle Sue sessioni su {portal} è stata usata {at}. Può darsi che qualcuno l’abbia copiata dal Suo dispositivo. Per sicurezza abbiamo chiuso quella sessione: nessuno può più usarla, e su quel dispositivo deve accedere di nuovo.",
				"Se succede ancora, o se ha dubbi, apra {portal}, prema “Password dimenticata?” e scelga una nuova password: così chiunque altro viene disconnesso. Avvisi anche il team.",
			},
			Action: "Apri {portal}",
		},

		RequestReceived: wording{
			Title: "Abbiamo ricevuto la Sua richiesta",
			Before: []string{
				"La Sua richiesta “{subject}” è arrivata a {portal}. Il riferimento è {reference}.",
				"Riceverà un’e-mail non appena qualcuno risponde. In questa pagina vede a che punto è la richiesta e può aggiungere altro.",
			},
			Action: "Apri la richiesta",
			After:  []string{"Possono leggere questa richiesta solo Lei e il team di {portal}."},
		},
		RequestAnswered: wording{
			Title:  "C’è una risposta alla Sua richiesta",
			Before: []string{"{author} ha scritto a proposito di “{subject}”:"},
			Action: "Leggi e rispondi",
			After: []string{
				"Per rispondere apra la Sua richiesta: le risposte a questa e-mail non arrivano a nessuno. Possono leggere la richiesta solo Lei e il team di {portal}.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "C’è una risposta alla Sua richiesta",
			Before: []string{"{author} ha scritto a proposito di “{subject}” e ha chiuso la richiesta:"},
			Action: "Apri la richiesta",
			After: []string{
				"Manca qualcosa? Apra la Sua richiesta e lo scriva: così la richiesta viene riaperta. Le risposte a questa e-mail non arrivano a nessuno. Possono leggere la richiesta solo Lei e il team di {portal}.",
			},
		},
		RequestClosed: wording{
			Title:  "La Sua richiesta è chiusa",
			Before: []string{"Il team di {portal} ha chiuso la Sua richiesta “{subject}”."},
			Action: "Apri la richiesta",
			After:  []string{"Manca qualcosa? Apra la Sua richiesta e lo scriva: così la richiesta viene riaperta."},
		},
		RequestOnHold: wording{
			Title:  "La Sua richiesta è in attesa",
			Before: []string{"Il team di {portal} ha messo in attesa la Sua richiesta “{subject}”: si attende qualcosa, poi la richiesta andrà avanti. Non è stata dimenticata."},
			Action: "Apri la richiesta",
			After:  []string{"Lì può leggere che cosa si attende e aggiungere altro in qualsiasi momento."},
		},
		RequestReopened: wording{
			Title:  "La Sua richiesta è di nuovo aperta",
			Before: []string{"Il team di {portal} ha riaperto la Sua richiesta “{subject}”."},
			Action: "Apri la richiesta",
			After:  []string{"Riceverà un’e-mail non appena qualcuno risponde."},
		},
		AgentNewRequest: wording{
			Title:  "Una nuova richiesta",
			Before: []string{"{requester} chiede assistenza per {service}:"},
			Action: "Apri la richiesta",
			After:  []string{"Nel portale può scegliere quali notifiche ricevere."},
		},
		AgentReply: wording{
			Title:  "Una risposta a una richiesta",
			Before: []string{"{requester} ha scritto di nuovo a proposito di “{subject}” ({service}):"},
			Action: "Apri la richiesta",
			After:  []string{"Nel portale può scegliere quali notifiche ricevere."},
		},
		EmailChange: wording{
			Subject: "Il Suo codice per usare questo indirizzo su {portal}",
			Title:   "Il Suo codice per usare questo indirizzo",
			Before: []string{
				"Qualcuno ha effettuato l’accesso a {portal} e vuole usare lì questo indirizzo e-mail. Se è Lei, inserisca questo codice nella pagina che lo chiede:",
			},
			After: []string{
				"Il codice vale solo per quella pagina, una sola volta e fino a {until}.",
				"Non è Lei? Può ignorare questa e-mail: senza il codice non succede nulla. Non lo dia a nessuno.",
			},
		},
		EmailChanged: wording{
			Subject: "Il Suo indirizzo e-mail su {portal} è stato cambiato",
			Title:   "Il Suo indirizzo e-mail è stato cambiato",
			Before: []string{
				"L’indirizzo e-mail del Suo account su {portal} è stato cambiato {at}. Le e-mail del portale non arrivano più qui, e con questo indirizzo non è più possibile accedere.",
				"L’ha fatto Lei? Allora non deve fare nulla.",
				"Non l’ha fatto Lei? Apra questa pagina e annulli la modifica. Così tutti i dispositivi vengono disconnessi e la Sua password non vale più. A questo indirizzo arriverà un link per sceglierne una nuova.",
			},
			Action: "Annulla la modifica",
			After: []string{
				"Aprire la pagina non cambia nulla. Il link vale una sola volta e fino a {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Il Suo indirizzo e-mail su {portal} è di nuovo questo",
			Title:   "Il Suo indirizzo e-mail è di nuovo questo",
			Before: []string{
				"La modifica del Suo indirizzo e-mail su {portal} è stata annullata {at}. Ora accede di nuovo con questo indirizzo, le e-mail del portale arrivano qui e tutti i dispositivi sono stati disconnessi.",
				"Qualcun altro potrebbe conoscere la Sua password, che quindi non vale più. Apra questa pagina e ne scelga una nuova. Se non aveva fatto Lei la modifica, avvisi anche il team.",
			},
			Action: "Scegli una nuova password",
			After:  []string{"Aprire la pagina non cambia nulla. Il link vale una sola volta e fino a {until}; in seguito la pagina Le invia un altro link."},
		},
		SecondFactorOff: wording{
			Subject: "Il secondo passaggio per accedere a {portal} è disattivato",
			Title:   "Il secondo passaggio all’accesso è disattivato",
			Before: []string{
				"Il codice via e-mail per il Suo account su {portal} è stato disattivato {at}. Ora per entrare basta la password.",
				"L’ha fatto Lei? Allora non deve fare nulla.",
				"Non l’ha fatto Lei? Allora qualcun altro conosce la Sua password. Apra {portal}, prema “Password dimenticata?” e ne scelga una nuova: così chiunque altro viene disconnesso. Poi riattivi il secondo passaggio nel Suo profilo e avvisi il team.",
			},
			Action: "Apri {portal}",
		},

		Instant:  "{weekday} {day} {month} {year}, ore {time} UTC",
		Weekdays: [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		Months: [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
			"novembre", "dicembre"},
	}
}
