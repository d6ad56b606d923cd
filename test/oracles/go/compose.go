package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
)

func lookupIn(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := env[name]; return value, ok }
}

func fillIn(text string, env map[string]string) (string, error) {
	return template.Substitute(text, lookupIn(env))
}

func readDotenv(text string, env map[string]string) (map[string]string, error) {
	return dotenv.ParseWithLookup(strings.NewReader(text), lookupIn(env))
}

// loadProject reads the files as `docker compose config` does, with every profile, with these variables and the project's ".env" for its
// environment. Paths stay as they are written, and the env files of services unread, unless those are asked for.
func loadProject(folder string, files []string, env map[string]string, readsEnvFiles bool) (json.RawMessage, error) {
	var pairs []string
	for name, value := range env {
		pairs = append(pairs, name+"="+value)
	}
	var paths []string
	for _, file := range files {
		paths = append(paths, filepath.Join(folder, file))
	}
	options, err := cli.NewProjectOptions(paths,
		cli.WithWorkingDirectory(folder),
		cli.WithEnv(pairs),
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithName("oracle"),
		cli.WithProfiles([]string{"*"}),
		cli.WithResolvedPaths(readsEnvFiles),
		cli.WithLoadOptions(func(o *loader.Options) {
			o.SkipResolveEnvironment = !readsEnvFiles
			o.SkipResolveLabels = true
		}),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}
