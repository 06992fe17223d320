package imports

import (
	"context"
	"errors"
	"time"

	"portico/internal/address"
	"portico/internal/people"
	"portico/internal/person"
)

// run creates people until the step's time is up or everybody is done.
func (w *Worker) run(ctx context.Context, i Import) error {
	turn, err := w.begin(ctx, i)
	if err != nil {
		return err
	}
	if turn.left <= 0 {
		return w.handOn(ctx, &i, wait)
	}
	for i.Position < i.Lines {
		number := i.Position / PartSize
		parts, err := w.Store.ImportParts(ctx, i, []int{number})
		if err != nil {
			return err
		}
		whole, err := w.part(ctx, &i, parts[0], turn)
		if err != nil {
			return err
		}
		if !whole {
			return w.handOn(ctx, &i, turn.next.Sub(w.now()).Round(time.Second))
		}
	}
	return w.save(ctx, &i, nil, func(after *Import) {
		after.State, after.EndedAt, after.Claim, after.ClaimUntil = Done, w.now(), "", time.Time{}
	})
}

// turn is what one step may do.
type turn struct {
	until    time.Time     // no line is begun from then on
	interval time.Duration // between two mails
	left     int           // mails in this step
	next     time.Time     // when the next mail is due
}

// begin asks how many mails may go out. Without invitations, none will, and nothing holds the step up.
func (w *Worker) begin(ctx context.Context, i Import) (*turn, error) {
	now := w.now()
	t := &turn{until: now.Add(step), left: i.Lines + 1, next: now}
	if deadline, ok := ctx.Deadline(); ok && deadline.Add(-margin).Before(t.until) {
		t.until = deadline.Add(-margin)
	}
	if !i.Invite || i.Counts()[New] == 0 {
		return t, nil
	}
	perSecond, today, err := w.Pace.Pace(ctx)
	if err != nil {
		return nil, err
	}
	t.interval, t.left = time.Duration(float64(time.Second)/perSecond), today
	return t, nil
}

// part works on the lines of one part from the import's position on, and tells whether it came to its end.
func (w *Worker) part(ctx context.Context, i *Import, p Part, t *turn) (bool, error) {
	recorded := w.now()
	for at := i.Position - p.Number*PartSize; at < len(p.Lines); at++ {
		line := &p.Lines[at]
		if line.Result != New {
			continue
		}
		due, ok := t.begins(w.now())
		if !ok {
			return false, w.record(ctx, i, p, at)
		}
		if err := w.Sleep(ctx, due); err != nil {
			return false, errors.Join(err, w.record(ctx, i, p, at))
		}
		if err := w.create(ctx, *i, line); err != nil {
			return false, w.interrupted(ctx, i, p, at, err)
		}
		t.left--
		if now := w.now(); now.Sub(recorded) >= flush && at+1 < len(p.Lines) {
			if err := w.record(ctx, i, p, at+1); err != nil {
				return false, err
			}
			recorded = now
		}
	}
	return true, w.record(ctx, i, p, len(p.Lines))
}

// begins tells how long to wait for the next line, and whether it is to be begun at all in this step.
func (t *turn) begins(now time.Time) (time.Duration, bool) {
	if t.next.Before(now) {
		t.next = now
	}
	due := t.next.Sub(now)
	if t.left <= 0 || !t.next.Before(t.until) {
		return 0, false
	}
	t.next = t.next.Add(t.interval)
	return due, true
}

// record writes down what became of a part's lines before at.
func (w *Worker) record(ctx context.Context, i *Import, p Part, at int) error {
	counts := countsOf(p.Lines)
	return w.save(ctx, i, &p, func(after *Import) {
		after.Parts = append([]Counts(nil), after.Parts...)
		after.Parts[p.Number] = counts
		after.Position = p.Number*PartSize + at
	})
}

// interrupted records what was done, and then ends the import where whoever started it may create nobody any more.
func (w *Worker) interrupted(ctx context.Context, i *Import, p Part, at int, cause error) error {
	if err := w.record(ctx, i, p, at); err != nil {
		return err
	}
	switch {
	case errors.Is(cause, people.ErrMandateOver):
		return errLost
	case errors.Is(cause, people.ErrMandateVoid):
		return w.save(ctx, i, nil, func(after *Import) {
			after.State, after.StopReason, after.EndedAt, after.Claim, after.ClaimUntil = Stopped, StopAccess, w.now(), "", time.Time{}
		})
	}
	return cause
}

// create makes the customer of a line. The id follows from the import and the address, so that a repeat finds its own work.
func (w *Worker) create(ctx context.Context, i Import, line *Line) error {
	id := person.ID(derivedID("imported", string(i.ID), line.Key))
	err := w.Registrar.Enrol(ctx, people.Mandate{
		Giver: i.StartedBy.ID, Name: i.StartedBy.Name, Network: i.Network, Import: string(i.ID), Claim: i.Claim,
	}, people.Newcomer{
		ID: id, Name: line.Name, Email: address.Address{Stored: line.Email, Key: line.Key}, Role: person.Customer, Language: line.Language, Level: line.Level, Services: line.Services,
		Invite: i.Invite && line.Level != person.NoLevel, // who cannot sign in is not invited
	})
	if taken, ok := errors.AsType[*people.Taken](err); ok && taken.Owner != id {
		line.taken(Holder{Person: taken.Owner, Kind: taken.Kind, Kept: !taken.KeptUntil.IsZero()})
		return nil
	} else if ok {
		err = nil
	}
	if err == nil {
		line.Result, line.Person = Created, id
	}
	return err
}
