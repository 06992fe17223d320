// Command infra is the CDK app: it turns the configuration that PORTICO_CONFIG names into Portico's stacks.
// It is started by the cdk command, in this folder. The functions are taken from PORTICO_DIST, or from dist/ where that is not set.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/jsii-runtime-go"

	"portico/infra/config"
	"portico/infra/stacks"
)

func main() {
	defer jsii.Close()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "infra:", err)
		os.Exit(1)
	}
}

func run() error {
	cfg, err := config.Load(os.Getenv)
	if err != nil {
		return err
	}
	root, err := repository()
	if err != nil {
		return err
	}
	dist := os.Getenv("PORTICO_DIST")
	if dist == "" {
		dist = filepath.Join(root, "dist")
	}
	app, err := stacks.New(stacks.Source{Config: cfg, Root: root, Dist: dist}, nil)
	if err != nil {
		return err
	}
	app.Synth(nil)
	return nil
}

// repository is the folder that holds the contract: the working directory or one above it.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "api", "openapi.yaml")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("api/openapi.yaml is neither here nor above: start this inside the repository")
		}
		dir = filepath.Dir(dir)
	}
}
