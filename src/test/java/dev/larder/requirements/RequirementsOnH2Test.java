package dev.larder.requirements;

class RequirementsOnH2Test extends RequirementsContract {

  @Override
  TestDatabase newDatabase() {
    return TestDatabase.h2();
  }
}
