package mail

func english() phrases {
	return phrases{
		Hello:       "Hello,",
		HelloName:   "Hello {name},",
		Copy:        "If the button does not work, copy this address into your browser:",
		Footer:      "{portal} sent this mail automatically to {address}. Replies to it are not read.",
		FooterPlain: "{portal} sent this mail automatically. Replies to it are not read.",
		OrCode:      "Or type this code on the page where you asked for the account. It works there alone, once and until {codeUntil}:",
		NewPassword: "Choose a new password",

		Invitation: wording{
			Subject: "Activate your account at {portal}",
			Title:   "Activate your account",
			Before: []string{
				"The team at {portal} has set up an account for you, so that you can ask for help, see how your requests stand and read the answers in one place.",
				"Open this page, check your name and choose a password. You are then signed in.",
			},
			Action: "Activate your account",
			After: []string{
				"Opening the page changes nothing: your account becomes active only when you press Save there. The link works once and until {until}.",
				"You did not expect this mail? You can ignore it. Without you, nothing happens.",
			},
		},
		InvitationStaff: wording{
			Subject: "Join the team at {portal}",
			Title:   "Join the team",
			Before: []string{
				"You are invited to the team that answers customers at {portal}.",
				"Open this page, check your name and choose a password. You are then signed in.",
			},
			Action: "Activate your account",
			After: []string{
				"Opening the page changes nothing: your account becomes active only when you press Save there. The link works once and until {until}. Keep it to yourself: it opens the team's side of the portal.",
				"You did not expect this mail? You can ignore it. Without you, nothing happens.",
			},
		},
		InvitationPassword: wording{
			Subject: "Your temporary password for {portal}",
			Title:   "Sign in with a temporary password",
			Before: []string{
				"The team at {portal} has set up an account for you, so that you can ask for help, see how your requests stand and read the answers in one place.",
				"Sign in with your e-mail address, {address}, and this temporary password. Small letters and missing dashes do no harm.",
			},
			Action: "Sign in to {portal}",
			After: []string{
				"At this first sign-in you choose a password of your own, and only then is your account active. The temporary password works once and until {until}. Nobody at {portal} knows it or will ever ask you for it.",
				"You did not expect this mail? You can ignore it. Without you, nothing happens.",
			},
		},
		Confirmation: wording{
			Subject: "Confirm your e-mail address for {portal}",
			Title:   "Confirm your e-mail address",
			Before: []string{
				"Somebody asked for an account at {portal} with this address. If it was you, open this page, choose a password, and you are signed in.",
			},
			Action: "Confirm and choose a password",
			After: []string{
				"Opening the page changes nothing: your account comes to exist only when you press Save there. The link works once, on any device, and until {until}.",
				"It was not you? You can ignore this mail: without you there is no account. Nobody at {portal} will ever ask you for the code.",
			},
		},
		AccountExists: wording{
			Subject: "You have an account at {portal} already",
			Title:   "You have an account already",
			Before: []string{
				"Somebody asked for a new account at {portal} with your address. You have one already, and it stays as it is.",
				"If it was you, sign in with your e-mail address and your password. If you do not remember the password, choose a new one.",
			},
			Action: "Sign in",
			After: []string{
				"It was not you? You can ignore this mail: nobody got in, and nobody was told that you have an account.",
			},
		},
		Reset: wording{
			Subject: "Choose a new password for {portal}",
			Title:   "Choose a new password",
			Before: []string{
				"Somebody asked for a new password for your account at {portal}. If it was you, open this page and choose one.",
			},
			Action: "Choose a new password",
			After: []string{
				"Opening the page changes nothing. The link works once and until {until}. When you save the new password, you are signed out everywhere else.",
				"It was not you? You can ignore this mail: your password stays as it is.",
			},
		},
		PasswordChanged: wording{
			Subject: "Your password for {portal} was changed",
			Title:   "Your password was changed",
			Before: []string{
				"The password of your account at {portal} was changed on {at}, and you were signed out everywhere else.",
				"It was you? Then there is nothing to do.",
				"It was not you? Then somebody else may be reading your mail. Change the password of your mailbox first. Then open {portal}, press “Forgot password?” and choose a new password: that signs everybody else out. Tell the team as well.",
			},
			Action: "Open {portal}",
		},
		SignInCode: wording{
			Subject: "Your code to sign in to {portal}",
			Title:   "Your code to sign in",
			Before: []string{
				"Type this code on the page where you are signing in to {portal}:",
			},
			After: []string{
				"The code works for that page alone, once and until {until}.",
				"Nobody at {portal} will ever ask you for this code. You are not signing in? Then somebody else typed your address. Keep the code to yourself: without it they do not get in.",
			},
		},
		SessionTheft: wording{
			Subject: "We ended one of your sign-ins at {portal}",
			Title:   "We ended one of your sign-ins",
			Before: []string{
				"On {at} an outdated copy of one of your sign-ins at {portal} was used. That can mean that somebody copied it from your device. To be safe, we ended that sign-in: nobody can use it any more, and you have to sign in again on that device.",
				"If it happens again, or if you are in doubt, open {portal}, press “Forgot password?” and choose a new password: that signs everybody else out. Tell the team as well.",
			},
			Action: "Open {portal}",
		},

		RequestReceived: wording{
			Title: "We have your request",
			Before: []string{
				"Your request “{subject}” has arrived at {portal}. Its reference is {reference}.",
				"You get a mail as soon as somebody answers. On this page you see how it stands, and can add to it.",
			},
			Action: "Open your request",
			After:  []string{"You and the team at {portal} can read this request, and nobody else."},
		},
		RequestAnswered: wording{
			Title:  "There is an answer to your request",
			Before: []string{"{author} wrote about “{subject}”:"},
			Action: "Read and answer",
			After: []string{
				"To answer, open your request: a reply to this mail reaches nobody. You and the team at {portal} can read this request, and nobody else.",
			},
		},
		RequestAnsweredClosed: wording{
			Title:  "There is an answer to your request",
			Before: []string{"{author} wrote about “{subject}”, and closed the request:"},
			Action: "Open your request",
			After: []string{
				"Is something missing? Open your request and write what: it is open again by that. A reply to this mail reaches nobody. You and the team at {portal} can read this request, and nobody else.",
			},
		},
		RequestClosed: wording{
			Title:  "Your request is closed",
			Before: []string{"The team at {portal} has closed your request “{subject}”."},
			Action: "Open your request",
			After:  []string{"Is something missing? Open your request and write what: it is open again by that."},
		},
		RequestOnHold: wording{
			Title:  "Your request is on hold",
			Before: []string{"The team at {portal} has put your request “{subject}” on hold: it waits for something, and goes on after that. It is not forgotten."},
			Action: "Open your request",
			After:  []string{"You can read there what it waits for, and add to it at any time."},
		},
		RequestReopened: wording{
			Title:  "Your request is open again",
			Before: []string{"The team at {portal} has opened your request “{subject}” again."},
			Action: "Open your request",
			After:  []string{"You get a mail as soon as somebody answers."},
		},
		AgentNewRequest: wording{
			Title:  "A new request",
			Before: []string{"{requester} needs help with {service}:"},
			Action: "Open the request",
			After:  []string{"In the portal you choose what you are told of."},
		},
		AgentReply: wording{
			Title:  "A reply to a request",
			Before: []string{"{requester} wrote again about “{subject}” ({service}):"},
			Action: "Open the request",
			After:  []string{"In the portal you choose what you are told of."},
		},
		EmailChange: wording{
			Subject: "Your code to use this address at {portal}",
			Title:   "Your code to use this address",
			Before: []string{
				"Somebody who is signed in at {portal} wants to use this e-mail address there. If it is you, type this code on the page that asks for it:",
			},
			After: []string{
				"The code works for that page alone, once and until {until}.",
				"It is not you? You can ignore this mail: without the code nothing happens. Keep it to yourself.",
			},
		},
		EmailChanged: wording{
			Subject: "Your e-mail address at {portal} was changed",
			Title:   "Your e-mail address was changed",
			Before: []string{
				"On {at} your account at {portal} was given another e-mail address. Mails from the portal no longer come here, and this address no longer signs in.",
				"It was you? Then there is nothing to do.",
				"It was not you? Open this page and take the change back. That signs everybody out and ends your password. A link to choose a new one comes to this address.",
			},
			Action: "Take the change back",
			After: []string{
				"Opening the page changes nothing. The link works once and until {until}.",
			},
		},
		EmailRestored: wording{
			Subject: "Your e-mail address at {portal} is this one again",
			Title:   "Your e-mail address is this one again",
			Before: []string{
				"On {at} the change of your e-mail address at {portal} was taken back. You sign in with this address again, mails from the portal come here, and everybody was signed out.",
				"Somebody else may have had your password, so it opens nothing any more. Open this page and choose a new one. Tell the team as well if you did not make the change yourself.",
			},
			Action: "Choose a new password",
			After:  []string{"Opening the page changes nothing. The link works once and until {until}; later the page mails you another."},
		},
		SecondFactorOff: wording{
			Subject: "The second step at sign-in to {portal} is off",
			Title:   "The second step at sign-in is off",
			Before: []string{
				"On {at} the code by e-mail was turned off for your account at {portal}. Your password alone now opens it.",
				"It was you? Then there is nothing to do.",
				"It was not you? Then somebody else knows your password. Open {portal}, press “Forgot password?” and choose a new one: that signs everybody else out. Then turn the second step on again in your profile, and tell the team.",
			},
			Action: "Open {portal}",
		},

		Instant:  "{weekday}, {day} {month} {year}, {time} UTC",
		Weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
			"November", "December"},
	}
}
