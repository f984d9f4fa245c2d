// Package doccheck holds no code. Its tests keep rules of this project that would otherwise be paragraphs nobody reads: every exported name
// and every file says what it is for, no folder has a name that says nothing, and imports point one way.
package doccheck
