package main

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type dockerfile struct {
	// Why the parser refuses the file as a whole.
	Refusal string `json:"refusal"`
	// Why no image can be built from it, though it was read.
	Unbuildable  string        `json:"unbuildable"`
	Escape       string        `json:"escape"`
	Instructions []instruction `json:"instructions"`
	Stages       []stage       `json:"stages"`
}

type instruction struct {
	Keyword string `json:"keyword"`
	// The first and the last line, counted from 1.
	Start    int          `json:"start"`
	End      int          `json:"end"`
	Flags    []string     `json:"flags"`
	IsJSON   bool         `json:"isJson"`
	Args     []string     `json:"args"`
	Heredocs []heredoc    `json:"heredocs"`
	Trigger  *instruction `json:"trigger,omitempty"`
	Error    string       `json:"error"`
	// The arguments without quotes and escapes, variables left as they are, where the builder takes those off; otherwise null.
	Words      []string `json:"words"`
	WordErrors []string `json:"wordErrors"`
}

type heredoc struct {
	Name    string `json:"name"`
	Expands bool   `json:"expands"`
	Strips  bool   `json:"strips"`
	Body    string `json:"body"`
}

type stage struct {
	Name     string `json:"name"`
	BaseName string `json:"baseName"`
	Platform string `json:"platform"`
	Commands int    `json:"commands"`
}

func readDockerfile(text string) dockerfile {
	result := dockerfile{Instructions: []instruction{}, Stages: []stage{}}
	read, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		result.Refusal = err.Error()
		return result
	}
	result.Escape = string(read.EscapeToken)
	for _, node := range read.AST.Children {
		one := readInstruction(node, read.EscapeToken)
		if _, err := instructions.ParseInstruction(node); err != nil {
			one.Error = err.Error()
		}
		result.Instructions = append(result.Instructions, one)
	}
	stages, _, err := instructions.Parse(read.AST, nil)
	if err != nil {
		result.Unbuildable = err.Error()
	} else if len(stages) == 0 {
		result.Unbuildable = "dockerfile contains no stages to build"
	}
	for _, one := range stages {
		result.Stages = append(result.Stages, stage{one.Name, one.BaseName, one.Platform, len(one.Commands)})
	}
	return result
}

func readInstruction(node *parser.Node, escape rune) instruction {
	result := instruction{
		Keyword: strings.ToUpper(node.Value), Start: node.StartLine, End: node.EndLine, IsJSON: node.Attributes["json"],
		Flags: append([]string{}, node.Flags...), Args: []string{}, Heredocs: []heredoc{}, WordErrors: []string{},
	}
	for _, one := range node.Heredocs {
		result.Heredocs = append(result.Heredocs, heredoc{one.Name, one.Expand, one.Chomp, one.Content})
	}
	for next := node.Next; next != nil; next = next.Next {
		if len(next.Children) > 0 {
			trigger := readInstruction(next.Children[0], escape)
			result.Trigger = &trigger
			break
		}
		result.Args = append(result.Args, next.Value)
	}
	switch result.Keyword {
	case "FROM", "ENV", "LABEL", "ARG", "COPY", "ADD", "USER", "WORKDIR", "EXPOSE", "VOLUME", "STOPSIGNAL":
		result.Words = []string{}
		for _, arg := range result.Args {
			parts := []string{arg}
			if result.Keyword == "ARG" {
				parts = strings.SplitN(arg, "=", 2)
			}
			for i, part := range parts {
				lex := shell.NewLex(escape)
				if _, _, err := lex.ProcessWord(part, everySet{}); err != nil {
					result.WordErrors = append(result.WordErrors, err.Error())
				}
				lex.SkipUnsetEnv = true
				parts[i], _, _ = lex.ProcessWord(part, shell.EnvsFromSlice(nil))
			}
			result.Words = append(result.Words, strings.Join(parts, "="))
		}
	}
	return result
}

// everySet gives every variable a value, so that what is refused is how a word is written.
type everySet struct{}

func (everySet) Get(string) (string, bool) { return "x", true }
func (everySet) Keys() []string            { return nil }

func readWord(text, escape string, env map[string]string) (string, error) {
	var pairs []string
	for name, value := range env {
		pairs = append(pairs, name+"="+value)
	}
	token := '\\'
	if escape == "`" {
		token = '`'
	}
	word, _, err := shell.NewLex(token).ProcessWord(text, shell.EnvsFromSlice(pairs))
	return word, err
}
