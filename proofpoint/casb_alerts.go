// CASB's alerts: windows of a day, pages of fifty by number, both in the body of
// a POST that only reads.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CASBAlertsParams are the parameters of [CASBService.Alerts]. The zero value
// asks for the last 24 hours.
type CASBAlertsParams struct {
	// Since counts back from To, or from now; 0 means 24 hours, unless From is
	// given. More than a day is split into windows.
	Since time.Duration `in:"since" label:"Since Seconds" default:"86400" doc:"Seconds back from now; more than a day is split into windows."`
	// From and To bound the range by the time of the alert, UTC, to the
	// millisecond. A zero To means now.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range; now if not given."`
	// Limit stops after so many alerts; 0 means all. The service has no limit
	// of its own, and promises no order.
	Limit int `in:"limit" min:"0" doc:"At most so many alerts; all if not given."`
}

// CASBAlert is one alert. Only id and timestamp are taken to be there always; no
// list of fields is public.
type CASBAlert struct {
	Raw           json.RawMessage    `json:"-"`  // as received, unknown fields included
	ID            string             `json:"id"` // the identity
	TenantID      string             `json:"tenant_id"`
	Timestamp     Time               `json:"timestamp"` // milliseconds since 1970; one parser reads seconds, so its size decides
	Type          string             `json:"type"`
	SubType       string             `json:"sub_type"` // Data Leakage, Suspicious Activity, Suspicious Login, and others
	Severity      string             `json:"severity"` // Low, Medium, High; compare without case
	Title         string             `json:"title"`
	Description   string             `json:"description"`
	RelatedEvents []CASBRelatedEvent `json:"related_events"` // absent, null or empty in some
}

// CASBRelatedEvent is one event in a cloud service that an alert is about.
type CASBRelatedEvent struct {
	EventID             string             `json:"event_id"`
	UserEmail           string             `json:"user_email"`
	UserID              string             `json:"user_id"`
	FullName            string             `json:"full_name"`
	CloudService        string             `json:"cloud_service"` // office365, say
	UserAgent           string             `json:"user_agent"`
	EventClassification CASBClassification `json:"event_classification"`
	Intelligence        []CASBIntelligence `json:"intelligence"`
}

// UnmarshalJSON reads the other spelling of cloud_service too: cloud_services, a
// text or a list, in the change log of one vendor's parser.
func (e *CASBRelatedEvent) UnmarshalJSON(raw []byte) error {
	type plain CASBRelatedEvent
	w := struct {
		*plain
		CloudServices Strings `json:"cloud_services"`
	}{plain: (*plain)(e)}
	err := decode(raw, &w)
	e.CloudService = orElse(e.CloudService, strings.Join(w.CloudServices, ", "))
	return err
}

// CASBClassification says what kind of event it was.
type CASBClassification struct {
	Category    string `json:"category"`
	SubCategory string `json:"sub_category"`
	ID          CASBID `json:"id"`
}

// CASBID is the number or name of a classification: it reads a text and a number,
// because no source says which is sent.
type CASBID string

// UnmarshalJSON reads a text, a number or null.
func (i *CASBID) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	*i = CASBID(s)
	return err
}

// CASBIntelligence is what is known of an address that an event came from.
type CASBIntelligence struct {
	IPAddress   string  `json:"ip_address"`
	Location    string  `json:"location"`
	GeoLocation CASBGeo `json:"geo_location"`
	Threat      string  `json:"threat"`
}

// CASBGeo is a place in degrees; parsers read numbers and texts.
type CASBGeo struct {
	Latitude  Float `json:"latitude"`
	Longitude Float `json:"longitude"`
}

// casbDays: at most a day in one walk of pages, as the only client that is known
// to poll this API asks; whether the service accepts more is not known.
var casbDays = Windows{Max: 24 * time.Hour, FromAt: "body:time_range.from", ToAt: "body:time_range.to", Layout: "unixms"}

const casbSource = "third-party collectors; the vendor publishes no reference; seen 2026-11"

var casbAlerts = define[CASBAlertsParams, CASBAlert](Operation{
	Name: "casb.alerts", Title: "Get Alerts", Summary: "Alerts of cloud app security.",
	When:   "Use this to feed alerts about cloud accounts to a SIEM.",
	Source: casbSource,
	Proto: Request{Service: CASB, Method: "POST", Path: "/v1/alerts", Repeatable: true, Pool: casbPool,
		Records: pathdata.MustCompile("$.alerts[*]"),
		Pager:   Nest(casbDays, Numbers{Where: "body:page", First: 0, Size: 50})},
})

// AlertsRequest builds the request of [CASBService.Alerts].
func (p CASBAlertsParams) AlertsRequest() (Request, error) { return casbAlerts.Build(p) }

// Alerts walks the alerts of the range, in the order in which the service sends
// them: none is promised, so sort a whole walk where order matters. Each page
// of 50 is a request, and each window of a day at least one; all of them and
// every login come out of one pool, 1000 a day. An alert dated to the
// millisecond where two windows meet may come twice, and so may the last alert
// of a page when another one comes in meanwhile: its identity is ID. A range
// without alerts gives none. Errors: joined *ParamError first; *APIError, which
// is ErrUnauthorized where the login or a fresh token was refused;
// *NetworkError; *BodyError; *RecordError beside an alert that could not be
// read as a CASBAlert.
//
// Source: third-party collectors and parsers; the vendor publishes no
// reference; 2026-11.
func (s *CASBService) Alerts(ctx context.Context, p CASBAlertsParams, opts ...CallOption) iter.Seq2[CASBAlert, error] {
	return casbAlerts.all(ctx, s.c, p, opts)
}
