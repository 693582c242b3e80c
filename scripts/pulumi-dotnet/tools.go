//go:build tools

// Package pulumidotnet pins the language host of Pulumi .NET, whose generator of SDKs the tests use.
package pulumidotnet

import _ "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3"
