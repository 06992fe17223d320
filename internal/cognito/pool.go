// Package cognito is Portico's user pool: it keeps passwords by person id and signs tokens. It knows no address of anybody.
package cognito

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"golang.org/x/text/unicode/norm"

	"portico/internal/person"
)

// Pool is the user pool with the portal's client.
type Pool struct {
	api    *cognito.Client
	pool   string
	client string
	now    func() time.Time
	random io.Reader

	mu     sync.Mutex
	secret string
}

// retryPause is the longest pause before the pool is asked once more.
const retryPause = 400 * time.Millisecond

// Open makes the Pool. Nothing is called before the first use. A nil random is crypto/rand's.
func Open(cfg aws.Config, pool, client string, now func() time.Time, random io.Reader) *Pool {
	api := cognito.NewFromConfig(cfg, func(o *cognito.Options) {
		// Exponential backoff with full jitter, which also covers TooManyRequestsException; short, because somebody is waiting.
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) { r.MaxAttempts, r.MaxBackoff = 3, retryPause })
	})
	return &Pool{api: api, pool: pool, client: client, now: now, random: random}
}

// Stored is a password as the pool gets it: base64url of SHA-256 of the password in Unicode's form NFC (RFC 8265, 4.2.2). Cognito takes no spaces at
// either end, and counts otherwise than people do; of this it takes any. In front stands one of every kind of character that a pool's policy can ask for.
func Stored(password string) string {
	sum := sha256.Sum256([]byte("portico password\x00" + norm.NFC.String(password)))
	return "Aa1." + base64.RawURLEncoding.EncodeToString(sum[:])
}

// Create makes somebody's user, confirmed, with a random password that nobody knows. It succeeds where there is one.
func (p *Pool) Create(ctx context.Context, id person.ID) error {
	password, err := person.RandomText(p.random)
	if err != nil {
		return err
	}
	_, err = p.api.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: &p.pool, Username: aws.String(string(id)), MessageAction: types.MessageActionTypeSuppress, TemporaryPassword: aws.String(Stored(password)),
	})
	if _, exists := errors.AsType[*types.UsernameExistsException](err); exists {
		return nil
	}
	return outcome("create user", err)
}

// SetPassword sets somebody's password for good.
func (p *Pool) SetPassword(ctx context.Context, id person.ID, password string) error {
	_, err := p.api.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: &p.pool, Username: aws.String(string(id)), Password: aws.String(Stored(password)), Permanent: true,
	})
	return outcome("set password", err)
}

// Revoke makes a refresh token, and the access tokens that came of it, worthless at the pool. Doing it again succeeds. The pool knows the client by its
// secret, and no rights of the caller's
// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html).
func (p *Pool) Revoke(ctx context.Context, refreshToken string) error {
	secret, err := p.clientSecret(ctx)
	if err != nil {
		return err
	}
	_, err = p.api.RevokeToken(ctx, &cognito.RevokeTokenInput{ClientId: &p.client, ClientSecret: &secret, Token: &refreshToken})
	return outcome("revoke token", err)
}

// clientSecret reads the client's secret, once.
func (p *Pool) clientSecret(ctx context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.secret != "" {
		return p.secret, nil
	}
	out, err := p.api.DescribeUserPoolClient(ctx, &cognito.DescribeUserPoolClientInput{UserPoolId: &p.pool, ClientId: &p.client})
	if err != nil {
		return "", outcome("read client", err)
	}
	if p.secret = aws.ToString(out.UserPoolClient.ClientSecret); p.secret == "" {
		return "", errors.New("read client: it has no secret")
	}
	return p.secret, nil
}

// secretHash is what a client with a secret adds to its calls
// (https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash).
func (p *Pool) secretHash(secret string, id person.ID) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "%s%s", id, p.client)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
