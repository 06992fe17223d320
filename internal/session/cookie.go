package session

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"portico/internal/person"
	"portico/internal/secrets"
)

// The cookies. The prefix binds them to this host, over TLS, for every path (RFC 6265bis, 4.1.3.2).
const (
	CookieName = "__Host-portico"
	DeviceName = "__Host-portico-device"
)

// deviceLife is how long a device is known; browsers keep no cookie longer (RFC 6265bis, 5.5).
const deviceLife = 400 * 24 * time.Hour

// ErrForged means that a cookie was not made by this portal, or with a key that is gone.
var ErrForged = errors.New("forged cookie")

// Keys gives keys for sessions; *secrets.Keyring does.
type Keys interface {
	Current(ctx context.Context) (secrets.Key, error)
	ByID(ctx context.Context, id string) (secrets.Key, error)
}

// Handle is what a session cookie says once its MAC was found right.
type Handle struct {
	ID         string
	Generation int
}

// Cookie gives the cookie's value: session id, generation, key id and the handle, an HMAC-SHA256 of the first two, separated by dots.
func (h Handle) Cookie(ctx context.Context, keys Keys) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of sessions: %w", err)
	}
	return strings.Join([]string{h.ID, strconv.FormatInt(int64(h.Generation), 36), key.ID, encodeMAC(h.mac(key))}, "."), nil
}

// ParseCookie checks a value's MAC and gives what it says. ErrForged for anything that this portal did not make.
func ParseCookie(ctx context.Context, keys Keys, value string) (Handle, error) {
	parts := strings.Split(value, ".")
	if len(parts) != 4 || !person.ValidID(parts[0]) {
		return Handle{}, ErrForged
	}
	generation, ok := count(parts[1])
	if !ok {
		return Handle{}, ErrForged
	}
	h := Handle{ID: parts[0], Generation: generation}
	key, err := keyOf(ctx, keys, parts[2])
	if err != nil {
		return Handle{}, err
	}
	if !rightMAC(parts[3], h.mac(key)) {
		return Handle{}, ErrForged
	}
	return h, nil
}

func (h Handle) mac(key secrets.Key) []byte {
	m := hmac.New(sha256.New, key.Derive("session handle"))
	fmt.Fprintf(m, "%s|%d", h.ID, h.Generation)
	return m.Sum(nil)
}

// SetCookie is the Set-Cookie line for a session cookie. When the session ends is the row's business.
func SetCookie(value string) string { return line(CookieName, value, Life) }

// ClearCookie is the Set-Cookie line that removes the session cookie.
func ClearCookie() string { return line(CookieName, "", -1) }

// SetDevice is the Set-Cookie line for a device cookie.
func SetDevice(value string) string { return line(DeviceName, value, deviceLife) }

func line(name, value string, life time.Duration) string {
	age := int(life / time.Second)
	if life < 0 {
		age = -1
	}
	return (&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode}).String()
}

// Known is a device on which the holder of an address has signed in before, at the epoch that their gate had then. It is known as long as the gate
// has that epoch.
type Known struct {
	ID    string
	Epoch int
}

// Cookie gives the value that marks the device for addressKey: device id, epoch, key id, and an HMAC that binds the first two to the address.
func (k Known) Cookie(ctx context.Context, keys Keys, addressKey string) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of devices: %w", err)
	}
	return strings.Join([]string{k.ID, strconv.FormatInt(int64(k.Epoch), 36), key.ID, encodeMAC(k.mac(key, addressKey))}, "."), nil
}

// KnownDevice gives what a device cookie says that was made for addressKey. ErrForged otherwise. Whether the epoch is still the gate's is for the
// caller to see.
func KnownDevice(ctx context.Context, keys Keys, value, addressKey string) (Known, error) {
	parts := strings.Split(value, ".")
	if len(parts) != 4 || !person.ValidID(parts[0]) {
		return Known{}, ErrForged
	}
	epoch, ok := count(parts[1])
	if !ok {
		return Known{}, ErrForged
	}
	k := Known{ID: parts[0], Epoch: epoch}
	key, err := keyOf(ctx, keys, parts[2])
	if err != nil {
		return Known{}, err
	}
	if !rightMAC(parts[3], k.mac(key, addressKey)) {
		return Known{}, ErrForged
	}
	return k, nil
}

// Know gives a device that becomes a known one for addressKey at epoch, with the id that cookie, what it has now, gives it at that epoch already, and with
// a new one otherwise. A nil random is crypto/rand's.
func Know(ctx context.Context, keys Keys, random io.Reader, cookie, addressKey string, epoch int) (Known, error) {
	known, err := KnownDevice(ctx, keys, cookie, addressKey)
	if errors.Is(err, ErrForged) || err == nil && known.Epoch != epoch {
		known.Epoch = epoch
		known.ID, err = person.RandomText(random)
	}
	return known, err
}

// Renew gives the device of cookie, one that was made for addressKey at the epoch before, as it is known at the epoch after. Its id follows from the
// earlier one and the epoch, so of one cookie comes one device, however often it is renewed. ErrForged for every other cookie.
func Renew(ctx context.Context, keys Keys, cookie, addressKey string, before, after int) (Known, error) {
	known, err := KnownDevice(ctx, keys, cookie, addressKey)
	if err != nil {
		return Known{}, err
	}
	if known.Epoch != before {
		return Known{}, ErrForged
	}
	key, err := keys.Current(ctx)
	if err != nil {
		return Known{}, fmt.Errorf("key of devices: %w", err)
	}
	m := hmac.New(sha256.New, key.Derive("renewed device"))
	fmt.Fprintf(m, "%s|%d|%s", known.ID, after, addressKey)
	id, err := person.RandomText(bytes.NewReader(m.Sum(nil)))
	return Known{ID: id, Epoch: after}, err
}

func (k Known) mac(key secrets.Key, addressKey string) []byte {
	m := hmac.New(sha256.New, key.Derive("device"))
	fmt.Fprintf(m, "%s|%d|%s", k.ID, k.Epoch, addressKey)
	return m.Sum(nil)
}

// count reads a number from 1 in the one form that cookies have it in.
func count(text string) (int, bool) {
	n, err := strconv.ParseInt(text, 36, 32)
	return int(n), err == nil && n >= 1 && strconv.FormatInt(n, 36) == text
}

func keyOf(ctx context.Context, keys Keys, id string) (secrets.Key, error) {
	key, err := keys.ByID(ctx, id)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return secrets.Key{}, ErrForged
	}
	if err != nil {
		return secrets.Key{}, fmt.Errorf("key of cookie: %w", err)
	}
	return key, nil
}

func encodeMAC(mac []byte) string { return base64.RawURLEncoding.EncodeToString(mac) }

// rightMAC compares in constant time. It takes the one encoding that encodeMAC makes.
func rightMAC(given string, want []byte) bool {
	mac, err := base64.RawURLEncoding.Strict().DecodeString(given)
	return err == nil && hmac.Equal(mac, want)
}
