package mail

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/outbox"
	"portico/internal/person"
)

func TestEveryLanguageHasAllWordsWithTheSamePlaces(t *testing.T) {
	english := places(reflect.ValueOf(catalogue("en")))
	for _, language := range person.Languages {
		words := catalogue(language)
		for path, text := range texts("", reflect.ValueOf(words)) {
			if strings.TrimSpace(text) == "" && !mayBeEmpty(path) {
				t.Errorf("%s: %s is empty", language, path)
			}
		}
		if got := places(reflect.ValueOf(words)); !reflect.DeepEqual(got, english) {
			t.Errorf("%s has other places in its words than English:\n%v\n%v", language, got, english)
		}
	}
}

func TestLanguagesDiffer(t *testing.T) {
	english := texts("", reflect.ValueOf(catalogue("en")))
	for _, language := range person.Languages[1:] {
		for path, text := range texts("", reflect.ValueOf(catalogue(language))) {
			same := strings.HasPrefix(path, ".Months") || english[path] == ""
			if text == english[path] && !same {
				t.Errorf("%s is the same in %s as in English", path, language)
			}
		}
	}
}

func TestAKindWithoutWordsIsRefused(t *testing.T) {
	if _, err := examplePortal().Write(Letter{Kind: "greeting"}); !errors.Is(err, ErrNoWords) {
		t.Errorf("got %v", err)
	}
}

func TestAnUnknownLanguageGetsTheDefault(t *testing.T) {
	content, err := examplePortal().Write(Letter{Kind: outbox.PasswordChanged, Language: "xx"})
	if err != nil || content.Language != "en" {
		t.Errorf("got %q, %v", content.Language, err)
	}
}

func TestInstantsAreInWordsWithTheirZone(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 59, 59, 0, time.FixedZone("west", -3600))
	for language, want := range map[person.Language]string{
		"en": "Friday, 1 January 2027, 00:59 UTC", "fr": "vendredi 1er janvier 2027 à 00:59 UTC", "it": "venerdì 1 gennaio 2027, ore 00:59 UTC",
		"de": "Freitag, 1. Januar 2027, 00:59 Uhr UTC", "es": "viernes, 1 de enero de 2027, 00:59 UTC",
		"pt": "sexta-feira, 1 de janeiro de 2027, 00:59 UTC", "nl": "vrijdag 1 januari 2027 om 00:59 UTC",
	} {
		if got := catalogue(language).instant(at); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}

// mayBeEmpty tells where no words belong: mails about requests have the subjects of those.
func mayBeEmpty(path string) bool {
	return path == ".SignInCode.Action" || path == ".EmailChange.Action" || path == ".FirstDay" ||
		strings.HasSuffix(path, ".Subject") && (strings.HasPrefix(path, ".Request") || strings.HasPrefix(path, ".Agent"))
}

// texts gives every text in v by its path.
func texts(path string, v reflect.Value) map[string]string {
	found := map[string]string{}
	merge := func(more map[string]string) {
		for k, text := range more {
			found[k] = text
		}
	}
	switch v.Kind() {
	case reflect.String:
		found[path] = v.String()
	case reflect.Struct:
		for i := range v.NumField() {
			merge(texts(path+"."+v.Type().Field(i).Name, v.Field(i)))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			merge(texts(path+"["+string(rune('0'+i))+"]", v.Index(i)))
		}
	}
	return found
}

// places gives the places of every text, sorted.
func places(v reflect.Value) map[string][]string {
	found := map[string][]string{}
	for path, text := range texts("", v) {
		inText := regexp.MustCompile(`\{[^}]*\}`).FindAllString(text, -1)
		slices.Sort(inText)
		found[path] = inText
	}
	return found
}
