package mail

func spanish() phrases {
	return phrases{
		Hello:       "Hola:",
		HelloName:   "Hola, {name}:",
		Copy:        "Si el botón no funciona, copie esta dirección en su navegador:",
		Footer:      "{portal} ha enviado este correo automáticamente a {address}. Las respuestas a este correo no se leen.",
		FooterPlain: "{portal} ha enviado este correo automáticamente. Las respuestas a este correo no se leen.",
		OrCode:      "O bien escriba este código en la página en la que pidió la cuenta. Solo sirve allí, una vez y hasta el {codeUntil}:",
		NewPassword: "Elegir una contraseña nueva",

		Invitation: wording{
			Subject: "Active su cuenta en {portal}",
			Title:   "Active su cuenta",
			Before: []string{
				"El equipo de {portal} ha creado una cuenta para usted. Con ella puede pedir ayuda, ver el estado de sus solicitudes y leer las respuestas en un solo lugar.",
				"Abra esta página, revise su nombre y elija una contraseña. Al terminar, su sesión quedará iniciada.",
			},
			Action: "Activar la cuenta",
			After: []string{
				"Abrir la página no cambia nada: su cuenta no se activa hasta que pulse allí «Guardar». El enlace sirve una sola vez y hasta el {until}.",
				"¿No esperaba este correo? Puede ignorarlo. Si usted no hace nada, no ocurre nada.",
			},
		},
		InvitationStaff: wording{
			Subject: "Únase al equipo de {portal}",
			Title:   "Únase al equipo",
			Before: []string{
				"Ha recibido una invitación al equipo que responde a los clientes en {portal}.",
				"Abra esta página, revise su nombre y elija una contraseña. Al terminar, su sesión quedará iniciada.",
			},
			Action: "Activar la cuenta",
			After: []string{
				"Abrir la página no cambia nada: su cuenta no se activa hasta que pulse allí «Guardar». El enlace sirve una sola vez y hasta el {until}. No lo comparta: da acceso a la parte del portal reservada al equipo.",
				"¿No esperaba este correo? Puede ignorarlo. Si usted no hace nada, no ocurre nada.",
			},
		},
		InvitationPassword: wording{
			Subject: "Su contraseña temporal para {portal}",
			Title:   "Inicie sesión con una contraseña temporal",
			Before: []string{
				"El equipo de {portal} ha creado una cuenta para usted. Con ella puede pedir ayuda, ver el estado de sus solicitudes y leer las respuestas en un solo lugar.",
				"Inicie sesión con su dirección de correo electrónico, {address}, y esta contraseña temporal. No importa si la escribe en minúsculas o sin guiones.",
			},
			Action: "Iniciar sesión en {portal}",
			After: []string{
				"En este primer inicio de sesión elegirá una contraseña propia; solo entonces se activa su cuenta. La contraseña temporal sirve una sola vez y hasta el {until}. Nadie en {portal} la conoce ni se la pedirá nunca.",
				"¿No esperaba este correo? Puede ignorarlo. Si usted no hace nada, no ocurre nada.",
			},
		},
		Confirmation: wording{
			Subject: "Confirme su dirección de correo electrónico para {portal}",
			Title:   "Confirme su dirección de correo electrónico",
			Before: []string{
				"Alguien ha pedido una cuenta en {portal} con esta dirección. Si ha sido usted, abra esta página y elija una contraseña. Al terminar, su sesión quedará iniciada.",
			},
			Action: "Confirmar y elegir contraseña",
			After: []string{
				"Abrir la página no cambia nada: su cuenta no se crea hasta que pulse allí «Guardar». El enlace sirve una sola vez, en cualquier dispositivo y hasta el {until}.",
				"¿No ha sido usted? Puede ignorar este correo: si usted no hace nada, no se crea ninguna cuenta. Nadie en {portal} le pedirá nunca el código.",
			},
		},
		AccountExists: wording{
			Subject: "Ya tiene una cuenta en {portal}",
			Title:   "Ya tiene una cuenta",
			Before: []string{
				"Alguien ha pedido una cuenta nueva en {portal} con su dirección. Usted ya tiene una, que sigue como estaba.",
				"Si ha sido usted, inicie sesión con su dirección de correo electrónico y su contraseña. Si no recuerda la contraseña, elija una nueva.",
			},
			Action: "Iniciar sesión",
			After: []string{
				"¿No ha sido usted? Puede ignorar este correo: nadie ha entrado y nadie se ha enterado de que usted tiene una cuenta.",
			},
		},
		Reset: wording{
			Subject: "Elija una contraseña nueva para {portal}",
			Title:   "Elija una contraseña nueva",
			Before: []string{
				"Alguien ha pedido una contraseña nueva para su cuenta en {portal}. Si ha sido usted, abra esta página y elija una.",
			},
			Action: "Elegir una contraseña nueva",
			After: []string{
				"Abrir la página no cambia nada. El enlace sirve una sola vez y hasta el {until}. Al guardar la contraseña nueva, se cierran todas sus demás sesiones.",
				"¿No ha sido usted? Puede ignorar este correo: su contraseña sigue como estaba.",
			},
		},
		PasswordChanged: wording{
			Subject: "Su contraseña de {portal} se ha cambiado",
			Title:   "Su contraseña se ha cambiado",
			Before: []string{
				"La contraseña de su cuenta en {portal} se cambió el {at}, y se cerraron todas sus demás sesiones.",
				"¿Ha sido usted? Entonces no tiene que hacer nada.",
				"¿No ha sido usted? Entonces puede que otra persona esté leyendo su correo. Cambie primero la contraseña de su buzón. Después abra {portal}, pulse «¿Olvidó su contraseña?» y elija una contraseña nueva: así se cierran las sesiones de cualquier otra persona. Avise también al equipo.",
			},
			Action: "Abrir {portal}",
		},
		SignInCode: wording{
			Subject: "Su código para iniciar sesión en {portal}",
			Title:   "Su código para iniciar sesión",
			Before: []string{
				"Escriba este código en la página en la que está iniciando sesión en {portal}:",
			},
			After: []string{
				"El código solo sirve en esa página, una vez y hasta el {until}.",
				"Nadie en {portal} le pedirá nunca este código. ¿No está iniciando sesión? Entonces otra persona ha escrito su dirección. No comparta el código: sin él no podrá entrar.",
			},
		},
		SessionTheft: wording{
			Subject: "Hemos cerrado una de sus sesiones en {portal}",
			Title:   "Hemos cerrado una de sus sesiones",
			Before: []string{
				"El {at}, se usó una copia antigua de una de sus sesiones en {portal}. Puede significar que alguien la copió de su dispositivo. Por seguridad, hemos cerrado esa sesión: ya no puede usarla nadie, y en ese dispositivo tendrá que volver a iniciar sesión.",
				"Si ocurre de nuevo o tiene dudas, abra {portal}, pulse «¿Olvidó su contraseña?» y elija una contraseña nueva: así se cierran las sesiones de cualquier otra persona. Avise también al equipo.",
			},
			Action: "Abrir {portal}",
		},

		RequestReceived: wording{
			Title: "Hemos recibido su solicitud",
			Before: []string{
				"Su solicitud «{subject}» ha llegado a {portal}. Su referencia es {reference}.",
				"Recibirá un correo en cuanto alguien responda. En esta página puede ver su estado y añadir información.",
			},
			Action: "Abrir la solicitud",
			After:  []string{"Esta solicitud solo pueden leerla usted y el equipo de {portal}."},
		},
		RequestAnswered: wording{
			Title:  "Hay una respuesta a su solicitud",
			Before: []string{"{author} ha escrito sobre «{subject}»:"},
			Action: "Leer y responder",
			After: []string{
				"Para responder, abra su solicitud: una respuesta a este correo no le llega a nadie. Esta solicitud solo pueden leerla usted y el equipo de {portal}.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "Hay una respuesta a su solicitud",
			Before: []string{"{author} ha escrito sobre «{subject}» y ha cerrado la solicitud:"},
			Action: "Abrir la solicitud",
			After: []string{
				"¿Falta algo? Abra su solicitud y escriba qué: así se reabre. Una respuesta a este correo no le llega a nadie. Esta solicitud solo pueden leerla usted y el equipo de {portal}.",
			},
		},
		RequestClosed: wording{
			Title:  "Su solicitud está cerrada",
			Before: []string{"El equipo de {portal} ha cerrado su solicitud «{subject}»."},
			Action: "Abrir la solicitud",
			After:  []string{"¿Falta algo? Abra su solicitud y escriba qué: así se reabre."},
		},
		RequestOnHold: wording{
			Title:  "Su solicitud está en espera",
			Before: []string{"El equipo de {portal} ha puesto en espera su solicitud «{subject}»: está pendiente de algo y después seguirá adelante. No la hemos olvidado."},
			Action: "Abrir la solicitud",
			After:  []string{"Allí puede leer de qué está pendiente y añadir información en cualquier momento."},
		},
		RequestReopened: wording{
			Title:  "Su solicitud vuelve a estar abierta",
			Before: []string{"El equipo de {portal} ha reabierto su solicitud «{subject}»."},
			Action: "Abrir la solicitud",
			After:  []string{"Recibirá un correo en cuanto alguien responda."},
		},
		AgentNewRequest: wording{
			Title:  "Una solicitud nueva",
			Before: []string{"{requester} necesita ayuda con {service}:"},
			Action: "Abrir la solicitud",
			After:  []string{"En el portal puede elegir de qué se le avisa."},
		},
		AgentReply: wording{
			Title:  "Una respuesta a una solicitud",
			Before: []string{"{requester} ha vuelto a escribir sobre «{subject}» ({service}):"},
			Action: "Abrir la solicitud",
			After:  []string{"En el portal puede elegir de qué se le avisa."},
		},
		EmailChange: wording{
			Subject: "Su código para usar esta dirección en {portal}",
			Title:   "Su código para usar esta dirección",
			Before: []string{
				"Alguien que ha iniciado sesión en {portal} quiere usar allí esta dirección de correo electrónico. Si es usted, escriba este código en la página que lo pide:",
			},
			After: []string{
				"El código solo sirve en esa página, una vez y hasta el {until}.",
				"¿No es usted? Puede ignorar este correo: sin el código no ocurre nada. No lo comparta.",
			},
		},
		EmailChanged: wording{
			Subject: "Su dirección de correo electrónico en {portal} se ha cambiado",
			Title:   "Su dirección de correo electrónico se ha cambiado",
			Before: []string{
				"El {at}, su cuenta en {portal} pasó a tener otra dirección de correo electrónico. Los correos del portal ya no llegan aquí, y con esta dirección ya no se puede iniciar sesión.",
				"¿Ha sido usted? Entonces no tiene que hacer nada.",
				"¿No ha sido usted? Abra esta página y deshaga el cambio. Así se cierran todas las sesiones y su contraseña deja de ser válida. En esta dirección recibirá un enlace para elegir una nueva.",
			},
			Action: "Deshacer el cambio",
			After: []string{
				"Abrir la página no cambia nada. El enlace sirve una sola vez y hasta el {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Su dirección de correo electrónico en {portal} vuelve a ser esta",
			Title:   "Su dirección de correo electrónico vuelve a ser esta",
			Before: []string{
				"El {at}, se deshizo el cambio de su dirección de correo electrónico en {portal}. Vuelve a iniciar sesión con esta dirección, los correos del portal llegan aquí y se han cerrado todas las sesiones.",
				"Puede que otra persona conociera su contraseña, así que ya no es válida. Abra esta página y elija una nueva. Si no hizo usted el cambio, avise también al equipo.",
			},
			Action: "Elegir una contraseña nueva",
			After:  []string{"Abrir la página no cambia nada. El enlace sirve una sola vez y hasta el {until}; después, la página le enviará otro."},
		},
		SecondFactorOff: wording{
			Subject: "El segundo paso al iniciar sesión en {portal} está desactivado",
			Title:   "El segundo paso al iniciar sesión está desactivado",
			Before: []string{
				"El {at}, se desactivó el código por correo de su cuenta en {portal}. Ahora basta con su contraseña para entrar.",
				"¿Ha sido usted? Entonces no tiene que hacer nada.",
				"¿No ha sido usted? Entonces otra persona conoce su contraseña. Abra {portal}, pulse «¿Olvidó su contraseña?» y elija una nueva: así se cierran las sesiones de cualquier otra persona. Después vuelva a activar el segundo paso en su perfil y avise al equipo.",
			},
			Action: "Abrir {portal}",
		},

		Instant:  "{weekday}, {day} de {month} de {year}, {time} UTC",
		Weekdays: [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		Months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
			"noviembre", "diciembre"},
	}
}
