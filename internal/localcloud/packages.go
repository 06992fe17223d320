package localcloud

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The CDK command packs what a function consists of and keeps the package, named by what is in it, beside its output. Each state directory has an output
// of its own; what was packed for one is borrowed by the next, for packing takes longer than the deployment.

// packageAge is how long a package is lent to others.
const packageAge = 24 * time.Hour

func (l layout) packages() string { return filepath.Join(l.root, ".portico", "packages") }

// borrowPackages gives the CDK command the packages that were made before, and drops those that are old.
func (l layout) borrowPackages() error {
	err := eachPackage(l.packages(), l.in("cdk.out", ".cache"), func(made time.Time, path string) error {
		if time.Since(made) > packageAge {
			return os.Remove(path)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("borrow packages: %w", err)
	}
	return nil
}

// lendPackages keeps the packages that the CDK command has for others.
func (l layout) lendPackages() error {
	if err := eachPackage(l.in("cdk.out", ".cache"), l.packages(), nil); err != nil {
		return fmt.Errorf("lend packages: %w", err)
	}
	return nil
}

// eachPackage links every package in a folder into another one. Others may do so at the same time, or take packages away. What then does, it does with
// each afterwards, unless nil.
func eachPackage(from, into string, then func(made time.Time, path string) error) error {
	paths, err := filepath.Glob(filepath.Join(from, "*.zip"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(into, 0o700); err != nil {
		return err
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err == nil {
			err = os.Link(path, filepath.Join(into, filepath.Base(path)))
		}
		if errors.Is(err, fs.ErrExist) {
			err = nil
		}
		if err == nil && then != nil {
			err = then(info.ModTime(), path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
