// Command sdk-generator writes the SDKs of a Pulumi package schema, as `pulumi package gen-sdk` does with the language
// hosts of a released CLI, and programs in the languages of these SDKs, as `pulumi convert` does:
//
//	sdk-generator sdks SCHEMA FOLDER
//	sdk-generator programs FOLDER SCHEMA...
//
// It fails where Pulumi's binder has an error or a warning.
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
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(command string, args []string) error {
	switch command {
	case "sdks":
		return generateSdks(args[0], args[1])
	case "programs":
		return generatePrograms(args[0], args[1:])
	}
	return fmt.Errorf("unknown command %s: it is sdks or programs", command)
}

func generateSdks(schemaFile, folder string) error {
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
		if err := write(filepath.Join(folder, language), made); err != nil {
			return err
		}
	}
	return nil
}

func write(folder string, made files) error {
	for name, content := range made {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
