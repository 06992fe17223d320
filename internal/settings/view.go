package settings

import (
	"encoding/json"
	"time"
)

// View is a section as the contract shows it: its values, its version, and who changed it last.
type View struct {
	Value     json.RawMessage
	Version   int
	ChangedAt time.Time
	ChangedBy string
}

// ViewOf makes the view of a record.
func ViewOf(r Record) View {
	return View{Value: r.Value, Version: r.Version, ChangedAt: r.At, ChangedBy: r.By.Name}
}

// MarshalJSON writes the values with the rest beside them.
func (v View) MarshalJSON() ([]byte, error) {
	fields := map[string]any{}
	if err := json.Unmarshal(v.Value, &fields); err != nil {
		return nil, err
	}
	fields["version"] = v.Version
	if v.Version > 0 {
		fields["changedAt"], fields["changedBy"] = v.ChangedAt, v.ChangedBy
	}
	return json.Marshal(fields)
}
