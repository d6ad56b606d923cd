/** Programs that copy a database, or that keep copies elsewhere (their manuals). */
export const BACKUP_PROGRAMS =
  /\b(?:pg_dump|pg_dumpall|pg_basebackup|mysqldump|mysqlpump|mariadb-dump|mongodump|mydumper|xtrabackup|mariabackup|mariadb-backup|wal-g|wal-e|pgbackrest|barman|restic|autorestic|borg|borgmatic|litestream|duplicity|duplicati|kopia|velero|pgbackweb|barman-cloud-backup|pghoard|cassandra-medusa|nodetool snapshot)\b/;

/** Words in settings and scripts that say a copy leaves the machine. */
export const OFF_HOST =
  /\b(?:s3|s3cmd|rclone|b2|restic|borg|borgmatic|rsync|scp|sftp|azcopy|gsutil|gcs|wasabi|webdav|dropbox|offsite|off-site|bucket|nfs|cifs|swift|minio|remote|wal-g|pgbackrest|barman|tarsnap|aws)\b|s3:|_S3_|AWS_|B2_|BUCKET/i;

/** Words of file and folder names. */
export const BACKUP_NAME =
  /(?:^|[^a-z])(?:backups?|pg_?dumps?|mysqldump|mongodump|restic|borg(?:matic)?|wal-?g|pgbackrest|barman|litestream|velero|duplicity|kopia)(?:$|[^a-z])/i;
