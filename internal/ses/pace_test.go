package ses

import (
	"math"
	"testing"
)

func TestX1_ManyMailsGetAShareOfWhatSESAllows(t *testing.T) {
	for _, test := range []struct {
		rate, day, sent, most float64
		perSecond             float64
		today                 int
	}{
		{14, 50_000, 1_000, 0, 11.2, 44_000},
		{14, 50_000, 1_000, 5, 5, 44_000},
		{14, 50_000, 0, 50, 11.2, 45_000},
		{1, 200, 199, 0, 0.8, 0},
		{0, 200, 0, 0, 0.1, 180},
		{100, -1, 1e6, 0, 80, math.MaxInt32},
	} {
		perSecond, today := pace(test.rate, test.day, test.sent, test.most)
		if math.Abs(perSecond-test.perSecond) > 1e-9 || today != test.today {
			t.Errorf("%+v: %v a second, %d today", test, perSecond, today)
		}
	}
}
