// Package dynamo keeps everything in one DynamoDB table. Keys are made by the constructors in keys.go alone; each access pattern has a file.
//
//	what                              PK                       SK                       by
//	a person                          PERSON#id                PERSON                   GetItem
//	what a person may do now          GATE#id                  GATE                     GetItem, consistent
//	who has an address                ADDRESS#key              ADDRESS                  reserved in the transaction that gives it
//	a proof (link, code)              PROOF#id                 PROOF                    GetItem; claim and consume by condition
//	a vouch                           VOUCH#id                 VOUCH                    GetItem, UpdateItem; TTL
//	a session                         SESSION#id               SESSION                  GetItem; TTL
//	a device that is trusted          DEVICE#person            id                       GetItem; Query of all; TTL
//	a sign-in flow (mailed code)      FLOW#id                  FLOW                     GetItem; TTL
//	what somebody asked for who       REGISTRATION#id          REGISTRATION             GetItem; TTL
//	wants an account
//	a mail                            OUTBOX#id                OUTBOX                   stream, then GetItem
//	a wish decided behind the stream  REQUEST#id               REQUEST                  stream, then GetItem; TTL
//	tokens to be revoked              REVOCATION#id            REVOCATION               stream, then GetItem; goes when it is done
//	a limit's state                   RATE#scope#hmac          RATE                     one conditional update; TTL
//	a repeat of a creating request    IDEMPOTENCY#person#key   IDEMPOTENCY              put in the same transaction; TTL
//	the set of live administrators    ADMINISTRATORS           ADMINISTRATORS           guards the last one
//	somebody's history                HISTORY#person           instant#id               Query, newest first; nobody's (refused sign-ins): TTL
//	a section of settings             SETTINGS#section         SETTINGS                 GetItem, consistent; put by version
//	a logo                            LOGO#id                  LOGO                     GetItem; TTL while nobody has chosen it
//	people by a word                  WORD#kind#first letters  word#id                  Query, begins_with
//	an import                         IMPORT#id                IMPORT                   GetItem; TTL
//	some lines of an import           IMPORT#id                PART#check#number        GetItem; TTL
//	the import that runs              IMPORTTURN               IMPORTTURN               reserved in the transaction that starts it
//
//	a ticket                          TICKET#id                TICKET                   GetItem
//	its messages                      TICKET#id                M#number                 Query; gapless by the ticket's counter
//	its changes of status             TICKET#id                E#message#version        Query; after the message with that number
//	its internal notes                NOTES#id                 instant#id               Query; a customer's functions have no right to these
//	who has a reference               REFERENCE#reference      REFERENCE                reserved in the transaction that opens the ticket
//	somebody's tickets by a word      WORD#REQUESTS#person     word#opened#id           Query, begins_with; then BatchGetItem
//	all tickets by a word             WORD#TICKETS#2 letters   word#opened#id           Query, begins_with; then BatchGetItem
//	the first mail of a thread        THREAD#ticket#person     THREAD                   read and kept by the mailer
//	what an agent is told of          CHOICES#agent            CHOICES                  GetItem
//	agents told of all news           LISTENERS#kind#service   agent                    Query
//
//	what became of an incoming mail   INCOMING#id              INCOMING                 GetItem; reserved in the transaction of what it became; TTL
//	what is shown of a held mail      INCOMING#id              HELD                     GetItem; TTL, shorter
//	the text of a held mail           INCOMING#id              TEXT                     GetItem; the same TTL
//	a mail that became a ticket       COPY#digest              COPY                     reserved in the transaction that opens the ticket; TTL
//
//	index GSI1 (sparse)               GSI1PK                   GSI1SK
//	people of one kind, newest first  PEOPLE#kind#shard        instant#id               Query of every shard, merged
//	what is not done yet behind it    UNDONE#shard             instant#id               the sweep, from that instant on; the attributes go when it is done
//	somebody's tickets                REQUESTS#person#status   updated#id               Query of the statuses asked for, merged
//	all history, newest first         AUDIT#shard              instant#id#subject       Query of every shard, merged
//
//	index GSI2 (sparse)               GSI2PK                   GSI2SK
//	mails to one person               MAILS#person             instant#id               Query, newest first
//	history by action                 ACTION#action#shard      instant#id#subject       Query of every shard, merged
//	tickets that are not closed       QUEUE#shard              updated#id               Query of every shard, merged, last updated first
//	tickets that are closed           CLOSED#shard             updated#id               the same
//	held mails                        HELD#shard               received#id              the same, newest first; counted
//	spam and viruses                  HELD#!JUNK#shard         received#id              Query with held mails; not counted
//	imports, newest first             IMPORTS#shard            instant#id               Query of every shard, merged
//
//	index GSI3 (sparse)               GSI3PK                   GSI3SK
//	an agent's, not closed            ASSIGNEE#agent           updated#id               Query, last updated first
//	nobody's, not closed              UNASSIGNED#shard         updated#id               Query of every shard, merged
//	what a person did                 ACTOR#person             instant#id#subject       Query, merged with that person's own history
//
//	index GSI4 (sparse)               GSI4PK                   GSI4SK
//	a service's, not closed           SERVICE#service#shard    updated#id               Query of every shard, merged
//	held mails to a service           HELD#service#shard       received#id              Query of every shard, merged, newest first
//
// Attributes of rows are named as the json names of their Go fields. Instants in keys are RFC 3339 in UTC with nine decimals, so that they
// sort; instants in attributes are Unix milliseconds, and `ttl` is Unix seconds. Rows with a ttl are also checked for expiry when they are read,
// because DynamoDB deletes them up to days late.
//
// The rows of settings have constant keys. They are small, and read at most once in a request, so what the gateway lets through (200 requests a second)
// stays far below what one partition gives (3000 read units).
package dynamo
