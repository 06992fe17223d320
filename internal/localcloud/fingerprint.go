package localcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// fingerprint is a hash of everything that decides what the stacks become: the functions, the CDK app, the CDK
// command, the contract, the edge files and the configuration.
func (c *Cloud) fingerprint() (string, error) {
	places, err := filepath.Glob(filepath.Join(c.o.Root, "dist", "*", "bootstrap"))
	if err != nil {
		return "", &PartError{Part: "stacks", Cause: err}
	}
	for i, bootstrap := range places {
		places[i] = filepath.Dir(bootstrap) // another program may lie beside it
	}
	places = append(places,
		filepath.Join(c.o.Root, "dist", "infra"), filepath.Join(c.o.Root, "infra", "cdk.json"), filepath.Join(c.o.Root, "api"),
		c.at.edge(""), c.at.cloud("package-lock.json"), c.at.config(),
	)
	hash := sha256.New()
	for _, place := range places {
		if err := hashTree(hash, c.o.Root, place); err != nil {
			return "", &PartError{Part: "stacks", Cause: err}
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// hashTree adds the names and contents of all files at a place, in the order of their names.
func hashTree(into io.Writer, root, place string) error {
	err := filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		sum := sha256.New()
		if _, err := io.Copy(sum, file); err != nil {
			return err
		}
		_, err = fmt.Fprintf(into, "%s %x\n", name, sum.Sum(nil))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (%s is missing)", errNothingBuilt, filepath.Base(place))
	}
	return err
}
