package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/person"
	"portico/internal/proof"
)

// proofRow is the PROOF item.
type proofRow struct {
	ID         person.ProofID `dynamodbav:"id"`
	Purpose    proof.Purpose  `dynamodbav:"purpose"`
	Person     person.ID      `dynamodbav:"person"`
	KeyID      string         `dynamodbav:"keyId"`
	Generation int            `dynamodbav:"generation"`
	State      proof.State    `dynamodbav:"state"`
	Epoch      int            `dynamodbav:"epoch"`
	CreatedAt  int64          `dynamodbav:"createdAt"`
	ExpiresAt  int64          `dynamodbav:"expiresAt"`
	Attempt    string         `dynamodbav:"attempt,omitempty"`
	LeaseUntil int64          `dynamodbav:"leaseUntil,omitempty"`
	UsedAt     int64          `dynamodbav:"usedAt,omitempty"`
	Tries      int            `dynamodbav:"tries,omitempty"`
	Form       proof.Form     `dynamodbav:"form,omitempty"`
	Address    string         `dynamodbav:"address,omitempty"`
	AddressKey string         `dynamodbav:"addressKey,omitempty"`
	Mailed     bool           `dynamodbav:"mailed,omitempty"`
	TTL        int64          `dynamodbav:"ttl,omitempty"`
	Newcomer   *newcomerRow   `dynamodbav:"newcomer,omitempty"` // with a registration
}

// newcomerRow is who a registration makes a person of.
type newcomerRow struct {
	Name       string          `dynamodbav:"name"`
	Email      string          `dynamodbav:"email"`
	AddressKey string          `dynamodbav:"addressKey"`
	Language   person.Language `dynamodbav:"language"`
}

func newProofRow(p proof.Proof) proofRow {
	r := proofRow{
		ID: p.ID, Purpose: p.Purpose, Person: p.Person, KeyID: p.KeyID, Generation: p.Generation, State: p.State, Epoch: p.Epoch,
		CreatedAt: millis(p.CreatedAt), ExpiresAt: millis(p.ExpiresAt), Attempt: p.Attempt, LeaseUntil: millis(p.LeaseUntil),
		UsedAt: millis(p.UsedAt), Tries: p.Tries, Form: p.Form, Address: p.Address, AddressKey: p.AddressKey, Mailed: p.Mailed, TTL: proofTTL(p),
	}
	if p.Purpose == proof.Registration {
		n := newcomerRow(p.Newcomer)
		r.Newcomer = &n
	}
	return r
}

// proofTTL is when p's row goes. An invitation stays until it is used, however long it has expired: its next generation must be a higher one, or
// an old link would live again.
func proofTTL(p proof.Proof) int64 {
	switch {
	case p.State == proof.Used:
		return p.UsedAt.Add(proof.Remembered).Unix()
	case p.Purpose == proof.Activation:
		return 0
	default:
		return p.ExpiresAt.Add(proof.Remembered).Unix()
	}
}

func (r proofRow) proof() proof.Proof {
	p := proof.Proof{
		ID: r.ID, Purpose: r.Purpose, Person: r.Person, KeyID: r.KeyID, Generation: r.Generation, State: r.State, Epoch: r.Epoch,
		CreatedAt: fromMillis(r.CreatedAt), ExpiresAt: fromMillis(r.ExpiresAt), Attempt: r.Attempt, LeaseUntil: fromMillis(r.LeaseUntil),
		UsedAt: fromMillis(r.UsedAt), Tries: r.Tries, Form: r.Form, Address: r.Address, AddressKey: r.AddressKey, Mailed: r.Mailed,
	}
	if r.Newcomer != nil {
		p.Newcomer = proof.Newcomer(*r.Newcomer)
	}
	return p
}

// proofItem is p's whole item.
func proofItem(p proof.Proof) (map[string]types.AttributeValue, error) {
	return row(proofKey(p.ID), newProofRow(p))
}

// readProof gives the proof of an item.
func readProof(item map[string]types.AttributeValue) (proof.Proof, error) {
	var r proofRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return proof.Proof{}, err
	}
	return r.proof(), nil
}

// Proof reads a proof, strongly consistent. ErrNotFound where there is none, or none any more.
func (t *Table) Proof(ctx context.Context, id person.ProofID) (proof.Proof, error) {
	var r proofRow
	if err := t.get(ctx, proofKey(id), &r); err != nil {
		return proof.Proof{}, err
	}
	if expired(r.TTL, t.now()) {
		return proof.Proof{}, ErrNotFound
	}
	return r.proof(), nil
}

// Invitation reads somebody's invitation, strongly consistent; zero where there is none.
func (t *Table) Invitation(ctx context.Context, id person.ID) (proof.Proof, error) {
	p, err := t.Proof(ctx, person.InvitationID(id))
	return p, unlessMissing(err)
}

// expired tells whether a row with this ttl should be gone. DynamoDB deletes such rows days late.
func expired(ttl int64, now time.Time) bool { return ttl > 0 && ttl <= now.Unix() }
