//go:build tools

// Package pulumijava pins the language host of Pulumi Java, whose generator of SDKs the tests use.
package pulumijava

import _ "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java"
