// This file is the map of the package. The rule the others keep: nothing here knows what Proofpoint is,
// which requests exist or what an error means to a user. Its other half is the loop over pages in
// package proofpoint, which turns statuses into errors and repeats pages whose body was cut.

// Package transport sends one request until it has an answer worth handing on.
//
// The layers, inside out:
//
//	the caller's http.RoundTripper
//	attempt        wait, pace, sign, send; after a 401 once more      (attempt.go, client.go)
//	retryablehttp  the loop over attempts, with our decisions         (retry.go, budget.go)
//	Body           idle limit, inflater, cap on what comes out        (body.go, inflate.go)
//
// A call is one page of somebody's iterator:
//
//	client := transport.New(nil, transport.Options{})
//	resp, err := client.Do(ctx, &transport.Call{
//		Request:    request, // unsigned
//		Repeatable: true,
//		Budget:     transport.NewBudget(transport.Policy{}, time.Now()),
//		Sign:       func(r *http.Request) error { r.SetBasicAuth(principal, secret); return nil },
//	})
//	if err != nil {
//		return err // *transport.Error, or what Pace or Sign said
//	}
//	body := client.Body(resp, 64<<20)
//	defer body.Close()
//
// # What it promises
//
// A request that is not repeatable is sent again only when it provably never left or was refused (401,
// 429). Redirects are never followed, so no header travels to another host. Every wait is bounded by
// the budget and by the context, and is never shorter than the policy's floor. No error carries a query
// value, user information or a header value. When a body is closed, nothing of it is left running.
package transport
