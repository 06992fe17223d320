package client

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

// Cookie gives the value of a cookie that the client holds, or empty.
func (c *Client) Cookie(name string) string {
	for _, cookie := range c.http.Jar.Cookies(c.portal) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// SetCookie puts a cookie into the client, e.g. a stolen one.
func (c *Client) SetCookie(name, value string) {
	c.http.Jar.SetCookies(c.portal, []*http.Cookie{{Name: name, Value: value, Path: "/", Secure: true}})
}
