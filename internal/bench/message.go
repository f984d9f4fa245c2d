// What a record decodes into where contenders decode into a struct: every member that body.go writes, so that none is merely skipped.

package main

import "time"

type message struct {
	GUID                string        `json:"GUID"`
	QID                 string        `json:"QID"`
	ID                  string        `json:"id"`
	CCAddresses         []string      `json:"ccAddresses"`
	ClusterID           string        `json:"clusterId"`
	CompletelyRewritten bool          `json:"completelyRewritten"`
	FromAddress         []string      `json:"fromAddress"`
	HeaderFrom          string        `json:"headerFrom"`
	HeaderReplyTo       *string       `json:"headerReplyTo"`
	ImpostorScore       float64       `json:"impostorScore"`
	MalwareScore        float64       `json:"malwareScore"`
	MessageID           string        `json:"messageID"`
	MessageParts        []messagePart `json:"messageParts"`
	MessageSize         int64         `json:"messageSize"`
	MessageTime         time.Time     `json:"messageTime"`
	ModulesRun          []string      `json:"modulesRun"`
	PhishScore          float64       `json:"phishScore"`
	PolicyRoutes        []string      `json:"policyRoutes"`
	QuarantineFolder    *string       `json:"quarantineFolder"`
	QuarantineRule      *string       `json:"quarantineRule"`
	Recipient           []string      `json:"recipient"`
	ReplyToAddress      []string      `json:"replyToAddress"`
	SenderIP            string        `json:"senderIP"`
	SpamScore           float64       `json:"spamScore"`
	Subject             string        `json:"subject"`
	ThreatsInfoMap      []threat      `json:"threatsInfoMap"`
	ToAddresses         []string      `json:"toAddresses"`
	XMailer             *string       `json:"xmailer"`
}

type messagePart struct {
	ContentType   string  `json:"contentType"`
	Disposition   string  `json:"disposition"`
	Filename      string  `json:"filename"`
	MD5           string  `json:"md5"`
	OContentType  string  `json:"oContentType"`
	SandboxStatus *string `json:"sandboxStatus"`
	SHA256        string  `json:"sha256"`
}

type threat struct {
	CampaignID     string    `json:"campaignID"`
	Classification string    `json:"classification"`
	Threat         string    `json:"threat"`
	ThreatID       string    `json:"threatID"`
	ThreatStatus   string    `json:"threatStatus"`
	ThreatTime     time.Time `json:"threatTime"`
	ThreatType     string    `json:"threatType"`
	ThreatURL      string    `json:"threatUrl"`
}
