package ses

import (
	"context"
	"fmt"
	"math"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ses"
)

// What many mails at once may use of what SES allows. The rest is for people who wait for a code or a link.
const (
	shareOfRate = 0.8
	shareOfDay  = 0.9
)

// slowest is the least pace, in mails a second, so that an account with a tiny quota goes on.
const slowest = 0.1

// Quota says how many mails may go out.
type Quota struct {
	client *ses.Client
	most   float64
}

// NewQuota makes a Quota. Most is the most mails a second that the portal's own settings allow; 0 for what SES does.
func NewQuota(cfg aws.Config, most float64) *Quota {
	return &Quota{client: ses.NewFromConfig(cfg), most: most}
}

// Pace gives how many mails may go out a second, and in the rest of the day, when many do: a share of what SES allows the account at this moment.
// https://docs.aws.amazon.com/ses/latest/APIReference/API_GetSendQuota.html
func (q *Quota) Pace(ctx context.Context) (perSecond float64, today int, err error) {
	out, err := q.client.GetSendQuota(ctx, &ses.GetSendQuotaInput{})
	if err != nil {
		return 0, 0, fmt.Errorf("ask for SES's quota: %w", err)
	}
	perSecond, today = pace(out.MaxSendRate, out.Max24HourSend, out.SentLast24Hours, q.most)
	return perSecond, today, nil
}

// pace decides. SES says -1 for a day without a limit.
func pace(rate, day, sent, most float64) (perSecond float64, today int) {
	perSecond = rate * shareOfRate
	if most > 0 {
		perSecond = min(perSecond, most)
	}
	if day < 0 {
		return max(perSecond, slowest), math.MaxInt32
	}
	return max(perSecond, slowest), int(max(0, day*shareOfDay-sent))
}
