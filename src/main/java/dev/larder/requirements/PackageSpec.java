package dev.larder.requirements;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package as somebody asks for it: name, extras, version. Whatever it is made of can be written
 * into a requirements file and is one requirement there, nothing else. Immutable.
 *
 * @param name the package
 * @param extras the extras asked for, as written, each once
 * @param version the versions asked for; {@link VersionSpecifier#ANY} leaves them open
 */
record PackageSpec(PackageName name, List<String> extras, VersionSpecifier version) {

  private static final int MAX_LENGTH = 500;

  PackageSpec {
    extras = List.copyOf(extras);
  }

  /**
   * Checks what was asked for.
   *
   * @param text name and extras, such as {@code uvicorn[standard]}
   * @param version a PEP 440 version or conditions; null for any version
   * @throws InvalidPackageException if either is anything else
   */
  static PackageSpec parse(String text, @Nullable String version) {
    int open = text.indexOf('[');
    PackageName name;
    List<String> extras;
    if (open < 0) {
      name = PackageName.parse(text);
      extras = List.of();
    } else {
      if (text.length() > MAX_LENGTH || !text.endsWith("]")) {
        throw invalidExtras();
      }
      name = PackageName.parse(text.substring(0, open));
      extras = extras(text.substring(open + 1, text.length() - 1));
    }
    VersionSpecifier specifier =
        version == null ? VersionSpecifier.ANY : VersionSpecifier.parse(version);
    if (ArchiveNames.isArchive(name.text()) || ArchiveNames.isArchive(specifier.text())) {
      throw new InvalidPackageException(
          "A package name or version that ends like an archive (.zip, .whl, .tar.gz, …) is taken"
              + " by pip for a file, and cannot be added.");
    }
    return new PackageSpec(name, extras, specifier);
  }

  private static List<String> extras(String text) {
    Map<String, String> extras = new LinkedHashMap<>();
    for (String extra : text.split(",", -1)) {
      if (extra.isEmpty() || PackageName.endOf(extra, 0) != extra.length()) {
        throw invalidExtras();
      }
      extras.putIfAbsent(PackageName.normalize(extra), extra);
    }
    return new ArrayList<>(extras.values());
  }

  private static InvalidPackageException invalidExtras() {
    return new InvalidPackageException(
        "Extras are written behind the name in brackets with commas between them and no spaces,"
            + " such as uvicorn[standard]; the whole has at most "
            + MAX_LENGTH
            + " characters.");
  }

  /** The line for a file that does not have the package yet. */
  String line() {
    String bracketed = extras.isEmpty() ? "" : "[" + String.join(",", extras) + "]";
    return name.text() + bracketed + version.text();
  }
}
