// Command sdk-generator writes the SDKs of a Pulumi package schema, as `pulumi package gen-sdk` does with the language
// hosts of a released CLI:
//
//	sdk-generator SCHEMA FOLDER
//
// It prints what the binder says of the schema, and fails where that is an error.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi"

type files = map[string][]byte

var generators = map[string]func(*schema.Package) (files, error){
	"go": func(p *schema.Package) (files, error) { return golang.GeneratePackage(tool, p, nil) },
	"nodejs": func(p *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, p, files{}, nil, false, nil)
	},
	"python": func(p *schema.Package) (files, error) { return python.GeneratePackage(tool, p, files{}, nil) },
}

func main() {
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(schemaFile, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	for language, generator := range generators {
		// Each generator changes the package that it is given.
		var spec schema.PackageSpec
		if err := json.Unmarshal(text, &spec); err != nil {
			return err
		}
		bound, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
		if err != nil {
			return err
		}
		if len(diagnostics) > 0 {
			return fmt.Errorf("the binder says: %w", diagnostics)
		}
		made, err := generator(bound)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		for name, content := range made {
			file := filepath.Join(folder, language, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(file, content, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
