package stack

import (
	"net/http"
	"testing"
)

func TestAnAnswerThatIsNotAsTheContractSaysIsNoticed(t *testing.T) {
	request, err := http.NewRequest(http.MethodGet, "http://localhost:8080/api/portal", nil)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}}
	good := `{"name":"Portico","languages":["en"],"password":{"minLength":12,"maxLength":128},"ways":[]}`
	if err := conforms(request, &Answer{Status: 200, Header: header, Raw: []byte(good)}); err != nil {
		t.Errorf("a good answer is refused: %v", err)
	}
	for _, bad := range []string{`{}`, `{"name":"Portico","languages":["xx"],"password":{"minLength":12,"maxLength":128},"ways":[]}`, good[:len(good)-1] + `,"secret":1}`} {
		if conforms(request, &Answer{Status: 200, Header: header, Raw: []byte(bad)}) == nil {
			t.Errorf("%s is let pass", bad)
		}
	}
}
