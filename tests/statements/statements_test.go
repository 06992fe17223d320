// Package statements holds docs/statements.md against the tests: every statement that is said to be built names tests that exist, and no test
// claims a statement that is not written there.
package statements

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

var (
	// A row of the table: number, words, tests.
	row = regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \| .+ \| (.*) \|$`)
	// A test's name in the table.
	named = regexp.MustCompile("`([^`]+)`")
	// Go tests carry their numbers in front: TestG12_H3_Words.
	goTest = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	// Tests of the pages carry them in their titles: test('G12, H3: words'.
	webTest    = regexp.MustCompile("\\b(?:test|it|step)\\(\\s*(?:\"([^\"]+)\"|'([^']+)'|`([^`]+)`)")
	goNumbers  = regexp.MustCompile(`^Test((?:[A-Z]\d+_)+)`)
	webNumbers = regexp.MustCompile(`^((?:[A-Z]\d+(?:, )?)+):`)
	number     = regexp.MustCompile(`[A-Z]\d+`)
)

func TestEveryStatementThatIsBuiltNamesItsTests(t *testing.T) {
	tests := claims(t)
	for statement, names := range statements(t) {
		if len(names) == 0 {
			t.Errorf("%s names no test", statement)
		}
		for _, name := range names {
			if !slices.Contains(tests[name], statement) {
				t.Errorf("%s names the test %q, which does not exist or does not carry that number", statement, name)
			}
		}
	}
}

func TestEveryNumberInATestIsAStatementThatIsBuilt(t *testing.T) {
	built := statements(t)
	for name, numbers := range claims(t) {
		for _, n := range numbers {
			if _, ok := built[n]; !ok {
				t.Errorf("the test %q claims %s, which docs/statements.md does not have", name, n)
			} else if !slices.Contains(built[n], name) {
				t.Errorf("%s does not name its test %q", n, name)
			}
		}
	}
}

// statements gives the tests that the document names, by statement.
func statements(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/statements.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, match := range row.FindAllStringSubmatch(string(text), -1) {
		found[match[1]] = []string{}
		for _, name := range named.FindAllStringSubmatch(match[2], -1) {
			found[match[1]] = append(found[match[1]], name[1])
		}
	}
	if len(found) == 0 {
		t.Fatal("docs/statements.md has no statement")
	}
	return found
}

// claims gives the numbers that each test carries, by the test's name. Tests without a number are left out.
func claims(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{"node_modules", ".portico", "dist", ".git", "cdk.out"}, entry.Name()) {
			return fs.SkipDir
		}
		switch {
		case strings.HasSuffix(path, "_test.go"):
			return collect(path, goTest, goNumbers, found)
		case strings.HasSuffix(path, ".test.ts"), strings.HasSuffix(path, ".test.tsx"), strings.Contains(path, "web/journey/") && strings.HasSuffix(path, ".ts"):
			return collect(path, webTest, webNumbers, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func collect(path string, tests, prefix *regexp.Regexp, into map[string][]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, match := range tests.FindAllStringSubmatch(string(text), -1) {
		name := strings.Join(match[1:], "")
		if carried := prefix.FindStringSubmatch(name); carried != nil {
			into[name] = append(into[name], number.FindAllString(carried[1], -1)...)
		}
	}
	return nil
}
