package dev.larder.requirements;

/** The table as the platform's own migration makes it on PostgreSQL. */
final class PlatformTable {

  static final String SQL =
      """
      create type git_status as enum ('untracked', 'synced', 'modified', 'deleted');
      create table workspace_files (
        id uuid primary key,
        path varchar(1000) not null,
        content_hash varchar(64) not null,
        size_bytes integer not null,
        content_type varchar(100) not null default 'text/plain',
        git_status git_status not null default 'untracked',
        github_sha varchar(40),
        created_at timestamp not null default now(),
        updated_at timestamp not null default now(),
        is_deleted boolean not null default false,
        is_workflow boolean not null default false,
        is_data_provider boolean not null default false,
        entity_type varchar(20),
        entity_id uuid,
        content text
      );
      create unique index ix_workspace_files_path on workspace_files (path);
      create table alembic_version (version_num varchar(32) primary key);
      """;

  /** A row that the platform uses for something else. */
  static final String OTHER_ROW =
      """
      insert into workspace_files (id, path, content_hash, size_bytes, git_status, github_sha,
        is_workflow, entity_type, entity_id, content)
      values (gen_random_uuid(), 'requirements.txt', 'none', 0, 'modified',
        '0123456789012345678901234567890123456789', true, 'module', gen_random_uuid(), 'old==1')
      """;

  /** Everything that could change of the structure, as text. */
  static final String STRUCTURE =
      """
      select string_agg(line, e'\\n' order by line) from (
        select concat_ws(' ', table_name, column_name, ordinal_position, data_type, udt_name,
          character_maximum_length, is_nullable, column_default) line
          from information_schema.columns where table_schema = 'public'
        union all select indexdef from pg_indexes where schemaname = 'public'
        union all select conname || pg_get_constraintdef(oid) from pg_constraint
          where connamespace = 'public'::regnamespace) lines
      """;

  private PlatformTable() {}
}
