// Answers questions about how Docker's own readers understand a text: one JSON question a line on standard input, one JSON answer a line
// on standard output, in the same order. It reads the files a question of the kind "compose" names, and nothing else from outside.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/sirupsen/logrus"
)

type question struct {
	// "versions", "dockerfile", "word", "template", "dotenv" or "compose".
	Kind string            `json:"kind"`
	Text string            `json:"text"`
	Env  map[string]string `json:"env"`
	// For "word": the escape character of the Dockerfile.
	Escape string `json:"escape"`
	// For "compose": the folder of the project, and its Compose files relative to it, in the order they lie over one another.
	Folder string   `json:"folder"`
	Files  []string `json:"files"`
	// Whether the env files that services name go into their environment.
	ReadsEnvFiles bool `json:"readsEnvFiles"`
}

type answer struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	logrus.SetOutput(io.Discard)
	in := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		var q question
		if err := in.Decode(&q); err == io.EOF {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if err := errors.Join(enc.Encode(answerTo(q)), out.Flush()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
}

// answerTo takes a crash of a reader for a refusal: what is compared is whether it understands the text.
func answerTo(q question) (a answer) {
	defer func() {
		if crash := recover(); crash != nil {
			a = answer{Error: fmt.Sprint("crashed: ", crash)}
		}
	}()
	var err error
	switch q.Kind {
	case "versions":
		a.Value = versions()
	case "dockerfile":
		a.Value = readDockerfile(q.Text)
	case "word":
		a.Value, err = readWord(q.Text, q.Escape, q.Env)
	case "template":
		a.Value, err = fillIn(q.Text, q.Env)
	case "dotenv":
		a.Value, err = readDotenv(q.Text, q.Env)
	case "compose":
		a.Value, err = loadProject(q.Folder, q.Files, q.Env, q.ReadsEnvFiles)
	default:
		err = fmt.Errorf("no such kind of question: %q", q.Kind)
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return a
}

func versions() []string {
	var result []string
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if strings.HasSuffix(dep.Path, "/compose-go/v2") || strings.HasSuffix(dep.Path, "/buildkit") {
				result = append(result, dep.Path+" "+dep.Version)
			}
		}
	}
	return result
}
