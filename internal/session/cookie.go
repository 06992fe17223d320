package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
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
	generation, err := strconv.ParseInt(parts[1], 36, 32)
	if err != nil || generation < 1 || strconv.FormatInt(generation, 36) != parts[1] {
		return Handle{}, ErrForged
	}
	h := Handle{ID: parts[0], Generation: int(generation)}
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

// DeviceCookie gives the value that marks a device as one on which the holder of an address has signed in before: a device id, the key id, and an
// HMAC that binds the id to the address.
func DeviceCookie(ctx context.Context, keys Keys, device, addressKey string) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of devices: %w", err)
	}
	return strings.Join([]string{device, key.ID, encodeMAC(deviceMAC(key, device, addressKey))}, "."), nil
}

// KnownDevice gives the device id of a device cookie that was made for addressKey. ErrForged otherwise.
func KnownDevice(ctx context.Context, keys Keys, value, addressKey string) (string, error) {
	parts := strings.Split(value, ".")
	if len(parts) != 3 || !person.ValidID(parts[0]) {
		return "", ErrForged
	}
	key, err := keyOf(ctx, keys, parts[1])
	if err != nil {
		return "", err
	}
	if !rightMAC(parts[2], deviceMAC(key, parts[0], addressKey)) {
		return "", ErrForged
	}
	return parts[0], nil
}

func deviceMAC(key secrets.Key, device, addressKey string) []byte {
	m := hmac.New(sha256.New, key.Derive("device"))
	fmt.Fprintf(m, "%s|%s", device, addressKey)
	return m.Sum(nil)
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
