// Package rawmail reads mails as they came: bytes that a stranger wrote.
//
// Check looks at the bytes and refuses what would be too much for a parser; Read takes the rest apart. Whoever does not trust the parser with their
// own process uses Apart, which reads in a process without rights that is ended when it takes too long.
package rawmail

// Mail is what could be read of a mail. Everything in it is the sender's word: nothing here is proven.
type Mail struct {
	From      Sender   `json:"from"`
	Subject   string   `json:"subject"`   // decoded, one line, at most MaxSubject code points; may be empty
	MessageID string   `json:"messageId"` // without < and >; empty where there is none
	Text      string   `json:"text"`      // what the sender wrote, as plain text in UTF-8; may be empty
	Cut       bool     `json:"cut"`       // Text goes on
	Files     []string `json:"files"`     // names of the parts that are no text, cleaned, at most MaxFiles
	Digest    string   `json:"digest"`    // of the sender, the Message-ID and the body: the same for a copy that came another way
	Signs     Signs    `json:"signs"`
}

// Sender is who a mail says it is from. Address is empty where that is not one address, beyond doubt.
type Sender struct {
	Address string `json:"address"` // as it stands in the mail
	Shown   string `json:"shown"`   // what stands in the From lines, cleaned, for people to look at
}

// Signs are what a mail's header says about its kind.
type Signs struct {
	Reply     bool `json:"reply"`     // an answer to another mail
	Automatic bool `json:"automatic"` // written by a program (RFC 3834 and its forerunners)
	List      bool `json:"list"`      // sent to many (RFC 2369, RFC 2919)
	Report    bool `json:"report"`    // about a mail that was not delivered (RFC 3464)
	Hops      int  `json:"hops"`      // how often it was passed on
}

// The most that is taken of what is shown: code points of a subject, of a text, of a name; and files.
const (
	MaxSubject = 200
	MaxText    = 20_000
	maxName    = 100
	MaxFiles   = 20
)
