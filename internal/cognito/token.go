package cognito

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"portico/internal/identity"
)

var errToken = errors.New("the pool's token cannot be read")

// tokens reads the access token's claims. Its signature is the gateway's matter: here it comes straight from the pool.
func tokens(result *types.AuthenticationResultType) (identity.Tokens, error) {
	if result == nil {
		return identity.Tokens{}, errors.New("the pool gives no tokens")
	}
	claims, err := claimsOf(aws.ToString(result.AccessToken))
	if err != nil {
		return identity.Tokens{}, err
	}
	seconds, err := strconv.ParseInt(claims["exp"], 10, 64)
	if err != nil {
		return identity.Tokens{}, fmt.Errorf("%w: exp: %w", errToken, err)
	}
	return identity.Tokens{
		Access: *result.AccessToken, Refresh: aws.ToString(result.RefreshToken), Claims: claims, ExpiresAt: time.Unix(seconds, 0).UTC(),
	}, nil
}

// claimsOf gives the claims that are texts or numbers, as texts, the way the gateway's authorizer does.
func claimsOf(token string) (map[string]string, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, errToken
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errToken, err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(payload, &raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errToken, err)
	}
	claims := make(map[string]string, len(raw))
	for name, value := range raw {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		claims[name] = text
	}
	return claims, nil
}
