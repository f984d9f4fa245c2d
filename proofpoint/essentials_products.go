// Products that an organisation can have beside its package.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsProductParams name a product of an organisation.
type EssentialsProductParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Label is the product's identifier, as [EssentialsService.Products] shows it.
	Label string `in:"path:label" required:"true" doc:"The product's identifier."`
}

// EssentialsProduct is a product, bought or to be had.
type EssentialsProduct struct {
	Raw             json.RawMessage `json:"-"` // as received, unknown members included
	Label           string          `json:"label"`
	Variant         string          `json:"variant"`
	AutoRenew       Bool            `json:"auto_renew"`
	IsOnTrial       Bool            `json:"is_on_trial"`
	IsTrialExtended Bool            `json:"is_trial_extended"`
}

// EssentialsAddProductParams are the parameters of AddProduct.
type EssentialsAddProductParams struct {
	Domain    string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Label     string `in:"body:label" required:"true" doc:"The product's identifier."`
	Variant   string `in:"body:variant" doc:"Which form of the product."`
	AutoRenew *bool  `in:"body:auto_renew" doc:"Whether it is renewed by itself."`
	IsTrial   *bool  `in:"body:is_trial" doc:"Whether it begins as a trial."`
}

// EssentialsUpdateProductParams are the parameters of UpdateProduct. What is not
// given stays as it is.
type EssentialsUpdateProductParams struct {
	Domain          string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Label           string `in:"path:label" required:"true" doc:"The product's identifier."`
	Variant         string `in:"body:variant" doc:"Which form of the product."`
	AutoRenew       *bool  `in:"body:auto_renew" doc:"Whether it is renewed by itself."`
	IsOnTrial       *bool  `in:"body:is_on_trial" doc:"Whether it is a trial."`
	IsTrialExtended *bool  `in:"body:is_trial_extended" doc:"Whether the trial is extended."`
}

var (
	essentialsProducts = define[EssentialsOrgParams, EssentialsProduct](Operation{
		Name: "essentials.products.list", Title: "List Products", Summary: "Products that are bought or can be had.",
		When: "Use this to learn the labels of products.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/products", Records: pathdata.MustCompile("$[:]", "$.products[*]")},
	})
	essentialsProduct = define[EssentialsProductParams, EssentialsProduct](Operation{
		Name: "essentials.products.get", Title: "Get Product", Summary: "One product.",
		When: "Use this to read how a product is licensed.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/products/{label}"},
	})
	essentialsAddProduct = define[EssentialsAddProductParams, EssentialsProduct](Operation{
		Name: "essentials.products.add", Title: "Add Product", Summary: "Buys a product.",
		When: "Use this to buy or try a product for a customer.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/products", Format: FormatAny},
	})
	essentialsUpdateProduct = define[EssentialsUpdateProductParams, json.RawMessage](Operation{
		Name: "essentials.products.update", Title: "Update Product", Summary: "Changes single members of a product.",
		When: "Use this to end the renewal of a product.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}/products/{label}", Format: FormatAny},
		check:  essentialsSome("variant"),
	})
	essentialsDeleteProduct = define[EssentialsProductParams, json.RawMessage](Operation{
		Name: "essentials.products.delete", Title: "Delete Product", Summary: "Ends a product.",
		When: "Use this where the vendor lets you end a product.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/products/{label}", Format: FormatAny},
	})
)

// ProductsRequest builds the request of [EssentialsService.Products].
func (p EssentialsOrgParams) ProductsRequest() (Request, error) { return essentialsProducts.Build(p) }

// Products walks the products of an organisation, those that are bought and
// those that can be had. Whether the list is bare is unverified; both forms are
// read.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Products(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsProduct, error] {
	return essentialsProducts.all(ctx, s.c, p, opts)
}

// ProductRequest builds the request of [EssentialsService.Product].
func (p EssentialsProductParams) ProductRequest() (Request, error) { return essentialsProduct.Build(p) }

// Product returns one product; ErrNotFound if there is none of that label.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Product(ctx context.Context, p EssentialsProductParams, opts ...CallOption) (*EssentialsProduct, error) {
	return essentialsProduct.one(ctx, s.c, p, opts)
}

// AddProductRequest builds the request of [EssentialsService.AddProduct].
func (p EssentialsAddProductParams) AddProductRequest() (Request, error) {
	return essentialsAddProduct.Build(p)
}

// AddProduct buys a product, or begins its trial. The result is empty where the
// service answers with nothing or a text. A refusal inside an answer is an
// [*EssentialsItemError].
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) AddProduct(ctx context.Context, p EssentialsAddProductParams, opts ...CallOption) (*EssentialsProduct, error) {
	return essentialsMade(ctx, s.c, essentialsAddProduct, p, opts)
}

// UpdateProductRequest builds the request of [EssentialsService.UpdateProduct].
func (p EssentialsUpdateProductParams) UpdateProductRequest() (Request, error) {
	return essentialsUpdateProduct.Build(p)
}

// UpdateProduct changes the members that are given and no others; none is a
// *ParamError.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) UpdateProduct(ctx context.Context, p EssentialsUpdateProductParams, opts ...CallOption) error {
	return essentialsUpdateProduct.done(ctx, s.c, p, opts)
}

// DeleteProductRequest builds the request of [EssentialsService.DeleteProduct].
func (p EssentialsProductParams) DeleteProductRequest() (Request, error) {
	return essentialsDeleteProduct.Build(p)
}

// DeleteProduct ends a product. It is not open to customers as a rule:
// ErrForbidden.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteProduct(ctx context.Context, p EssentialsProductParams, opts ...CallOption) error {
	return essentialsDeleteProduct.done(ctx, s.c, p, opts)
}
