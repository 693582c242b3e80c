package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi/pkg/v3/codegen"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// generateGo writes a program in Go. What Pulumi's generator writes for a component would not compile: an optional plain
// property is a pointer in the SDK, and so is an optional output.
func generateGo(program *pcl.Program) (files, hcl.Diagnostics, error) {
	made, diagnostics, err := golang.GenerateProgram(program)
	if err != nil {
		return nil, diagnostics, err
	}
	components, outputs := map[string][]*schema.Property{}, map[string][]*schema.Property{}
	for _, node := range program.Nodes {
		if resource, ok := node.(*pcl.Resource); ok {
			outputs[resource.Name()] = resource.Schema.Properties
			if resource.Schema.IsComponent {
				name := tokens.Type(resource.Schema.Token).Name().String()
				components[name+"Args"] = resource.Schema.InputProperties
			}
		}
	}
	for name, content := range made {
		if made[name], err = withPointers(content, components, outputs); err != nil {
			return nil, diagnostics, fmt.Errorf("%s: %w", name, err)
		}
	}
	return made, diagnostics, nil
}

// An edit of a text: what it inserts in place of what is between two offsets.
type edit struct {
	start, end int
	text       string
}

type editor struct {
	edits []edit
	// Of each variable.
	outputs map[string][]*schema.Property
	// Whether the program needs a function that returns a pointer to a value of any type.
	needsPointerTo bool
}

const pointerTo = `
func pointerTo[T any](value T) *T { return &value }
`

func withPointers(content []byte, components, outputs map[string][]*schema.Property) ([]byte, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "main.go", content, 0)
	if err != nil {
		return nil, err
	}
	e := &editor{outputs: outputs}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.CompositeLit); ok {
			if selector, ok := literal.Type.(*ast.SelectorExpr); ok {
				if properties, ok := components[selector.Sel.Name]; ok {
					e.object(literal, properties)
				}
			}
		}
		return true
	})
	if e.needsPointerTo {
		content = append(content, pointerTo...)
	}
	slices.SortFunc(e.edits, func(one, other edit) int { return other.start - one.start })
	text := string(content)
	for _, each := range e.edits {
		text = text[:each.start-1] + each.text + text[each.end-1:]
	}
	return format.Source([]byte(text))
}

func (e *editor) object(literal *ast.CompositeLit, properties []*schema.Property) {
	for _, element := range literal.Elts {
		field := element.(*ast.KeyValueExpr)
		name := field.Key.(*ast.Ident).Name
		if property := propertyOf(properties, name); property != nil {
			e.value(field.Value, property.Type)
		}
	}
}

// propertyOf finds a property by its name in Go.
func propertyOf(properties []*schema.Property, name string) *schema.Property {
	for _, property := range properties {
		if golang.Title(property.Name) == name {
			return property
		}
	}
	return nil
}

// value edits an expression, as far as its type is plain.
func (e *editor) value(expression ast.Expr, typ schema.Type) {
	optional, isOptional := typ.(*schema.OptionalType)
	if isOptional {
		typ = optional.ElementType
	}
	literal, _ := expression.(*ast.CompositeLit)
	switch plain := typ.(type) {
	case *schema.InputType:
		// Inside of a list the generator leaves the type of a map out.
		if literal != nil && literal.Type == nil {
			e.insert(literal.Pos(), "pulumi.StringMap")
		}
		if e.isOptionalOutput(expression) {
			e.insert(expression.End(), ".Elem()")
		}
	case *schema.ObjectType:
		e.object(literal, plain.Properties)
		if isOptional {
			e.insert(literal.Pos(), "&")
		}
	case *schema.ArrayType:
		if codegen.UnwrapType(plain.ElementType) == schema.StringType && plain.ElementType != schema.StringType {
			e.replace(literal.Type, "[]pulumi.StringInput")
		}
		for _, element := range literal.Elts {
			e.value(element, plain.ElementType)
		}
	case *schema.MapType:
		e.replace(literal.Type, "map[string]pulumi.Input")
	default:
		if isOptional {
			e.wrap(expression, e.reference(plain))
		}
	}
}

func (e *editor) isOptionalOutput(expression ast.Expr) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	variable, ok := selector.X.(*ast.Ident)
	if !ok {
		return false
	}
	property := propertyOf(e.outputs[variable.Name], selector.Sel.Name)
	return property != nil && !property.IsRequired()
}

func (e *editor) reference(typ schema.Type) string {
	switch typ {
	case schema.StringType:
		return "pulumi.StringRef"
	case schema.BoolType:
		return "pulumi.BoolRef"
	case schema.IntType:
		return "pulumi.IntRef"
	}
	e.needsPointerTo = true
	return "pointerTo"
}

func (e *editor) insert(at token.Pos, text string) {
	e.edits = append(e.edits, edit{int(at), int(at), text})
}

func (e *editor) replace(node ast.Node, text string) {
	e.edits = append(e.edits, edit{int(node.Pos()), int(node.End()), text})
}

func (e *editor) wrap(node ast.Node, function string) {
	e.insert(node.Pos(), function+"(")
	e.insert(node.End(), ")")
}
