// Package setup wires a function: it reads its configuration from the environment, reports everything that is wrong with it at once, and starts it.
package setup

import (
	"fmt"
	"log/slog"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// The names of the variables.
const (
	Table            = "PORTICO_TABLE"             // name of the table
	OriginSecret     = "PORTICO_ORIGIN_SECRET"     // id of the secret that the front adds to requests
	ProofSecret      = "PORTICO_PROOF_SECRET"      // id of the secret that proofs are derived from
	SessionSecret    = "PORTICO_SESSION_SECRET"    // id of the secret of sessions
	Address          = "PORTICO_ADDRESS"           // the portal's address, e.g. https://help.example.com
	PortalSettings   = "PORTICO_PORTAL"            // JSON, see Portal
	UserPool         = "PORTICO_USER_POOL"         // id of the pool
	ClientID         = "PORTICO_CLIENT_ID"         // id of the pool's portal client
	MailQueue        = "PORTICO_MAIL_QUEUE"        // URL of the queue of mails
	DecisionQueue    = "PORTICO_DECISION_QUEUE"    // URL of the queue of wishes
	RevocationQueue  = "PORTICO_REVOCATION_QUEUE"  // URL of the queue of tokens to be revoked
	ConfigurationSet = "PORTICO_CONFIGURATION_SET" // name of SES's configuration set
	IncomingBucket   = "PORTICO_INCOMING_BUCKET"   // name of the bucket of raw incoming mails
	ImportQueue      = "PORTICO_IMPORT_QUEUE"      // URL of the queue of imports
	ImportBucket     = "PORTICO_IMPORT_BUCKET"     // name of the bucket of imports
	StorageAddress   = "PORTICO_STORAGE_ADDRESS"   // where browsers reach S3, if not at AWS's own address
	InvitationRate   = "PORTICO_INVITATION_RATE"   // most invitations a second of an import; 0 for what SES allows
)

// Environment reads a function's configuration. What is wrong is kept until Err tells it, all at once.
type Environment struct {
	Logger   *slog.Logger
	lookup   func(name string) (string, bool)
	problems []string
	aws      *aws.Config
}

// NewEnvironment makes an Environment that reads with lookup, as os.LookupEnv does.
func NewEnvironment(lookup func(name string) (string, bool), logger *slog.Logger) *Environment {
	return &Environment{Logger: logger, lookup: lookup}
}

// Text gives the variable name, which must not be empty.
func (e *Environment) Text(name string) string {
	value, ok := e.lookup(name)
	if !ok || strings.TrimSpace(value) == "" {
		e.wrong("%s is not set", name)
	}
	return value
}

// Optional gives the variable name, and nothing where it is not set.
func (e *Environment) Optional(name string) string {
	value, _ := e.lookup(name)
	return strings.TrimSpace(value)
}

// Number gives the variable name as a number that is not negative, and 0 where it is not set.
func (e *Environment) Number(name string) float64 {
	text := e.Optional(name)
	if text == "" {
		return 0
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value >= 0) || math.IsInf(value, 0) {
		e.wrong("%s is no number from 0 on", name)
	}
	return value
}

// URL gives the variable name, which must be an http or https address. A slash at its end is dropped.
func (e *Environment) URL(name string) string {
	value, ok := e.lookup(name)
	if !ok || value == "" {
		e.wrong("%s is not set", name)
		return ""
	}
	if !validURL(value) {
		e.wrong("%s is no http or https address", name)
	}
	return strings.TrimSuffix(value, "/")
}

// AWS gives the configuration of AWS's clients, from the variables that Lambda sets.
func (e *Environment) AWS() aws.Config {
	if e.aws == nil {
		token, _ := e.lookup("AWS_SESSION_TOKEN")
		endpoint, _ := e.lookup("AWS_ENDPOINT_URL")
		who := credentials.NewStaticCredentialsProvider(e.Text("AWS_ACCESS_KEY_ID"), e.Text("AWS_SECRET_ACCESS_KEY"), token)
		cfg := AWS(e.Text("AWS_REGION"), endpoint, who)
		e.aws = &cfg
	}
	return *e.aws
}

// Err tells everything that was wrong so far, and nil where nothing was.
func (e *Environment) Err() error {
	if len(e.problems) == 0 {
		return nil
	}
	return fmt.Errorf("configuration: %s", strings.Join(e.problems, "; "))
}

func (e *Environment) wrong(format string, args ...any) {
	e.problems = append(e.problems, fmt.Sprintf(format, args...))
}

func validURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
