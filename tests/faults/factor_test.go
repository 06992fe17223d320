//go:build cloud

package faults

import (
	"net/http"
	"testing"

	"portico/tests/stack"
)

// factorRoads are all ways of the second factor and of trusted devices.
func factorRoads() []road {
	return []road{
		{name: "a customer turns the second factor on", prepare: active, do: chooseFactor(true), functions: []string{"profile"}},
		{name: "a customer turns the second factor off", prepare: careful, do: chooseFactor(false), functions: []string{"profile"}},
		{name: "an agent requires a code of a customer", prepare: active, do: requireCode, functions: []string{"people"}},
		{name: askingCode, prepare: careful, do: askCode, functions: []string{"sessions"}},
		{name: "the code of a sign-in goes out", prepare: careful, do: askCode, functions: []string{"decide", "mailer"}},
		{name: signingInByCode, prepare: halfway, do: signInByCode, functions: []string{"sessions", "auth-triggers"}},
		{name: "a customer ends the trust in a device", prepare: trusting, do: distrust, functions: []string{"profile"}},
	}
}

// The roads that, walked again, ask for another code.
const (
	askingCode      = "a customer is asked for a code after the password"
	signingInByCode = "a customer signs in with the code and trusts the device"
)

// careful is a customer who has chosen the second factor.
func careful(t *testing.T, w *world) *subject {
	t.Helper()
	s := active(t, w)
	if done, answer := chooseFactor(true)(t, w, s); !done {
		t.Fatalf("not chosen: %s", answer)
	}
	return s
}

// halfway is one who has typed the password in another browser and has the code.
func halfway(t *testing.T, w *world) *subject {
	t.Helper()
	s := careful(t, w)
	s.b = w.Browser(t)
	if done, answer := askCode(t, w, s); !done {
		t.Fatalf("not asked for the code: %s", answer)
	}
	s.code = codeOf(t, w.mail(t, s.email, 2))
	return s
}

// trusting is one whose device is trusted.
func trusting(t *testing.T, w *world) *subject {
	t.Helper()
	s := halfway(t, w)
	signed := w.send(s.b, "/api/sessions", "", s.typed())
	s.b.Signed(t, signed)
	devices := s.b.Get(t, "/api/profile/devices")
	items, _ := devices.Body["items"].([]any)
	if len(items) != 1 {
		t.Fatalf("not one device: %s", devices)
	}
	device, _ := items[0].(map[string]any)
	s.other, _ = device["id"].(string)
	return s
}

// typed is what the page sends along with the code.
func (s *subject) typed() map[string]any {
	return map[string]any{"email": s.email, "password": stack.Password, "flow": s.flow, "code": s.code, "trust": true}
}

func chooseFactor(on bool) func(*testing.T, *world, *subject) (bool, string) {
	return func(_ *testing.T, w *world, s *subject) (bool, string) {
		return answered(w.own(s, "/api/profile/second-factor", map[string]any{"on": on}), http.StatusOK)
	}
}

func requireCode(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/customers/"+s.id+"/second-factor", "", map[string]any{"secondFactor": "required", "version": s.version}), http.StatusOK)
}

// askCode types the right password, whose answer is that a code is needed.
func askCode(_ *testing.T, w *world, s *subject) (bool, string) {
	a := w.send(s.b, "/api/sessions", "", map[string]any{"email": s.email, "password": stack.Password})
	s.flow, _ = a.Body["flow"].(string)
	return a.Code() == "code_required", a.String()
}

// signInByCode types the code. It is good once: whoever lost the answer is told that it has ended, and goes on with another one.
func signInByCode(t *testing.T, w *world, s *subject) (bool, string) {
	a := w.send(s.b, "/api/sessions", "", s.typed())
	if a.Code() == "code_expired" {
		if asked, answer := askCode(t, w, s); !asked {
			return false, answer
		}
		s.code = codeOf(t, w.mail(t, s.email, 3))
		a = w.send(s.b, "/api/sessions", "", s.typed())
	}
	return answered(a, http.StatusOK)
}

func distrust(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/devices/"+s.other+"/end", struct{}{}), http.StatusOK)
}

// knownOfFactor are the calls of every road of the second factor.
var knownOfFactor = map[string]string{
	"a customer turns the second factor on": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem PROOF × 1
		profile: GetItem SETTINGS × 1
		profile: GetSecretValue × 2
		profile: TransactWriteItems GATE,HISTORY × 1
		profile: UpdateItem RATE change-person × 1`,
	"a customer turns the second factor off": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem PROOF × 1
		profile: GetItem SESSION × 1
		profile: GetItem SETTINGS × 1
		profile: GetSecretValue × 2
		profile: TransactWriteItems GATE,HISTORY,OUTBOX × 1
		profile: UpdateItem RATE change-person × 2`,
	"an agent requires a code of a customer": `
		people: GetItem SETTINGS × 1
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON,WORD × 1`,
	askingCode: `
		sessions: AdminInitiateAuth × 1
		sessions: AdminRespondToAuthChallenge × 1
		sessions: DescribeUserPoolClient × 1
		sessions: GetItem ADDRESS × 1
		sessions: GetItem DEVICE × 1
		sessions: GetItem GATE × 1
		sessions: GetItem PERSON × 1
		sessions: GetItem SETTINGS × 1
		sessions: GetSecretValue × 3
		sessions: TransactWriteItems FLOW,REQUEST × 1
		sessions: UpdateItem RATE password-device × 2
		sessions: UpdateItem RATE password-devices × 2
		sessions: UpdateItem RATE second-code-person × 1`,
	"the code of a sign-in goes out": sent + `
		decide: GetItem ADDRESS × 1
		decide: GetItem FLOW × 1
		decide: GetItem GATE × 1
		decide: GetItem PERSON × 1
		decide: GetItem REQUEST × 1
		decide: TransactWriteItems GATE,OUTBOX,REQUEST × 1
		mailer: GetItem FLOW × 1
		mailer: GetSecretValue × 1`,
	signingInByCode: signedIn + `
		sessions: TransactWriteItems DEVICE,FLOW,GATE,HISTORY,VOUCH × 1
		sessions: UpdateItem FLOW × 1
		sessions: UpdateItem RATE code-try-address × 2
		sessions: UpdateItem RATE code-try-network × 2`,
	"a customer ends the trust in a device": `
		profile: GetItem GATE × 2
		profile: GetItem PERSON × 2
		profile: GetSecretValue × 1
		profile: Query DEVICE × 1
		profile: TransactWriteItems DEVICE,GATE,HISTORY × 1`,
}
