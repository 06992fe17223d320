package sheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how a file's characters became bytes.
type Encoding string

// The encodings that files come in.
const (
	UTF8        Encoding = "utf-8"
	UTF16       Encoding = "utf-16"
	Windows1252 Encoding = "windows-1252"
)

var (
	markUTF8    = []byte("\xef\xbb\xbf")
	markUTF16BE = []byte("\xfe\xff")
	markUTF16LE = []byte("\xff\xfe")
	markZip     = []byte("PK\x03\x04")                       // Excel's and LibreOffice's workbooks
	markOLE     = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // older ones of Excel
)

// decode decides the encoding and gives the text, decoded while it is read. A byte order mark decides alone. Without one it is UTF-8 where more of the
// bytes beyond ASCII are UTF-8 than not, and Windows-1252 otherwise, which is what spreadsheets write in western Europe. One broken character does not
// turn a whole file of UTF-8 into another encoding; its line is refused instead.
func decode(content []byte) (Encoding, io.Reader, error) {
	switch {
	case bytes.HasPrefix(content, markZip), bytes.HasPrefix(content, markOLE):
		return "", nil, &Unreadable{Fault: Workbook}
	case bytes.HasPrefix(content, markUTF16BE), bytes.HasPrefix(content, markUTF16LE):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return UTF16, decoder.Reader(bytes.NewReader(content)), nil
	}
	content, marked := bytes.CutPrefix(content, markUTF8)
	if bytes.IndexByte(content, 0) >= 0 {
		return "", nil, &Unreadable{Fault: NotText}
	}
	good, bad := beyondASCII(content)
	if marked || bad == 0 || good > bad {
		return UTF8, bytes.NewReader(content), nil
	}
	if undefined(content) {
		return "", nil, &Unreadable{Fault: NotText}
	}
	return Windows1252, charmap.Windows1252.NewDecoder().Reader(bytes.NewReader(content)), nil
}

// beyondASCII counts the characters beyond ASCII that are UTF-8, and the bytes that are not.
func beyondASCII(content []byte) (good, bad int) {
	for len(content) > 0 {
		if content[0] < utf8.RuneSelf {
			content = content[1:]
			continue
		}
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		content = content[size:]
	}
	return good, bad
}

// undefined tells whether content has a byte that Windows-1252 gives no character.
func undefined(content []byte) bool {
	for _, b := range []byte{0x81, 0x8d, 0x8f, 0x90, 0x9d} {
		if bytes.IndexByte(content, b) >= 0 {
			return true
		}
	}
	return false
}
