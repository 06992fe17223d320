package mail

func french() phrases {
	return phrases{
		Hello:       "Bonjour,",
		HelloName:   "Bonjour {name},",
		Copy:        "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :",
		Footer:      "{portal} a envoyé cet e-mail automatiquement à {address}. Les réponses ne sont pas lues.",
		FooterPlain: "{portal} a envoyé cet e-mail automatiquement. Les réponses ne sont pas lues.",
		OrCode:      "Ou saisissez ce code sur la page où vous avez demandé le compte. Il n’est valable que là, une seule fois et jusqu’au {codeUntil} :",
		NewPassword: "Choisir un nouveau mot de passe",

		Invitation: wording{
			Subject: "Activez votre compte sur {portal}",
			Title:   "Activez votre compte",
			Before: []string{
				"L’équipe {portal} a créé un compte pour vous. Il vous permet de demander de l’aide, de suivre vos demandes et de lire les réponses en un seul endroit.",
				"Ouvrez cette page, vérifiez votre nom et choisissez un mot de passe : votre session s’ouvrira aussitôt.",
			},
			Action: "Activer votre compte",
			After: []string{
				"Ouvrir la page ne change rien : votre compte ne devient actif que lorsque vous y cliquez sur «  Enregistrer ». Le lien est valable une seule fois et jusqu’au {until}.",
				"Vous n’attendiez pas cet e-mail ? Vous pouvez l’ignorer. Sans vous, rien ne se passe.",
			},
		},
		InvitationStaff: wording{
			Subject: "Rejoignez l’équipe sur {portal}",
			Title:   "Rejoignez l’équipe",
			Before: []string{
				"Nous vous invitons à rejoindre l’équipe qui répond aux clients sur {portal}.",
				"Ouvrez cette page, vérifiez votre nom et choisissez un mot de passe : votre session s’ouvrira aussitôt.",
			},
			Action: "Activer votre compte",
			After: []string{
				"Ouvrir la page ne change rien : votre compte ne devient actif que lorsque vous y cliquez sur «  Enregistrer ». Le lien est valable une seule fois et jusqu’au {until}. Gardez-le pour vous : il ouvre la partie du portail réservée à l’équipe.",
				"Vous n’attendiez pas cet e-mail ? Vous pouvez l’ignorer. Sans vous, rien ne se passe.",
			},
		},
		InvitationPassword: wording{
			Subject: "Votre mot de passe provisoire pour {portal}",
			Title:   "Connectez-vous avec un mot de passe provisoire",
			Before: []string{
				"L’équipe {portal} a créé un compte pour vous. Il vous permet de demander de l’aide, de suivre vos demandes et de lire les réponses en un seul endroit.",
				"Connectez-vous avec votre adresse e-mail, {address}, et ce mot de passe provisoire. Les minuscules et les tirets oubliés ne posent pas de problème.",
			},
			Action: "Se connecter à {portal}",
			After: []string{
				"À cette première connexion, vous choisissez votre propre mot de passe ; votre compte n’est actif qu’à ce moment-là. Le mot de passe provisoire est valable une seule fois et jusqu’au {until}. Personne dans l’équipe {portal} ne le connaît ni ne vous le demandera jamais.",
				"Vous n’attendiez pas cet e-mail ? Vous pouvez l’ignorer. Sans vous, rien ne se passe.",
			},
		},
		Confirmation: wording{
			Subject: "Confirmez votre adresse e-mail pour {portal}",
			Title:   "Confirmez votre adresse e-mail",
			Before: []string{
				"Quelqu’un a demandé un compte sur {portal} avec cette adresse. Si c’était vous, ouvrez cette page et choisissez un mot de passe : votre session s’ouvrira aussitôt.",
			},
			Action: "Confirmer et choisir un mot de passe",
			After: []string{
				"Ouvrir la page ne change rien : votre compte n’est créé que lorsque vous y cliquez sur «  Enregistrer ». Le lien est valable une seule fois, sur n’importe quel appareil, et jusqu’au {until}.",
				"Ce n’était pas vous ? Vous pouvez ignorer cet e-mail : sans vous, aucun compte n’est créé. Personne dans l’équipe {portal} ne vous demandera jamais le code.",
			},
		},
		AccountExists: wording{
			Subject: "Vous avez déjà un compte sur {portal}",
			Title:   "Vous avez déjà un compte",
			Before: []string{
				"Quelqu’un a demandé un nouveau compte sur {portal} avec votre adresse. Vous en avez déjà un, et il reste tel quel.",
				"Si c’était vous, connectez-vous avec votre adresse e-mail et votre mot de passe. Si vous ne vous souvenez plus du mot de passe, choisissez-en un nouveau.",
			},
			Action: "Se connecter",
			After: []string{
				"Ce n’était pas vous ? Vous pouvez ignorer cet e-mail : personne n’est entré, et personne n’a appris que vous avez un compte.",
			},
		},
		Reset: wording{
			Subject: "Choisissez un nouveau mot de passe pour {portal}",
			Title:   "Choisissez un nouveau mot de passe",
			Before: []string{
				"Quelqu’un a demandé un nouveau mot de passe pour votre compte sur {portal}. Si c’était vous, ouvrez cette page et choisissez-en un.",
			},
			Action: "Choisir un nouveau mot de passe",
			After: []string{
				"Ouvrir la page ne change rien. Le lien est valable une seule fois et jusqu’au {until}. Quand vous enregistrez le nouveau mot de passe, vos autres sessions sont fermées.",
				"Ce n’était pas vous ? Vous pouvez ignorer cet e-mail : votre mot de passe reste tel quel.",
			},
		},
		PasswordChanged: wording{
			Subject: "Votre mot de passe pour {portal} a été changé",
			Title:   "Votre mot de passe a été changé",
			Before: []string{
				"Le mot de passe de votre compte sur {portal} a été changé le {at}, et vos autres sessions ont été fermées.",
				"C’était vous ? Il n’y a alors rien à faire.",
				"Ce n’était pas vous ? Quelqu’un d’autre lit peut-être vos e-mails. Changez d’abord le mot de passe de votre messagerie. Ouvrez ensuite {portal}, cliquez sur «  Mot de passe oublié ? » et choisissez un nouveau mot de passe : cela ferme toutes les autres sessions. Prévenez aussi l’équipe.",
			},
			Action: "Ouvrir {portal}",
		},
		SignInCode: wording{
			Subject: "Votre code de connexion pour {portal}",
			Title:   "Votre code de connexion",
			Before: []string{
				"Saisissez ce code sur la page où vous vous connectez à {portal} :",
			},
			After: []string{
				"Le code n’est valable que pour cette page, une seule fois et jusqu’au {until}.",
				"Personne dans l’équipe {portal} ne vous demandera jamais ce code. Vous n’êtes pas en train de vous connecter ? Quelqu’un d’autre a alors saisi votre adresse. Gardez le code pour vous : sans lui, personne n’entre.",
			},
		},
		SessionTheft: wording{
			Subject: "Nous avons fermé l’une de vos sessions sur {portal}",
			Title:   "Nous avons fermé l’une de vos sessions",
			Before: []string{
				"Le {at}, une copie périmée de l’une de vos sessions sur {portal} a été utilisée. Il se peut que quelqu’un l’ait copiée depuis votre appareil. Par sécurité, nous avons fermé cette session : personne ne peut plus l’utiliser, et vous devez vous reconnecter sur cet appareil.",
				"Si cela se reproduit, ou en cas de doute, ouvrez {portal}, cliquez sur «  Mot de passe oublié ? » et choisissez un nouveau mot de passe : cela ferme toutes les autres sessions. Prévenez aussi l’équipe.",
			},
			Action: "Ouvrir {portal}",
		},

		RequestReceived: wording{
			Title: "Nous avons reçu votre demande",
			Before: []string{
				"Votre demande «  {subject} » est bien arrivée sur {portal}. Sa référence est {reference}.",
				"Vous recevrez un e-mail dès que quelqu’un répondra. Sur cette page, vous voyez où elle en est et pouvez la compléter.",
			},
			Action: "Ouvrir votre demande",
			After:  []string{"Vous et l’équipe {portal} pouvez lire cette demande, et personne d’autre."},
		},
		RequestAnswered: wording{
			Title:  "Votre demande a reçu une réponse",
			Before: []string{"{author} a écrit au sujet de «  {subject} » :"},
			Action: "Lire et répondre",
			After: []string{
				"Pour répondre, ouvrez votre demande : une réponse à cet e-mail ne parvient à personne. Vous et l’équipe {portal} pouvez lire cette demande, et personne d’autre.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "Votre demande a reçu une réponse",
			Before: []string{"{author} a écrit au sujet de «  {subject} » et a clôturé la demande :"},
			Action: "Ouvrir votre demande",
			After: []string{
				"Il manque quelque chose ? Ouvrez votre demande et écrivez-le : cela la rouvre. Une réponse à cet e-mail ne parvient à personne. Vous et l’équipe {portal} pouvez lire cette demande, et personne d’autre.",
			},
		},
		RequestClosed: wording{
			Title:  "Votre demande est clôturée",
			Before: []string{"L’équipe {portal} a clôturé votre demande «  {subject} »."},
			Action: "Ouvrir votre demande",
			After:  []string{"Il manque quelque chose ? Ouvrez votre demande et écrivez-le : cela la rouvre."},
		},
		RequestOnHold: wording{
			Title:  "Votre demande est en attente",
			Before: []string{"L’équipe {portal} a mis votre demande «  {subject} » en attente : elle dépend d’autre chose et reprendra ensuite. Elle n’est pas oubliée."},
			Action: "Ouvrir votre demande",
			After:  []string{"Vous pouvez y lire de quoi elle dépend et la compléter à tout moment."},
		},
		RequestReopened: wording{
			Title:  "Votre demande est de nouveau ouverte",
			Before: []string{"L’équipe {portal} a rouvert votre demande «  {subject} »."},
			Action: "Ouvrir votre demande",
			After:  []string{"Vous recevrez un e-mail dès que quelqu’un répondra."},
		},
		AgentNewRequest: wording{
			Title:  "Une nouvelle demande",
			Before: []string{"{requester} a besoin d’aide pour {service} :"},
			Action: "Ouvrir la demande",
			After:  []string{"Dans le portail, vous choisissez ce qui vous est signalé."},
		},
		AgentReply: wording{
			Title:  "Une réponse à une demande",
			Before: []string{"{requester} a de nouveau écrit au sujet de «  {subject} » ({service}) :"},
			Action: "Ouvrir la demande",
			After:  []string{"Dans le portail, vous choisissez ce qui vous est signalé."},
		},
		EmailChange: wording{
			Subject: "Votre code pour utiliser cette adresse sur {portal}",
			Title:   "Votre code pour utiliser cette adresse",
			Before: []string{
				"Une personne connectée à {portal} souhaite y utiliser cette adresse e-mail. Si c’est vous, saisissez ce code sur la page qui le demande :",
			},
			After: []string{
				"Le code n’est valable que pour cette page, une seule fois et jusqu’au {until}.",
				"Ce n’est pas vous ? Vous pouvez ignorer cet e-mail : sans le code, rien ne se passe. Gardez-le pour vous.",
			},
		},
		EmailChanged: wording{
			Subject: "Votre adresse e-mail sur {portal} a été changée",
			Title:   "Votre adresse e-mail a été changée",
			Before: []string{
				"Le {at}, votre compte sur {portal} a reçu une autre adresse e-mail. Les e-mails du portail n’arrivent plus ici, et cette adresse ne permet plus de se connecter.",
				"C’était vous ? Il n’y a alors rien à faire.",
				"Ce n’était pas vous ? Ouvrez cette page et annulez le changement. Toutes les sessions sont alors fermées et votre mot de passe n’est plus valable. Un lien pour en choisir un nouveau est envoyé à cette adresse.",
			},
			Action: "Annuler le changement",
			After: []string{
				"Ouvrir la page ne change rien. Le lien est valable une seule fois et jusqu’au {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Votre adresse e-mail sur {portal} est de nouveau celle-ci",
			Title:   "Votre adresse e-mail est de nouveau celle-ci",
			Before: []string{
				"Le {at}, le changement de votre adresse e-mail sur {portal} a été annulé. Vous vous connectez de nouveau avec cette adresse, les e-mails du portail arrivent ici, et toutes les sessions ont été fermées.",
				"Quelqu’un d’autre connaissait peut-être votre mot de passe ; il n’est donc plus valable. Ouvrez cette page et choisissez-en un nouveau. Si vous n’aviez pas fait le changement vous-même, prévenez aussi l’équipe.",
			},
			Action: "Choisir un nouveau mot de passe",
			After:  []string{"Ouvrir la page ne change rien. Le lien est valable une seule fois et jusqu’au {until} ; ensuite, la page vous en envoie un autre."},
		},
		SecondFactorOff: wording{
			Subject: "La deuxième étape de connexion à {portal} est désactivée",
			Title:   "La deuxième étape de connexion est désactivée",
			Before: []string{
				"Le {at}, le code par e-mail a été désactivé pour votre compte sur {portal}. Votre mot de passe suffit désormais à l’ouvrir.",
				"C’était vous ? Il n’y a alors rien à faire.",
				"Ce n’était pas vous ? Quelqu’un d’autre connaît alors votre mot de passe. Ouvrez {portal}, cliquez sur «  Mot de passe oublié ? » et choisissez-en un nouveau : cela ferme toutes les autres sessions. Réactivez ensuite la deuxième étape dans votre profil et prévenez l’équipe.",
			},
			Action: "Ouvrir {portal}",
		},

		Instant:  "{weekday} {day} {month} {year} à {time} UTC",
		FirstDay: "1er",
		Weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		Months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
			"novembre", "décembre"},
	}
}
