package secrets_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"portico/internal/secrets"
)

// vault is a Secrets Manager with one secret, by stage, that counts its calls.
type vault struct {
	stages map[string]string
	calls  int
	down   bool
}

func (v *vault) GetSecretValue(_ context.Context, in *secretsmanager.GetSecretValueInput, _ ...func(*secretsmanager.Options)) (*secretsmanager.GetSecretValueOutput, error) {
	v.calls++
	if v.down {
		return nil, errors.New("down")
	}
	secret, ok := v.stages[*in.VersionStage]
	if !ok {
		return nil, &types.ResourceNotFoundException{}
	}
	return &secretsmanager.GetSecretValueOutput{SecretString: &secret}, nil
}

func TestAKeyIsReadOnceAndTheNextOneIsNoticed(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	v := &vault{stages: map[string]string{"AWSCURRENT": "first"}}
	ring := secrets.NewKeyring(v, "id", func() time.Time { return now })
	first, second := secrets.NewKey("first"), secrets.NewKey("second")
	ctx := context.Background()

	for range 3 {
		if key, err := ring.Current(ctx); err != nil || key.ID != first.ID {
			t.Fatalf("current: %v, %v", key.ID, err)
		}
		if _, err := ring.ByID(ctx, first.ID); err != nil {
			t.Fatal(err)
		}
	}
	if v.calls != 1 {
		t.Errorf("%d calls for one key", v.calls)
	}
	v.stages = map[string]string{"AWSCURRENT": "second", "AWSPREVIOUS": "first"}
	for _, key := range []secrets.Key{first, second} {
		if got, err := ring.ByID(ctx, key.ID); err != nil || got.ID != key.ID {
			t.Errorf("after the rotation %s is not known: %v", key.ID, err)
		}
	}
}

func TestAnUnknownKeyCostsTwoCallsAMinuteAtMost(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	v := &vault{stages: map[string]string{"AWSCURRENT": "first"}}
	ring := secrets.NewKeyring(v, "id", func() time.Time { return now })
	for range 100 {
		if _, err := ring.ByID(context.Background(), "ffffffff"); !errors.Is(err, secrets.ErrUnknownKey) {
			t.Fatalf("got %v", err)
		}
	}
	if v.calls != 3 { // the first look, then both stages
		t.Errorf("%d calls for a hundred forgeries", v.calls)
	}
	now = now.Add(2 * time.Minute)
	if _, err := ring.ByID(context.Background(), "ffffffff"); !errors.Is(err, secrets.ErrUnknownKey) || v.calls != 5 {
		t.Errorf("got %v after %d calls", err, v.calls)
	}
}

// aged is a warm ring that knows the keys "old" (current) and "older" (previous), and its clock.
func aged(t *testing.T) (*vault, *secrets.Keyring, *time.Time) {
	t.Helper()
	now := time.Unix(1_700_000_000, 0)
	v := &vault{stages: map[string]string{"AWSCURRENT": "old", "AWSPREVIOUS": "older"}}
	ring := secrets.NewKeyring(v, "id", func() time.Time { return now })
	if _, err := ring.ByID(t.Context(), secrets.NewKey("older").ID); err != nil {
		t.Fatal(err)
	}
	return v, ring, &now
}

func TestADroppedKeyIsDroppedInAWarmFunctionAfterFiveMinutes(t *testing.T) {
	v, ring, now := aged(t)
	v.stages = map[string]string{"AWSCURRENT": "newest", "AWSPREVIOUS": "newer"}
	*now = now.Add(5*time.Minute - time.Second)
	for _, kept := range []string{"old", "older"} {
		if _, err := ring.ByID(t.Context(), secrets.NewKey(kept).ID); err != nil {
			t.Errorf("before its age %s is gone: %v", kept, err)
		}
	}
	*now = now.Add(time.Second)
	for _, dropped := range []string{"old", "older"} {
		if _, err := ring.ByID(t.Context(), secrets.NewKey(dropped).ID); !errors.Is(err, secrets.ErrUnknownKey) {
			t.Errorf("%s, which was dropped, is good still: %v", dropped, err)
		}
	}
	if key, err := ring.Current(t.Context()); err != nil || key.ID != secrets.NewKey("newest").ID {
		t.Errorf("the current key is %s, %v", key.ID, err)
	}
}

func TestCurrentIsReadAgainByAge(t *testing.T) {
	v, ring, now := aged(t)
	v.stages["AWSCURRENT"], v.stages["AWSPREVIOUS"] = "newer", "old"
	*now = now.Add(5 * time.Minute)
	if key, err := ring.Current(t.Context()); err != nil || key.ID != secrets.NewKey("newer").ID {
		t.Errorf("the current key is %s, %v", key.ID, err)
	}
}

func TestKeysThatCannotBeReadAgainGoOnAndAreTriedOnceAMinute(t *testing.T) {
	v, ring, now := aged(t)
	v.down, v.calls = true, 0
	*now = now.Add(5 * time.Minute)
	for range 10 {
		if key, err := ring.Current(t.Context()); err != nil || key.ID != secrets.NewKey("old").ID {
			t.Fatalf("the current key is %s, %v", key.ID, err)
		}
		if _, err := ring.ByID(t.Context(), secrets.NewKey("older").ID); err != nil {
			t.Fatal(err)
		}
	}
	if v.calls != 1 {
		t.Errorf("%d calls", v.calls)
	}
	v.down, v.stages["AWSCURRENT"] = false, "newer"
	*now = now.Add(time.Minute)
	if key, err := ring.Current(t.Context()); err != nil || key.ID != secrets.NewKey("newer").ID {
		t.Errorf("once it can be read again, the current key is %s, %v", key.ID, err)
	}
}
