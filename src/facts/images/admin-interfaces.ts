/** A console made for administrators, and the ports inside the container it answers on. */
export interface AdminInterfaceRow {
  /** Last elements of image names, in any namespace of any registry; with a "/", that many last elements must agree. */
  readonly names: readonly string[];
  /** Only under these full names ("registry" alone is too common a word). */
  readonly exact?: true;
  /** Only for tags with one of these words, as in `rabbitmq:3-management`. */
  readonly tagWords?: readonly string[];
  readonly label: string;
  readonly ports: readonly number[];
  /** Whether it asks for a login as it comes. */
  readonly login: "none" | "default-password" | "asks" | "unknown";
  readonly source: string;
}

/** When the rows were last gone through. */
export const adminInterfacesDate = "2026-11-20";

const hub = (image: string): string => `https://hub.docker.com/${image}`;

const databaseConsoles: readonly AdminInterfaceRow[] = [
  { names: ["adminer"], label: "Adminer", ports: [8080], login: "asks", source: hub("_/adminer") },
  {
    names: ["phpmyadmin", "phpmyadmin/phpmyadmin"],
    label: "phpMyAdmin",
    ports: [80, 8080, 443, 8443],
    login: "asks",
    source: hub("_/phpmyadmin"),
  },
  { names: ["pgadmin4", "pgadmin"], label: "pgAdmin", ports: [80, 443, 5050], login: "asks", source: hub("r/dpage/pgadmin4") },
  { names: ["pgweb"], label: "pgweb", ports: [8081], login: "none", source: hub("r/sosedoff/pgweb") },
  { names: ["mongo-express"], label: "mongo-express", ports: [8081], login: "default-password", source: hub("_/mongo-express") },
  {
    names: ["redis-commander"],
    label: "Redis Commander",
    ports: [8081],
    login: "none",
    source: "https://github.com/joeferner/redis-commander",
  },
  {
    names: ["phpredisadmin"],
    label: "phpRedisAdmin",
    ports: [80],
    login: "none",
    source: "https://github.com/erikdubbelboer/phpRedisAdmin",
  },
  { names: ["redisinsight"], label: "Redis Insight", ports: [5540, 8001], login: "none", source: hub("r/redis/redisinsight") },
  { names: ["redis-stack"], label: "Redis Insight", ports: [8001], login: "none", source: hub("r/redis/redis-stack") },
  { names: ["cloudbeaver"], label: "CloudBeaver", ports: [8978], login: "asks", source: hub("r/dbeaver/cloudbeaver") },
  { names: ["dbgate"], label: "DbGate", ports: [3000], login: "none", source: hub("r/dbgate/dbgate") },
];

const operations: readonly AdminInterfaceRow[] = [
  {
    names: ["portainer", "portainer-ce", "portainer-ee"],
    label: "Portainer",
    ports: [9000, 9443],
    login: "asks",
    source: hub("r/portainer/portainer-ce"),
  },
  { names: ["dozzle"], label: "Dozzle", ports: [8080], login: "none", source: hub("r/amir20/dozzle") },
  {
    names: ["traefik"],
    label: "the Traefik dashboard",
    ports: [8080],
    login: "none",
    source: "https://doc.traefik.io/traefik/operations/dashboard/",
  },
  {
    names: ["nginx-proxy-manager"],
    label: "Nginx Proxy Manager",
    ports: [81],
    login: "default-password",
    source: "https://nginxproxymanager.com/guide/",
  },
  {
    names: ["rabbitmq"],
    tagWords: ["management"],
    label: "RabbitMQ management",
    ports: [15_672, 15_671],
    login: "default-password",
    source: hub("_/rabbitmq"),
  },
  { names: ["minio"], label: "the MinIO console", ports: [9001], login: "default-password", source: hub("r/minio/minio") },
  { names: ["flower"], label: "Flower", ports: [5555], login: "none", source: hub("r/mher/flower") },
  { names: ["registry"], exact: true, label: "the image registry", ports: [5000], login: "none", source: hub("_/registry") },
  {
    names: ["kafka-ui", "kafbat-ui", "kafbat/kafka-ui"],
    label: "Kafka UI",
    ports: [8080],
    login: "none",
    source: hub("r/provectuslabs/kafka-ui"),
  },
  { names: ["kafdrop"], label: "Kafdrop", ports: [9000], login: "none", source: hub("r/obsidiandynamics/kafdrop") },
  { names: ["akhq"], label: "AKHQ", ports: [8080], login: "none", source: hub("r/tchiotludo/akhq") },
];

const observability: readonly AdminInterfaceRow[] = [
  {
    names: ["grafana", "grafana-oss", "grafana-enterprise"],
    label: "Grafana",
    ports: [3000],
    login: "default-password",
    source: hub("r/grafana/grafana"),
  },
  { names: ["prometheus"], label: "Prometheus", ports: [9090], login: "none", source: hub("r/prom/prometheus") },
  { names: ["alertmanager"], label: "Alertmanager", ports: [9093], login: "none", source: hub("r/prom/alertmanager") },
  {
    names: ["jaeger", "jaegertracing/all-in-one", "jaeger-query", "opentelemetry-all-in-one"],
    label: "Jaeger",
    ports: [16_686, 16_687],
    login: "none",
    source: hub("r/jaegertracing/jaeger"),
  },
  { names: ["zipkin"], label: "Zipkin", ports: [9411], login: "none", source: hub("r/openzipkin/zipkin") },
  { names: ["kibana", "kibana-oss"], label: "Kibana", ports: [5601], login: "unknown", source: hub("_/kibana") },
  {
    names: ["opensearch-dashboards"],
    label: "OpenSearch Dashboards",
    ports: [5601],
    login: "unknown",
    source: hub("r/opensearchproject/opensearch-dashboards"),
  },
  { names: ["cerebro"], label: "Cerebro", ports: [9000], login: "none", source: hub("r/lmenezes/cerebro") },
];

const development: readonly AdminInterfaceRow[] = [
  { names: ["mailhog"], label: "MailHog", ports: [8025], login: "none", source: hub("r/mailhog/mailhog") },
  { names: ["mailpit"], label: "Mailpit", ports: [8025], login: "none", source: hub("r/axllent/mailpit") },
  { names: ["maildev", "mailcatcher"], label: "the mail catcher", ports: [1080], login: "none", source: hub("r/maildev/maildev") },
  {
    names: ["selenium/hub", "standalone-chrome", "standalone-chromium", "standalone-firefox", "standalone-edge", "standalone-all-browsers"],
    label: "Selenium",
    ports: [4444, 7900, 5900],
    login: "none",
    source: hub("r/selenium/standalone-chrome"),
  },
  {
    names: [
      "base-notebook",
      "minimal-notebook",
      "scipy-notebook",
      "datascience-notebook",
      "tensorflow-notebook",
      "pytorch-notebook",
      "pyspark-notebook",
      "all-spark-notebook",
      "r-notebook",
      "julia-notebook",
    ],
    label: "Jupyter",
    ports: [8888],
    login: "asks",
    source: "https://quay.io/organization/jupyter",
  },
];

/** The first row that fits an image speaks. */
export const adminInterfaces: readonly AdminInterfaceRow[] = [...databaseConsoles, ...operations, ...observability, ...development];
