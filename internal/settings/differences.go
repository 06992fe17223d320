package settings

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portico/internal/audit"
)

// differences gives what changed between two values of a section, in the words of their JSON: mode; companies.Acme.domains. What a list gained or
// lost is one change each.
func differences(before, after []byte) ([]audit.Change, error) {
	was, err := flat(before)
	if err != nil {
		return nil, err
	}
	is, err := flat(after)
	if err != nil {
		return nil, err
	}
	var changes []audit.Change
	for _, name := range fieldNames(was, is) {
		lost, gained := without(was[name], is[name]), without(is[name], was[name])
		if len(lost) == 1 && len(gained) == 1 {
			changes = append(changes, audit.Change{Field: name, Before: lost[0], After: gained[0]})
			continue
		}
		for _, value := range lost {
			changes = append(changes, audit.Change{Field: name, Before: value})
		}
		for _, value := range gained {
			changes = append(changes, audit.Change{Field: name, After: value})
		}
	}
	return changes, nil
}

// flat gives the values of each field of a section; a field in a field has both names.
func flat(value []byte) (map[string][]string, error) {
	var fields map[string]any
	if err := json.Unmarshal(value, &fields); err != nil {
		return nil, fmt.Errorf("read a section: %w", err)
	}
	all := map[string][]string{}
	for name, v := range fields {
		flatten(all, name, v)
	}
	return all, nil
}

func flatten(all map[string][]string, name string, value any) {
	switch v := value.(type) {
	case []any:
		for _, each := range v {
			flatten(all, name, each)
		}
	case map[string]any:
		called := fmt.Sprint(v[nameOf(v)])
		for inner, each := range v {
			if inner != "id" {
				flatten(all, name+"."+called+"."+inner, each)
			}
		}
	case string:
		if v != "" {
			all[name] = append(all[name], v)
		}
	default:
		all[name] = append(all[name], fmt.Sprint(v))
	}
}

// nameOf gives the field by which people know what is in a list.
func nameOf(v map[string]any) string {
	for _, name := range []string{"label", "name"} {
		if _, ok := v[name]; ok {
			return name
		}
	}
	return "id"
}

func fieldNames(a, b map[string][]string) []string {
	var names []string
	for _, m := range []map[string][]string{a, b} {
		for name := range m {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, strings.Compare)
	return slices.Compact(names)
}

// without gives the values of a that are not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(v string) bool { return slices.Contains(b, v) })
}
