package lines

import "testing"

func TestALineIsFoundWholeOrNotAtAll(t *testing.T) {
	const list = "a.example\nab.example\nb.example\nz.example\n"
	for line, want := range map[string]bool{
		"a.example": true, "ab.example": true, "b.example": true, "z.example": true,
		"": false, "a": false, ".example": false, "example": false, "a.example\n": false, "zz.example": false, "0": false, "b.example\nz.example": false,
	} {
		if Contains(list, line) != want {
			t.Errorf("%q: want %v", line, want)
		}
	}
	if Contains("", "a") {
		t.Error("found in an empty list")
	}
}
