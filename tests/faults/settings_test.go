//go:build cloud

package faults

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/brand"
	"portico/internal/settings"
)

// sections are what the section of a name is changed to here; now is how the configuration has it. With what they say afterwards, all roads can be walked.
var sections = map[settings.Name]func(now map[string]any) map[string]any{
	settings.OfRegistration: func(map[string]any) map[string]any {
		return map[string]any{"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false}
	},
	settings.OfCompanies: func(map[string]any) map[string]any {
		return map[string]any{"companies": []any{map[string]any{"name": "Acme", "domains": []string{"acme.example"}}}}
	},
	settings.OfDenied: func(map[string]any) map[string]any { return map[string]any{"entries": []string{"evil.example"}} },
	settings.OfSignIn: func(map[string]any) map[string]any {
		return map[string]any{"secondFactor": "optional", "trustedDevices": true, "passwordMinLength": 13}
	},
	settings.OfPortal: func(now map[string]any) map[string]any {
		return map[string]any{"name": now["name"], "privacyUrl": "https://example.com/privacy"}
	},
	settings.OfServices: func(now map[string]any) map[string]any {
		known, _ := now["services"].([]any) // other roads have the first and the last of them
		return map[string]any{"services": slices.Insert(slices.Clone(known), 1, any(map[string]any{"name": "Ferry", "address": "ferry@portico.example"}))}
	},
	settings.OfQuickLinks: func(map[string]any) map[string]any {
		return map[string]any{"quickLinks": []any{map[string]any{"label": "Status", "url": "https://status.example.com"}}}
	},
}

// settingsRoads are all ways to change settings. The changes of a section write the same row, so they are walked one after the other.
func settingsRoads() []road {
	all := []road{{name: "an administrator uploads a logo", prepare: drawn, do: uploadLogo, functions: []string{"settings"}, late: true}}
	for _, name := range settings.Names {
		all = append(all, road{name: changing(name), prepare: governing(name), do: changeSection(name), functions: []string{"settings"}, late: true})
	}
	return all
}

// changing names the road of a section.
func changing(name settings.Name) string {
	return "an administrator changes the settings of " + string(name)
}

// section gives a section as an administrator sees it.
func (w *world) section(t *testing.T, name settings.Name) map[string]any {
	t.Helper()
	inSheet := map[settings.Name]string{settings.OfSignIn: "signIn", settings.OfQuickLinks: "quickLinks"}[name]
	if inSheet == "" {
		inSheet = string(name)
	}
	section, _ := w.admin.Get(t, "/api/settings").Body[inSheet].(map[string]any)
	return section
}

// governing is an administrator of their own for each change of a section, which is as the configuration has it. The rows of the change are found by who
// made it.
func governing(name settings.Name) func(*testing.T, *world) *subject {
	return func(t *testing.T, w *world) *subject {
		t.Helper()
		text := func(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }
		key := map[string]types.AttributeValue{"PK": text("SETTINGS#" + string(name)), "SK": text("SETTINGS")}
		if _, err := w.db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &w.table, Key: key}); err != nil {
			t.Fatal(err)
		}
		b, email := w.Administrator(t)
		s := &subject{b: b, email: email, section: sections[name](w.section(t, name))}
		if name == settings.OfPortal {
			logo := drawn(t, w)
			if done, answer := uploadLogo(t, w, logo); !done {
				t.Fatalf("no logo: %s", answer)
			}
			s.section["logo"] = logo.email
		}
		s.section["version"] = 0
		return s
	}
}

func changeSection(name settings.Name) func(*testing.T, *world, *subject) (bool, string) {
	return func(_ *testing.T, w *world, s *subject) (bool, string) {
		return answered(w.own(s, "/api/settings/"+string(name), s.section), http.StatusOK)
	}
}

// drawn is a picture that nobody has uploaded. Its one row is found by what names the picture.
func drawn(t *testing.T, w *world) *subject {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 24, 8))
	if _, err := rand.Read(picture.Pix); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	logo, err := brand.NewLogo(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return &subject{b: w.admin, email: string(logo.ID), section: map[string]any{"image": base64.StdEncoding.EncodeToString(file.Bytes())}}
}

func uploadLogo(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/settings/logo", "", s.section), http.StatusOK)
}

// knownOfSettings are the calls of every road of settings.
var knownOfSettings = func() map[string]string {
	known := map[string]string{"an administrator uploads a logo": `
		settings: GetItem GATE × 1
		settings: GetItem PERSON × 1
		settings: GetSecretValue × 1
		settings: TransactWriteItems GATE,LOGO × 1`}
	for name := range sections {
		logo := ""
		if name == settings.OfPortal {
			logo = "LOGO,"
		}
		known[changing(name)] = `
		settings: GetItem GATE × 1
		settings: GetItem PERSON × 1
		settings: GetItem SETTINGS × 1
		settings: GetSecretValue × 1
		settings: TransactWriteItems GATE,HISTORY,` + logo + `SETTINGS × 1`
	}
	return known
}()
