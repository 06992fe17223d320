package stack

import (
	"net/http"
	"net/url"
)

// secureJar sends Secure cookies to the loopback address, as browsers do; Go's own jar wants https.
type secureJar struct{ http.CookieJar }

// SetCookies stores under the https form of u.
func (j secureJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.CookieJar.SetCookies(overTLS(u), cookies)
}

// Cookies gives what is stored under the https form of u.
func (j secureJar) Cookies(u *url.URL) []*http.Cookie { return j.CookieJar.Cookies(overTLS(u)) }

func overTLS(u *url.URL) *url.URL {
	c := *u
	c.Scheme = "https"
	return &c
}

// Cookie gives the value of a cookie that the browser holds, or empty.
func (b *Browser) Cookie(name string) string {
	u, err := url.Parse(b.stack.Portal)
	if err != nil {
		return ""
	}
	for _, cookie := range b.http.Jar.Cookies(u) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// SetCookie puts a cookie into the browser, e.g. a stolen one.
func (b *Browser) SetCookie(name, value string) {
	u, err := url.Parse(b.stack.Portal)
	if err != nil {
		return
	}
	b.http.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/", Secure: true}})
}
