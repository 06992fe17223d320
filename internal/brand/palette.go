package brand

import "fmt"

// Tints are the accent and its derivations in one scheme.
type Tints struct {
	Accent Colour `json:"accent"` // of the main button, with white words on it
	Hover  Colour `json:"hover"`
	Text   Colour `json:"text"` // of links
	Tint   Colour `json:"tint"` // behind what is chosen
	Line   Colour `json:"line"`
}

// Palette is what an accent colour looks like in both schemes.
type Palette struct {
	Light Tints `json:"light"`
	Dark  Tints `json:"dark"`
}

// Least is the least contrast of words (WCAG 2.2, 1.4.3).
const Least = 4.5

// The grounds that words stand on, as web/src/styles/tokens.css has them.
var (
	lightGrounds = []Colour{"#f9f9f8", "#fdfdfc", "#ffffff", "#f1f0ef"}
	darkGrounds  = []Colour{"#111110", "#191918", "#222221"}
)

const white = Colour("#ffffff")

// PaletteOf derives the palette of a valid colour. In light the accent is the colour as it is; everything else has its hue.
func PaletteOf(c Colour) Palette {
	base := c.oklch()
	with := func(lightness, chroma float64) Colour {
		return oklch{lightness: lightness, chroma: min(base.chroma, chroma), hue: base.hue}.colour()
	}
	return Palette{
		Light: Tints{
			Accent: c, Hover: with(max(base.lightness-0.06, 0), base.chroma), Text: with(min(base.lightness, 0.46), 0.2),
			Tint: with(0.965, 0.018), Line: with(0.84, 0.06),
		},
		Dark: Tints{Accent: with(0.5, 0.14), Hover: with(0.54, 0.14), Text: with(0.82, 0.1), Tint: with(0.25, 0.03), Line: with(0.4, 0.06)},
	}
}

// Contrast gives the least contrast of words in either scheme.
func (p Palette) Contrast() float64 {
	return min(p.Light.contrast(lightGrounds), p.Dark.contrast(darkGrounds))
}

func (t Tints) contrast(grounds []Colour) float64 {
	least := min(Contrast(white, t.Accent), Contrast(white, t.Hover), Contrast(t.Text, t.Tint))
	for _, ground := range grounds {
		least = min(least, Contrast(t.Text, ground))
	}
	return least
}

// CheckAccent says why a valid colour makes no accent, and nothing where it does.
func CheckAccent(c Colour) string {
	if contrast := PaletteOf(c).Contrast(); contrast < Least {
		return fmt.Sprintf("White words on this colour have a contrast of %.2f to 1; they need 4.5 to 1. Choose a darker shade.", contrast)
	}
	return ""
}
