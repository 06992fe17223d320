package localcloud

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPackagesAreLentToOtherStateDirectoriesForADay(t *testing.T) {
	root := t.TempDir()
	state := func(name string) layout { return layout{root, filepath.Join(root, ".portico", name)} }
	lender := state("one")
	if err := os.MkdirAll(lender.in("cdk.out", ".cache"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, made := range map[string]time.Time{"new.zip": time.Now(), "old.zip": time.Now().Add(-packageAge - time.Minute), "half.zip.tmp": time.Now()} {
		path := lender.in("cdk.out", ".cache", name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, made, made); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // a second time changes nothing
		if err := lender.lendPackages(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		borrower string
		want     []string
	}{{"two", []string{"new.zip", "old.zip"}}, {"three", []string{"new.zip"}}} {
		at := state(c.borrower)
		for range 2 {
			if err := at.borrowPackages(); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		entries, err := os.ReadDir(at.in("cdk.out", ".cache"))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			got = append(got, entry.Name())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s has borrowed (-want +got):\n%s", c.borrower, diff)
		}
	}
}
