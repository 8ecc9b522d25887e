package dev.larder.cache.resilience;

import java.nio.file.Path;
import java.util.List;

/** Keeps removals as fast as it can, and says of each that it is accepted, until it is killed. */
final class JournalMain {

  private JournalMain() {}

  /**
   * @param arguments the data directory, the identity of the store, and what keys begin with
   */
  public static void main(String[] arguments) {
    Journal journal = new Journal(Path.of(arguments[0]), arguments[1], List.of());
    journal.start();
    System.out.println("took over " + journal.entries());
    for (int i = 0; journal.keep(new Kept.Key(arguments[2] + i)); i++) {
      System.out.println(i);
    }
  }
}
