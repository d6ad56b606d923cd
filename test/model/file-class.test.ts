import { describe, expect, test } from "vitest";
import { fileClassOf, type FileClass } from "../../src/model/file-class.ts";

describe("paths", () => {
  test.each<[string, FileClass]>([
    [".env", "neutral"],
    ["docker-compose.yml", "neutral"],
    ["Dockerfile", "neutral"],
    ["nginx.conf", "neutral"],
    ["docker-compose.prod.yml", "prod"],
    ["docker-compose.production.yml", "prod"],
    [".env.production", "prod"],
    [".env.prod", "prod"],
    ["Dockerfile.prod", "prod"],
    ["prod.env", "prod"],
    ["deploy/production/compose.yaml", "prod"],
    ["stream.live.yml", "prod"],
    [".env.staging", "staging"],
    ["compose.qa.yml", "staging"],
    ["docker-compose.dev.yml", "dev"],
    ["docker-compose-local.yml", "dev"],
    ["docker-compose.override.yml", "dev"],
    [".devcontainer/Dockerfile", "dev"],
    [".env.local", "dev"],
    ["DOCKER-COMPOSE.DEV.YML", "dev"],
    ["docker-compose.test.yml", "test"],
    ["tests/docker-compose.yml", "test"],
    ["e2e/compose.yaml", "test"],
    ["backend/testdata/.env.production", "test"],
    ["docker-compose.ci.yml", "ci"],
    [".github/workflows/deploy.yml", "ci"],
    [".github/workflows/deploy-production.yml", "ci"],
    [".github/workflows/test.yml", "ci"],
    [".env.example", "example"],
    [".env.sample", "example"],
    ["env.template", "example"],
    [".env.dist", "example"],
    [".env.production.example", "example"],
    ["backend.env.development.sandbox.local.example", "example"],
    ["examples/wordpress/compose.yaml", "example"],
    ["example.test/compose.yml", "example"],
  ])("%s is %s", (path, expected) => expect(fileClassOf(path)).toBe(expected));

  test.each([
    "latest/compose.yaml",
    "testing-library/compose.yaml",
    "contest/compose.yaml",
    "attestation.yml",
    "product/compose.yaml",
    "products.env",
    "device/compose.yaml",
    "devops/compose.yaml",
    "delivery/compose.yml",
    "civic/compose.yml",
    "special.env",
    "specification/compose.yml",
    "localization/compose.yml",
    "usr/local/etc/nginx.conf",
    "templates/default.conf",
    "nginx/templates/site.conf",
    "dist/nginx.conf",
    "live/nginx.conf",
    "overrides.env",
    "reprod.yml",
    "github/compose.yml",
  ])("%s tells nothing", (path) => expect(fileClassOf(path)).toBe("neutral"));
});

describe("what a file says of itself", () => {
  test.each<[string, string, FileClass]>([
    ["compose.yaml", "deploy-audit: environment=prod", "prod"],
    ["compose.yaml", "deploy-audit: environment=production", "prod"],
    ["docker-compose.dev.yml", " deploy-audit: environment = Staging ", "staging"],
    ["docker-compose.prod.yml", "deploy-audit: environment=neutral", "neutral"],
    ["docker-compose.prod.yml", "deploy-audit: environment=moon", "prod"],
    ["docker-compose.prod.yml", "deploy-audit: allow x/y -- environment=dev", "prod"],
    ["compose.yaml", "see deploy-audit: environment=dev", "neutral"],
  ])("%s with %j is %s", (path, text, expected) => expect(fileClassOf(path, { comments: [{ text: "other" }, { text }] })).toBe(expected));

  test.each<[string, string | undefined, FileClass]>([
    [".env", "production", "prod"],
    [".env", "Development", "dev"],
    [".env", "testing", "test"],
    [".env", "staging ", "staging"],
    [".env", "sandbox", "neutral"],
    [".env", undefined, "neutral"],
    [".env.dev", "production", "dev"],
    [".env.example", "production", "example"],
  ])("%s with ENVIRONMENT=%j is %s", (path, environmentValue, expected) => expect(fileClassOf(path, { environmentValue })).toBe(expected));
});
