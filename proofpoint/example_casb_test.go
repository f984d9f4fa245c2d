// Examples of CASB, against the fake.

package proofpoint_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// What is severe, oldest first: the service promises no order.
func ExampleCASBService_Alerts() {
	var high []proofpoint.CASBAlert
	for alert, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().CASB.Alerts(context.Background(), proofpoint.CASBAlertsParams{Since: 12 * time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		if strings.EqualFold(alert.Severity, "high") {
			high = append(high, alert)
		}
	}
	slices.SortFunc(high, func(a, b proofpoint.CASBAlert) int { return a.Timestamp.Compare(b.Timestamp.Time) })
	fmt.Println(len(high), "severe alerts, the first at", high[0].Timestamp.Format(time.TimeOnly))
	// Output: 29 severe alerts, the first at 00:17:20
}

// The form of events is not verified: look at what comes before relying on it.
func ExampleCASBService_Events() {
	services := map[string]int{}
	for event, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().CASB.Events(context.Background(), proofpoint.CASBEventsParams{Since: time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		var properties map[string]string
		if err := json.Unmarshal(event.AdditionalProperties, &properties); err != nil {
			log.Fatal(err)
		}
		services[properties["cloud_service"]]++
	}
	fmt.Println(services)
	// Output: map[box:3 dropbox:1 google-workspace:3 office365:4 salesforce:1]
}
