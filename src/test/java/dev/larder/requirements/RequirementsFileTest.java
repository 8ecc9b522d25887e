package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In tables, {@code ⏎} stands for a line break, {@code ␍⏎} for CRLF, {@code ␍} for CR. */
final class RequirementsFileTest {

  private static final String HASH = "--hash=sha256:" + "0".repeat(64);

  private static String text(@Nullable String table) {
    return table == null
        ? ""
        : table.replace('⏎', '\n').replace('␍', '\r').replace('→', '\t').replace("HASH", HASH);
  }

  private static RequirementsChange add(String file, String name, @Nullable String version) {
    return RequirementsFile.parse(file).add(PackageSpec.parse(name, version));
  }

  private static RequirementsChange remove(String file, String name) {
    return RequirementsFile.parse(file).remove(PackageName.parse(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | foo==1⏎",
        "bar⏎ | bar⏎foo==1⏎",
        "bar | bar⏎foo==1⏎",
        "bar⏎⏎ | bar⏎⏎foo==1⏎",
        "bar␍⏎baz␍⏎ | bar␍⏎baz␍⏎foo==1␍⏎",
        "bar␍⏎baz | bar␍⏎baz␍⏎foo==1␍⏎",
        "bar␍baz␍ | bar␍baz␍foo==1␍",
        "a␍⏎b␍⏎c⏎ | a␍⏎b␍⏎c⏎foo==1␍⏎",
        "# end | # end⏎foo==1⏎",
        "# end \\ | # end \\⏎foo==1⏎",
        "bar # c | bar # c⏎foo==1⏎",
        "bar # c \\ | bar # c \\⏎⏎foo==1⏎",
        "bar \\ | bar \\⏎⏎foo==1⏎",
        "bar \\⏎ | bar \\⏎⏎foo==1⏎",
        "bar \\␍ | bar \\␍␍foo==1␍",
        "a⏎b⏎bar \\␍ | a⏎b⏎bar \\␍␍⏎foo==1⏎",
        "bar \\⏎  HASH \\⏎ | bar \\⏎  HASH \\⏎⏎foo==1⏎",
        "foobar⏎foo-bar⏎ | foobar⏎foo-bar⏎foo==1⏎",
        "# foo⏎ | # foo⏎foo==1⏎",
        "bar # foo⏎ | bar # foo⏎foo==1⏎",
        "-r foo⏎-c foo⏎--index-url foo⏎ | -r foo⏎-c foo⏎--index-url foo⏎foo==1⏎",
        "bar \\⏎foo⏎ | bar \\⏎foo⏎foo==1⏎",
        "./foo⏎foo/bar⏎${foo}⏎ | ./foo⏎foo/bar⏎${foo}⏎foo==1⏎",
      })
  void aNewPackageGetsALineOfItsOwnAtTheEnd(@Nullable String before, String after) {
    RequirementsChange change = add(text(before), "foo", "1");
    assertThat(change.file().text()).isEqualTo(text(after));
    assertThat(change.changed()).isTrue();
    assertThat(change.hashesDropped()).isFalse();
  }

  @Test
  void aByteOrderMarkStaysTheFirstCharacter() {
    assertThat(add("\uFEFF", "foo", null).file().text()).isEqualTo("\uFEFFfoo\n");
    assertThat(add("\uFEFFfoo\n", "foo", "1").file().text()).isEqualTo("\uFEFFfoo==1\n");
    assertThat(remove("\uFEFFfoo\nbar\n", "foo").file().text()).isEqualTo("\uFEFFbar\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo⏎ | foo==2⏎",
        "foo | foo==2",
        "Foo>=1␍⏎bar␍⏎ | Foo==2␍⏎bar␍⏎",
        "`→FOO >= 1 , < 2 # why⏎` | `→FOO ==2 # why⏎`",
        "foo==1  # c⏎ | foo==2  # c⏎",
        "foo # c⏎ | foo==2 # c⏎",
        "`  foo  ==1⏎` | `  foo  ==2⏎`",
        "foo==1;python_version<'3'⏎ | foo==2;python_version<'3'⏎",
        "foo ; python_version<'3'⏎ | foo==2 ; python_version<'3'⏎",
        "foo[x] >=1; os_name=='nt' # c⏎ | foo[x] ==2; os_name=='nt' # c⏎",
        "foo (>=1)⏎ | foo (==2)⏎",
        "foo(>=1,<2) ; a⏎ | foo(==2) ; a⏎",
        "foo []⏎ | foo []==2⏎",
        "foo \\⏎  ==1⏎bar⏎ | foo \\⏎  ==2⏎bar⏎",
        "fo\\⏎o==1⏎ | fo\\⏎o==2⏎",
        "foo>=1, \\⏎ <2 # c⏎ | foo==2 # c⏎",
        "foo==1 \\⏎ # c⏎bar⏎ | foo==2 \\⏎ # c⏎bar⏎",
        "foo==1 --config-settings=a=b⏎ | foo==2 --config-settings=a=b⏎",
      })
  void ofAPackageThatIsThereOnlyTheVersionIsReplaced(String before, String after) {
    RequirementsChange change = add(text(before), "foo", "2");
    assertThat(change.file().text()).isEqualTo(text(after));
    assertThat(change.changed()).isTrue();
    assertThat(change.hashesDropped()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo==1 HASH⏎bar⏎ | foo==2⏎bar⏎",
        "foo==1 HASH --hash=sha256:ff # c⏎bar⏎ | foo==2 # c⏎bar⏎",
        "foo==1 \\⏎    HASH \\⏎    HASH⏎    # via x⏎bar⏎ | foo==2⏎    # via x⏎bar⏎",
        "foo==1 \\␍⏎    HASH \\␍⏎    HASH␍⏎bar␍⏎ | foo==2␍⏎bar␍⏎",
        "foo==1 ; a \\⏎    HASH \\⏎    # why⏎bar⏎ | foo==2 ; a⏎    # why⏎bar⏎",
        "foo==1 \\⏎    HASH  # why⏎bar⏎ | foo==2  # why⏎bar⏎",
        "foo==1 \\⏎    HASH \\⏎⏎bar⏎ | foo==2⏎⏎bar⏎",
        "foo==1 \\⏎    HASH \\ | foo==2",
        "foo \\⏎    HASH⏎ | foo==2⏎",
        "foo==1 --global-option=x --hash sha256:ff⏎ | foo==2 --global-option=x⏎",
        "foo==1 HASH \\⏎  -C a=b⏎ | foo==2 \\⏎  -C a=b⏎",
      })
  void hashesOfTheFormerVersionGoAndTheResultSaysSo(String before, String after) {
    RequirementsChange change = add(text(before), "foo", "2");
    assertThat(change.file().text()).isEqualTo(text(after));
    assertThat(change.hashesDropped()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo | foo[x,y]",
        "foo==1 | foo[x,y]==1",
        "foo [a] ==1 | foo [a,x,y] ==1",
        "foo[X] | foo[X,y]",
        "foo[ y , x ] | foo[ y , x ]",
        "foo[] | foo[x,y]",
        "foo==1 HASH | foo[x,y]==1 HASH",
        "foo; a # c | foo[x,y]; a # c",
      })
  void extrasAreAddedToThoseThatAreThere(String before, String after) {
    RequirementsChange change = add(text(before), "foo[x,y]", null);
    assertThat(change.file().text()).isEqualTo(text(after));
    assertThat(change.changed()).isEqualTo(!before.equals(after));
    assertThat(change.hashesDropped()).isFalse();
  }

  @Test
  void extrasAndVersionComeTogether() {
    assertThat(add("foo\n", "foo[x]", ">=1,<2").file().text()).isEqualTo("foo[x]>=1,<2\n");
    assertThat(add("foo[a] (>=1) ; m\n", "foo[x]", "===q").file().text())
        .isEqualTo("foo[a,x] (===q ) ; m\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo==1 HASH # c|",
        "foo==1|1",
        "foo == 1.0 \\⏎ HASH|1",
        "foo (>=1, <2)|<2,>=1.0",
        "foo[a,b]==1|==1",
        "foo @ https://h/x.zip|",
        "-e git+https://h/x#egg=foo|",
        "foo==1; a⏎foo==2; b|",
        "foo==1; a⏎foo==1.0; b|1",
        "foo == ${VERSION}|",
      })
  void whatTheFileSaysAlreadyIsNotTouched(String before, @Nullable String version) {
    RequirementsFile file = RequirementsFile.parse(text(before));
    RequirementsChange change = file.add(PackageSpec.parse("Foo", version));
    assertThat(change.changed()).isFalse();
    assertThat(change.hashesDropped()).isFalse();
    assertThat(change.file()).isSameAs(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo @ https://h/x.zip",
        "foo@git+https://user:secret@h/x.git@v1 ; m",
        "Foo[a] @ file:///x",
        "-e git+https://user:secret@h/x.git#egg=foo",
        "-egit+https://h/x.git@v1#egg=FOO[a]&subdirectory=y",
        "--editable 'git+https://h/x#egg=foo'",
        "--edit=git+https://h/x#egg=foo",
        "-e 'foo @ git+https://h/x'",
        "git+https://h/x#egg=foo",
        "https://h/x.zip#egg=foo",
        "https://h/foo-1.0-py3-none-any.whl?a#b",
        "https://h/foo-1.0-py3-none-any.whl ; m",
        "https://h/foo-1.0-py3-none-any.whl;  --global-option=x",
        "./dist/foo-1.0-py3-none-any.whl",
        "foo-1.0-py3-none-any.whl",
        "foo==1; a⏎Foo==2; b",
        "foo==1⏎foo @ https://h/x.zip",
        "foo = 1",
        "foo==${VERSION}",
        "foo →--hash=x",
        "foo>=1,",
        "foo[a",
        "foo[a b]==1",
        "foo (>=1",
        "foo==1 HASH stray",
        "\\foo==1 \\⏎ HASH",
      })
  void whatCannotBeChangedSafelyIsAConflict(String before) {
    assertThatExceptionOfType(PackageConflictException.class)
        .isThrownBy(() -> add("bar\n" + text(before) + "\n", "foo", "3"))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .matches("\\P{Cntrl}+")
                    .contains("Package foo ", "2", "Edit the file itself")
                    .doesNotContain("secret"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo⏎|``",
        "foo|``",
        "a⏎foo|a⏎",
        "a⏎foo==1 # c⏎b⏎|a⏎b⏎",
        "a␍⏎foo␍⏎b|a␍⏎b",
        "a⏎foo==1 \\⏎  HASH \\⏎  HASH⏎    # via a⏎b⏎|a⏎    # via a⏎b⏎",
        "foo \\⏎ # stays⏎b⏎|` # stays⏎b⏎`",
        "foo # c \\⏎b⏎c⏎|c⏎",
        "foo; a⏎b⏎Foo; c⏎|b⏎",
        "a⏎foo @ https://h/x⏎|a⏎",
        "-e git+https://h/x#egg=foo⏎a⏎|a⏎",
        "https://h/foo-1.0-py3-none-any.whl⏎a⏎|a⏎",
        "foo == ${V}⏎a⏎|a⏎",
        "# foo⏎foo⏎a # foo⏎|# foo⏎a # foo⏎",
        "⏎⏎foo⏎⏎|⏎⏎⏎",
        "bar \\⏎⏎foo⏎|bar \\⏎⏎",
      })
  void aRemovedPackageTakesItsLinesAndNoOthers(String before, String after) {
    RequirementsChange change = remove(text(before), "FOO");
    assertThat(change.file().text()).isEqualTo(text(after));
    assertThat(change.changed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bar",
        "# foo",
        "bar # foo",
        "-r foo⏎--index-url foo",
        "foobar⏎foo-bar⏎foo.bar",
        "foo/bar⏎./foo",
        "foo bar",
        "foo${X}",
        "bar \\⏎foo",
        "bar[foo] ; foo",
        "bar @ https://h/foo",
        "foo.zip",
      })
  void removingAnAbsentPackageChangesNothing(String before) {
    RequirementsFile file = RequirementsFile.parse(text(before));
    RequirementsChange change = file.remove(PackageName.parse("foo"));
    assertThat(change.changed()).isFalse();
    assertThat(change.file()).isSameAs(file);
  }

  @Test
  void aLineIsNotPutWhereItsFirstCharacterWouldBecomeAByteOrderMark() {
    assertThatExceptionOfType(PackageConflictException.class)
        .isThrownBy(() -> remove("foo\n\uFEFF--index-url https://h/\n", "foo"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u000B", "\f", "\u001C", "\u001D", "\u001E", "\u0085", "\u2028", "\u2029"})
  void linesEndWherePipEndsThem(String lineBreak) {
    String file = "a # c" + lineBreak + "foo # d" + lineBreak + "b";
    assertThat(remove(file, "foo").file().text()).isEqualTo("a # c" + lineBreak + "b");
    assertThat(add(file, "foo", "1").file().text())
        .isEqualTo("a # c" + lineBreak + "foo==1 # d" + lineBreak + "b");
    assertThat(add("a" + lineBreak, "foo", "1").file().text())
        .isEqualTo("a" + lineBreak + "\nfoo==1\n");
  }
}
