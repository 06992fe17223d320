package stacks

func newAlarms(p *portal, i *identity, m *mail, a *api) {}
