//go:build tools

// Package pulumiyaml pins the language host of Pulumi YAML, which tests build once.
package pulumiyaml

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
