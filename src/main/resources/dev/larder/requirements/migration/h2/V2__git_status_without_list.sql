-- H2 evaluates a list of constants ("in", and "or" of comparisons, which it makes one of) by the
-- session that made the constraint: once that is closed, every insert fails with "the database has
-- been closed" until the database is opened anew.
execute immediate (
    select 'alter table workspace_files drop constraint "' || constraint_name || '"'
    from information_schema.table_constraints
    where table_schema = current_schema
        and table_name = 'workspace_files'
        and constraint_type = 'CHECK');
alter table workspace_files add constraint workspace_files_git_status check (
    case git_status
        when 'untracked' then true
        when 'synced' then true
        when 'modified' then true
        when 'deleted' then true
        else false
    end);
