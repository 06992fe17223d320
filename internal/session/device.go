package session

import "strings"

// names are looked for in this order, because browsers name each other.
var browsers = [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}

var systems = [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}

// Device says in a few words what a User-Agent is, e.g. "Firefox on Linux". It is empty where nothing is recognised, and never holds what was sent.
func Device(userAgent string) string {
	browser, system := first(browsers, userAgent), first(systems, userAgent)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " on " + system
}

func first(table [][2]string, text string) string {
	for _, entry := range table {
		if strings.Contains(text, entry[0]) {
			return entry[1]
		}
	}
	return ""
}
