package imports

import (
	"context"
	"strconv"

	"portico/internal/cursor"
	"portico/internal/gate"
)

// linesPage is how many lines a page has.
const linesPage = 50

// Lines gives lines of an import in the order of the file: those with a result, or all where it is empty. It reads the parts that have such lines, and
// no others. The errors are those of the gate, NotFound and cursor.Invalid.
func (d *Desk) Lines(ctx context.Context, v gate.Visit, id ID, result Result, next string) ([]Line, string, error) {
	found, _, err := d.open(ctx, v, id)
	if err != nil {
		return nil, "", err
	}
	bound := cursor.Bound(string(v.Caller.Person), "lines", string(id), found.Check, string(result))
	position, err := cursor.Open(ctx, d.Keys, bound, next)
	if err != nil {
		return nil, "", err
	}
	from := 0
	if position != "" {
		if from, err = strconv.Atoi(position); err != nil || from < 0 {
			return nil, "", cursor.Invalid
		}
	}
	parts, err := d.Store.ImportParts(ctx, found, wanted(found, result, from))
	if err != nil {
		return nil, "", err
	}
	lines, rest := pick(parts, result, from)
	if rest == 0 {
		return lines, "", nil
	}
	next, err = cursor.Seal(ctx, d.Keys, bound, strconv.Itoa(rest))
	return lines, next, err
}

// wanted names the parts that hold a page of lines from the place from on, and one line more where there is one. How many of the first part's lines are
// before that place is not known, so it counts for nothing unless it is whole.
func wanted(i Import, result Result, from int) []int {
	var numbers []int
	have := 0
	for number := from / PartSize; number < len(i.Parts) && have <= linesPage; number++ {
		n := i.Parts[number][result]
		if result == "" {
			n = PartSize
		}
		if n == 0 {
			continue
		}
		numbers = append(numbers, number)
		if number*PartSize >= from {
			have += n
		}
	}
	return numbers
}

// pick takes a page of lines from the place from on, and gives the place of the first line behind it; 0 where there is none.
func pick(parts []Part, result Result, from int) ([]Line, int) {
	lines := []Line{}
	for _, part := range parts {
		for at, l := range part.Lines {
			place := part.Number*PartSize + at
			if place < from || result != "" && l.Result != result {
				continue
			}
			if len(lines) == linesPage {
				return lines, place
			}
			lines = append(lines, l)
		}
	}
	return lines, 0
}
