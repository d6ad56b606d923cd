/**
 * Passwords and keys that products ship, that image documentation and tutorials use in their examples, and that frameworks generate as samples.
 * Compiled by hand from general knowledge and not looked up entry by entry, so an entry may be out of date or belong to another product than its
 * line says; netbox-docker's four are from its env files. In lower case, separated by blanks; compared without regard to case.
 */
const LISTS: readonly string[] = [
  // Words anybody tries first, and what sits beside them in every default-credential list.
  "password passwd pass pwd passw0rd p@ssw0rd p@ssword pa55word pa$$word pa$$w0rd passwort motdepasse contrasena contraseña senha parola wachtwoord",
  "passphrase secret secrets secret1 secret123 secretpassword secret_password secretpass topsecret top_secret supersecret super_secret super-secret",
  "supersecretkey supersecretpassword supersecretsecret supersecrettoken super-secret-key super-secret-password super_secret_key super-secret-token",
  "verysecret very_secret verysecretkey verysecretpassword verysecure mysecret my_secret my-secret mysecretkey my_secret_key mysecrettoken mysecretvalue mysupersecret",
  "mysupersecretkey mysupersecretpassword mysupersecrettoken mypassword mypass mypasswd my_password my-password mypassword123 mysecretpassword mysecretpw mykey mytoken",
  "secretkey secret_key secret-key secrettoken secret_token secret-token jwtsecret jwt_secret jwt-secret jwt-secret-key jwt_secret_key jwtsecretkey jwtkey",
  "sessionsecret session_secret session-secret cookiesecret cookie_secret cookie-secret authsecret auth_secret auth-secret appsecret app_secret app-secret",
  "apikey api_key api-key apisecret api_secret token authtoken auth_token accesstoken access_token accesskey access_key encryptionkey encryption_key",
  "default defaultpassword default_password defaultsecret default-secret default_secret letmein letmein123 opensesame sesame changeit changeme change_me",
  "change-me changethis change_this change-this changemeplease changeme123 changenow welcome welcome1 welcome123 welcome01 iloveyou trustno1 qwerty azerty qwertz",
  "12345678910 0123456789 012345678 01234567 01234567890123456789012345678901 00000000000000000000000000000000 0123456789abcdef 0123456789abcdef0123456789abcdef",
  "12345678901234567890123456789012 1234567890123456 abcdefghijklmnopqrstuvwxyz abcdefghijklmnop deadbeef cafebabe deadbeefdeadbeefdeadbeefdeadbeef hunter2 correcthorsebatterystaple",
  "test tests testing tester test1 test12 test1234 test123 testpass testpassword test_password test-password testsecret test_secret test-secret testkey test-key test_key testtoken test-token testuser",
  "dev develop development devpass devpassword dev_password dev-password devsecret dev-secret dev_secret dev-secret-key devkey dev-key local localpassword localdev localdevelopment localsecret",
  "demo demopass demopassword demo123 sample samplepassword staging production prod prodpassword dummy dummypassword dummysecret fake fakepassword temp temppassword tmp pass123 pass1234 pass@123 pass1",
  // Accounts with the same password as name: databases, brokers, operating systems, appliances.
  "admin administrator admin1 admin12 admin123 admin1234 admin12345 adminadmin admin@123 admin_password admin-password adminpass adminpassword adminpw adminsecret admin_pass superadmin sysadmin",
  "root rootroot root123 root1234 rootpass rootpassword root_password root-password rootpw rootsecret toor r00t superuser super sa system manager operator oper supervisor support service",
  "user user1 user123 userpass userpassword user_password username guest guestguest guest123 public private anonymous nobody owner master monitor backup replica replicator replication repl",
  "cisco ubuntu debian centos vagrant docker alpine pi raspberry kali ec2-user oracle weblogic websphere tomcat jboss wildfly glassfish nexus sonar sonarqube jenkins",
  // Data stores, by their images' pages: postgres, mysql, mariadb, mongo, redis, mssql, oracle, cassandra, neo4j, couchdb, influxdb, elastic, clickhouse.
  "postgres postgresql postgrespw postgrespass postgrespassword postgres_password postgres-password postgres123 postgresroot pgpass pgpassword pgadmin psql example examplepassword",
  "mysql mysqlpass mysqlpassword mysql_password mysqlroot mysqlrootpassword my-secret-pw my_secret_pw mysql123 mariadb mariadbpass mariadbpassword my_cool_secret my_secret_password my-secret-password",
  "mongo mongodb mongopass mongopassword mongoadmin mongoroot rootmongo redis redispass redispassword redis123 foobared eyvybz9xxpw4fw95vwdl db dbpass dbpassword db_password db-password dbpasswd dbuser dbsecret database databasepassword",
  "yourstrong(!)password yourstrong!passw0rd yourstrong@passw0rd yourstrongpassw0rd strong!passw0rd strongpassword strong_password strong-password str0ngpassw0rd! p@ssw0rd1 p@ssw0rd123 p@55w0rd sa_password sapassword sqlserver mssql",
  "tiger scott hr change_on_install sys cassandra neo4j neo4jpassword neo4j123 couchdb couchbase influxdb influx influxdbpassword elastic elasticsearch elasticpassword kibana kibanaserver kibanapassword logstash opensearch opensearchpassword",
  "myopensearch clickhouse timescaledb cockroach surrealdb arangodb rethinkdb dgraph memgraph questdb quest typesense meilisearch masterkey milvus weaviate qdrant yugabyte tidb scylla percona proxysql pgbouncer memcached",
  "admin:admin myelasticpass magic_password changeme-elastic bitnami bitnami1 bitnami123 bn_wordpress bn_magento custompassword ghost wordpress wordpresspass wordpresspassword wpuser wppass wppassword somewordpress drupal joomla mediawiki nextcloud owncloud",
  // Brokers, storage, search, queues: rabbitmq, activemq, artemis, kafka, nats, emqx, minio, seaweedfs, ceph, localstack.
  "rabbitmq rabbit rabbitpass rabbitmqpassword bunny artemis activemq emqx kafka kafkapassword nats natspassword mosquitto minio minio123 minioadmin minioadmin123 miniopass miniopassword minio-secret minio_secret minio-secret-key",
  "minio_access_key minio_secret_key minioroot minioroot123 minio12345 rustfsadmin seaweedfs ceph localstack s3secret accesskey1 verysecretkey1 garage flower celery rq",
  // Consoles and platforms: grafana, prometheus, keycloak, portainer, zabbix, gitlab, gitea, sonarqube, nexus, harbor, jenkins, airflow, superset, metabase, nifi, vault.
  "grafana grafanaadmin grafanapassword prom-operator prometheus keycloak keycloakadmin keycloakpassword kcadmin portainer portainer123 zabbix cacti nagios nagiosadmin icinga gitlab gitlabhq 5ivel!fe gitea giteapass gogs",
  "harbor12345 harbor root123456 nexus123 admin@1234 jfrog artifactory airflow airflowpassword superset metabase redash nifi myroot dev-only-token dev-root-token rootroken roottoken vault-token s.roottoken consul nomad rancher",
  "supersecretadmin calvin raritan ubnt alpine123 netbox 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef j5brhraxflqsif0k h733kdjndks81 t4ph722qj5qheq1qfu36 r(m)9nlgnz$(_q3n4z1k(efsmcjjjzx08x9vhnvcfd%6rf#r!6de@+v5zk2x matomo piwik odoo odoopassword strapi directus d1r3ctu5 n8n n8npassword nocodb nocobase budibase appsmith",
  "hasura myadminsecretkey supabase your-super-secret-and-long-postgres-password your-super-secret-jwt-token-with-at-least-32-characters-long super-secret-jwt-token-with-at-least-32-characters-long this_password_is_insecure_and_should_be_updated",
  "p0stgres plausible umami umamipassword listmonk mautic taiga taigapassword openproject mattermost mmuser mmuser_password mostest rocketchat zammad chatwoot discourse bookstack bookstackpass paperless immich photoprism insecure photoprismpassword vaultwarden",
  "bitwarden jellyfin plex sonarr radarr transmission qbittorrent deluge homeassistant hass pihole webpassword adguard unifi wireguard wgeasy traefik caddy nginx npm changeme-npm proxy squid phpmyadmin adminer cloudbeaver dbeaver webmin cockpit netdata",
  "uptime kuma sentry posthog snipeit glpi itop dolibarr prestashop magento magento2 opencart shopware moodle moodlepassword bitnami_moodle redmine redminepassword jira confluence bamboo bitbucket teamcity drone droneci woodpecker concourse concourse_pass",
  // Keys printed in the guides of frameworks and libraries: Django, Flask, FastAPI, Rails, Laravel, Express, JWT libraries, NextAuth, Spring, ASP.NET.
  "django django-insecure keyboard-cat keyboard|cat keyboard_cat keyboardcat shhh shhhh shhhhh shhhhhh shhhhhhh shhhhhhhhhhhhhhhhhhhhhhhhhhhhh shhhhhhared-secret ssshhh your-256-bit-secret your-384-bit-secret your-512-bit-secret a-string-secret-at-least-256-bits-long",
  "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long secretkeyjwt mysecretkey123 thisisasecret this-is-a-secret this_is_a_secret thisisasecretkey thisismysecret thisismysecretkey thisisnotasecret thisisaverysecretkey this-is-a-secret-key this-is-my-secret",
  "this_is_a_secret_key this-should-be-secret this_should_be_changed youwillneverguess you-will-never-guess hard-to-guess-string iamasecret its-a-secret itsasecret ilovecats bezkoder-secret-key bezkoder bezkodersecretkey asecret asecretkey somesecret some-secret some_secret somesecretkey",
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7 _5#y2l"f4q8z\\n\\xec]/ 192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf base64:your_app_key somerandomstring somerandomkey somekey some-random-string some-random-key randomsecret random_secret random-secret',
  "javainuse javatechie springsecret spring tomcat123 s3cret s3cr3t s3cr3tk3y s3curepass s3cretpassword sup3rs3cr3t sup3rsecret superdupersecret super-duper-secret securepassword secure_password secure-password securepass secure123 secretsecret secretsecretsecret notsecret notasecret not-a-secret",
  "insecure-secret insecure-key insecure_secret insecurepassword unsafe-secret unsafe_key laravel homestead sail symfony thissecretisnotsosecret thistokenisnotsosecretchangeit !changeme! !notsosecretpassword! !changethismercurehubjwtsecretkey! appuser apppass apppassword app_password app application",
  "blog webapp website mydb mydatabase myapp myapppassword myuser myuserpassword nodejs node express strapi-secret tobemodified tobemodified1 tobemodified2 thisisanotsosecretkey k3yb0ardc4t mongodb123 react angular rails railspassword phoenix elixir hello world helloworld foobar foobarbaz barbaz",
  // Values of these audits' own field: what generated compose files and boilerplates contain.
  "app123 apps api backend frontend web webuser server client worker service123 company company123 project project123 newpassword oldpassword password! password!1 password@1 password@123 password#1 password_1 password-1 password12 password123 password1234 password12345 password2020 password2021 password2022 password2023 password2024 password2025 password99",
];

/** In lower case. A blank inside a default is written as "|". */
export const KNOWN_DEFAULTS: readonly string[] = LISTS.join(" ")
  .split(" ")
  .map((word) => word.replaceAll("|", " "));

/** How keys begin that a framework's generator marks as samples (`django-admin startproject`, Symfony and Rails test keys). In lower case. */
export const KNOWN_DEFAULT_PREFIXES: readonly string[] = [
  "django-insecure-",
  "insecure-default-",
  "dev-secret-",
  "dev_secret_",
  "dev-only-",
  "dev_only_",
  "test-secret-",
  "test_secret_",
  "local-dev-",
  "development-secret-",
  "development_secret_",
];

/** Words that stay defaults with a few digits or signs behind them, as in `postgres123` or `Admin@2024`. */
export const GUESSED_STEMS: readonly string[] =
  "password passwd passw0rd p@ssw0rd p@ssword pass pwd admin administrator root toor user guest test demo dev secret supersecret changeme default welcome letmein qwerty postgres postgresql mysql mariadb mongo mongodb redis rabbitmq minio minioadmin grafana keycloak docker master".split(
    " ",
  );
