package stacks

import (
	"maps"
	"slices"

	"github.com/aws/jsii-runtime-go"
)

// apiTimeout is the time limit in seconds of the functions behind the gateway. It is shorter than the 60 s for which a proof is claimed, and than
// the gateway's own limit, so that the function and not the gateway gives up.
const apiTimeout = 10

// behindGateway says of the functions behind the gateway what each needs and no more. The wider a function's rights, the fewer its routes.
type behindGateway struct {
	p *portal
	d *data
	i *identity
	m *mail

	// The keys that they may read.
	origin, proofs, sessions right
	// What some of them are told, by what it is for.
	table, proofKey, sessionKey, pool environment
}

func newBehindGateway(p *portal, d *data, i *identity, m *mail) *behindGateway {
	return &behindGateway{
		p: p, d: d, i: i, m: m,
		origin:     secret("OriginKey", d.origin),
		proofs:     secret("ProofKey", d.proofs),
		sessions:   secret("SessionKey", d.sessions),
		table:      environment{"PORTICO_TABLE": d.table.TableName()},
		proofKey:   environment{"PORTICO_PROOF_SECRET": d.proofs},
		sessionKey: environment{"PORTICO_SESSION_SECRET": d.sessions},
		pool:       environment{"PORTICO_USER_POOL": i.pool.Ref(), "PORTICO_CLIENT_ID": i.client.Ref()},
	}
}

// specs is the table of all of them.
func (b *behindGateway) specs() []spec {
	return slices.Concat(b.openSpecs(), b.requestsSpecs(), b.accountSpecs(), b.administrationSpecs())
}

// env is what all of them are told, and what is named beside it.
func (b *behindGateway) env(more ...environment) environment {
	told := environment{
		"PORTICO_ORIGIN_SECRET": b.d.origin,
		"PORTICO_ADDRESS":       jsii.String(b.p.Config.Address()),
		"PORTICO_PORTAL":        jsii.String(b.p.Config.Portal()),
	}
	for _, m := range more {
		maps.Copy(told, m)
	}
	return told
}

// cognito is the right to some actions on the pool of people.
func (b *behindGateway) cognito(actions ...string) right {
	return may("People", b.i.pool.AttrArn(), prefixed("cognito-idp:", actions)...)
}

// openSpecs are those that anybody may call: before sign-in, and to sign in.
func (b *behindGateway) openSpecs() []spec {
	return []spec{
		{
			name: "portal", purpose: "Says what a page needs before sign-in, and answers unknown paths",
			memory: 512, timeout: apiTimeout, env: b.env(b.table),
			rights: []right{b.origin, b.d.reads("LOGO#*", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in")},
		},
		{
			name: "verify", purpose: "Says whether a link is good, and takes wishes for fresh ones",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs,
				b.d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies", "SETTINGS#denied", "SETTINGS#registration"),
				b.d.items("UpdateItem").only("RATE#*"), b.d.items("PutItem").only("REQUEST#*"),
			},
		},
		{
			name: "signup", purpose: "Takes wishes for an account from anybody, and the mailed codes", memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{b.origin, b.proofs, b.d.reads("PROOF#*"), b.d.items("PutItem", "UpdateItem").only("RATE#*", "REGISTRATION#*", "REQUEST#*")},
		},
		{
			name: "activate", purpose: "Completes invitations and registrations and signs in",
			memory: 1024, timeout: apiTimeout, env: b.env(b.table, b.proofKey, b.sessionKey, b.pool),
			rights: []right{
				b.origin, b.proofs, b.sessions,
				b.d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies", "SETTINGS#denied", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in"),
				b.d.deletes("ADDRESS#*", "ADMINISTRATORS", "GATE#*", "HISTORY#*", "PERSON#*", "PROOF#*", "RATE#*", "REVOCATION#*", "SESSION#*", "VOUCH#*",
					"WORD#agent#*", "WORD#customer#*"),
				b.cognito("AdminCreateUser", "AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "reset", purpose: "Takes wishes for a new password, and sets it by a link",
			memory: 1024, timeout: apiTimeout, env: b.env(b.table, b.proofKey, b.sessionKey, b.pool),
			rights: []right{
				b.origin, b.proofs, b.sessions, b.d.reads("GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#portal", "SETTINGS#sign-in"),
				b.d.writes("GATE#*", "HISTORY#*", "OUTBOX#*", "PROOF#*", "RATE#*", "REQUEST#*", "REVOCATION#*", "SESSION#*", "VOUCH#*"),
				b.cognito("AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "sessions", purpose: "Signs in and out, and refreshes sessions",
			memory: 1024, timeout: apiTimeout, env: b.env(b.table, b.proofKey, b.sessionKey, b.pool),
			rights: []right{
				b.origin, b.proofs, b.sessions, b.d.reads("ADDRESS#*", "DEVICE#*", "GATE#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#sign-in"),
				b.d.writes("DEVICE#*", "FLOW#*", "GATE#*", "HISTORY#*", "OUTBOX#*", "RATE#*", "REQUEST#*", "REVOCATION#*", "SESSION#*", "VOUCH#*"),
				b.cognito("AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
	}
}

// requestsSpecs are those of requests, for customers and for the team.
func (b *behindGateway) requestsSpecs() []spec {
	return []spec{
		{
			name: "home", purpose: "Answers the first page after sign-in",
			memory: 512, timeout: apiTimeout, env: b.env(b.table),
			rights: []right{b.origin, b.d.reads("GATE#*", "PERSON#*", "SETTINGS#quick-links", "SETTINGS#services"), b.d.indexes(index1).only("REQUESTS#*")},
		},
		{
			// Notes are not among what it may touch: no mistake in it can show one to a customer.
			name: "tickets", purpose: "Opens, lists, shows and changes a customer's own requests",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs, b.d.reads("GATE#*", "IDEMPOTENCY#*", "PERSON#*", "REFERENCE#*", "SETTINGS#services", "TICKET#*"), b.d.batches("TICKET#*"),
				b.d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "RATE#*", "REFERENCE#*", "REQUEST#*",
					"TICKET#*", "WORD#REQUESTS#*", "WORD#TICKETS#*"),
				b.d.lists("TICKET#*", "WORD#REQUESTS#*"), b.d.indexes(index1).only("REQUESTS#*"),
			},
		},
		{
			name: "desk", purpose: "Lists, shows and changes everybody's requests, for the team",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs, b.d.reads("CHOICES#*", "GATE#*", "IDEMPOTENCY#*", "INCOMING#*", "PERSON#*", "REFERENCE#*", "SETTINGS#services", "TICKET#*"), b.d.batches("TICKET#*"),
				b.d.deletes("CHOICES#*", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "LISTENERS#*", "NOTES#*", "OUTBOX#*", "TICKET#*"),
				b.d.lists("NOTES#*", "TICKET#*", "WORD#TICKETS#*"),
				b.d.indexes(index1, index2, index3, index4).only("ASSIGNEE#*", "CLOSED#*", "HELD#*", "PEOPLE#agent#*", "QUEUE#*", "REQUESTS#*", "SERVICE#*",
					"UNASSIGNED#*"),
			},
		},
	}
}

// accountSpecs are those by which somebody looks after their own account.
func (b *behindGateway) accountSpecs() []spec {
	return []spec{
		{
			name: "profile", purpose: "Shows and changes somebody's own record, and ends their sessions",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.sessionKey),
			rights: []right{
				b.origin, b.sessions, b.d.reads("GATE#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#sign-in"),
				b.d.deletes("DEVICE#*", "GATE#*", "HISTORY#*", "OUTBOX#*", "PERSON#*", "RATE#*", "REVOCATION#*", "WORD#agent#*", "WORD#customer#*"),
				b.d.lists("DEVICE#*"),
			},
		},
		{
			name: "credentials", purpose: "Proves and changes the password and the address of somebody who is signed in",
			memory: 1024, timeout: apiTimeout, env: b.env(b.table, b.proofKey, b.sessionKey, b.pool),
			rights: []right{
				b.origin, b.proofs, b.sessions, b.d.reads("GATE#*", "IDEMPOTENCY#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#companies",
					"SETTINGS#denied", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in"),
				b.d.deletes("ADDRESS#*", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "PERSON#*", "PROOF#*", "RATE#*", "REQUEST#*", "REVOCATION#*",
					"SESSION#*", "WORD#agent#*", "WORD#customer#*"),
				b.cognito("AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
	}
}

// administrationSpecs are those of the team and its administrators, for people and settings.
func (b *behindGateway) administrationSpecs() []spec {
	return []spec{
		{
			name: "people", purpose: "Finds, shows and changes customers and agents",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs, b.d.reads("GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies"),
				b.d.deletes("ADMINISTRATORS", "GATE#*", "HISTORY#*", "PERSON#*", "REVOCATION#*", "WORD#agent#*", "WORD#customer#*"),
				b.d.lists("HISTORY#*", "WORD#agent#*", "WORD#customer#*"), b.d.indexes(index1, index2).only("MAILS#*", "PEOPLE#*"),
			},
		},
		{
			name: "register", purpose: "Creates and invites people, for agents and operators",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs, b.d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies"),
				b.d.writes("ADDRESS#*", "ADMINISTRATORS", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "PERSON#*", "PROOF#*", "WORD#agent#*",
					"WORD#customer#*"),
				b.d.lists("HISTORY#*"), b.d.indexes(index1, index2).only("MAILS#*", "PEOPLE#*"),
			},
		},
		{
			// It can put files where its forms lead, and reports; what is uploaded, it cannot read.
			name: "imports", purpose: "Takes files of customers, shows what is in them, starts and stops their import",
			memory: 1024, timeout: apiTimeout, env: b.env(b.table, b.proofKey, b.d.storage(b.p), environment{"PORTICO_IMPORT_QUEUE": b.m.imports.QueueUrl()}),
			rights: []right{
				b.origin, b.proofs, b.d.reads("GATE#*", "IMPORT#*", "PERSON#*"),
				b.d.deletes("GATE#*", "HISTORY#*", "IMPORT#*", "IMPORTTURN", "RATE#*"),
				b.d.indexes(index2).only("IMPORTS#*"), put(b.m.imports),
				b.d.objects("Upload", "uploads/", "PutObject"), b.d.objects("Report", "reports/", "PutObject", "GetObject"),
			},
		},
		{
			name: "settings", purpose: "Shows and changes the portal's settings, for administrators",
			memory: 512, timeout: apiTimeout, env: b.env(b.table),
			rights: []right{
				b.origin, b.d.reads("GATE#*", "PERSON#*", "SETTINGS#*"),
				b.d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("GATE#*", "HISTORY#*", "LOGO#*", "SETTINGS#*"),
			},
		},
		{
			name: "audit", purpose: "Shows administrators who did what",
			memory: 512, timeout: apiTimeout, env: b.env(b.table, b.proofKey),
			rights: []right{
				b.origin, b.proofs, b.d.reads("ADDRESS#*", "GATE#*", "PERSON#*"), b.d.items("PutItem").only("HISTORY#*"), b.d.lists("HISTORY#*"),
				b.d.indexes(index1, index2, index3).only("ACTION#*", "ACTOR#*", "AUDIT#*"),
			},
		},
	}
}
