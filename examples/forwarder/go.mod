module github.com/proofpointkit/proofpoint-go/examples/forwarder

go 1.26.0

require github.com/proofpointkit/proofpoint-go v0.0.0

replace github.com/proofpointkit/proofpoint-go => ../..
