package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestH18_APastedLogKeepsItsWordsAndLosesItsColours(t *testing.T) {
	for name, c := range map[string]struct{ pasted, want string }{
		"plain":                        {"two\nlines\tand a tab", "two\nlines\tand a tab"},
		"every end of a line":          {"a\r\nb\rc\u0085d\u2028e\u2029f\vg\fh", "a\nb\nc\nd\ne\nf\ng\nh"},
		"colours":                      {"\x1b[1;31mERROR\x1b[0m disk \x1b[38;5;208mfull\x1b[m", "ERROR disk full"},
		"moves of the cursor":          {"10 %\x1b[2K\x1b[1G20 %\x1b[?25h", "10 %20 %"},
		"an 8-bit sequence":            {"\u009b31mred\u009bm", "red"},
		"the title of a window":        {"\x1b]0;root@host\x07$ ls", "$ ls"},
		"a link":                       {"\x1b]8;;https://evil.example/\x1b\\our docs\x1b]8;;\x1b\\", "our docs"},
		"a title that never ends":      {"\x1b]0;this stays\nand this", "]0;this stays\nand this"},
		"a colour that never ends":     {"\x1b[31\nred", "[31\nred"},
		"a sequence around another":    {"\x1b\x1b[31m[31mred", "[31mred"},
		"a character set":              {"\x1b(Bplain\x1b)0", "plain"},
		"NUL":                          {"Dear\x00 team", "Dear team"},
		"bells and backspaces":         {"a\x07b\x08c\x7f", "abc"},
		"C1":                           {"a\u0080b\u008dc\u009fd", "abcd"},
		"a raw byte of C1":             {"a\x9b31mb", "a\ufffd31mb"},
		"an override":                  {"invoice\u202efdp.exe", "invoicefdp.exe"},
		"an embedding":                 {"call \u202a+49 30\u202c now", "call +49 30 now"},
		"isolates":                     {"\u2066a\u2067b\u2068c\u2069", "abc"},
		"a byte order mark":            {"\ufeffa", "a"},
		"marks that writing needs":     {"نمی\u200cخواهم \u200f(A)\u200e 👩\u200d💻", "نمی\u200cخواهم \u200f(A)\u200e 👩\u200d💻"},
		"what another program spoiled": {"Gr\ufffd\ufffde", "Gr\ufffd\ufffde"},
		"nothing but signs":            {"\x1b[0m\x00\u202e", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Lines(c.pasted); got != c.want {
				t.Errorf("%+q became %+q, want %+q", c.pasted, got, c.want)
			}
		})
	}
}

func FuzzLines(f *testing.F) {
	for _, seed := range []string{"\x1b[1;31mERROR\x1b[0m", "\x1b]0;\x1b\x1b[31m[31m", "a\r\n\u009b\x9b\u202e", strings.Repeat("\x1b[", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pasted string) {
		got := Lines(pasted)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Errorf("%+q became %+q", pasted, got)
		}
		if again := Lines(got); again != got {
			t.Errorf("%+q became %+q and then %+q", pasted, got, again)
		}
		if utf8.RuneCountInString(got) > utf8.RuneCountInString(pasted) {
			t.Errorf("%+q has grown to %+q", pasted, got)
		}
	})
}
