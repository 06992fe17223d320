//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/session"
	"portico/tests/stack"
)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// choosing is a customer who has chosen the second factor, in a browser that is signed in.
func choosing(t *testing.T, s *stack.Stack, trusted bool) (b *stack.Browser, email, id string) {
	t.Helper()
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	want(t, set("sign-in", map[string]any{"secondFactor": "optional", "trustedDevices": trusted, "passwordMinLength": 12}), http.StatusOK, "")
	b, email, id = s.Customer(t, admin)
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": true}), http.StatusOK, "")
	return b, email, id
}

// askedFor signs in with the right password, is asked for the code, and gives the flow and the nth mail's code.
func askedFor(t *testing.T, s *stack.Stack, b *stack.Browser, email string, n int) (flow, code string) {
	t.Helper()
	asked := b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
	want(t, asked, http.StatusForbidden, "code_required")
	if b.Cookie(session.CookieName) != "" {
		t.Error("there is a session cookie before the code")
	}
	flow, _ = asked.Body["flow"].(string)
	return flow, sixDigits.FindString(s.WaitMails(t, email, n)[n-1].Text)
}

func TestB9_TheSecondFactorIsACodeToTheAddressOnRecord(t *testing.T) {
	s := stack.Open(t)
	_, email, _ := choosing(t, s, false)
	b := s.Browser(t)
	flow, code := askedFor(t, s, b, email, 2)
	wrong := fmt.Sprintf("%06d", (atoi(code)+1)%1_000_000)
	body := map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": wrong}
	want(t, b.Post(t, "/api/sessions", "", body), http.StatusForbidden, "code_wrong")
	body["code"] = code
	b.Signed(t, b.Post(t, "/api/sessions", "", body))
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	want(t, s.Browser(t).Post(t, "/api/sessions", "", body), http.StatusGone, "code_expired") // it is good once
	b.Refresh(t)
}

func atoi(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

func TestB9_FiveWrongCodesEndTheCode(t *testing.T) {
	s := stack.Open(t)
	_, email, _ := choosing(t, s, false)
	b := s.Browser(t)
	flow, code := askedFor(t, s, b, email, 2)
	body := map[string]any{"email": email, "password": stack.Password, "flow": flow}
	for i := range 5 {
		body["code"] = fmt.Sprintf("%06d", (atoi(code)+1+i)%1_000_000)
		want(t, b.Post(t, "/api/sessions", "", body), http.StatusForbidden, "code_wrong")
	}
	body["code"] = code
	want(t, b.Post(t, "/api/sessions", "", body), http.StatusGone, "code_exhausted")
}

func TestX9_NoSecondCodeAfterActivationAndATrustedDeviceDoesWithoutUntilItsOwnerEndsThat(t *testing.T) {
	s := stack.Open(t)
	here, email, _ := choosing(t, s, true) // activated without a code
	b := s.Browser(t)
	flow, code := askedFor(t, s, b, email, 2)
	b.Signed(t, b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": code, "trust": true}))
	want(t, b.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
	b.SignIn(t, email, stack.Password)

	devices := here.Get(t, "/api/profile/devices")
	items, _ := devices.Body["items"].([]any)
	if len(items) != 1 {
		t.Fatalf("the devices are %s", devices)
	}
	device, _ := items[0].(map[string]any)
	for range 2 {
		left := here.Post(t, fmt.Sprintf("/api/profile/devices/%s/end", device["id"]), "", struct{}{})
		if items, _ := left.Body["items"].([]any); left.Status != http.StatusOK || len(items) != 0 {
			t.Errorf("left are %s", left)
		}
	}
	want(t, b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password}), http.StatusForbidden, "code_required")
}

func TestX9_X11_WhoSignsADeviceOutEndsTheTrustInItAndInNoOther(t *testing.T) {
	s := stack.Open(t)
	here, email, _ := choosing(t, s, true)
	trust := func(n int) *stack.Browser {
		b := s.Browser(t)
		flow, code := askedFor(t, s, b, email, n)
		b.Signed(t, b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": code, "trust": true}))
		return b
	}
	stolen, kept := trust(2), trust(3)
	own := sessions(t, stolen)[0]
	want(t, here.Post(t, "/api/profile/sessions/"+own+"/end", "", struct{}{}), http.StatusOK, "")
	devices := here.Get(t, "/api/profile/devices")
	if items, _ := devices.Body["items"].([]any); len(items) != 1 {
		t.Errorf("trusted are still %s", devices)
	}
	want(t, stolen.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password}), http.StatusForbidden, "code_required")
	want(t, kept.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
	kept.SignIn(t, email, stack.Password)
}

func TestB9_ManyUsesOfOneCodeAtOnceSignInOnce(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		s := stack.Open(t)
		_, email, _ := choosing(t, s, false)
		flow, code := askedFor(t, s, s.Browser(t), email, 2)
		in := 0
		for _, answer := range s.AtOnce(t, n, func(b *stack.Browser, _ int, _ string) (*stack.Answer, error) {
			return b.TryPost("/api/sessions", "", map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": code})
		}) {
			if answer.Status == http.StatusOK {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%d have signed in", in)
		}
	})
}

func TestB9_ACodeIsRequiredOfOneCustomerWhateverThePortalSaysFromTheNextSignInOn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	want(t, set("sign-in", map[string]any{"secondFactor": "off", "trustedDevices": false, "passwordMinLength": 12}), http.StatusOK, "")
	here, email, id := s.Customer(t, admin)
	s.Browser(t).SignIn(t, email, stack.Password)
	path := "/api/customers/" + id + "/second-factor"
	want(t, admin.Post(t, path, "", map[string]any{"secondFactor": "required", "version": 1}), http.StatusConflict, "version_conflict")
	changed := admin.Post(t, path, "", map[string]any{"secondFactor": "required", "version": 2})
	want(t, changed, http.StatusOK, "")
	want(t, here.Post(t, path, "", map[string]any{"secondFactor": "portal", "version": 3}), http.StatusForbidden, "forbidden")

	shown := here.Get(t, "/api/profile") // whoever is signed in stays so
	if factor, _ := shown.Body["secondFactor"].(map[string]any); factor["mode"] != "required" {
		t.Errorf("the profile says %s", shown)
	}
	want(t, here.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusConflict, "no_choice")
	b := s.Browser(t)
	flow, code := askedFor(t, s, b, email, 2)
	b.Signed(t, b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": code}))
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")

	want(t, admin.Post(t, path, "", map[string]any{"secondFactor": "portal", "version": 3}), http.StatusOK, "")
	s.Browser(t).SignIn(t, email, stack.Password)
	if history := string(admin.Get(t, "/api/customers/"+id).Raw); strings.Count(history, `"second_factor_set"`) != 2 {
		t.Errorf("the history is %s", history)
	}
}

// forgetProof makes a session one that began, and was proven, a while ago.
func forgetProof(t *testing.T, s *stack.Stack, id string) {
	t.Helper()
	table := s.Output(t, "TableName")
	_, err := dynamodb.NewFromConfig(s.AWS).UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &table, UpdateExpression: aws.String("SET provenAt = :past, createdAt = :past"), ConditionExpression: aws.String("attribute_exists(PK)"),
		Key:                       map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: "SESSION#" + id}, "SK": &types.AttributeValueMemberS{Value: "SESSION"}},
		ExpressionAttributeValues: map[string]types.AttributeValue{":past": &types.AttributeValueMemberN{Value: fmt.Sprint(time.Now().Add(-11 * time.Minute).UnixMilli())}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestB9_TurningItOffWantsAProofOfJustNowAndTheChoiceIsOnlyWhereThereIsOne(t *testing.T) {
	s := stack.Open(t)
	b, email, _ := choosing(t, s, false)
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusOK, "") // activated just now
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusOK, "") // the same once more
	if mail := s.WaitMails(t, email, 2)[1]; !strings.HasPrefix(mail.Subject, "The second step at sign-in") {
		t.Errorf("the owner is told %q", mail.Subject)
	}
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": true}), http.StatusOK, "")
	forgetProof(t, s, sessions(t, b)[0])
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusForbidden, "code_proof_required")
	move := map[string]any{"email": stack.Address("cara-new")}
	want(t, b.Post(t, "/api/profile/proof", "", map[string]any{"currentPassword": stack.Password}), http.StatusNoContent, "") // which is not enough
	want(t, b.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusForbidden, "code_proof_required")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), move), http.StatusForbidden, "code_proof_required")
	again := s.Browser(t)
	flow, code := askedFor(t, s, again, email, 3)
	again.Signed(t, again.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password, "flow": flow, "code": code}))
	want(t, again.Post(t, "/api/profile/email", stack.Key(), move), http.StatusAccepted, "")
	want(t, again.Post(t, "/api/profile/second-factor", "", map[string]any{"on": false}), http.StatusOK, "")
	s.WaitMails(t, email, 4) // beside the code, each turning off is told once; turning on is not
	time.Sleep(time.Second)
	if got := s.Mails(t, email); len(got) != 4 {
		t.Errorf("%d mails", len(got))
	}
}
