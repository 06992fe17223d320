package stack

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
	"time"
)

// Form posts a file as the pages do: the fields as they were given, then the file. It gives the answer's status.
func (s *Stack) Form(t testing.TB, upload map[string]any, content []byte) int {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields, _ := upload["fields"].(map[string]any)
	for name, value := range fields {
		text, _ := value.(string)
		if err := form.WriteField(name, text); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "people.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	url, _ := upload["url"].(string)
	request, err := http.NewRequest(http.MethodPost, url, &body)
	if err != nil {
		t.Fatalf("the form's address: %v", err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", s.Portal)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatalf("post a file: %v", err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	if response.StatusCode < 300 && response.Header.Get("Access-Control-Allow-Origin") != s.Portal {
		t.Errorf("a page of the portal may not see that its file has arrived: %v", response.Header)
	}
	return response.StatusCode
}

// Import uploads a file, has it checked, and gives the import once it is no longer being checked.
func (s *Stack) Import(t testing.TB, b *Browser, content string) map[string]any {
	t.Helper()
	made := b.Post(t, "/api/imports", Key(), map[string]any{"fileName": "people.csv", "size": len(content)})
	upload, _ := made.Body["upload"].(map[string]any)
	if made.Status != http.StatusCreated || upload == nil {
		t.Fatalf("no form: %s", made)
	}
	if status := s.Form(t, upload, []byte(content)); status >= 300 {
		t.Fatalf("the file was refused with %d", status)
	}
	record, _ := made.Body["import"].(map[string]any)
	id, _ := record["id"].(string)
	if checked := b.Post(t, "/api/imports/"+id+"/check", "", struct{}{}); checked.Status != http.StatusOK {
		t.Fatalf("not checked: %s", checked)
	}
	return s.WaitImport(t, b, id, time.Minute)
}

// WaitImport waits until nobody is at work on an import, and gives it.
func (s *Stack) WaitImport(t testing.TB, b *Browser, id string, patience time.Duration) map[string]any {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		answer := b.Get(t, "/api/imports/"+id)
		if answer.Status != http.StatusOK {
			t.Fatalf("no import: %s", answer)
		}
		if state := answer.Body["state"]; state != "checking" && state != "running" {
			return answer.Body
		}
		if time.Now().After(deadline) {
			t.Fatalf("the import does not end: %s", answer)
		}
	}
}
