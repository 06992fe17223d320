package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"portico/internal/localcloud"
)

// settingsHelp documents what the environment can say.
const settingsHelp = `The environment can say:

  PORTICO_PORTAL_PORT   where the portal answers            8080
  PORTICO_CLOUD_PORT    where the local AWS answers         4566
  PORTICO_INBOX_PORT    where incoming mail is taken        2525
  PORTICO_SMTP_PORT     where the mailbox receives          1025
  PORTICO_MAIL_PORT     where the mailbox is shown          1080
  PORTICO_ADMIN_NAME    the first administrator's name      Ada Admin
  PORTICO_ADMIN_EMAIL   and address                         ada@portico.example
  PYTHON                the Python for the local AWS        python3
  CLOUD                 another AWS-compatible endpoint: "localstack", or its address`

// root finds the repository: the working directory or one above it.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "cloud", "launcher.py")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("this is not Portico's repository: go there first")
		}
		dir = filepath.Dir(dir)
	}
}

// local gives the options of the cloud that a person runs.
func local(c command) (localcloud.Options, error) {
	at, err := root()
	if err != nil {
		return localcloud.Options{}, err
	}
	endpoint, err := endpoint(c.getenv("CLOUD"))
	if err != nil {
		return localcloud.Options{}, err
	}
	or := func(name, fallback string) string {
		if value := c.getenv(name); value != "" {
			return value
		}
		return fallback
	}
	return localcloud.Options{
		Root: at, StateDir: filepath.Join(at, ".portico"),
		Ports: localcloud.Ports{
			Portal: or("PORTICO_PORTAL_PORT", "8080"), Cloud: or("PORTICO_CLOUD_PORT", "4566"),
			Inbox: or("PORTICO_INBOX_PORT", "2525"),
			SMTP:  or("PORTICO_SMTP_PORT", "1025"), Mail: or("PORTICO_MAIL_PORT", "1080"),
		},
		Endpoint:         endpoint,
		Python:           c.getenv("PYTHON"),
		SaveEverySeconds: 20,
		Log:              slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}, nil
}

// endpoint reads CLOUD.
func endpoint(value string) (*url.URL, error) {
	switch value {
	case "", "ministack":
		return nil, nil
	case "localstack":
		value = "http://127.0.0.1:4566"
	}
	address, err := url.Parse(value)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, fmt.Errorf(`CLOUD=%s: it must be "localstack" or an address such as http://127.0.0.1:4566`, value)
	}
	return address, nil
}
