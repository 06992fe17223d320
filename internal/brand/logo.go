package brand

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"image/png"
	"regexp"
	"strings"
)

// What a logo may be at most: bytes, and points in each direction.
const (
	MaxLogo       = 40 << 10
	MaxLogoWidth  = 640
	MaxLogoHeight = 192
)

// LogoID names a logo by what it shows.
type LogoID string

var logoForm = regexp.MustCompile(`^[a-z2-7]{26}$`)

// ValidLogoID tells whether s has a LogoID's form.
func ValidLogoID(s string) bool { return logoForm.MatchString(s) }

// Logo is a picture, PNG.
type Logo struct {
	ID    LogoID
	Image []byte
}

// The reasons to refuse a picture.
var (
	ErrLogoForm  = errors.New("this is no PNG picture")
	ErrLogoSize  = errors.New("this picture is wider than 640 or higher than 192 points")
	ErrLogoBytes = errors.New("this picture is larger than 40 KiB")
)

// NewLogo reads a PNG picture and writes it anew, so that what is kept and shown is its points and nothing else: no script, no metadata, no second file
// behind the picture. Its size is looked at before it is unpacked. The error is one of this package's.
func NewLogo(given []byte) (Logo, error) {
	if len(given) > MaxLogo {
		return Logo{}, ErrLogoBytes
	}
	head, err := png.DecodeConfig(bytes.NewReader(given))
	if err != nil {
		return Logo{}, ErrLogoForm
	}
	if head.Width > MaxLogoWidth || head.Height > MaxLogoHeight {
		return Logo{}, ErrLogoSize
	}
	picture, err := png.Decode(bytes.NewReader(given))
	if err != nil {
		return Logo{}, ErrLogoForm
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture); err != nil {
		return Logo{}, ErrLogoForm
	}
	if out.Len() > 2*MaxLogo { // Go writes a little larger than the best programs
		return Logo{}, ErrLogoBytes
	}
	sum := sha256.Sum256(out.Bytes())
	id := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16])
	return Logo{ID: LogoID(strings.ToLower(id)), Image: out.Bytes()}, nil
}
