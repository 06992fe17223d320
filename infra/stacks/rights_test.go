package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Actions, so that the table below stays readable.
const (
	origin   = "secretsmanager:GetSecretValue OriginKey.Id"
	proofs   = "secretsmanager:GetSecretValue ProofKey.Id"
	sessions = "secretsmanager:GetSecretValue SessionKey.Id"
	rawMails = "s3:GetObject IncomingMails.Arn/incoming/*"
	signIn   = "cognito-idp:AdminInitiateAuth cognito-idp:AdminRespondToAuthChallenge cognito-idp:DescribeUserPoolClient Pool.Arn"
)

func rows(actions ...string) string {
	return "dynamodb:" + strings.Join(actions, " dynamodb:") + " Table.Arn"
}

func poll(queue string) string {
	return "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes " + queue + ".Arn"
}

var (
	write  = []string{"PutItem", "UpdateItem", "ConditionCheckItem"}
	remove = []string{"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
	handOn = "sqs:SendMessage MailQueue.Arn DecisionQueue.Arn RevocationQueue.Arn"
)

// reading, writing, removing (which is writing, too) and listing are rights on rows with the partition keys of some kinds.
func reading(kinds string) string  { return rows("GetItem") + keys(kinds) }
func writing(kinds string) string  { return rows(write...) + keys(kinds) }
func removing(kinds string) string { return rows(remove...) + keys(kinds) }
func listing(kinds string) string  { return rows("Query") + keys(kinds) }

func keys(kinds string) string {
	line := " if"
	for kind := range strings.FieldsSeq(kinds) {
		if line += " " + kind; kind != "ADMINISTRATORS" && kind != "IMPORTTURN" && !strings.HasPrefix(kind, "SETTINGS#") {
			line += "#*"
		}
	}
	return line
}

// wantRights is everything that each function may do, beside writing to its own log.
var wantRights = map[string][]string{
	"portal": {origin, reading("LOGO SETTINGS#portal SETTINGS#registration SETTINGS#sign-in")},
	"verify": {
		origin, proofs, reading("ADDRESS GATE PERSON PROOF SETTINGS#companies SETTINGS#denied SETTINGS#registration"),
		rows("UpdateItem") + keys("RATE"), rows("PutItem") + keys("REQUEST"),
	},
	"signup": {origin, proofs, reading("PROOF"), rows("PutItem", "UpdateItem") + keys("RATE REGISTRATION REQUEST")},
	"activate": {
		origin, proofs, sessions, reading("ADDRESS GATE PERSON PROOF SETTINGS#companies SETTINGS#denied SETTINGS#portal SETTINGS#registration SETTINGS#sign-in"),
		removing("ADDRESS ADMINISTRATORS GATE HISTORY PERSON PROOF RATE REVOCATION SESSION VOUCH WORD#agent WORD#customer"),
		"cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword " + signIn,
	},
	"reset": {
		origin, proofs, sessions, reading("GATE PERSON PROOF SETTINGS#portal SETTINGS#sign-in"), writing("GATE HISTORY OUTBOX PROOF RATE REQUEST REVOCATION SESSION VOUCH"),
		"cognito-idp:AdminSetUserPassword " + signIn,
	},
	"sessions": {
		origin, proofs, sessions, reading("ADDRESS DEVICE GATE PERSON PROOF SESSION SETTINGS#sign-in"), writing("DEVICE FLOW GATE HISTORY OUTBOX RATE REQUEST REVOCATION SESSION VOUCH"), signIn,
	},
	"profile": {
		origin, sessions, reading("GATE PERSON PROOF SESSION SETTINGS#sign-in"), removing("DEVICE GATE HISTORY OUTBOX PERSON RATE REVOCATION WORD#agent WORD#customer"),
		listing("DEVICE"),
	},
	"credentials": {
		origin, proofs, sessions, reading("GATE IDEMPOTENCY PERSON PROOF SESSION SETTINGS#companies SETTINGS#denied SETTINGS#portal SETTINGS#registration SETTINGS#sign-in"),
		removing("ADDRESS GATE HISTORY IDEMPOTENCY OUTBOX PERSON PROOF RATE REQUEST REVOCATION SESSION WORD#agent WORD#customer"),
		"cognito-idp:AdminSetUserPassword " + signIn,
	},
	"home": {origin, reading("GATE PERSON SETTINGS#quick-links SETTINGS#services"), "dynamodb:Query Table.Arn/index/GSI1" + keys("REQUESTS")},
	"tickets": {
		origin, proofs, reading("GATE IDEMPOTENCY PERSON REFERENCE SETTINGS#services TICKET"), rows("BatchGetItem") + keys("TICKET"),
		rows("PutItem", "UpdateItem", "ConditionCheckItem") +
			keys("GATE HISTORY IDEMPOTENCY OUTBOX RATE REFERENCE REQUEST TICKET WORD#REQUESTS WORD#TICKETS"),
		listing("TICKET WORD#REQUESTS"), "dynamodb:Query Table.Arn/index/GSI1" + keys("REQUESTS"),
	},
	"desk": {
		origin, proofs, reading("CHOICES GATE IDEMPOTENCY INCOMING PERSON REFERENCE SETTINGS#services TICKET"), rows("BatchGetItem") + keys("TICKET"),
		removing("CHOICES GATE HISTORY IDEMPOTENCY LISTENERS NOTES OUTBOX TICKET"), listing("NOTES TICKET WORD#TICKETS"),
		"dynamodb:Query Table.Arn/index/GSI1 Table.Arn/index/GSI2 Table.Arn/index/GSI3 Table.Arn/index/GSI4" +
			keys("ASSIGNEE CLOSED HELD PEOPLE#agent QUEUE REQUESTS SERVICE UNASSIGNED"),
	},
	"settings": {
		origin, reading("GATE PERSON SETTINGS"), rows("PutItem", "UpdateItem", "ConditionCheckItem") + keys("GATE HISTORY LOGO SETTINGS"),
	},
	"audit": {
		origin, proofs, reading("ADDRESS GATE PERSON"), rows("PutItem") + keys("HISTORY"), listing("HISTORY"),
		"dynamodb:Query Table.Arn/index/GSI1 Table.Arn/index/GSI2 Table.Arn/index/GSI3" + keys("ACTION ACTOR AUDIT"),
	},
	"people": {
		origin, proofs, reading("GATE PERSON PROOF SETTINGS#companies"), removing("ADMINISTRATORS GATE HISTORY PERSON REVOCATION WORD#agent WORD#customer"),
		listing("HISTORY WORD#agent WORD#customer"), "dynamodb:Query Table.Arn/index/GSI1 Table.Arn/index/GSI2" + keys("MAILS PEOPLE"),
	},
	"imports": {
		origin, proofs, reading("GATE IMPORT PERSON"), removing("GATE HISTORY IMPORT IMPORTTURN RATE"),
		"dynamodb:Query Table.Arn/index/GSI2" + keys("IMPORTS"), "sqs:SendMessage ImportQueue.Arn", "s3:PutObject Imports.Arn/uploads/*",
		"s3:PutObject s3:GetObject Imports.Arn/reports/*",
	},
	"register": {
		origin, proofs, reading("ADDRESS GATE PERSON PROOF SETTINGS#companies"), writing("ADDRESS ADMINISTRATORS GATE HISTORY IDEMPOTENCY OUTBOX PERSON PROOF WORD#agent WORD#customer"),
		listing("HISTORY"), "dynamodb:Query Table.Arn/index/GSI1 Table.Arn/index/GSI2" + keys("MAILS PEOPLE"),
	},

	"auth-triggers": {reading("VOUCH GATE SETTINGS#sign-in"), rows("UpdateItem") + keys("VOUCH")},

	"notify": {"dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator Table.StreamArn", handOn, "sqs:SendMessage ChangeDeadLetters.Arn"},
	"decide": {
		reading("ADDRESS CHOICES FLOW GATE PERSON PROOF RATE REGISTRATION REQUEST SETTINGS#companies SETTINGS#denied SETTINGS#registration TICKET"),
		rows("PutItem", "UpdateItem", "ConditionCheckItem") + keys("ADDRESS GATE HISTORY OUTBOX PROOF RATE REGISTRATION REQUEST"), listing("LISTENERS"), proofs,
		poll("DecisionQueue"),
	},
	"mailer": {
		reading("FLOW GATE OUTBOX PERSON PROOF REGISTRATION SETTINGS#portal SETTINGS#services THREAD TICKET"), rows("UpdateItem") + keys("OUTBOX THREAD"), proofs, poll("MailQueue"), "sqs:SendMessage MailQueue.Arn",
		"ses:SendRawEmail arn:${AWS::Partition}:ses:eu-central-1:${AWS::AccountId}:identity/example.com" +
			" arn:${AWS::Partition}:ses:eu-central-1:${AWS::AccountId}:configuration-set/ConfigurationSet",
	},
	"revoke": {
		reading("GATE REVOCATION SESSION"), rows("UpdateItem") + keys("GATE"), rows("DeleteItem") + keys("REVOCATION SESSION"), sessions,
		"cognito-idp:DescribeUserPoolClient Pool.Arn", poll("RevocationQueue"),
	},
	"inbound-email": {
		reading("ADDRESS GATE INCOMING PERSON SETTINGS#denied SETTINGS#services"),
		rows("PutItem", "UpdateItem", "ConditionCheckItem") + keys("COPY GATE INCOMING RATE REFERENCE REQUEST TICKET WORD#REQUESTS WORD#TICKETS"),
		proofs, poll("IncomingQueue"), rawMails,
	},
	"importer": {
		reading("IMPORT SETTINGS#denied SETTINGS#services"), rows("BatchGetItem") + keys("ADDRESS"), removing("ADDRESS GATE HISTORY IMPORT IMPORTTURN OUTBOX PERSON PROOF WORD#customer"), proofs,
		poll("ImportQueue"), "sqs:SendMessage ImportQueue.Arn", "s3:GetObject s3:DeleteObject Imports.Arn/uploads/*", "s3:ListBucket Imports.Arn",
		"ses:GetSendQuota *",
	},
	"sweep": {rows("UpdateItem") + keys("IMPORT OUTBOX REQUEST REVOCATION"), "dynamodb:Query Table.Arn/index/GSI1" + keys("UNDONE"), handOn + " ImportQueue.Arn"},
}

func TestEachFunctionMayDoWhatTheTableSaysAndNothingElse(t *testing.T) {
	c := onAWS()
	lambdas := c.lambdas()
	if got := slices.Sorted(maps.Keys(lambdas)); !slices.Equal(got, functions) {
		t.Fatalf("functions:\n got %v\nwant %v", got, functions)
	}
	for name, lambda := range lambdas {
		role := c.role(t, lambda)
		want := append([]string{"logs:CreateLogStream logs:PutLogEvents " + identifier(name) + "Log.Arn"}, wantRights[name]...)
		got := c.rights(role)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

func TestEveryRightOnRowsNamesTheirKeysAndOnlyTheRoadsToASessionWriteVouches(t *testing.T) {
	c := onAWS()
	var vouching []string
	for name, lambda := range c.lambdas() {
		for _, right := range c.rights(c.role(t, lambda)) {
			if !strings.HasPrefix(right, "dynamodb:") || strings.Contains(right, "/index/") || strings.Contains(right, "Table.StreamArn") {
				continue
			}
			if !strings.Contains(right, " if ") {
				t.Errorf("%s may touch every row: %s", name, right)
			}
			if strings.Contains(right, "PutItem") && strings.Contains(right, "VOUCH#*") {
				vouching = append(vouching, name)
			}
		}
	}
	slices.Sort(vouching)
	if want := []string{"activate", "reset", "sessions"}; !slices.Equal(vouching, want) {
		t.Errorf("%v write vouches, want %v", vouching, want)
	}
}

func TestStatementsOfARoleHaveNamesOfTheirOwn(t *testing.T) {
	for _, role := range onAWS().all("AWS::IAM::Role") {
		seen := map[any]bool{}
		for _, policy := range role.get("Policies").([]any) {
			for _, s := range get(policy, "PolicyDocument", "Statement").([]any) {
				if sid := get(s, "Sid"); seen[sid] {
					t.Errorf("%s/%s has two statements %v, which IAM refuses", role.stack, role.id, sid)
				} else {
					seen[sid] = true
				}
			}
		}
	}
}

func TestRolesAreTheFunctionsOwnAndHoldNothingBesideTheirRights(t *testing.T) {
	c := onAWS()
	used := map[string]int{}
	for name, lambda := range c.lambdas() {
		role := c.role(t, lambda)
		used[role.stack+"/"+role.id]++
		if role.get("ManagedPolicyArns") != nil {
			t.Errorf("%s: a managed policy", name)
		}
		if got := c.text(role.stack, role.get("AssumeRolePolicyDocument", "Statement", 0, "Principal", "Service")); got != "lambda.amazonaws.com" {
			t.Errorf("%s: assumed by %s", name, got)
		}
	}
	for _, role := range c.all("AWS::IAM::Role") {
		if used[role.stack+"/"+role.id] != 1 {
			t.Errorf("role %s/%s is used by %d functions, want one", role.stack, role.id, used[role.stack+"/"+role.id])
		}
	}
	for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"} {
		for _, policy := range c.all(kind) {
			t.Errorf("%s/%s: rights beside the roles' own", policy.stack, policy.id)
		}
	}
}

func TestNoPolicyAllowsAnythingToEverybodyOrEverything(t *testing.T) {
	for _, c := range []cloud{onAWS(), onLocal()} {
		for _, role := range c.all("AWS::IAM::Role") {
			for _, s := range role.get("Policies").([]any) {
				for _, statement := range get(s, "PolicyDocument", "Statement").([]any) {
					if bounded(c, role.stack, statement) {
						continue
					}
					for _, what := range append(c.texts(role.stack, get(statement, "Action")), c.texts(role.stack, get(statement, "Resource"))...) {
						if strings.Contains(what, "*") && !strings.HasSuffix(rawMails, " "+what) {
							t.Errorf("%s/%s: %s", role.stack, role.id, what)
						}
					}
				}
			}
		}
		for _, kind := range []string{"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"} {
			for _, policy := range c.all(kind) {
				for _, statement := range policy.get("PolicyDocument", "Statement").([]any) {
					if get(statement, "Effect") == "Deny" {
						continue
					}
					if strings.Contains(strings.Join(c.texts(policy.stack, get(statement, "Action")), " "), "*") || get(statement, "Principal", "Service") == nil {
						t.Errorf("%s/%s allows too much: %v", policy.stack, policy.id, statement)
					}
				}
			}
		}
		for _, permission := range c.all("AWS::Lambda::Permission") {
			if permission.get("SourceArn") == nil {
				t.Errorf("%s/%s: any source may call", permission.stack, permission.id)
			}
		}
	}
}

// bounded tells whether a star in a statement stands for no more than it must: the objects under one prefix of a bucket, or all that SES has for its quota.
func bounded(c cloud, stack string, statement any) bool {
	actions, resources := strings.Join(c.texts(stack, get(statement, "Action")), " "), c.texts(stack, get(statement, "Resource"))
	if actions == "ses:GetSendQuota" {
		return true
	}
	return !strings.Contains(actions, "*") && len(resources) == 1 && (resources[0] == "Imports.Arn/uploads/*" || resources[0] == "Imports.Arn/reports/*")
}

func TestTheTriggersAreInvokableByThePoolOnly(t *testing.T) {
	c := onAWS()
	var callers []string
	for _, p := range c.all("AWS::Lambda::Permission") {
		if c.lambdaOf(c.text(p.stack, p.get("FunctionName"))) == "auth-triggers" {
			callers = append(callers, fmt.Sprint(p.get("Principal"), " ", c.text(p.stack, p.get("SourceArn"))))
		}
	}
	if want := []string{"cognito-idp.amazonaws.com Pool.Arn"}; !slices.Equal(callers, want) {
		t.Errorf("callers %v, want %v", callers, want)
	}
}

// role gives the role of a function.
func (c cloud) role(t *testing.T, lambda *resource) *resource {
	t.Helper()
	id := strings.TrimSuffix(c.text(lambda.stack, lambda.get("Role")), ".Arn")
	for _, role := range c.all("AWS::IAM::Role") {
		if role.stack == lambda.stack && role.id == id {
			return role
		}
	}
	t.Fatalf("%s has no role of its own", lambda.id)
	return nil
}

// rights reads a role's statements as: actions, resources, if keys.
func (c cloud) rights(role *resource) []string {
	var all []string
	for _, policy := range role.get("Policies").([]any) {
		for _, s := range get(policy, "PolicyDocument", "Statement").([]any) {
			line := strings.Join(append(c.texts(role.stack, get(s, "Action")), c.texts(role.stack, get(s, "Resource"))...), " ")
			if condition := get(s, "Condition"); condition != nil {
				keys := get(condition, "ForAllValues:StringLike", "dynamodb:LeadingKeys")
				line += " if " + strings.Join(c.texts(role.stack, keys), " ")
			}
			if effect := get(s, "Effect"); effect != "Allow" {
				line = fmt.Sprint(effect) + " " + line
			}
			all = append(all, line)
		}
	}
	return all
}
