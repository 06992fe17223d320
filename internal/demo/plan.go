package demo

// Password is every demo person's. It opens nothing but a portal on this machine.
const Password = "seven lanterns on the quay"

// A person of the plan, by a short name of the plan's own.
type somebody struct {
	key      string
	name     string
	email    string
	language string
	role     string   // customer, agent or administrator
	services []string // of a customer; none means all
	stage    stage
}

// stage is how far somebody gets.
type stage int

const (
	active    stage = iota
	created         // no invitation was sent
	invited         // and not activated
	suspended       // after having been active
)

// request is a conversation: who opens it, and what happens then, step by step.
type request struct {
	by      string
	service string
	subject string
	text    string
	steps   []step
}

// step is one thing that somebody does in a conversation.
type step struct {
	by     string
	does   deed
	text   string // of an answer, a note or a reply
	status string // to set; with an answer it may be empty
}

type deed int

const (
	takes deed = iota // assigns it to themselves; the first step, if any
	answers
	notes
	replies
	sets // the status
)

func take(by string) step                 { return step{by: by, does: takes} }
func answer(by, text string) step         { return step{by: by, does: answers, text: text} }
func note(by, text string) step           { return step{by: by, does: notes, text: text} }
func reply(by, text string) step          { return step{by: by, does: replies, text: text} }
func set(by, status string) step          { return step{by: by, does: sets, status: status} }
func (s step) and(status string) step     { s.status = status; return s }
func (p somebody) inTeam() bool           { return p.role != customer }
func (p somebody) getsIn() bool           { return p.stage == active || p.stage == suspended }
func (s step) isMessage() bool            { return s.does == answers || s.does == replies }
func (r request) idempotencyKey() string  { return key("request", r.by, r.service, r.subject, r.text) }
func (p somebody) idempotencyKey() string { return key("person", p.role, p.email, p.name) }

const (
	customer      = "customer"
	agent         = "agent"
	administrator = "administrator"

	software = "software"
	billing  = "billing"

	open       = "open"
	inProgress = "in_progress"
	onHold     = "on_hold"
	closed     = "closed"
)

// first is the administrator, made as operators make one; the rest of the team is invited by her.
const first = "nora"

// people are on domains that nobody can ever have (RFC 2606).
var people = []somebody{
	{key: "nora", name: "Nora Castellanos", email: "nora@portico.example", language: "en", role: administrator},
	{key: "henrik", name: "Henrik Aalto", email: "henrik@portico.example", language: "en", role: agent},
	{key: "amara", name: "Amara Diallo", email: "amara@portico.example", language: "en", role: agent},
	{key: "jannik", name: "Jannik Weidner", email: "jannik@portico.example", language: "de", role: agent},
	{key: "sofie", name: "Sofie Bergström", email: "sofie@portico.example", language: "en", role: agent, stage: invited},

	{key: "olle", name: "Olle Nyström", email: "olle.nystrom@sjobodens-glass.example", language: "en", role: customer, stage: created},
	{key: "grant", name: "Grant Holloway", email: "grant@holloway-freight.example", language: "en", role: customer, stage: suspended},
	{key: "rashid", name: "Rashid Al-Farouqi", email: "rashid@al-farouqi-trading.example", language: "en", role: customer},
	{key: "yuki", name: "Yuki Tanaka", email: "y.tanaka@aozora-instruments.example", language: "en", role: customer, services: []string{billing}},
	{key: "aoife", name: "Aoife Brennan", email: "aoife.brennan@carrick-county.example", language: "en", role: customer},
	{key: "tomasz", name: "Tomasz Wiśniewski", email: "tomasz@magazyn-polnocny.example", language: "en", role: customer},
	{key: "katharina", name: "Katharina von Hohenfels-Oberndorf", email: "katharina.von.hohenfels-oberndorf@stadtwerke-neuenburg.example", language: "de", role: customer},
	{key: "emile", name: "Émile Beaumont-Delacroix", email: "emile@beaumont-delacroix.example", language: "en", role: customer},
	{key: "priya", name: "Priya Raghunathan", email: "priya@mangrove-logistics.example", language: "en", role: customer},
	{key: "lukas", name: "Lukas Brandstätter", email: "lukas.brandstaetter@brandstaetter-soehne.example", language: "de", role: customer},
	{key: "beatriz", name: "Beatriz Nogueira", email: "beatriz@nogueira-e-filhos.example", language: "en", role: customer, stage: invited},
	{key: "maya", name: "Maya Okonkwo", email: "maya@fjordfoods.example", language: "en", role: customer},
}

// listener is what an agent wants to be told of.
type listener struct {
	by, service string
	replies     string
}

var listeners = []listener{
	{"henrik", software, "mine"},
	{"jannik", software, "mine"},
	{"amara", billing, "all"},
}
