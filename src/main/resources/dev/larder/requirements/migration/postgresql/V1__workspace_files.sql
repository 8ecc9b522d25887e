create table if not exists workspace_files (
    id uuid not null primary key,
    path varchar(1000) not null unique,
    content_hash varchar(64) not null,
    size_bytes integer not null,
    content_type varchar(100) not null default 'text/plain',
    git_status varchar(20) not null default 'untracked'
        check (git_status in ('untracked', 'synced', 'modified', 'deleted')),
    github_sha varchar(40),
    created_at timestamp(6) not null default now(),
    updated_at timestamp(6) not null default now(),
    is_deleted boolean not null default false,
    is_workflow boolean not null default false,
    is_data_provider boolean not null default false,
    entity_type varchar(20),
    entity_id uuid,
    content text
);
