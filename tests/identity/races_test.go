//go:build cloud

package identity

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/session"
	"portico/tests/stack"
)

// invitationLink makes an administrator who has not activated and gives the link's secret part and the address.
func (v *vault) invitationLink(t *testing.T) (link, email string) {
	t.Helper()
	email = stack.Address("ada")
	answer := v.Operator(t, map[string]string{"action": "create-administrator", "name": "Ada Admin", "email": email})
	address, _ := answer["link"].(string)
	_, link, _ = strings.Cut(address, "#")
	return link, email
}

func TestIdentity07_OfManyActivationsOfOneLinkAtOnceOneWins(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		v := openVault(t)
		link, email := v.invitationLink(t)
		password := func(i int) string { return fmt.Sprintf("harbour at dawn number %d", i) }
		winner := -1
		for i, answer := range v.AtOnce(t, n, func(b *stack.Browser, i int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/activate", key, map[string]any{"link": link, "name": "Ada Admin", "password": password(i)})
		}) {
			switch {
			case answer.Status == http.StatusOK && winner < 0:
				winner = i
			case answer.Status == http.StatusOK:
				t.Errorf("%d has won as well", i)
			case answer.Code() != "link_used" && answer.Code() != "busy":
				t.Errorf("%d: %s", i, answer)
			}
		}
		if winner < 0 {
			t.Fatal("nobody has won")
		}
		v.Browser(t).SignIn(t, email, password(winner))
		refused := v.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": password((winner + 1) % n)})
		want(t, refused, http.StatusUnauthorized, "sign_in_failed")
	})
}

func TestIdentity08_TheSameRequestAgainEndsInTheSameSession(t *testing.T) {
	v := openVault(t)
	link, _ := v.invitationLink(t)
	b, key := v.Browser(t), stack.Key()
	body := map[string]any{"link": link, "name": "Ada Admin", "password": stack.Password}
	first := b.Signed(t, b.Post(t, "/api/activate", key, body))
	me, _ := first.Body["person"].(map[string]any)
	id, _ := me["id"].(string)
	for range 3 {
		b.Signed(t, b.Post(t, "/api/activate", key, body))
		want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	}
	g := v.gateOf(t, personID(id))
	if len(g.Sessions) != 1 || g.Epoch != 2 {
		t.Errorf("%d sessions at epoch %d", len(g.Sessions), g.Epoch)
	}
	body["password"] = stack.Password + "8"
	want(t, v.Browser(t).Post(t, "/api/activate", key, body), http.StatusGone, "link_used")
}

func TestIdentity09_AfterSuspendingAndEndingTheVeryNextRequestFails(t *testing.T) {
	v := openVault(t)
	admin, _, _ := v.member(t)
	b, email, id := v.member(t)
	b.Refresh(t) // as fresh as a token can be
	record, _ := admin.Get(t, "/api/agents/"+string(id)).Body["person"].(map[string]any)
	want(t, admin.Post(t, "/api/agents/"+string(id)+"/access", "", map[string]any{"suspended": true, "version": record["version"]}), http.StatusOK, "")
	want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, "person_suspended")
	want(t, b.Post(t, "/api/sessions/refresh", "", struct{}{}), http.StatusUnauthorized, "session_ended")
	want(t, v.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password}), http.StatusForbidden, "person_suspended")

	other, _, _ := v.member(t)
	cookie := other.Cookie(session.CookieName)
	want(t, other.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
	want(t, other.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	other.SetCookie(session.CookieName, cookie)
	want(t, other.Post(t, "/api/sessions/refresh", "", struct{}{}), http.StatusUnauthorized, "session_ended")
	want(t, other.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
}

func TestIdentity09_TheTwentyFirstSessionEndsTheOldest(t *testing.T) {
	v := openVault(t)
	oldest, email, id := v.member(t)
	for range gate.MaxSessions {
		v.Browser(t).SignIn(t, email, stack.Password)
	}
	if g := v.gateOf(t, id); len(g.Sessions) != gate.MaxSessions {
		t.Errorf("%d sessions", len(g.Sessions))
	}
	want(t, oldest.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
}

func TestIdentity10_OnlyAStolenOldCookieEndsTheSession(t *testing.T) {
	v := openVault(t)
	b, email, _ := v.member(t)
	first := b.Cookie(session.CookieName)
	b.Refresh(t)
	second := b.Cookie(session.CookieName)
	b.SetCookie(session.CookieName, first) // the answer was lost, or a second tab was as fast
	b.Refresh(t)
	if again := b.Cookie(session.CookieName); again != second {
		t.Errorf("the repeat got another successor: %s and %s", second, again)
	}
	b.Refresh(t)
	third := b.Cookie(session.CookieName)
	late := v.Browser(t)
	late.SetCookie(session.CookieName, first) // a tab whose request was under way
	late.Refresh(t)
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")

	v.forgetSeen(t, first)
	thief := v.Browser(t)
	thief.SetCookie(session.CookieName, first)
	want(t, thief.Post(t, "/api/sessions/refresh", "", struct{}{}), http.StatusUnauthorized, "session_ended")
	want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	b.SetCookie(session.CookieName, third)
	want(t, b.Post(t, "/api/sessions/refresh", "", struct{}{}), http.StatusUnauthorized, "session_ended")
	v.WaitMails(t, email, 1)
}

// forgetSeen lets the grace of every generation of a session pass.
func (v *vault) forgetSeen(t *testing.T, cookie string) {
	t.Helper()
	id, _, _ := strings.Cut(cookie, ".")
	table := v.Output(t, "TableName")
	_, err := dynamodb.NewFromConfig(v.AWS).UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &table, UpdateExpression: aws.String("SET seen = :none"), ConditionExpression: aws.String("attribute_exists(PK)"),
		Key:                       map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: "SESSION#" + id}, "SK": &types.AttributeValueMemberS{Value: "SESSION"}},
		ExpressionAttributeValues: map[string]types.AttributeValue{":none": &types.AttributeValueMemberL{}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestIdentity10_AChangedCookieIsNoCookie(t *testing.T) {
	v := openVault(t)
	b, _, _ := v.member(t)
	good := b.Cookie(session.CookieName)
	parts := strings.Split(good, ".")
	for _, value := range []string{"", "x", parts[0] + ".2." + parts[2] + "." + parts[3], strings.ToUpper(good), good + "A"} {
		other := v.Browser(t)
		other.SetCookie(session.CookieName, value)
		want(t, other.Post(t, "/api/sessions/refresh", "", struct{}{}), http.StatusUnauthorized, "unauthenticated")
	}
	b.Refresh(t)
}
