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

// DeviceParts gives browser and system of what Device said; either is empty where it was not recognised.
func DeviceParts(device string) (browser, system string) {
	if browser, system, both := strings.Cut(device, " on "); both {
		return browser, system
	}
	for _, entry := range systems {
		if entry[1] == device {
			return "", device
		}
	}
	return device, ""
}

func first(table [][2]string, text string) string {
	for _, entry := range table {
		if strings.Contains(text, entry[0]) {
			return entry[1]
		}
	}
	return ""
}
