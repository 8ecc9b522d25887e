package dev.larder.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** The page of Payara Server. */
@Tag("payara-server")
class PayaraServerPageIT extends ServerPageRules {

  PayaraServerPageIT() {
    super("payara-server", "/opt/payara6", true);
  }

  @Override
  void unpack(Path folder) {
    copy(required("larder.test.payara-server"), folder);
  }

  /** The server writes the attributes of an element in any order. */
  @Override
  Map<String, String> configuration(Path folder) throws Exception {
    StringBuilder text = new StringBuilder();
    write(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("glassfish/domains/larder/config/domain.xml").toFile())
            .getDocumentElement(),
        text);
    return Map.of("domain.xml", text.toString());
  }

  private static void write(Element element, StringBuilder text) {
    Map<String, String> attributes = new TreeMap<>();
    NamedNodeMap named = element.getAttributes();
    for (int i = 0; i < named.getLength(); i++) {
      attributes.put(named.item(i).getNodeName(), named.item(i).getNodeValue());
    }
    text.append('<').append(element.getTagName()).append(attributes).append(">\n");
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element nested) {
        write(nested, text);
      } else if (!child.getTextContent().isBlank()) {
        text.append(child.getTextContent().strip()).append('\n');
      }
    }
    text.append("</").append(element.getTagName()).append(">\n");
  }
}
