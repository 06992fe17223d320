package localcloud

import (
	"encoding/json"
	"fmt"
	"os"
)

// portal is what this package needs to know of the configuration; infra knows, and checks, all of it.
type portal struct {
	Region   string `json:"region"`
	Target   string `json:"target"`
	Address  string `json:"portalAddress"`
	Services []struct {
		ID      string `json:"id"`
		Address string `json:"address"`
	} `json:"services"`
}

// writeConfig copies the configuration of the local cloud, with the address at which the portal is this time.
func writeConfig(from, to, address string) (portal, error) {
	var config portal
	text, err := os.ReadFile(from)
	if err != nil {
		return config, fmt.Errorf("read the configuration: %w", err)
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return config, fmt.Errorf("read the configuration in %s: %w", from, err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return config, fmt.Errorf("read the configuration in %s: %w", from, err)
	}
	all["portalAddress"], config.Address = address, address
	if text, err = json.MarshalIndent(all, "", "  "); err != nil {
		return config, fmt.Errorf("write the configuration: %w", err)
	}
	if err := os.WriteFile(to, append(text, '\n'), 0o600); err != nil {
		return config, fmt.Errorf("write the configuration: %w", err)
	}
	return config, nil
}

// readConfig reads what writeConfig wrote.
func readConfig(path string) (portal, error) {
	var config portal
	text, err := os.ReadFile(path)
	if err != nil {
		return config, fmt.Errorf("read the configuration of the local cloud; was it started before? %w", err)
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return config, fmt.Errorf("read the configuration in %s: %w", path, err)
	}
	return config, nil
}
