package dev.larder.requirements;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** File names by which pip takes a requirement for a file and not for a package of an index. */
final class ArchiveNames {

  // pip's ARCHIVE_EXTENSIONS
  private static final List<String> EXTENSIONS =
      List.of(
          ".zip",
          ".whl",
          ".tar.bz2",
          ".tbz",
          ".tar.gz",
          ".tgz",
          ".tar",
          ".tar.xz",
          ".txz",
          ".tlz",
          ".tar.lz",
          ".tar.lzma");

  private static final int LONGEST = 9;

  private ArchiveNames() {}

  static boolean isArchive(String text) {
    String end = text.substring(Math.max(0, text.length() - LONGEST)).toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(end::endsWith);
  }

  /** The package in a wheel's path or URL (without query and fragment); null if it is none. */
  static @Nullable PackageName packageOfWheel(String path) {
    if (!path.toLowerCase(Locale.ROOT).endsWith(".whl")) {
      return null;
    }
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String file = path.substring(slash + 1);
    int dash = file.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String name = file.substring(0, dash);
    return PackageName.endOf(name, 0) == dash ? PackageName.atStartOf(name) : null;
  }
}
