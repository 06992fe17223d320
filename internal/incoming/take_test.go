package incoming

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"portico/internal/gate"
	"portico/internal/incoming/letter"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/ticket"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a portal with one service's customers, and everything that Take needs.
type world struct {
	people  map[string]person.Person // by address key
	closed  bool                     // the gates, whatever the records say
	records map[ID]Record
	opened  []ticket.Opening
	digests map[string]ticket.ID
	mails   int // that were written
	fails   map[string]error
	refuse  int // openings that are refused before one is let through
	limited bool
	denied  []string // on the deny list
	counted int      // for the limit of requests
	mail    letter.Mail
	readErr error
	log     bytes.Buffer
}

func newWorld() *world {
	ann := person.Person{ID: "ann", Name: "Ann", AddressKey: "ann@customer.example", Role: person.Customer, State: person.Active, Language: "en"}
	return &world{
		people: map[string]person.Person{ann.AddressKey: ann}, records: map[ID]Record{}, digests: map[string]ticket.ID{}, fails: map[string]error{},
		mail: letter.Mail{From: letter.Sender{Address: "ann@customer.example", Shown: "Ann <ann@customer.example>"}, Subject: "Help", Text: "It burns.", Digest: "d"},
	}
}

func (w *world) Taken(_ context.Context, id ID) (bool, error) {
	_, taken := w.records[id]
	return taken, w.fails["Taken"]
}

func (w *world) Holder(_ context.Context, key string) (person.ID, error) {
	return w.people[key].ID, w.fails["Holder"]
}

func (w *world) Visitor(_ context.Context, id person.ID) (person.Person, gate.Gate, error) {
	for _, p := range w.people {
		if p.ID == id {
			g := gate.Gate{Person: id, State: p.Access(), Role: p.Role, Services: p.Services}
			if w.closed {
				g.State = person.Suspended
			}
			return p, g, w.fails["Visitor"]
		}
	}
	return person.Person{}, gate.Gate{}, w.fails["Visitor"]
}

func (w *world) OpenFromMail(_ context.Context, o ticket.Opening, r Record, digest string) error {
	if _, taken := w.records[r.ID]; taken {
		return ErrTaken
	}
	if w.refuse--; w.refuse >= 0 {
		return ticket.ServiceNotAllowed
	}
	if first, there := w.digests[digest]; there {
		return &Copy{Of: first}
	}
	if err := w.fails["OpenFromMail"]; err != nil {
		return err
	}
	w.records[r.ID], w.digests[digest] = r, r.Ticket
	w.opened, w.mails = append(w.opened, o), w.mails+len(o.Mails)
	return nil
}

func (w *world) Settle(_ context.Context, r Record) error {
	if err := w.fails["Settle"]; err != nil {
		return err
	}
	if _, taken := w.records[r.ID]; !taken {
		w.records[r.ID] = r
	}
	return nil
}

func (w *world) Get(context.Context, string, int) ([]byte, error) { return nil, w.fails["Get"] }

func (w *world) Read(context.Context, []byte) (letter.Mail, error) { return w.mail, w.readErr }

func (w *world) Take(_ context.Context, b limit.Bucket) error {
	if w.limited {
		return limit.Refused
	}
	if err := w.fails["Take"]; err != nil {
		return err
	}
	w.counted++
	return nil
}

func (w *world) GiveBack(context.Context, limit.Bucket) error {
	w.counted--
	return w.fails["GiveBack"]
}

func (w *world) desk() *Desk {
	return &Desk{
		Store: w, Bucket: w, Reader: w, Limits: w, Now: func() time.Time { return noon }, Logger: slog.New(slog.NewJSONHandler(&w.log, nil)),
		Addresses: always(Addresses{
			Services: map[string]string{"help@portico.example": "help", "billing@portico.example": "billing"}, Sender: "portal@portico.example",
			Denied: policy.Policy{Denied: w.denied},
		}),
	}
}

// receipt is that of a mail of Ann's that SES has nothing against.
func receipt() Receipt {
	return Receipt{
		MessageID: "ses-1", Key: "incoming/ses-1", At: noon, Source: "ann@customer.example", Recipients: []string{"help@portico.example"},
		From: []string{"Ann <ann@customer.example>"}, DMARC: Pass, Virus: Pass, Spam: Pass,
	}
}

// take takes the mail and gives what became of it.
func (w *world) take(t *testing.T, r Receipt) Record {
	t.Helper()
	if err := w.desk().Take(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	record, there := w.records[IDOf(r.MessageID)]
	if !there {
		t.Fatal("nothing is written of what became of the mail")
	}
	return record
}

func TestM2_X13_AMailOfAKnownCustomerBecomesARequestWithItsTextAndIsNotAnswered(t *testing.T) {
	w := newWorld()
	r := w.take(t, receipt())
	if len(w.opened) != 1 || r.Ticket != w.opened[0].Ticket.ID || r.Reason != "" || r.Text != "" || r.From != "" {
		t.Fatalf("%+v, %d opened", r, len(w.opened))
	}
	o := w.opened[0]
	got := []any{o.Ticket.Subject, o.Message.Text, o.Ticket.Service, o.Ticket.Requester, o.Message.Via, o.Ticket.Status, o.Tell != nil, o.Message.At, o.Gate.State}
	want := []any{"Help", "It burns.", "help", person.ID("ann"), ticket.Mail, ticket.Open, true, noon, person.Active}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if w.mails != 0 {
		t.Errorf("%d mails were written", w.mails)
	}
	if log := w.log.String(); strings.Contains(log, "@") || strings.Contains(log, "burns") || strings.Contains(log, "Help") {
		t.Errorf("the log tells: %s", log)
	}
}

func TestA4_EveryOtherMailIsHeldWithItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world, r *Receipt)
		want   Reason
	}{
		// Who sent it.
		"DMARC failed (A-03, A-20)":              {func(_ *world, r *Receipt) { r.DMARC = "FAIL" }, NotAuthenticated},
		"DMARC is gray (A-05)":                   {func(_ *world, r *Receipt) { r.DMARC = "GRAY" }, NotAuthenticated},
		"DMARC could not be looked at":           {func(_ *world, r *Receipt) { r.DMARC = "PROCESSING_FAILED" }, NotAuthenticated},
		"no verdict at all":                      {func(_ *world, r *Receipt) { r.DMARC = "" }, NotAuthenticated},
		"a verdict in small letters":             {func(_ *world, r *Receipt) { r.DMARC = "pass" }, NotAuthenticated},
		"nobody here (A-02)":                     {func(w *world, _ *Receipt) { clear(w.people) }, UnknownSender},
		"no sender (A-92)":                       {func(w *world, r *Receipt) { w.mail.From.Address, r.From = "", nil }, AmbiguousSender},
		"two authors, says SES (A-18)":           {func(_ *world, r *Receipt) { r.From = append(r.From, "mallory@evil.example") }, AmbiguousSender},
		"another author, says SES":               {func(_ *world, r *Receipt) { r.From = []string{"mallory@evil.example"} }, AmbiguousSender},
		"our author in another's name":           {func(_ *world, r *Receipt) { r.From = []string{"<ann@customer.example> <mallory@evil.example>"} }, AmbiguousSender},
		"an address behind ours, says SES":       {func(_ *world, r *Receipt) { r.From = []string{"ann@customer.example (<mallory@evil.example>)"} }, AmbiguousSender},
		"ours, and more of a domain":             {func(_ *world, r *Receipt) { r.From = []string{"ann@customer.example.evil.example (Ann)"} }, AmbiguousSender},
		"ours, and a comment that does not end":  {func(_ *world, r *Receipt) { r.From = []string{"ann@customer.example (Ann"} }, AmbiguousSender},
		"ours, and comments within comments":     {func(_ *world, r *Receipt) { r.From = []string{"ann@customer.example ((Ann))"} }, AmbiguousSender},
		"an address that ours ends with":         {func(_ *world, r *Receipt) { r.From = []string{"joann@customer.example"} }, AmbiguousSender},
		"an address that is none":                {func(w *world, r *Receipt) { w.mail.From.Address = "a b@c"; r.From = []string{"a b@c"} }, AmbiguousSender},
		"a local part that Unicode folds (A-23)": {func(w *world, r *Receipt) { as(w, r, "ann\u212a@customer.example") }, AmbiguousSender},
		"a domain that looks alike (A-22)":       {func(w *world, r *Receipt) { as(w, r, "ann@customér.example") }, UnknownSender},
		"a tag that nobody registered (A-24)":    {func(w *world, r *Receipt) { as(w, r, "ann+x@customer.example") }, UnknownSender},
		"an agent's (A-20)":                      {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.Role = person.Agent }) }, TeamSender},
		"an administrator's":                     {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.Role = person.Administrator }) }, TeamSender},
		"an invited customer's":                  {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.State = person.Invited }) }, NotActivated},
		"a suspended customer's":                 {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.State = person.Suspended }) }, SuspendedSender},
		"a customer's on the deny list":          {func(w *world, _ *Receipt) { w.denied = []string{"ann@customer.example"} }, DeniedSender},
		"a stranger's of a denied domain":        {func(w *world, r *Receipt) { as(w, r, "eve@mail.evil.example"); w.denied = []string{"evil.example"} }, DeniedSender},
		"a tag of a denied address":              {func(w *world, r *Receipt) { as(w, r, "eve+x@mail.example"); w.denied = []string{"eve@mail.example"} }, DeniedSender},
		"a denied address that is not proven":    {func(w *world, r *Receipt) { r.DMARC, w.denied = Fail, []string{"ann@customer.example"} }, NotAuthenticated},
		"without an access level":                {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.Level = person.NoLevel }) }, NoAccess},
		"a closed gate":                          {func(w *world, _ *Receipt) { w.closed = true }, NoAccess},
		"a customer of another service":          {func(w *world, _ *Receipt) { w.be(func(p *person.Person) { p.Services = "billing" }) }, NotAllowed},
		"too many":                               {func(w *world, _ *Receipt) { w.limited = true }, TooMany},
		// Whom it is for: the envelope counts.
		"to nobody of ours":  {func(_ *world, r *Receipt) { r.Recipients = []string{"other@portico.example", "x"} }, NoService},
		"without recipients": {func(_ *world, r *Receipt) { r.Recipients = nil }, NoService},
		// What kind it is.
		"an answer (A-07, A-09)":          {func(w *world, _ *Receipt) { w.mail.Signs.Reply = true }, Reply},
		"a request in the subject (A-08)": {func(w *world, _ *Receipt) { w.mail.Subject = "Help [7KQ4-M2XZ]" }, Reply},
		"automatic (A-33)":                {func(w *world, _ *Receipt) { w.mail.Signs.Automatic = true }, Automatic},
		"a robot's (A-35)":                {func(w *world, r *Receipt) { as(w, r, "No-Reply@customer.example") }, Automatic},
		"a list's (A-37)":                 {func(w *world, _ *Receipt) { w.mail.Signs.List = true }, List},
		"a bounce (A-25, A-36)":           {func(w *world, _ *Receipt) { w.mail.Signs.Report = true }, Bounce},
		"without an envelope's sender":    {func(_ *world, r *Receipt) { r.Source = "" }, Bounce},
		"from a mail system":              {func(_ *world, r *Receipt) { r.Source = "MAILER-DAEMON@customer.example" }, Bounce},
		"from ourselves (A-31)":           {func(w *world, r *Receipt) { as(w, r, "portal@portico.example") }, Loop},
		"from a service of ours":          {func(w *world, r *Receipt) { as(w, r, "Billing@portico.example") }, Loop},
		"passed on without end":           {func(w *world, _ *Receipt) { w.mail.Signs.Hops = maxHops + 1 }, Loop},
		// What is in it.
		"a virus (A-72)":               {func(_ *world, r *Receipt) { r.Virus = Fail }, Virus},
		"spam (A-72)":                  {func(_ *world, r *Receipt) { r.Spam = Fail }, Spam},
		"not looked at for viruses":    {func(_ *world, r *Receipt) { r.Virus = "PROCESSING_FAILED" }, NotChecked},
		"not looked at for spam":       {func(_ *world, r *Receipt) { r.Spam = "GRAY" }, NotChecked},
		"too large (A-90)":             {func(w *world, _ *Receipt) { w.readErr = letter.ErrTooLarge }, TooLarge},
		"too complex (A-61)":           {func(w *world, _ *Receipt) { w.readErr = letter.ErrTooComplex }, TooComplex},
		"too long to read":             {func(w *world, _ *Receipt) { w.readErr = letter.ErrTooLong }, TooComplex},
		"unreadable (A-89)":            {func(w *world, _ *Receipt) { w.readErr = fmt.Errorf("x: %w", letter.ErrUnreadable) }, Unreadable},
		"unreadable, and with a virus": {func(w *world, r *Receipt) { w.readErr, r.Virus = letter.ErrUnreadable, Fail }, Virus},
	} {
		t.Run(name, func(t *testing.T) {
			w, r := newWorld(), receipt()
			c.change(w, &r)
			record := w.take(t, r)
			if record.Reason != c.want || len(w.opened) != 0 || w.mails != 0 {
				t.Errorf("held for %q, want %q; %d opened, %d mails", record.Reason, c.want, len(w.opened), w.mails)
			}
			if log := w.log.String(); strings.Count(log, `"became":"held"`) != 1 {
				t.Errorf("the line that is counted: %s", log)
			}
			if record.Text != w.mail.Text || record.Subject != w.mail.Subject || record.Ticket != "" || !record.At.Equal(noon) || record.Recipients == nil {
				t.Errorf("%+v", record)
			}
		})
	}
}

// as makes the mail another sender's, of whom SES thinks the same.
func as(w *world, r *Receipt, address string) {
	w.mail.From = letter.Sender{Address: address, Shown: address}
	r.From, r.Source = []string{address}, address
}

func (w *world) be(change func(*person.Person)) {
	p := w.people["ann@customer.example"]
	change(&p)
	w.people[p.AddressKey] = p
}

func TestWhatIsNoReasonToHoldAMail(t *testing.T) {
	for name, change := range map[string]func(w *world, r *Receipt){
		"another envelope's sender (A-19)": func(_ *world, r *Receipt) { r.Source = "bounce-4711@mailer.example" },
		"another case (A-23)":              func(w *world, r *Receipt) { as(w, r, "Ann@Customer.EXAMPLE") },
		"a bare address, says SES":         func(_ *world, r *Receipt) { r.From = []string{"ann@customer.example"} },
		"a name behind, says SES":          func(_ *world, r *Receipt) { r.From = []string{"Ann@customer.example (Ann Doe)"} },
		"a name with signs, says SES":      func(_ *world, r *Receipt) { r.From = []string{`Doe, "Ann" <Ann@customer.example>`} },
		"a tag behind the service (A-12)":  func(_ *world, r *Receipt) { r.Recipients = []string{"Help+x@portico.example"} },
		"another's address beside (A-13)":  func(_ *world, r *Receipt) { r.Recipients = []string{"x@y.example", "help@portico.example"} },
		"brackets in the subject":          func(w *world, _ *Receipt) { w.mail.Subject = "[urgent] [12] Help" },
	} {
		t.Run(name, func(t *testing.T) {
			w, r := newWorld(), receipt()
			change(w, &r)
			if record := w.take(t, r); record.Ticket == "" {
				t.Errorf("held for %q", record.Reason)
			}
		})
	}
}

func TestAMailToTwoServicesIsOneRequestForTheFirstThatItsSenderMayUse_A14(t *testing.T) {
	w, r := newWorld(), receipt()
	r.Recipients = []string{"help@portico.example", "billing@portico.example"}
	w.be(func(p *person.Person) { p.Services = "billing" })
	w.take(t, r)
	if len(w.opened) != 1 || w.opened[0].Ticket.Service != "billing" {
		t.Errorf("%+v", w.opened)
	}
}

func TestE5_ADeliveryTooManyAndACopyChangeNothing_A80_A83(t *testing.T) {
	w := newWorld()
	first := w.take(t, receipt())
	if again := w.take(t, receipt()); again.Ticket != first.Ticket || len(w.opened) != 1 {
		t.Errorf("delivered twice: %d requests", len(w.opened))
	}
	other := receipt()
	other.MessageID, other.Key = "ses-2", "incoming/ses-2"
	if copied := w.take(t, other); copied.CopyOf != first.Ticket || copied.Reason != "" || len(w.opened) != 1 {
		t.Errorf("%+v, %d requests", copied, len(w.opened))
	}
	other.MessageID = "ses-3"
	w.mail.Digest = "another"
	if w.take(t, other); len(w.opened) != 2 {
		t.Errorf("another mail: %d requests", len(w.opened))
	}
	w.mail.Digest = "d" // a forged copy in advance of the real one would have the same
	held := newWorld()
	forged := receipt()
	forged.DMARC = Fail
	held.take(t, forged)
	if held.take(t, other); len(held.opened) != 1 {
		t.Error("a forged copy suppressed the real mail")
	}
}

func TestE5_WhatIsNotTheMailsFaultIsTriedAgain(t *testing.T) {
	for _, call := range []string{"Taken", "Get", "Holder", "Visitor", "Take", "OpenFromMail"} {
		w := newWorld()
		w.fails[call] = errors.New("down")
		if err := w.desk().Take(t.Context(), receipt()); err == nil || len(w.records) != 0 {
			t.Errorf("%s fails: %v, %d records", call, err, len(w.records))
		}
		delete(w.fails, call)
		if r := w.take(t, receipt()); r.Ticket == "" || len(w.opened) != 1 {
			t.Errorf("%s failed once: %+v", call, r)
		}
	}
	w := newWorld()
	w.readErr = errors.New("no process can be started")
	if err := w.desk().Take(t.Context(), receipt()); err == nil || len(w.records) != 0 {
		t.Errorf("the reader cannot be started: %v", err)
	}
	w, forged := newWorld(), receipt()
	forged.DMARC, w.fails["Settle"] = Fail, errors.New("down")
	if err := w.desk().Take(t.Context(), forged); err == nil {
		t.Error("a mail that could not be held is done")
	}
}

func TestASenderWhoChangesMeanwhileIsLookedAtAgain(t *testing.T) {
	w := newWorld()
	w.refuse = 2
	if r := w.take(t, receipt()); r.Ticket == "" {
		t.Errorf("%+v", r)
	}
	w = newWorld()
	w.refuse = 1000
	if err := w.desk().Take(t.Context(), receipt()); err == nil || len(w.records) != 0 {
		t.Errorf("changes without end: %v", err)
	}
}

func TestAMailCountsOnceForItsSenderAndOnlyWhereItBecameARequest_A42(t *testing.T) {
	w := newWorld()
	w.fails["OpenFromMail"] = errors.New("down")
	for range 5 {
		if err := w.desk().Take(t.Context(), receipt()); err == nil {
			t.Fatal("nothing fails")
		}
	}
	if w.counted != 0 {
		t.Errorf("five deliveries that failed count %d times", w.counted)
	}
	delete(w.fails, "OpenFromMail")
	w.refuse = 3
	w.take(t, receipt())
	other := receipt()
	other.MessageID = "ses-2"
	if copied := w.take(t, other); copied.CopyOf == "" || w.counted != 1 {
		t.Errorf("a request of the fourth try, and a copy of it, count %d times", w.counted)
	}
	w.mail.Digest, other.MessageID, w.fails["GiveBack"] = "another", "ses-3", errors.New("down")
	w.refuse = tries
	if err := w.desk().Take(t.Context(), other); err == nil || strings.Contains(err.Error(), "down") {
		t.Errorf("what went wrong is not said: %v", err)
	}
}

func TestWhatIsLeftBehindIsNamed_A92(t *testing.T) {
	long := strings.Repeat("ä", letter.MaxText)
	for name, c := range map[string]struct {
		mail          letter.Mail
		language      person.Language
		subject, text string
	}{
		"nothing":                       {letter.Mail{}, "en", "(no subject)", "(no text)"},
		"nothing, auf Deutsch":          {letter.Mail{}, "de", "(kein Betreff)", "(kein Text)"},
		"a language that is not spoken": {letter.Mail{}, "xx", "(no subject)", "(no text)"},
		"files": {letter.Mail{Subject: "S", Text: "T", Files: []string{"a.pdf", "b.png"}}, "en", "S",
			"T\n\n[Files that came with the mail and were not taken over: a.pdf, b.png]"},
		"a file alone": {letter.Mail{Subject: "S", Files: []string{"a.pdf"}}, "de", "S", "(kein Text)\n\n[Dateien, die mit der Mail kamen und nicht übernommen wurden: a.pdf]"},
		"more text":    {letter.Mail{Subject: "S", Text: "T", Cut: true}, "en", "S", "T\n\n[The mail goes on. It is longer than can be shown here.]"},
		"a full text":  {letter.Mail{Subject: "S", Text: long}, "en", "S", long},
	} {
		if subject, text := words(c.mail, c.language); subject != c.subject || text != c.text {
			t.Errorf("%s: %q, %.100q", name, subject, text)
		}
	}
	_, text := words(letter.Mail{Text: long, Cut: true, Files: []string{"a.pdf"}}, "en")
	if n := utf8.RuneCountInString(text); n > letter.MaxText || !strings.HasSuffix(text, "a.pdf]") || !strings.Contains(text, "goes on") {
		t.Errorf("%d code points, ends %q", n, text[len(text)-100:])
	}
}

func TestEveryLanguageHasItsWords(t *testing.T) {
	for _, language := range person.Languages {
		c := catalogues[language]
		if c.noSubject == "" || c.noText == "" || c.cut == "" || !strings.Contains(c.files, "{files}") {
			t.Errorf("%s: %+v", language, c)
		}
	}
}

func TestWhoIsShownAsSender_A17_A22(t *testing.T) {
	for _, c := range []struct {
		from letter.Sender
		want string
	}{
		{letter.Sender{Address: "ann@customer.example", Shown: "\"boss@customer.example\" <ann@customer.example>"}, "ann@customer.example"},
		{letter.Sender{Address: "ann@bücher.example", Shown: "x"}, "ann@xn--bcher-kva.example"},
		{letter.Sender{Shown: "two@a.example, three@b.example"}, "two@a.example, three@b.example"},
		{letter.Sender{}, ""},
	} {
		if got := (received{mail: letter.Mail{From: c.from}}).shown(); got != c.want {
			t.Errorf("%+v is shown as %q", c.from, got)
		}
	}
}

func FuzzAgrees(f *testing.F) {
	f.Add("Ann <ann@customer.example>", "ann@customer.example")
	f.Fuzz(func(t *testing.T, from, address string) {
		r := Receipt{From: []string{from}}
		if r.agrees(address) && !strings.Contains(strings.ToLower(from), strings.ToLower(address)) {
			t.Errorf("%q is taken for %q", from, address)
		}
	})
}

// always are addresses that nobody changes.
func always(a Addresses) func(context.Context) (Addresses, error) {
	return func(context.Context) (Addresses, error) { return a, nil }
}
