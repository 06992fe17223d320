package brand

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"math"
	"testing"
)

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, test := range []struct {
		a, b Colour
		want float64
	}{
		{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#767676", "#ffffff", 4.54}, {"#ff0000", "#ffffff", 4.0},
		{"#0000ff", "#ffffff", 8.59},
	} {
		if got := Contrast(test.a, test.b); math.Abs(got-test.want) > 0.005 || got != Contrast(test.b, test.a) {
			t.Errorf("%s on %s: %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

func TestA5_EveryAccentWithEnoughContrastCanBeReadInLightAndDark(t *testing.T) {
	taken := 0
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				c := Colour(fmt.Sprintf("#%02x%02x%02x", r, g, b))
				refused := CheckAccent(c) != ""
				if refused != (Contrast(white, c) < Least) {
					t.Errorf("%s: refused %v at %.2f, %+v", c, refused, Contrast(white, c), PaletteOf(c))
				}
				if !refused {
					taken++
				}
			}
		}
	}
	if taken < 1000 {
		t.Errorf("only %d colours are taken", taken)
	}
}

func TestAColourKeepsItsHueInThePalette(t *testing.T) {
	p := PaletteOf("#0b5cbf")
	if p.Light.Accent != "#0b5cbf" {
		t.Errorf("the accent in light is %s", p.Light.Accent)
	}
	for _, c := range []Colour{p.Light.Hover, p.Light.Text, p.Light.Line, p.Dark.Accent, p.Dark.Text, p.Dark.Line} {
		if distance := math.Abs(c.oklch().hue - Colour("#0b5cbf").oklch().hue); distance > 0.1 {
			t.Errorf("%s is another hue by %.2f", c, distance)
		}
	}
	for _, c := range []string{"", "#fff", "#FFFFFF", "#00000g", "red", "#0000000", "#000000\n"} {
		if Colour(c).Valid() {
			t.Errorf("%q is taken", c)
		}
	}
}

func picture(t *testing.T, width, height int, noise bool) []byte {
	t.Helper()
	p := image.NewNRGBA(image.Rect(0, 0, width, height))
	seed := uint32(1)
	for i := range p.Pix {
		if noise {
			seed = seed*1664525 + 1013904223
			p.Pix[i] = byte(seed >> 24)
		}
	}
	p.Set(0, 0, color.NRGBA{R: 200, A: 255})
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestALogoIsItsPointsAndNothingElse(t *testing.T) {
	plain := picture(t, 160, 48, false)
	logo, err := NewLogo(plain)
	if err != nil || !ValidLogoID(string(logo.ID)) {
		t.Fatalf("%+v, %v", logo.ID, err)
	}
	behind, err := NewLogo(append(bytes.Clone(plain), []byte("<script>alert(1)</script>")...))
	if err != nil || behind.ID != logo.ID || bytes.Contains(behind.Image, []byte("script")) {
		t.Errorf("what stands behind the picture stays: %v", err)
	}
	if other, err := NewLogo(picture(t, 161, 48, false)); err != nil || other.ID == logo.ID {
		t.Errorf("another picture: %v", err)
	}
}

func TestWhatIsNoLogoIsRefused(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.Encode(&moving, image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	plain := picture(t, 160, 48, false)
	for name, test := range map[string]struct {
		given []byte
		want  error
	}{
		"nothing": {nil, ErrLogoForm}, "SVG": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), ErrLogoForm},
		"GIF": {moving.Bytes(), ErrLogoForm}, "half a picture": {plain[:len(plain)/2], ErrLogoForm},
		"too wide": {picture(t, 641, 10, false), ErrLogoSize}, "too high": {picture(t, 10, 193, false), ErrLogoSize},
		"too many bytes": {picture(t, 200, 100, true), ErrLogoBytes},
	} {
		if _, err := NewLogo(test.given); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzNewLogo(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, given []byte) {
		logo, err := NewLogo(given)
		if err != nil {
			return
		}
		if again, err := NewLogo(logo.Image); err == nil && again.ID != logo.ID {
			t.Error("a logo that is read again is another one")
		}
	})
}
