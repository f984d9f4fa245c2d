module github.com/proofpointkit/proofpoint-go/examples/forwarder

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/proofpointkit/proofpoint-go v0.0.0
	github.com/rogpeppe/go-internal v1.16.0
)

require (
	github.com/PaesslerAG/gval v1.2.4 // indirect
	github.com/PaesslerAG/jsonpath v0.1.1 // indirect
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
	github.com/hashicorp/go-retryablehttp v0.7.8 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/shopspring/decimal v1.3.1 // indirect
	go.etcd.io/bbolt v1.5.0 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	golang.org/x/sys v0.45.0 // indirect
	golang.org/x/tools v0.36.0 // indirect
)

replace github.com/proofpointkit/proofpoint-go => ../..
