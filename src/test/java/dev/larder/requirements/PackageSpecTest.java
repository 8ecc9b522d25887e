package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageSpecTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requests          | 2.31.0       | requests==2.31.0",
        "requests          | >=2,<3       | requests>=2,<3",
        "requests          | >= 2, < 3    | requests>=2,<3",
        "requests          | ~=1.4        | requests~=1.4",
        "requests          | ===1.0-odd   | requests===1.0-odd",
        "requests          | ==1.*        | requests==1.*",
        "requests          | !=2.0.*      | requests!=2.0.*",
        "requests          | 1!2.0rc1.post2.dev3+local.7 | requests==1!2.0rc1.post2.dev3+local.7",
        "requests          | v1.0-1       | requests==v1.0-1",
        "requests          |              | requests",
        "Zope.Interface    |              | Zope.Interface",
        "a                 | 1            | a==1",
        "uvicorn[standard] | 0.30         | uvicorn[standard]==0.30",
        "x[a,b_c,A]        |              | x[a,b_c]",
      })
  void whatIsAskedForIsWrittenAsOneRequirement(String name, @Nullable String version, String line) {
    assertThat(PackageSpec.parse(name, version).line()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " requests",
        "requests ",
        "requests\n",
        "requests\r\n--index-url https://evil.example/",
        "requests\n--index-url https://evil.example/",
        "requests\0",
        "requests\u2028x",
        "requests\u0085x",
        "req\tuests",
        "-r",
        "--index-url",
        "-requests",
        "requests-",
        ".requests",
        "requests.",
        "_x",
        "./requests",
        "requests/x",
        "requests\\",
        "requests#c",
        "requests # c",
        "requests==1.0",
        "requests;python_version<'3'",
        "requests @ https://evil.example/x.whl",
        "requests@https://evil.example/x.whl",
        "git+https://evil.example/x#egg=requests",
        "${HOME}",
        "requests.zip",
        "requests.tar.gz",
        "REQUESTS.WHL",
        "x.tar.lzma[a]",
        "r\u0435quests",
        "\uFF52equests",
        "requ\u0131ts",
        "\u212Aelvin",
        "reque\u0301sts",
        "\u0661\u0662",
        "\uD800",
        "\uFEFFrequests",
        "requests[",
        "requests]",
        "requests[]",
        "requests[a",
        "requests[a]b",
        "requests[a]==1",
        "requests[a, b]",
        "requests[a,,b]",
        "requests[-a]",
        "requests[a\n]",
        "requests[a][b]",
        "requests [a]",
        "[a]",
      })
  void aNameThatIsNoneIsRefusedAndNotRepeated(String name) {
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse(name, null))
        .satisfies(e -> assertThat(e.getMessage()).matches("\\P{Cntrl}+").doesNotContain("evil"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "latest",
        "*",
        "1.*",
        "1.0 ",
        " 1.0",
        "1.0\n",
        "1.0\n--index-url https://evil.example/",
        "1.0 --hash=sha256:00",
        "1.0 --config-settings=a=b",
        "1.0;python_version<'3'",
        "1.0 ; python_version<'3'",
        "1.0 # c",
        "1.0#c",
        "1.0\\",
        "1.0\0",
        "1.0\u2028",
        "1.0\t",
        "\uFF11.0",
        "\u0661.0",
        "1\u00A0.0",
        ">=1,\u2003<2",
        ">=1,\n<2",
        ">=1,\t<2",
        ">=1,",
        ",>=1",
        ">=1,,<2",
        ",",
        "=1.0",
        "=>1.0",
        "====1.0",
        "> =1.0",
        "^1.0",
        "~1.0",
        "~=1",
        "~=1.0+local",
        "~=1.0.*",
        ">=1.*",
        ">=1.0+local",
        "==1.0rc1.*",
        "==1.0+local.*",
        "==*",
        "===1;x",
        "===1)",
        "===",
        "===1,>=2",
        "===-r",
        "(>=1)",
        "[a]==1",
        "@ https://evil.example/x.whl",
        "https://evil.example/x.whl",
        "${VERSION}",
        "==${VERSION}",
        "1.0+x.zip",
        "===1.whl",
        "1.0\u0661",
        "\uD800",
      })
  void aVersionThatIsNoneIsRefusedAndNotRepeated(String version) {
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse("requests", version))
        .satisfies(e -> assertThat(e.getMessage()).matches("\\P{Cntrl}+").doesNotContain("evil"));
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse("a".repeat(201), null));
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse("a[" + "b,".repeat(300_000) + "b]", null));
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse("a", "1" + ".1".repeat(300_000)));
    assertThatExceptionOfType(InvalidPackageException.class)
        .isThrownBy(() -> PackageSpec.parse("a", ">=1" + ",>=1".repeat(300_000)));
    assertThat(PackageSpec.parse("a".repeat(200), null).line()).hasSize(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Flask, flask",
    "zope.interface, zope-interface",
    "Zope__Interface, zope-interface",
    "a-_.b, A.B",
    "ruamel.yaml.clib, ruamel_yaml-CLIB",
  })
  void namesAreComparedAsPep503Says(String one, String other) {
    assertThat(PackageName.parse(one)).isEqualTo(PackageName.parse(other));
    assertThat(PackageName.parse(one)).hasSameHashCodeAs(PackageName.parse(other));
    assertThat(PackageName.parse(one)).hasToString(one);
  }

  @ParameterizedTest
  @CsvSource({"zopeinterface, zope-interface", "a, b", "a1, a-1"})
  void otherNamesAreOtherPackages(String one, String other) {
    assertThat(PackageName.parse(one)).isNotEqualTo(PackageName.parse(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0          | 1",
        "==1.0.0      | 1",
        "1.0          | v1.0",
        ">=1,<2       | <2.0 , >=1.0",
        "1.0a1        | 1.0.ALPHA-01",
        "1.0rc1       | 1.0c1",
        "1.0b         | 1.0beta0",
        "1.0-1        | 1.0.post1",
        "1.0.r2       | 1.0post2",
        "1.0dev       | 1.0.dev0",
        "0!1.0        | 1.0",
        "1.0+Ab-1     | 1.0+ab.01",
        "01.002       | 1.2",
        "===A         | ===a",
      })
  void spellingsOfOneVersionAreTheSame(String one, String other) {
    assertThat(VersionSpecifier.parse(one).sameAs(VersionSpecifier.parse(other))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0          | 1.1",
        "~=1.0        | ~=1.0.0",
        "==1.0.*      | ==1.*",
        "===1.0       | ===1",
        "===1.0       | ==1.0",
        ">=1          | >1",
        ">=1          | >=1,<2",
        "1!1.0        | 1.0",
        "1.0          | 10",
        "1.0a1        | 1.0b1",
        "1.0.post1    | 1.0.dev1",
        "1.0+a        | 1.0",
      })
  void differentVersionsAreDifferent(String one, String other) {
    assertThat(VersionSpecifier.parse(one).sameAs(VersionSpecifier.parse(other))).isFalse();
  }
}
