package mail

func portuguese() phrases {
	return phrases{
		Hello:       "Olá,",
		HelloName:   "Olá, {name},",
		Copy:        "Se o botão não funcionar, copie este endereço para o seu navegador:",
		Footer:      "{portal} enviou este e-mail automaticamente para {address}. As respostas a este e-mail não são lidas.",
		FooterPlain: "{portal} enviou este e-mail automaticamente. As respostas a este e-mail não são lidas.",
		OrCode:      "Ou introduza este código na página onde pediu a conta. Só funciona aí, uma única vez e até {codeUntil}:",
		NewPassword: "Escolher nova palavra-passe",

		Invitation: wording{
			Subject: "Ative a sua conta em {portal}",
			Title:   "Ative a sua conta",
			Before: []string{
				"A equipa de {portal} criou uma conta para si. Com ela pode pedir ajuda, acompanhar os seus pedidos e ler as respostas num só lugar.",
				"Abra esta página, verifique o seu nome e escolha uma palavra-passe. A sessão é iniciada de seguida.",
			},
			Action: "Ativar a conta",
			After: []string{
				"Abrir a página não altera nada: a sua conta só fica ativa quando clicar em “Guardar”. O link funciona uma única vez e até {until}.",
				"Não esperava este e-mail? Pode ignorá-lo. Sem a sua intervenção, nada acontece.",
			},
		},
		InvitationStaff: wording{
			Subject: "Junte-se à equipa de {portal}",
			Title:   "Junte-se à equipa",
			Before: []string{
				"Recebeu um convite para a equipa que responde aos clientes em {portal}.",
				"Abra esta página, verifique o seu nome e escolha uma palavra-passe. A sessão é iniciada de seguida.",
			},
			Action: "Ativar a conta",
			After: []string{
				"Abrir a página não altera nada: a sua conta só fica ativa quando clicar em “Guardar”. O link funciona uma única vez e até {until}. Não o partilhe: dá acesso à área da equipa no portal.",
				"Não esperava este e-mail? Pode ignorá-lo. Sem a sua intervenção, nada acontece.",
			},
		},
		InvitationPassword: wording{
			Subject: "A sua palavra-passe temporária para {portal}",
			Title:   "Inicie sessão com uma palavra-passe temporária",
			Before: []string{
				"A equipa de {portal} criou uma conta para si. Com ela pode pedir ajuda, acompanhar os seus pedidos e ler as respostas num só lugar.",
				"Inicie sessão com o seu endereço de e-mail, {address}, e esta palavra-passe temporária. Pode escrevê-la em minúsculas e sem os traços.",
			},
			Action: "Iniciar sessão em {portal}",
			After: []string{
				"Neste primeiro início de sessão escolhe a sua própria palavra-passe, e só então a sua conta fica ativa. A palavra-passe temporária funciona uma única vez e até {until}. Ninguém em {portal} a conhece nem a irá pedir.",
				"Não esperava este e-mail? Pode ignorá-lo. Sem a sua intervenção, nada acontece.",
			},
		},
		Confirmation: wording{
			Subject: "Confirme o seu endereço de e-mail em {portal}",
			Title:   "Confirme o seu endereço de e-mail",
			Before: []string{
				"Alguém pediu uma conta em {portal} com este endereço. Se foi você, abra esta página e escolha uma palavra-passe. A sessão é iniciada de seguida.",
			},
			Action: "Confirmar e escolher palavra-passe",
			After: []string{
				"Abrir a página não altera nada: a sua conta só é criada quando clicar em “Guardar”. O link funciona uma única vez, em qualquer dispositivo e até {until}.",
				"Não foi você? Pode ignorar este e-mail: sem a sua intervenção, não há conta. Ninguém em {portal} lhe irá pedir o código.",
			},
		},
		AccountExists: wording{
			Subject: "Já tem uma conta em {portal}",
			Title:   "Já tem uma conta",
			Before: []string{
				"Alguém pediu uma nova conta em {portal} com o seu endereço. Já tem uma, e ela fica como está.",
				"Se foi você, inicie sessão com o seu endereço de e-mail e a sua palavra-passe. Se não se lembra da palavra-passe, escolha uma nova.",
			},
			Action: "Iniciar sessão",
			After: []string{
				"Não foi você? Pode ignorar este e-mail: ninguém entrou e ninguém ficou a saber que tem uma conta.",
			},
		},
		Reset: wording{
			Subject: "Escolha uma nova palavra-passe para {portal}",
			Title:   "Escolha uma nova palavra-passe",
			Before: []string{
				"Alguém pediu uma nova palavra-passe para a sua conta em {portal}. Se foi você, abra esta página e escolha uma.",
			},
			Action: "Escolher nova palavra-passe",
			After: []string{
				"Abrir a página não altera nada. O link funciona uma única vez e até {until}. Quando guardar a nova palavra-passe, todas as outras sessões são terminadas.",
				"Não foi você? Pode ignorar este e-mail: a sua palavra-passe fica como está.",
			},
		},
		PasswordChanged: wording{
			Subject: "A sua palavra-passe para {portal} foi alterada",
			Title:   "A sua palavra-passe foi alterada",
			Before: []string{
				"A palavra-passe da sua conta em {portal} foi alterada ({at}) e todas as outras sessões foram terminadas.",
				"Foi você? Então não precisa de fazer nada.",
				"Não foi você? Então outra pessoa pode estar a ler o seu e-mail. Primeiro, altere a palavra-passe da sua caixa de correio. Depois, abra {portal}, clique em “Esqueceu a palavra-passe?” e escolha uma nova palavra-passe: isso termina todas as outras sessões. Avise também a equipa.",
			},
			Action: "Abrir {portal}",
		},
		SignInCode: wording{
			Subject: "O seu código para iniciar sessão em {portal}",
			Title:   "O seu código para iniciar sessão",
			Before: []string{
				"Introduza este código na página em que está a iniciar sessão em {portal}:",
			},
			After: []string{
				"O código só funciona nessa página, uma única vez e até {until}.",
				"Ninguém em {portal} lhe irá pedir este código. Não está a iniciar sessão? Então outra pessoa introduziu o seu endereço. Não partilhe o código: sem ele, essa pessoa não consegue entrar.",
			},
		},
		SessionTheft: wording{
			Subject: "Terminámos uma das suas sessões em {portal}",
			Title:   "Terminámos uma das suas sessões",
			Before: []string{
				"Foi usada uma cópia desatualizada de uma das suas sessões em {portal} ({at}). Isto pode significar que alguém a copiou do seu dispositivo. Por segurança, terminámos essa sessão: já ninguém a pode usar, e terá de iniciar sessão novamente nesse dispositivo.",
				"Se voltar a acontecer, ou em caso de dúvida, abra {portal}, clique em “Esqueceu a palavra-passe?” e escolha uma nova palavra-passe: isso termina todas as outras sessões. Avise também a equipa.",
			},
			Action: "Abrir {portal}",
		},

		RequestReceived: wording{
			Title: "Recebemos o seu pedido",
			Before: []string{
				"O seu pedido “{subject}” chegou a {portal}. A referência é {reference}.",
				"Recebe um e-mail assim que alguém responder. Nesta página pode ver em que estado está e acrescentar informação.",
			},
			Action: "Abrir o seu pedido",
			After:  []string{"Você e a equipa de {portal} podem ler este pedido, e mais ninguém."},
		},
		RequestAnswered: wording{
			Title:  "O seu pedido tem uma resposta",
			Before: []string{"{author} escreveu sobre “{subject}”:"},
			Action: "Ler e responder",
			After: []string{
				"Para responder, abra o seu pedido: uma resposta a este e-mail não chega a ninguém. Você e a equipa de {portal} podem ler este pedido, e mais ninguém.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "O seu pedido tem uma resposta",
			Before: []string{"{author} escreveu sobre “{subject}” e fechou o pedido:"},
			Action: "Abrir o seu pedido",
			After: []string{
				"Falta alguma coisa? Abra o seu pedido e escreva o quê: isso reabre-o. Uma resposta a este e-mail não chega a ninguém. Você e a equipa de {portal} podem ler este pedido, e mais ninguém.",
			},
		},
		RequestClosed: wording{
			Title:  "O seu pedido está fechado",
			Before: []string{"A equipa de {portal} fechou o seu pedido “{subject}”."},
			Action: "Abrir o seu pedido",
			After:  []string{"Falta alguma coisa? Abra o seu pedido e escreva o quê: isso reabre-o."},
		},
		RequestOnHold: wording{
			Title:  "O seu pedido está em espera",
			Before: []string{"A equipa de {portal} colocou o seu pedido “{subject}” em espera: aguarda algo e continua depois. Não está esquecido."},
			Action: "Abrir o seu pedido",
			After:  []string{"Aí pode ler o que aguarda e acrescentar informação a qualquer momento."},
		},
		RequestReopened: wording{
			Title:  "O seu pedido está novamente aberto",
			Before: []string{"A equipa de {portal} reabriu o seu pedido “{subject}”."},
			Action: "Abrir o seu pedido",
			After:  []string{"Recebe um e-mail assim que alguém responder."},
		},
		AgentNewRequest: wording{
			Title:  "Um novo pedido",
			Before: []string{"{requester} precisa de ajuda com {service}:"},
			Action: "Abrir o pedido",
			After:  []string{"No portal pode escolher as notificações que recebe."},
		},
		AgentReply: wording{
			Title:  "Uma resposta a um pedido",
			Before: []string{"{requester} voltou a escrever sobre “{subject}” ({service}):"},
			Action: "Abrir o pedido",
			After:  []string{"No portal pode escolher as notificações que recebe."},
		},
		EmailChange: wording{
			Subject: "O seu código para usar este endereço em {portal}",
			Title:   "O seu código para usar este endereço",
			Before: []string{
				"Alguém com sessão iniciada em {portal} quer usar aí este endereço de e-mail. Se é você, introduza este código na página que o pede:",
			},
			After: []string{
				"O código só funciona nessa página, uma única vez e até {until}.",
				"Não é você? Pode ignorar este e-mail: sem o código, nada acontece. Não o partilhe.",
			},
		},
		EmailChanged: wording{
			Subject: "O seu endereço de e-mail em {portal} foi alterado",
			Title:   "O seu endereço de e-mail foi alterado",
			Before: []string{
				"A sua conta em {portal} passou a ter outro endereço de e-mail ({at}). Os e-mails do portal deixam de chegar aqui, e já não é possível iniciar sessão com este endereço.",
				"Foi você? Então não precisa de fazer nada.",
				"Não foi você? Abra esta página e anule a alteração. Isso termina todas as sessões, e a sua palavra-passe deixa de ser válida. Receberá neste endereço um link para escolher uma nova.",
			},
			Action: "Anular a alteração",
			After: []string{
				"Abrir a página não altera nada. O link funciona uma única vez e até {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "O seu endereço de e-mail em {portal} é novamente este",
			Title:   "O seu endereço de e-mail é novamente este",
			Before: []string{
				"A alteração do seu endereço de e-mail em {portal} foi anulada ({at}). Volta a iniciar sessão com este endereço, os e-mails do portal chegam aqui e todas as sessões foram terminadas.",
				"Outra pessoa pode ter tido a sua palavra-passe, por isso ela deixou de ser válida. Abra esta página e escolha uma nova. Avise também a equipa, se não foi você a fazer a alteração.",
			},
			Action: "Escolher nova palavra-passe",
			After:  []string{"Abrir a página não altera nada. O link funciona uma única vez e até {until}; depois disso, a página envia-lhe outro."},
		},
		SecondFactorOff: wording{
			Subject: "O segundo passo ao iniciar sessão em {portal} foi desativado",
			Title:   "O segundo passo ao iniciar sessão foi desativado",
			Before: []string{
				"O código por e-mail foi desativado na sua conta em {portal} ({at}). A sua palavra-passe passa a bastar para a abrir.",
				"Foi você? Então não precisa de fazer nada.",
				"Não foi você? Então outra pessoa conhece a sua palavra-passe. Abra {portal}, clique em “Esqueceu a palavra-passe?” e escolha uma nova: isso termina todas as outras sessões. Depois, volte a ativar o segundo passo no seu perfil e avise a equipa.",
			},
			Action: "Abrir {portal}",
		},

		Instant:  "{weekday}, {day} de {month} de {year}, {time} UTC",
		Weekdays: [7]string{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
		Months: [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
			"novembro", "dezembro"},
	}
}
