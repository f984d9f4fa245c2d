// The shortest road to records, to be read and copied: everything that a
// program needs stands between the imports and the end of the file.

// Quickstart prints what reached people's mailboxes in the last hour. It asks a
// fake Proofpoint inside the process, so it runs without credentials and
// network:
//
//	go run ./examples/quickstart
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func main() {
	// The real service: client, err := proofpoint.NewClientFromEnv()
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for m, err := range client.TAP.MessagesDelivered(context.Background(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.MessageTime.Format("15:04:05"), m.Recipient, m.Subject)
	}
}
