package feedtest_test

import (
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/feedtest"
)

func TestMemory(t *testing.T) {
	feedtest.Test(t, func(*testing.T) feed.Store { return feed.Memory() })
}
