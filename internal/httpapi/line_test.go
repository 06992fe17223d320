package httpapi

import "testing"

func TestALineHoldsNothingThatCannotBeSeen(t *testing.T) {
	for what, c := range map[string]struct{ text, wrong string }{
		"a name":                          {" Ann O\u2019Hara-Li\u00df 3rd ", ""},
		"a name with combining marks":     {"Zoe\u0308", ""},
		"Persian with a non-joiner":       {"\u0645\u06cc\u200c\u0634\u0648\u062f", ""},
		"Bengali with a joiner":           {"\u09b0\u200d\u09cd\u09af\u09be", ""},
		"Malayalam that ends with one":    {"\u0d05\u0d35\u0d28\u0d4d\u200d", ""},
		"Sinhala with one after a virama": {"\u0dc1\u0dca\u200d\u0dbb\u0dd3", ""},
		"Japanese with a variation":       {"\u845b\U000e0100\u57ce", ""},
		"nothing":                         {"", IsEmpty},
		"spaces":                          {" \u00a0\u3000 ", IsEmpty},
		"marks alone":                     {"\u0301\ufe0f", IsEmpty},
		"an override":                     {"Ann\u202egnp.exe", ControlCharacters},
		"an isolate":                      {"\u2067Ann", ControlCharacters},
		"an Arabic letter mark":           {"Ann\u061c", ControlCharacters},
		"a left-to-right mark":            {"Ann\u200e", ControlCharacters},
		"a zero-width space":              {"A\u200bnn", ControlCharacters},
		"a byte order mark":               {"\ufeffAnn", ControlCharacters},
		"a word joiner":                   {"A\u2060nn", ControlCharacters},
		"a soft hyphen":                   {"A\u00adnn", ControlCharacters},
		"tags":                            {"Ann\U000e0041", ControlCharacters},
		"a joiner between Latin letters":  {"A\u200dnn", ControlCharacters},
		"a non-joiner in front":           {"\u200c\u0645", ControlCharacters},
		"a non-joiner at the end":         {"\u0645\u200c", ControlCharacters},
		"two joiners":                     {"\u0645\u200c\u200c\u0645", ControlCharacters},
		"a joiner between two scripts":    {"\u0645\u200d\u0928", ControlCharacters},
		"a filler of Hangul":              {"\u3164", ControlCharacters},
		"an empty pattern of Braille":     {"Ann\u2800", ControlCharacters},
		"a line break":                    {"Ann\nBcc: x", ControlCharacters},
		"a line separator":                {"Ann\u2028B", ControlCharacters},
		"broken UTF-8":                    {"Ann\xff", ControlCharacters},
		"too much":                        {"12345678901234567890123456", TooLong},
	} {
		line, wrong := LineOf(c.text, 25)
		if wrong != c.wrong || (line == "") != (wrong != "") {
			t.Errorf("%s: %q, %q", what, line, wrong)
		}
	}
}
