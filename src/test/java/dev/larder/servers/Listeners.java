package dev.larder.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The TCP ports on which a process and its descendants listen, as Linux tells them.
 *
 * @param loopback those that only this machine reaches
 * @param outside those that others reach as well
 */
record Listeners(Set<Integer> loopback, Set<Integer> outside) {

  private static final String LISTENS = "0A";

  static Listeners of(ProcessHandle process) {
    Set<String> sockets = new HashSet<>();
    Stream.concat(Stream.of(process), process.descendants())
        .forEach(each -> sockets.addAll(sockets(each.pid())));
    Set<Integer> loopback = new TreeSet<>();
    Set<Integer> outside = new TreeSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[3].equals(LISTENS) && sockets.contains(fields[9])) {
          String[] local = fields[1].split(":");
          (isLoopback(local[0]) ? loopback : outside).add(Integer.parseInt(local[1], 16));
        }
      }
    }
    return new Listeners(loopback, outside);
  }

  /** Of 127.0.0.0/8, alone or within IPv6, or ::1; bytes as a little-endian machine has them. */
  private static boolean isLoopback(String address) {
    return address.matches("[0-9A-F]{6}7F")
        || address.matches("0000000000000000FFFF0000[0-9A-F]{6}7F")
        || address.equals("00000000000000000000000001000000");
  }

  private static Set<String> sockets(long pid) {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        String target = target(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
