// The package's tour, for go doc. Everything it says is shown by an Example.

// Package proofpoint gets security records out of Proofpoint: a typed client
// for its services, one loop over pages, and one way to ask any other endpoint.
//
//	client, err := proofpoint.NewClientFromEnv()
//	if err != nil {
//		log.Fatal(err)
//	}
//	for event, err := range client.TAP.All(ctx, proofpoint.TAPSIEMParams{Since: 24 * time.Hour}) {
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(event.Kind, string(event.Raw()))
//	}
//
// # Which call do I need
//
// A typed method (client.TAP.MessagesDelivered) for what the vendor documents;
// [Client.Records] with a [Request] of your own, or one that package template
// built, for records from any endpoint; [Client.RawRequest] for one exchange
// whose body you read yourself. All take the same road: authentication, pacing,
// retries, limits and redaction are the same.
//
// # Everything else
//
// An API that has no typed call is configured under any name and asked with a
// [Request] of one's own: an authenticator for how it signs in ([Basic], [Key],
// [HeaderPair], [PathKey], [OAuth2], [CASBLogin], [SignFunc]) and a [Pager] for
// how it pages ([Numbers], [Rows], [Offsets], [Links], [Windows], [Values],
// [Nest]). So are the reports of Threat Protection, Secure Email Relay, Security
// Awareness, Information Protection, Isolation and the Protection Server reached.
// The log stream of Proofpoint on Demand is a WebSocket and no HTTP exchange: it
// is out of scope.
//
// # Records
//
// A sequence yields records as they arrive; memory does not grow with the
// answer. A [Record] is the bytes as received and where they stood; typed values
// carry the same bytes in Raw, so unknown fields are never lost. What does not
// fit its type comes with a [*RecordError] and the sequence goes on if you do:
// see [CanContinue].
//
// # Chains
//
// A request may ask another operation for each of its records: [Then]. The
// answers are attached to their record or come by themselves, down to eight
// levels; the same child is asked once ([ChainMemory]), and one that fails is
// named and costs no other. Neither parents nor children are collected.
//
// # Time, windows and quota
//
// A range of time is split into windows that the service accepts; without one
// the last hour is asked. Every window is a request of a quota ([Pool]): TAP
// gives 1800 a day. [Client.Plan] tells what a query would ask, without asking,
// and [Draws] what that costs. [Client.Probe] tries one page of it and says what
// was found, where the records are, and what a person should know beforehand.
//
// # Stopping and going on
//
// A [Cursor] remembers how far a sequence was taken: pass it with [Resume], keep
// its text. It moves over whole pages only, so nothing is skipped; the page that
// was not finished comes again.
//
// # Errors
//
// [*ParamError] before any request; [*APIError] when the service says no (ask
// [errors.Is] for [ErrUnauthorized], [ErrRateLimited] and the like);
// [*NetworkError] when no answer came; [*BodyError] when a body is cut or is not
// JSON; [*pathdata.NoMatchError] when the path to data is not in the answer;
// [*AmbiguousError] when a write may or may not have happened; [*ChainError] when
// a chain cannot be walked. [RetryAt] and [Temporary] say whether asking again makes sense.
//
// # Credentials
//
// A [Service] is one host with one credential. The credential goes to that host
// and to those that its configuration lists, and nowhere else: not along a
// redirect, not to a URL that came out of a form, a template or an answer. A
// [Secret] prints as [redacted] everywhere.
//
// # Concurrency
//
// A [Client] is safe for concurrent use. A sequence runs on the goroutine that
// ranges over it; two more read and inflate a body that is long, those of
// [Parallel] decode, and children of a chain run at once where [Then] says so.
// All are over when the sequence is.
//
// This library is not affiliated with Proofpoint; what its services return falls
// under the vendor's terms.
package proofpoint
