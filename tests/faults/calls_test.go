//go:build cloud

package faults

import "strings"

// expected gives the calls of a road from a cold start, as counted does.
func expected(road string) []string {
	var lines []string
	calls, ok := known[road]
	if !ok {
		calls = knownOfTickets[road] + knownOfIncoming[road]
	}
	for line := range strings.Lines(calls) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// known are the calls of every road. A call that is not here fails the test, so nobody adds one without thinking of its faults.
var known = map[string]string{
	"an agent creates a customer with an invitation": `
		register: GetItem GATE × 1
		register: GetItem PERSON × 1
		register: GetSecretValue × 2
		register: TransactWriteItems ADDRESS,GATE,HISTORY,IDEMPOTENCY,OUTBOX,PERSON,PROOF,WORD × 1`,
	"an administrator invites an agent": `
		register: GetItem GATE × 1
		register: GetItem PERSON × 1
		register: GetSecretValue × 2
		register: TransactWriteItems ADDRESS,GATE,HISTORY,IDEMPOTENCY,OUTBOX,PERSON,PROOF,WORD × 1`,
	"an agent sends an invitation again": `
		register: GetItem GATE × 1
		register: GetItem PERSON × 2
		register: GetItem PROOF × 1
		register: GetSecretValue × 2
		register: Query GSI2 MAILS × 1
		register: Query HISTORY × 1
		register: TransactWriteItems GATE,HISTORY,IDEMPOTENCY,OUTBOX,PERSON,PROOF × 1`,
	"an operator makes an administrator": `
		register: GetItem ADDRESS × 1
		register: GetSecretValue × 1
		register: TransactWriteItems ADDRESS,GATE,HISTORY,PERSON,PROOF,WORD × 1`,
	"an agent is shown a link": `
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 2
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON × 1`,
	"an agent suspends a customer": `
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON,REVOCATION,WORD × 1`,
	"an administrator promotes an agent": `
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems ADMINISTRATORS,GATE,HISTORY,PERSON,WORD × 1`,
	"an administrator changes the settings": `
		settings: GetItem GATE × 1
		settings: GetItem PERSON × 1
		settings: GetItem SETTINGS × 1
		settings: GetSecretValue × 1
		settings: TransactWriteItems GATE,HISTORY,SETTINGS × 1`,
	"a customer activates": `
		activate: AdminCreateUser × 1
		activate: AdminInitiateAuth × 1
		activate: AdminRespondToAuthChallenge × 1
		activate: AdminSetUserPassword × 1
		activate: DescribeUserPoolClient × 1
		activate: GetItem GATE × 1
		activate: GetItem PERSON × 1
		activate: GetItem PROOF × 1
		activate: GetItem SETTINGS × 2
		activate: GetSecretValue × 3
		activate: TransactWriteItems GATE,HISTORY,PERSON,PROOF,VOUCH,WORD × 1
		activate: TransactWriteItems GATE,PROOF × 1
		activate: TransactWriteItems GATE,SESSION × 1
		activate: UpdateItem RATE link-network × 1
		auth-triggers: GetItem GATE × 2
		auth-triggers: GetItem SETTINGS × 2
		auth-triggers: GetItem VOUCH × 3
		auth-triggers: UpdateItem VOUCH × 1`,
	"somebody asks for an account": `
		signup: GetSecretValue × 2
		signup: TransactWriteItems REGISTRATION,REQUEST × 1
		signup: UpdateItem RATE registration-address × 1
		signup: UpdateItem RATE registration-address-network × 1
		signup: UpdateItem RATE registration-network × 1`,
	"somebody asks for the mail of a registration again": `
		signup: GetSecretValue × 2
		signup: TransactWriteItems REGISTRATION,REQUEST × 1
		signup: UpdateItem RATE registration-address × 2
		signup: UpdateItem RATE registration-address-network × 1
		signup: UpdateItem RATE registration-network × 1`,
	"somebody types the code of a registration": `
		signup: GetItem PROOF × 1
		signup: GetSecretValue × 2
		signup: UpdateItem RATE code-try-network × 2
		signup: UpdateItem REGISTRATION × 2`,
	"somebody completes a registration": `
		activate: AdminCreateUser × 1
		activate: AdminInitiateAuth × 1
		activate: AdminRespondToAuthChallenge × 1
		activate: AdminSetUserPassword × 1
		activate: DescribeUserPoolClient × 1
		activate: GetItem ADDRESS × 1
		activate: GetItem PROOF × 1
		activate: GetItem SETTINGS × 5
		activate: GetSecretValue × 3
		activate: TransactWriteItems ADDRESS,GATE,HISTORY,PERSON,PROOF,VOUCH,WORD × 1
		activate: TransactWriteItems ADDRESS,PROOF × 1
		activate: TransactWriteItems GATE,SESSION × 1
		activate: UpdateItem RATE link-network × 1
		auth-triggers: GetItem GATE × 2
		auth-triggers: GetItem SETTINGS × 2
		auth-triggers: GetItem VOUCH × 3
		auth-triggers: UpdateItem VOUCH × 1`,
	"the mail of a registration goes out": `
		mailer: GetItem GATE × 1
		mailer: GetItem OUTBOX × 1
		mailer: GetItem PROOF × 1
		mailer: GetItem REGISTRATION × 1
		mailer: GetItem SETTINGS × 2
		mailer: GetSecretValue × 1
		mailer: SendRawEmail × 1
		mailer: UpdateItem OUTBOX claim × 1
		mailer: UpdateItem OUTBOX × 1`,
	"a registration is decided": `
		decide: GetItem ADDRESS × 1
		decide: GetItem PROOF × 1
		decide: GetItem RATE unproven-mail × 1
		decide: GetItem REGISTRATION × 1
		decide: GetItem REQUEST × 1
		decide: GetItem SETTINGS × 3
		decide: GetSecretValue × 1
		decide: TransactWriteItems ADDRESS,OUTBOX,PROOF,RATE unproven-mail,REGISTRATION,REQUEST × 1`,
	"a customer asks for a reset": `
		reset: GetSecretValue × 2
		reset: TransactWriteItems REQUEST × 1
		reset: UpdateItem RATE reset-address × 1
		reset: UpdateItem RATE reset-network × 1`,
	"a customer completes a reset": `
		auth-triggers: GetItem GATE × 2
		auth-triggers: GetItem SETTINGS × 2
		auth-triggers: GetItem VOUCH × 3
		auth-triggers: UpdateItem VOUCH × 1
		reset: AdminInitiateAuth × 1
		reset: AdminRespondToAuthChallenge × 1
		reset: AdminSetUserPassword × 1
		reset: DescribeUserPoolClient × 1
		reset: GetItem GATE × 1
		reset: GetItem PERSON × 1
		reset: GetItem PROOF × 1
		reset: GetItem SETTINGS × 2
		reset: GetSecretValue × 3
		reset: TransactWriteItems GATE,HISTORY,OUTBOX,PROOF,REVOCATION,VOUCH × 1
		reset: TransactWriteItems GATE,PROOF × 1
		reset: TransactWriteItems GATE,SESSION × 1
		reset: UpdateItem RATE link-network × 1`,
	"a customer asks for a link in place of a dead one": `
		verify: GetSecretValue × 2
		verify: TransactWriteItems REQUEST × 1
		verify: UpdateItem RATE renewal-network × 1
		verify: UpdateItem RATE renewal-proof × 1`,
	"a customer signs in": `
		auth-triggers: GetItem GATE × 2
		auth-triggers: GetItem SETTINGS × 2
		auth-triggers: GetItem VOUCH × 3
		auth-triggers: UpdateItem VOUCH × 1
		sessions: AdminInitiateAuth × 1
		sessions: AdminRespondToAuthChallenge × 2
		sessions: DescribeUserPoolClient × 1
		sessions: GetItem ADDRESS × 1
		sessions: GetItem GATE × 1
		sessions: GetItem PERSON × 1
		sessions: GetItem SETTINGS × 1
		sessions: GetSecretValue × 3
		sessions: TransactWriteItems GATE,SESSION × 1
		sessions: TransactWriteItems GATE,VOUCH × 1
		sessions: UpdateItem RATE password-device × 2`,
	"a session is refreshed": `
		auth-triggers: GetItem GATE × 2
		sessions: AdminInitiateAuth × 1
		sessions: DescribeUserPoolClient × 1
		sessions: GetItem PERSON × 1
		sessions: GetItem SESSION × 1
		sessions: GetSecretValue × 2
		sessions: TransactWriteItems GATE,SESSION × 1
		sessions: UpdateItem RATE refresh-session × 1`,
	"a customer signs out": `
		sessions: GetItem SESSION × 1
		sessions: GetSecretValue × 2
		sessions: TransactWriteItems GATE,REVOCATION × 1`,
	"a customer ends the other sessions": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem SESSION × 1
		profile: GetSecretValue × 2
		profile: TransactWriteItems GATE,HISTORY,REVOCATION × 1`,
	"a customer changes the name": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem PROOF × 1
		profile: GetItem SETTINGS × 1
		profile: GetSecretValue × 1
		profile: TransactWriteItems GATE,HISTORY,PERSON,WORD × 1`,
	"a customer changes the password": `
		credentials: AdminInitiateAuth × 1
		credentials: AdminRespondToAuthChallenge × 1
		credentials: AdminSetUserPassword × 1
		credentials: DescribeUserPoolClient × 1
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem SETTINGS × 2
		credentials: GetSecretValue × 3
		credentials: TransactWriteItems GATE × 1
		credentials: TransactWriteItems GATE,HISTORY,IDEMPOTENCY,OUTBOX,REVOCATION,SESSION × 1
		credentials: UpdateItem RATE proof-person × 2`,
	"the token of an ended session is revoked": `
		revoke: DeleteItem REVOCATION × 1
		revoke: DeleteItem SESSION × 1
		revoke: DescribeUserPoolClient × 1
		revoke: GetItem GATE × 1
		revoke: GetItem REVOCATION × 1
		revoke: GetItem SESSION × 1
		revoke: GetSecretValue × 1
		revoke: RevokeToken × 1
		revoke: UpdateItem GATE × 1`,
	"an invitation goes out": `
		mailer: GetItem GATE × 1
		mailer: GetItem OUTBOX × 1
		mailer: GetItem PROOF × 1
		mailer: GetItem SETTINGS × 2
		mailer: GetSecretValue × 1
		mailer: SendRawEmail × 1
		mailer: UpdateItem OUTBOX claim × 1
		mailer: UpdateItem OUTBOX × 1
		notify: SendMessageBatch × 1`,
	"a reset is decided": `
		decide: GetItem ADDRESS × 1
		decide: GetItem GATE × 1
		decide: GetItem PERSON × 1
		decide: GetItem REQUEST × 1
		decide: GetSecretValue × 1
		decide: TransactWriteItems GATE,OUTBOX,PROOF,REQUEST × 1`,
	"a renewal is decided": `
		decide: GetItem GATE × 1
		decide: GetItem PERSON × 1
		decide: GetItem PROOF × 2
		decide: GetItem RATE unproven-mail × 1
		decide: GetItem REQUEST × 1
		decide: GetSecretValue × 1
		decide: TransactWriteItems GATE,HISTORY,OUTBOX,RATE unproven-mail,REQUEST × 1`,
	"the sweep finds a forgotten mail": `
		sweep: Query GSI1 UNDONE × 8
		sweep: SendMessageBatch × 1
		sweep: UpdateItem OUTBOX × 1`,
	"an agent begins an import": `
		imports: GetItem GATE × 1
		imports: GetItem IMPORT × 1
		imports: GetItem PERSON × 1
		imports: GetSecretValue × 2
		imports: TransactWriteItems GATE,IMPORT × 1
		imports: UpdateItem RATE import-person × 1`,
	"an agent has a file checked": `
		imports: GetItem GATE × 1
		imports: GetItem IMPORT × 1
		imports: GetItem PERSON × 1
		imports: GetSecretValue × 1
		imports: SendMessageBatch × 1
		imports: TransactWriteItems GATE,HISTORY,IMPORT × 1`,
	"a file is checked": `
		importer: BatchGetItem × 1
		importer: DeleteObject uploads × 1
		importer: GetItem IMPORT × 1
		importer: GetItem SETTINGS × 2
		importer: GetObject uploads × 1
		importer: PutItem IMPORT × 1
		importer: TransactWriteItems IMPORT × 2`,
	"an agent starts an import": `
		imports: GetItem GATE × 1
		imports: GetItem IMPORT × 1
		imports: GetItem PERSON × 1
		imports: GetSecretValue × 1
		imports: SendMessageBatch × 1
		imports: TransactWriteItems GATE,HISTORY,IMPORT,IMPORTTURN × 1`,
	"an import creates a customer": `
		importer: GetItem IMPORT × 2
		importer: GetSecretValue × 1
		importer: GetSendQuota × 1
		importer: TransactWriteItems ADDRESS,GATE,HISTORY,IMPORT,OUTBOX,PERSON,PROOF,WORD × 1
		importer: TransactWriteItems IMPORT × 2
		importer: TransactWriteItems IMPORT,IMPORTTURN × 1`,
	"an agent stops an import": `
		imports: GetItem GATE × 1
		imports: GetItem IMPORT × 1
		imports: GetItem PERSON × 1
		imports: GetSecretValue × 1
		imports: TransactWriteItems GATE,HISTORY,IMPORT,IMPORTTURN × 1`,
	"an agent downloads a report": `
		imports: GetItem GATE × 1
		imports: GetItem IMPORT × 2
		imports: GetItem PERSON × 1
		imports: GetSecretValue × 1
		imports: PutItem HISTORY × 1
		imports: PutObject reports × 1`,
	"the sweep finds a forgotten import": `
		sweep: Query GSI1 UNDONE × 8
		sweep: SendMessageBatch × 1
		sweep: UpdateItem IMPORT × 1`,
}
