package dev.larder.requirements;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MigrationOnH2Test extends MigrationRules {

  @Override
  TestDatabase newDatabase() {
    return TestDatabase.h2();
  }

  @Test
  void aTableOfTheFirstVersionKeepsItsRowsAndStaysUsableToo() throws SQLException {
    database.migrate();
    database.execute("alter table workspace_files drop constraint workspace_files_git_status");
    database.execute(
        "alter table workspace_files add check"
            + " (git_status in ('untracked', 'synced', 'modified', 'deleted'))");
    database.execute("delete from larder_schema_history where version = '2'");
    database.execute("create schema other");
    database.execute("create table other.workspace_files (id integer check (id in (1, 2)))");
    database.execute(row("old", "synced"));
    theTableStaysUsableWhenTheConnectionThatMadeItIsGone();
  }
}
