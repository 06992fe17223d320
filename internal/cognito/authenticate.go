package cognito

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/alexrudd/cognito-srp/v4"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/vouch"
)

// Prove checks a password by SRP inside custom authentication: being asked for the custom challenge is the proof, and no token exists
// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html, custom authentication with
// SRP). identity.ErrRefused for a wrong password or an unknown user, after the same calls.
func (p *Pool) Prove(ctx context.Context, id person.ID, password string) (identity.Challenge, error) {
	secret, err := p.clientSecret(ctx)
	if err != nil {
		return identity.Challenge{}, err
	}
	srp, err := cognitosrp.NewCognitoSRP(string(id), Stored(password), p.pool, p.client, &secret)
	if err != nil {
		return identity.Challenge{}, fmt.Errorf("begin SRP: %w", err)
	}
	parameters := srp.GetAuthParams()
	parameters["CHALLENGE_NAME"] = "SRP_A"
	begun, refusal := p.initiate(ctx, types.AuthFlowTypeCustomAuth, parameters)
	if refusal != nil && !errors.Is(refusal, identity.ErrRefused) {
		return identity.Challenge{}, refusal
	}
	if refusal != nil { // no such user: go on all the same
		if begun, err = decoy(p.random, id); err != nil {
			return identity.Challenge{}, err
		}
	}
	if begun.ChallengeName != types.ChallengeNameTypePasswordVerifier {
		return identity.Challenge{}, fmt.Errorf("the pool asks %q for a password", begun.ChallengeName)
	}
	responses, err := srp.PasswordVerifierChallenge(begun.ChallengeParameters, p.now())
	if err != nil {
		return identity.Challenge{}, fmt.Errorf("answer SRP: %w", err)
	}
	answered, err := p.respond(ctx, begun.ChallengeName, begun.Session, responses, nil)
	if refusal != nil {
		return identity.Challenge{}, refusal
	}
	if err != nil {
		return identity.Challenge{}, err
	}
	if answered.ChallengeName != types.ChallengeNameTypeCustomChallenge || answered.AuthenticationResult != nil {
		return identity.Challenge{}, fmt.Errorf("the pool answers a password with %q", answered.ChallengeName)
	}
	return identity.Challenge{Person: id, Session: aws.ToString(answered.Session)}, nil
}

// Begin starts a custom authentication, which waits for a vouch.
func (p *Pool) Begin(ctx context.Context, id person.ID) (identity.Challenge, error) {
	secret, err := p.clientSecret(ctx)
	if err != nil {
		return identity.Challenge{}, err
	}
	begun, err := p.initiate(ctx, types.AuthFlowTypeCustomAuth, map[string]string{"USERNAME": string(id), "SECRET_HASH": p.secretHash(secret, id)})
	if err != nil {
		return identity.Challenge{}, err
	}
	if begun.ChallengeName != types.ChallengeNameTypeCustomChallenge {
		return identity.Challenge{}, fmt.Errorf("the pool asks %q for a vouch", begun.ChallengeName)
	}
	return identity.Challenge{Person: id, Session: aws.ToString(begun.Session)}, nil
}

// Redeem answers a challenge with a vouch and gives the tokens.
func (p *Pool) Redeem(ctx context.Context, c identity.Challenge, vouchID, answer string) (identity.Tokens, error) {
	secret, err := p.clientSecret(ctx)
	if err != nil {
		return identity.Tokens{}, err
	}
	answered, err := p.respond(ctx, types.ChallengeNameTypeCustomChallenge, &c.Session, map[string]string{
		"USERNAME": string(c.Person), "ANSWER": answer, "SECRET_HASH": p.secretHash(secret, c.Person),
	}, map[string]string{vouch.MetadataKey: vouchID})
	if err != nil {
		return identity.Tokens{}, err
	}
	return tokens(answered.AuthenticationResult)
}

// Refresh gives fresh tokens of the same session. identity.ErrRefused where the refresh token is not good any more.
func (p *Pool) Refresh(ctx context.Context, id person.ID, refreshToken string) (identity.Tokens, error) {
	secret, err := p.clientSecret(ctx)
	if err != nil {
		return identity.Tokens{}, err
	}
	out, err := p.initiate(ctx, types.AuthFlowTypeRefreshTokenAuth, map[string]string{
		"REFRESH_TOKEN": refreshToken, "SECRET_HASH": p.secretHash(secret, id),
	})
	if err != nil {
		return identity.Tokens{}, err
	}
	return tokens(out.AuthenticationResult)
}

func (p *Pool) initiate(ctx context.Context, flow types.AuthFlowType, parameters map[string]string) (*cognito.AdminInitiateAuthOutput, error) {
	out, err := p.api.AdminInitiateAuth(ctx, &cognito.AdminInitiateAuthInput{
		UserPoolId: &p.pool, ClientId: &p.client, AuthFlow: flow, AuthParameters: parameters,
	})
	return out, outcome("initiate "+string(flow), err)
}

// respond answers a challenge. It is sent again only where the pool had too much to do: an answer uses its session up, and a repeat of one whose
// reply was lost would look like a wrong answer.
func (p *Pool) respond(ctx context.Context, challenge types.ChallengeNameType, session *string, responses, metadata map[string]string) (*cognito.AdminRespondToAuthChallengeOutput, error) {
	out, err := p.api.AdminRespondToAuthChallenge(ctx, &cognito.AdminRespondToAuthChallengeInput{
		UserPoolId: &p.pool, ClientId: &p.client, ChallengeName: challenge, Session: session, ChallengeResponses: responses, ClientMetadata: metadata,
	}, onlyThrottled)
	return out, outcome("answer "+string(challenge), err)
}

func onlyThrottled(o *cognito.Options) {
	o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
		r.MaxAttempts, r.MaxBackoff = 3, retryPause
		r.Retryables = []retry.IsErrorRetryable{retry.RetryableErrorCode{Codes: map[string]struct{}{"TooManyRequestsException": {}}}}
	})
}

// decoy is what the pool would have asked of a user, so that somebody who is not there costs the same work and the same calls as somebody who is.
func decoy(random io.Reader, id person.ID) (*cognito.AdminInitiateAuthOutput, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [16 + 384 + 32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("read random bytes: %w", err)
	}
	block := base64.StdEncoding.EncodeToString(b[400:])
	return &cognito.AdminInitiateAuthOutput{
		ChallengeName: types.ChallengeNameTypePasswordVerifier, Session: &block,
		ChallengeParameters: map[string]string{
			"USERNAME": string(id), "USER_ID_FOR_SRP": string(id), "SALT": hex.EncodeToString(b[:16]), "SRP_B": hex.EncodeToString(b[16:400]), "SECRET_BLOCK": block,
		},
	}, nil
}
