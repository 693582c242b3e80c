//go:build tools

// Package pulumicli pins the Pulumi CLI that this project builds where none is installed.
package pulumicli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
