package deadletter

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryQueueOfDeadLettersIsKnownWithWhereItsLettersCameFrom(t *testing.T) {
	got := Of(map[string]string{
		"MailDeadLetterUrl": "md", "MailQueueUrl": "m", "ChangeDeadLetterUrl": "cd", "SweepFunctionName": "portico-sweep", "IncomingQueueUrl": "i",
		"IncomingDeadLetterUrl": "id", "TableName": "t",
	})
	want := []Queue{
		{Name: "change", Dead: "cd", Instead: "portico-sweep"}, {Name: "incoming", Dead: "id", Work: "i"}, {Name: "mail", Dead: "md", Work: "m"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
