package dev.larder.requirements;

class MigrationOnH2Test extends MigrationRules {

  @Override
  TestDatabase newDatabase() {
    return TestDatabase.h2();
  }
}
