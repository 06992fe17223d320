//go:build cloud

package faults

import (
	"slices"
	"strings"
)

// expected gives the calls of a road from a cold start, as counted does.
func expected(road string) []string {
	var lines []string
	for _, roads := range []map[string]string{known, knownOfTickets, knownOfIncoming, knownOfFactor, knownOfAccount, knownOfSettings} {
		for line := range strings.Lines(roads[road]) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// vouched are the calls of the triggers when a vouch becomes tokens.
const vouched = `
		auth-triggers: GetItem GATE × 2
		auth-triggers: GetItem SETTINGS × 2
		auth-triggers: GetItem VOUCH × 3
		auth-triggers: UpdateItem VOUCH × 1`

// byLink are the calls with which a function sets a password by a link and signs in, but for those that read and write what the link is about.
func byLink(function string) string {
	return vouched + strings.ReplaceAll(`
		F: AdminInitiateAuth × 1
		F: AdminRespondToAuthChallenge × 1
		F: AdminSetUserPassword × 1
		F: DescribeUserPoolClient × 1
		F: GetItem PROOF × 1
		F: GetSecretValue × 3
		F: TransactWriteItems GATE,SESSION × 1
		F: UpdateItem RATE link-network × 1`, "F:", function+":")
}

// registered are the calls with which a registration is completed.
var registered = byLink("activate") + `
		activate: AdminCreateUser × 1
		activate: GetItem ADDRESS × 1
		activate: GetItem SETTINGS × 5
		activate: TransactWriteItems ADDRESS,GATE,HISTORY,PERSON,PROOF,VOUCH,WORD × 1
		activate: TransactWriteItems ADDRESS,PROOF × 1`

// signedIn are the calls of a sign-in with the right password, but for those that count tries and permit it.
const signedIn = vouched + `
		sessions: AdminInitiateAuth × 1
		sessions: AdminRespondToAuthChallenge × 2
		sessions: DescribeUserPoolClient × 1
		sessions: GetItem ADDRESS × 1
		sessions: GetItem GATE × 1
		sessions: GetItem PERSON × 1
		sessions: GetItem SETTINGS × 1
		sessions: GetSecretValue × 3
		sessions: TransactWriteItems GATE,HISTORY,SESSION × 1
		sessions: UpdateItem RATE sign-in-person × 1`

// sent are the calls with which a mail goes out; sentProof, one with a link or a code.
const (
	sent = `
		mailer: GetItem GATE × 1
		mailer: GetItem OUTBOX × 1
		mailer: GetItem SETTINGS × 2
		mailer: SendRawEmail × 1
		mailer: UpdateItem OUTBOX claim × 1
		mailer: UpdateItem OUTBOX × 1`
	sentProof = sent + `
		mailer: GetItem PROOF × 1
		mailer: GetSecretValue × 1`
)

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
		register: GetItem SETTINGS × 1
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
		people: GetItem SETTINGS × 1
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 2
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON × 1`,
	"an agent suspends a customer": `
		people: GetItem SETTINGS × 1
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON,REVOCATION,WORD × 1`,
	"an administrator promotes an agent": `
		people: GetItem SETTINGS × 1
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems ADMINISTRATORS,GATE,HISTORY,PERSON,WORD × 1`,
	"a customer activates": byLink("activate") + `
		activate: AdminCreateUser × 1
		activate: GetItem GATE × 1
		activate: GetItem PERSON × 1
		activate: GetItem SETTINGS × 2
		activate: TransactWriteItems GATE,HISTORY,PERSON,PROOF,VOUCH,WORD × 1
		activate: TransactWriteItems GATE,PROOF × 1`,
	"somebody completes a registration by the link": registered,
	"somebody completes a registration by the code": registered,
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
	"the mail of a registration goes out": sentProof + `
		mailer: GetItem REGISTRATION × 1`,
	"a registration is decided": `
		decide: GetItem ADDRESS × 1
		decide: GetItem PROOF × 1
		decide: GetItem RATE unproven-mail × 1
		decide: GetItem REGISTRATION × 1
		decide: GetItem REQUEST × 1
		decide: GetItem SETTINGS × 3
		decide: GetSecretValue × 1
		decide: TransactWriteItems ADDRESS,OUTBOX,PROOF,RATE unproven-mail,REGISTRATION,REQUEST × 1`,
	"a registration of somebody with an account is decided": sent + `
		decide: GetItem ADDRESS × 1
		decide: GetItem GATE × 1
		decide: GetItem PERSON × 1
		decide: GetItem PROOF × 1
		decide: GetItem RATE unproven-mail × 1
		decide: GetItem REGISTRATION × 1
		decide: GetItem REQUEST × 1
		decide: GetSecretValue × 1
		decide: TransactWriteItems GATE,OUTBOX,RATE unproven-mail,REQUEST × 1`,
	"a customer asks for a reset": `
		reset: GetSecretValue × 2
		reset: TransactWriteItems REQUEST × 1
		reset: UpdateItem RATE reset-address × 1
		reset: UpdateItem RATE reset-network × 1`,
	"a customer completes a reset": byLink("reset") + `
		reset: GetItem GATE × 1
		reset: GetItem PERSON × 1
		reset: GetItem SETTINGS × 2
		reset: TransactWriteItems GATE,HISTORY,OUTBOX,PROOF,REVOCATION,VOUCH × 1
		reset: TransactWriteItems GATE,PROOF × 1`,
	"a customer asks for a link in place of a dead one": `
		verify: GetSecretValue × 2
		verify: TransactWriteItems REQUEST × 1
		verify: UpdateItem RATE renewal-network × 1
		verify: UpdateItem RATE renewal-proof × 1`,
	"a customer signs in": signedIn + `
		sessions: TransactWriteItems GATE,VOUCH × 1
		sessions: UpdateItem RATE password-device × 2
		sessions: UpdateItem RATE password-devices × 2`,
	refusedSignIn: `
		sessions: AdminInitiateAuth × 1
		sessions: AdminRespondToAuthChallenge × 1
		sessions: DescribeUserPoolClient × 1
		sessions: GetItem ADDRESS × 1
		sessions: GetItem GATE × 1
		sessions: GetItem PERSON × 1
		sessions: GetItem SETTINGS × 1
		sessions: GetSecretValue × 3
		sessions: PutItem HISTORY × 1
		sessions: UpdateItem RATE password-device × 1
		sessions: UpdateItem RATE password-devices × 1`,
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
	"an invitation goes out": sentProof + `
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
