package dev.larder.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** As much of a POM as says what it depends on; artifacts are named {@code group:artifact}. */
public final class MavenPom {

  private final Element project;

  private MavenPom(Element project) {
    this.project = project;
  }

  public static MavenPom read(Path file) {
    try {
      return new MavenPom(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  /**
   * The POM of the artifact that a class of the class path comes from, in the local repository;
   * none for a class of the JDK.
   */
  public static Optional<MavenPom> ofClass(String className) {
    return jarOf(className).map(MavenPom::ofJar);
  }

  /** The POM beside a jar of the local repository. */
  public static MavenPom ofJar(Path jar) {
    String name = jar.getFileName().toString().replaceAll("\\.jar$", ".pom");
    return read(jar.resolveSibling(name));
  }

  /** {@code group:artifact}. */
  public String coordinates() {
    return group() + ":" + text(project, "artifactId").orElseThrow();
  }

  /** What comes with it: dependencies of the scope compile that are not optional. */
  public Set<String> compileDependencies() {
    return children(project, "dependencies").stream()
        .flatMap(dependencies -> children(dependencies, "dependency").stream())
        .filter(dependency -> !text(dependency, "optional").orElse("").equals("true"))
        .filter(dependency -> text(dependency, "scope").orElse("compile").equals("compile"))
        .map(
            dependency ->
                text(dependency, "groupId").orElseThrow().replace("${project.groupId}", group())
                    + ":"
                    + text(dependency, "artifactId").orElseThrow())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String group() {
    return text(project, "groupId")
        .or(() -> text(children(project, "parent").get(0), "groupId"))
        .orElseThrow();
  }

  private static Optional<Path> jarOf(String className) {
    try {
      CodeSource source =
          Class.forName(className, false, MavenPom.class.getClassLoader())
              .getProtectionDomain()
              .getCodeSource();
      return source == null ? Optional.empty() : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("where does " + className + " come from?", e);
    }
  }

  private static Optional<String> text(Element parent, String name) {
    return children(parent, name).stream().findFirst().map(child -> child.getTextContent().strip());
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element child && child.getTagName().equals(name)) {
        found.add(child);
      }
    }
    return found;
  }
}
