package crockford

import "testing"

func TestATextIsReadHoweverPeopleTypeIt(t *testing.T) {
	text := Text([]byte{0, 1, 31, 32, 255, 17, 18, 21})
	if text != "01Z0ZHJN" || Groups(text) != "01Z0-ZHJN" || Groups(text[:3]) != "01Z" {
		t.Fatalf("%s, %s, %s", text, Groups(text), Groups(text[:3]))
	}
	for _, typed := range []string{"01Z0-ZHJN", "01z0zhjn", " oIz0\u00a0\u2013 ZHjn\t", "Olz0-zhJN", "0-1-Z-0-Z-H-J-N"} {
		if got, ok := Read(typed, 8); !ok || got != text {
			t.Errorf("%q is read as %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "01Z0ZHJ", "01Z0ZHJNN", "01Z0ZHJU", "01Z0ZHJ\u2100", "01Z0ZHJ\x00"} {
		if got, ok := Read(typed, 8); ok {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}
