/**
 * What an action does when a job uses it: "pages" publishes a static site, "package" a package, and "target" changes what runs somewhere.
 * Names are `owner/repository` in lower case, from each action's own README on the GitHub Marketplace.
 */
export const DEPLOY_ACTIONS: Readonly<Record<string, "target" | "pages" | "package">> = {
  "actions/deploy-pages": "pages",
  "akhileshns/heroku-deploy": "target",
  "amondnet/vercel-action": "target",
  "appleboy/scp-action": "target",
  "appleboy/ssh-action": "target",
  "aws-actions/amazon-ecs-deploy-task-definition": "target",
  "aws-actions/aws-cloudformation-github-deploy": "target",
  "azure/arm-deploy": "target",
  "azure/container-apps-deploy-action": "target",
  "azure/functions-action": "target",
  "azure/k8s-deploy": "target",
  "azure/static-web-apps-deploy": "target",
  "azure/webapps-deploy": "target",
  "burnett01/rsync-deployments": "target",
  "cloudflare/pages-action": "pages",
  "cloudflare/wrangler-action": "target",
  "digitalocean/app_action": "target",
  "dokku/github-action": "target",
  "easingthemes/ssh-deploy": "target",
  "einaregilsson/beanstalk-deploy": "target",
  "firebaseextended/action-hosting-deploy": "target",
  "fifsky/ssh-action": "target",
  "garygrossgarten/github-action-ssh": "target",
  "google-github-actions/deploy-appengine": "target",
  "google-github-actions/deploy-cloud-functions": "target",
  "google-github-actions/deploy-cloudrun": "target",
  "goreleaser/goreleaser-action": "package",
  "jamesives/github-pages-deploy-action": "pages",
  "nwtgck/actions-netlify": "target",
  "pypa/gh-action-pypi-publish": "package",
  "peaceiris/actions-gh-pages": "pages",
  "samkirkland/ftp-deploy-action": "target",
  "serverless/github-action": "target",
  "wshihadeh/docker-deployment-action": "target",
};

/** Actions that start a throw-away Kubernetes cluster in the job: what `kubectl` and `helm` do there reaches nobody. */
export const TEST_CLUSTER_ACTIONS: readonly string[] = [
  "absaoss/k3d-action",
  "container-tools/kind-action",
  "engineerd/setup-kind",
  "helm/chart-testing-action",
  "helm/kind-action",
  "manusa/actions-setup-minikube",
  "medyagh/setup-minikube",
  "nolar/setup-k3d-k3s",
];

/** Programs that start one. */
export const TEST_CLUSTER_PROGRAMS: readonly string[] = ["kind", "minikube", "k3d", "vcluster", "localstack"];
