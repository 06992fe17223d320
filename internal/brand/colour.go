// Package brand is what makes a portal look like its owner's: an accent colour, of which everything else that is coloured is derived so that it can
// be read in light and dark, and a logo that is a picture and nothing else.
package brand

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// Colour is an sRGB colour as #rrggbb in lower case.
type Colour string

var colourForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Valid tells whether c has a colour's form.
func (c Colour) Valid() bool { return colourForm.MatchString(string(c)) }

// linear gives the three parts as light, from 0 to 1. c must be valid.
func (c Colour) linear() [3]float64 {
	var parts [3]float64
	for i := range parts {
		n, err := strconv.ParseUint(string(c[1+2*i:3+2*i]), 16, 8)
		if err != nil {
			panic(fmt.Sprintf("colour %q was not checked", c))
		}
		parts[i] = toLight(float64(n) / 255)
	}
	return parts
}

func toLight(s float64) float64 {
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

func fromLight(l float64) float64 {
	if l <= 0.0031308 {
		return l * 12.92
	}
	return 1.055*math.Pow(l, 1/2.4) - 0.055
}

// Contrast is the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). Both must be valid.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() float64 {
	l := c.linear()
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

// oklch is a colour in the space of that name (CSS Color 4, 9.3): lightness from 0 to 1, chroma, hue in radians.
type oklch struct{ lightness, chroma, hue float64 }

func (c Colour) oklch() oklch {
	rgb := c.linear()
	l := math.Cbrt(0.4122214708*rgb[0] + 0.5363325363*rgb[1] + 0.0514459929*rgb[2])
	m := math.Cbrt(0.2119034982*rgb[0] + 0.6806995451*rgb[1] + 0.1073969566*rgb[2])
	s := math.Cbrt(0.0883024619*rgb[0] + 0.2817188376*rgb[1] + 0.6299787005*rgb[2])
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	b := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return oklch{lightness: 0.2104542553*l + 0.7936177850*m - 0.0040720468*s, chroma: math.Hypot(a, b), hue: math.Atan2(b, a)}
}

// light gives the three parts of o as light; outside of 0 to 1 where the screen has no such colour.
func (o oklch) light() [3]float64 {
	a, b := o.chroma*math.Cos(o.hue), o.chroma*math.Sin(o.hue)
	cube := func(x float64) float64 { return x * x * x }
	l := cube(o.lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(o.lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(o.lightness - 0.0894841775*a - 1.2914855480*b)
	return [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
}

func (o oklch) shown() bool {
	for _, part := range o.light() {
		if part < -0.0001 || part > 1.0001 {
			return false
		}
	}
	return true
}

// colour is the nearest colour that a screen has with o's lightness and hue: it gives way in chroma.
func (o oklch) colour() Colour {
	if !o.shown() {
		low, high := 0.0, o.chroma
		for range 20 {
			if o.chroma = (low + high) / 2; o.shown() {
				low = o.chroma
			} else {
				high = o.chroma
			}
		}
		o.chroma = low
	}
	rgb := o.light()
	part := func(l float64) int { return int(math.Round(255 * fromLight(min(max(l, 0), 1)))) }
	return Colour(fmt.Sprintf("#%02x%02x%02x", part(rgb[0]), part(rgb[1]), part(rgb[2])))
}
