package mail

func dutch() phrases {
	return phrases{
		Hello:       "Goedendag,",
		HelloName:   "Beste {name},",
		Copy:        "Werkt de knop niet, kopieer dan dit adres naar uw browser:",
		Footer:      "{portal} heeft deze e-mail automatisch verstuurd naar {address}. Antwoorden erop worden niet gelezen.",
		FooterPlain: "{portal} heeft deze e-mail automatisch verstuurd. Antwoorden erop worden niet gelezen.",
		OrCode:      "Of vul deze code in op de pagina waar u om het account hebt gevraagd. De code werkt alleen daar, één keer en tot {codeUntil}:",
		NewPassword: "Nieuw wachtwoord kiezen",

		Invitation: wording{
			Subject: "Activeer uw account bij {portal}",
			Title:   "Activeer uw account",
			Before: []string{
				"Het team van {portal} heeft een account voor u aangemaakt. Daarmee kunt u op één plaats om hulp vragen, zien hoe het met uw aanvragen staat en de antwoorden lezen.",
				"Open deze pagina, controleer uw naam en kies een wachtwoord. Daarna bent u ingelogd.",
			},
			Action: "Account activeren",
			After: []string{
				"Door de pagina te openen verandert er niets: uw account wordt pas actief als u daar op Opslaan klikt. De link werkt één keer en tot {until}.",
				"Had u deze e-mail niet verwacht? Dan kunt u hem negeren. Zonder u gebeurt er niets.",
			},
		},
		InvitationStaff: wording{
			Subject: "Uitnodiging voor het team van {portal}",
			Title:   "Uitnodiging voor het team",
			Before: []string{
				"U bent uitgenodigd voor het team dat bij {portal} de vragen van klanten beantwoordt.",
				"Open deze pagina, controleer uw naam en kies een wachtwoord. Daarna bent u ingelogd.",
			},
			Action: "Account activeren",
			After: []string{
				"Door de pagina te openen verandert er niets: uw account wordt pas actief als u daar op Opslaan klikt. De link werkt één keer en tot {until}. Houd hem voor uzelf: hij geeft toegang tot het deel voor het team.",
				"Had u deze e-mail niet verwacht? Dan kunt u hem negeren. Zonder u gebeurt er niets.",
			},
		},
		InvitationPassword: wording{
			Subject: "Uw tijdelijke wachtwoord voor {portal}",
			Title:   "Log in met een tijdelijk wachtwoord",
			Before: []string{
				"Het team van {portal} heeft een account voor u aangemaakt. Daarmee kunt u op één plaats om hulp vragen, zien hoe het met uw aanvragen staat en de antwoorden lezen.",
				"Log in met uw e-mailadres, {address}, en dit tijdelijke wachtwoord. Kleine letters en ontbrekende streepjes zijn geen probleem.",
			},
			Action: "Inloggen bij {portal}",
			After: []string{
				"Bij deze eerste keer inloggen kiest u een eigen wachtwoord; pas daarmee wordt uw account actief. Het tijdelijke wachtwoord werkt één keer en tot {until}. Niemand bij {portal} kent het of zal u er ooit om vragen.",
				"Had u deze e-mail niet verwacht? Dan kunt u hem negeren. Zonder u gebeurt er niets.",
			},
		},
		Confirmation: wording{
			Subject: "Bevestig uw e-mailadres voor {portal}",
			Title:   "Bevestig uw e-mailadres",
			Before: []string{
				"Iemand heeft met dit adres om een account bij {portal} gevraagd. Was u dat, open dan deze pagina en kies een wachtwoord. Daarna bent u ingelogd.",
			},
			Action: "Bevestigen en wachtwoord kiezen",
			After: []string{
				"Door de pagina te openen verandert er niets: uw account wordt pas aangemaakt als u daar op Opslaan klikt. De link werkt één keer, op elk apparaat, en tot {until}.",
				"Was u dat niet? Dan kunt u deze e-mail negeren: zonder u komt er geen account. Niemand bij {portal} zal u ooit om de code vragen.",
			},
		},
		AccountExists: wording{
			Subject: "U hebt al een account bij {portal}",
			Title:   "U hebt al een account",
			Before: []string{
				"Iemand heeft met uw adres om een nieuw account bij {portal} gevraagd. U hebt er al een, en dat blijft zoals het is.",
				"Was u dat, log dan in met uw e-mailadres en uw wachtwoord. Weet u het wachtwoord niet meer, kies dan een nieuw wachtwoord.",
			},
			Action: "Inloggen",
			After: []string{
				"Was u dat niet? Dan kunt u deze e-mail negeren: er is niemand binnengekomen en er is aan niemand verteld dat u een account hebt.",
			},
		},
		Reset: wording{
			Subject: "Kies een nieuw wachtwoord voor {portal}",
			Title:   "Kies een nieuw wachtwoord",
			Before: []string{
				"Iemand heeft om een nieuw wachtwoord voor uw account bij {portal} gevraagd. Was u dat, open dan deze pagina en kies er een.",
			},
			Action: "Nieuw wachtwoord kiezen",
			After: []string{
				"Door de pagina te openen verandert er niets. De link werkt één keer en tot {until}. Als u het nieuwe wachtwoord opslaat, wordt u overal elders uitgelogd.",
				"Was u dat niet? Dan kunt u deze e-mail negeren: uw wachtwoord blijft zoals het is.",
			},
		},
		PasswordChanged: wording{
			Subject: "Uw wachtwoord voor {portal} is gewijzigd",
			Title:   "Uw wachtwoord is gewijzigd",
			Before: []string{
				"Het wachtwoord van uw account bij {portal} is gewijzigd op {at}, en u bent overal elders uitgelogd.",
				"Was u dat? Dan hoeft u niets te doen.",
				"Was u dat niet? Dan leest misschien iemand anders uw e-mail mee. Wijzig eerst het wachtwoord van uw mailbox. Open daarna {portal}, klik op “Wachtwoord vergeten?” en kies een nieuw wachtwoord: daarmee wordt ieder ander uitgelogd. Vertel het ook aan het team.",
			},
			Action: "{portal} openen",
		},
		SignInCode: wording{
			Subject: "Uw code om in te loggen bij {portal}",
			Title:   "Uw code om in te loggen",
			Before: []string{
				"Vul deze code in op de pagina waar u inlogt bij {portal}:",
			},
			After: []string{
				"De code werkt alleen op die pagina, één keer en tot {until}.",
				"Niemand bij {portal} zal u ooit om deze code vragen. Bent u niet aan het inloggen? Dan heeft iemand anders uw adres ingevuld. Houd de code voor uzelf: zonder de code komt niemand binnen.",
			},
		},
		SessionTheft: wording{
			Subject: "We hebben een van uw sessies bij {portal} beëindigd",
			Title:   "We hebben een van uw sessies beëindigd",
			Before: []string{
				"Op {at} is een verouderde kopie van een van uw sessies bij {portal} gebruikt. Dat kan betekenen dat iemand die van uw apparaat heeft gekopieerd. Voor de zekerheid hebben we die sessie beëindigd: niemand kan die meer gebruiken, en u moet op dat apparaat opnieuw inloggen.",
				"Gebeurt het weer of twijfelt u, open dan {portal}, klik op “Wachtwoord vergeten?” en kies een nieuw wachtwoord: daarmee wordt ieder ander uitgelogd. Vertel het ook aan het team.",
			},
			Action: "{portal} openen",
		},

		RequestReceived: wording{
			Title: "We hebben uw aanvraag ontvangen",
			Before: []string{
				"Uw aanvraag “{subject}” is aangekomen bij {portal}. Het kenmerk is {reference}.",
				"U krijgt een e-mail zodra iemand antwoordt. Op deze pagina ziet u hoe het ermee staat en kunt u iets toevoegen.",
			},
			Action: "Aanvraag openen",
			After:  []string{"U en het team van {portal} kunnen deze aanvraag lezen, en niemand anders."},
		},
		RequestAnswered: wording{
			Title:  "Er is een antwoord op uw aanvraag",
			Before: []string{"{author} schreef over “{subject}”:"},
			Action: "Lezen en reageren",
			After: []string{
				"Open uw aanvraag om te reageren: een antwoord op deze e-mail bereikt niemand. U en het team van {portal} kunnen deze aanvraag lezen, en niemand anders.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "Er is een antwoord op uw aanvraag",
			Before: []string{"{author} schreef over “{subject}” en heeft de aanvraag gesloten:"},
			Action: "Aanvraag openen",
			After: []string{
				"Ontbreekt er iets? Open uw aanvraag en schrijf wat er ontbreekt: daarmee is de aanvraag weer open. Een antwoord op deze e-mail bereikt niemand. U en het team van {portal} kunnen deze aanvraag lezen, en niemand anders.",
			},
		},
		RequestClosed: wording{
			Title:  "Uw aanvraag is gesloten",
			Before: []string{"Het team van {portal} heeft uw aanvraag “{subject}” gesloten."},
			Action: "Aanvraag openen",
			After:  []string{"Ontbreekt er iets? Open uw aanvraag en schrijf wat er ontbreekt: daarmee is de aanvraag weer open."},
		},
		RequestOnHold: wording{
			Title:  "Uw aanvraag staat in de wacht",
			Before: []string{"Het team van {portal} heeft uw aanvraag “{subject}” in de wacht gezet: er wordt op iets gewacht, en daarna gaat de behandeling verder. Uw aanvraag is niet vergeten."},
			Action: "Aanvraag openen",
			After:  []string{"Daar leest u waarop wordt gewacht en kunt u op elk moment iets toevoegen."},
		},
		RequestReopened: wording{
			Title:  "Uw aanvraag is weer open",
			Before: []string{"Het team van {portal} heeft uw aanvraag “{subject}” heropend."},
			Action: "Aanvraag openen",
			After:  []string{"U krijgt een e-mail zodra iemand antwoordt."},
		},
		AgentNewRequest: wording{
			Title:  "Een nieuwe aanvraag",
			Before: []string{"{requester} heeft hulp nodig bij {service}:"},
			Action: "Aanvraag openen",
			After:  []string{"In het portaal kiest u waarover u bericht krijgt."},
		},
		AgentReply: wording{
			Title:  "Een reactie op een aanvraag",
			Before: []string{"{requester} schreef opnieuw over “{subject}” ({service}):"},
			Action: "Aanvraag openen",
			After:  []string{"In het portaal kiest u waarover u bericht krijgt."},
		},
		EmailChange: wording{
			Subject: "Uw code om dit adres bij {portal} te gebruiken",
			Title:   "Uw code om dit adres te gebruiken",
			Before: []string{
				"Iemand die bij {portal} is ingelogd, wil daar dit e-mailadres gebruiken. Bent u dat, vul deze code dan in op de pagina die erom vraagt:",
			},
			After: []string{
				"De code werkt alleen op die pagina, één keer en tot {until}.",
				"Bent u dat niet? Dan kunt u deze e-mail negeren: zonder de code gebeurt er niets. Houd de code voor uzelf.",
			},
		},
		EmailChanged: wording{
			Subject: "Uw e-mailadres bij {portal} is gewijzigd",
			Title:   "Uw e-mailadres is gewijzigd",
			Before: []string{
				"Op {at} heeft uw account bij {portal} een ander e-mailadres gekregen. E-mails van het portaal komen niet meer hier, en met dit adres kan niet meer worden ingelogd.",
				"Was u dat? Dan hoeft u niets te doen.",
				"Was u dat niet? Open deze pagina en draai de wijziging terug. Daarmee wordt iedereen uitgelogd en vervalt uw wachtwoord. Op dit adres krijgt u een link om een nieuw wachtwoord te kiezen.",
			},
			Action: "Wijziging terugdraaien",
			After: []string{
				"Door de pagina te openen verandert er niets. De link werkt één keer en tot {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Dit is weer uw e-mailadres bij {portal}",
			Title:   "Dit is weer uw e-mailadres",
			Before: []string{
				"Op {at} is de wijziging van uw e-mailadres bij {portal} teruggedraaid. U logt weer in met dit adres, e-mails van het portaal komen weer hier, en iedereen is uitgelogd.",
				"Misschien kende iemand anders uw wachtwoord. Daarom werkt het nergens meer. Open deze pagina en kies een nieuw wachtwoord. Hebt u de wijziging niet zelf aangebracht, vertel het dan ook aan het team.",
			},
			Action: "Nieuw wachtwoord kiezen",
			After:  []string{"Door de pagina te openen verandert er niets. De link werkt één keer en tot {until}; daarna stuurt de pagina u een andere."},
		},
		SecondFactorOff: wording{
			Subject: "De tweede stap bij het inloggen bij {portal} staat uit",
			Title:   "De tweede stap bij het inloggen staat uit",
			Before: []string{
				"Op {at} is de code per e-mail voor uw account bij {portal} uitgeschakeld. Nu is alleen uw wachtwoord genoeg om het te openen.",
				"Was u dat? Dan hoeft u niets te doen.",
				"Was u dat niet? Dan kent iemand anders uw wachtwoord. Open {portal}, klik op “Wachtwoord vergeten?” en kies een nieuw wachtwoord: daarmee wordt ieder ander uitgelogd. Schakel daarna in uw profiel de tweede stap weer in en vertel het aan het team.",
			},
			Action: "{portal} openen",
		},

		Instant:  "{weekday} {day} {month} {year} om {time} UTC",
		Weekdays: [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		Months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
			"november", "december"},
	}
}
