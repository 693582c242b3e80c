package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var programGenerators = map[string]func(*pcl.Program) (files, hcl.Diagnostics, error){
	"go":     generateGo,
	"nodejs": nodejs.GenerateProgram,
	"python": python.GenerateProgram,
}

// generatePrograms writes each program NAME.pp of a folder in all languages, into NAME/LANGUAGE beside it.
func generatePrograms(folder string, schemaFiles []string) error {
	loader, err := loadSchemas(schemaFiles)
	if err != nil {
		return err
	}
	programs, err := filepath.Glob(filepath.Join(folder, "*.pp"))
	if err != nil {
		return err
	}
	for _, file := range programs {
		if err := generateProgram(file, loader); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return nil
}

func generateProgram(file string, loader schema.Loader) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for language, generator := range programGenerators {
		// Each generator changes the program that it is given.
		parser := syntax.NewParser()
		if err := parser.ParseFile(strings.NewReader(string(text)), filepath.Base(file)); err != nil {
			return err
		}
		if parser.Diagnostics.HasErrors() {
			return parser.Diagnostics
		}
		program, diagnostics, err := pcl.BindProgram(parser.Files, loader, pcl.PreferOutputVersionedInvokes)
		if err != nil {
			return err
		}
		if len(diagnostics) > 0 {
			return fmt.Errorf("the binder says: %w", diagnostics)
		}
		made, diagnostics, err := generator(program)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		if len(diagnostics) > 0 {
			return fmt.Errorf("%s: %w", language, diagnostics)
		}
		if err := write(filepath.Join(strings.TrimSuffix(file, ".pp"), language), made); err != nil {
			return err
		}
	}
	return nil
}

// schemas loads packages from memory alone.
type schemas map[string]*schema.Package

func loadSchemas(schemaFiles []string) (schemas, error) {
	loaded := schemas{"pulumi": schema.DefaultPulumiPackage}
	for _, file := range schemaFiles {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var spec schema.PackageSpec
		if err := json.Unmarshal(text, &spec); err != nil {
			return nil, err
		}
		bound, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
		if err != nil {
			return nil, err
		}
		if diagnostics.HasErrors() {
			return nil, fmt.Errorf("%s: %w", file, diagnostics)
		}
		loaded[bound.Name] = bound
	}
	return loaded, nil
}

func (s schemas) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	if found, ok := s[name]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no schema of the package %s", name)
}

func (s schemas) LoadPackageV2(_ context.Context, descriptor *schema.PackageDescriptor) (*schema.Package, error) {
	return s.LoadPackage(descriptor.Name, nil)
}
