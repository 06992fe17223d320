package localcloud

import (
	"fmt"
	"net"
)

// choose fills in free ports for those that are empty or "0". They are held open together while choosing, so that no
// two are the same.
func (p Ports) choose() (Ports, error) {
	for _, port := range []*string{&p.Portal, &p.Cloud, &p.Inbox, &p.SMTP, &p.Mail, &p.Pages, &p.Relay} {
		if *port != "" && *port != "0" {
			continue
		}
		listener, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return p, fmt.Errorf("find a free port: %w", err)
		}
		defer listener.Close()
		_, *port, err = net.SplitHostPort(listener.Addr().String())
		if err != nil {
			return p, fmt.Errorf("find a free port: %w", err)
		}
	}
	return p, nil
}

// taken tells whether somebody listens on a port of loopback.
func taken(port string) bool {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return true
	}
	listener.Close()
	return false
}
