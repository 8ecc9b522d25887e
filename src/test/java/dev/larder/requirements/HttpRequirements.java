package dev.larder.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requirements of a service, by its REST interface. */
final class HttpRequirements implements RequirementsCache {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LarderClient client;

  HttpRequirements(LarderClient client) {
    this.client = client;
  }

  @Override
  public Optional<Requirements> get() {
    Answer answer = client.get("api/requirements", "Accept", "application/json");
    if (answer.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(pair(ok(answer)));
  }

  @Override
  public SaveResult save(String content, SaveCondition condition) {
    String[] headers =
        condition instanceof SaveCondition.HashIn in
            ? new String[] {
              "If-Match",
              in.hashes().stream().map(h -> '"' + h + '"').collect(Collectors.joining(", "))
            }
            : new String[0];
    Answer answer = client.putText("api/requirements", content, headers);
    if (answer.status() == 412) {
      throw new RequirementsChangedException();
    }
    JsonNode json = ok(answer);
    return new SaveResult(pair(json), json.get("cached").booleanValue());
  }

  @Override
  public PackageResult addPackage(String name, @Nullable String version) {
    Map<String, String> body = new HashMap<>();
    body.put("package", name);
    body.put("version", version);
    return changed(client.postJson("api/requirements/packages", JSON.valueToTree(body).toString()));
  }

  @Override
  public PackageResult removePackage(String name) {
    return changed(client.delete("api/requirements/packages/" + name));
  }

  private static PackageResult changed(Answer answer) {
    JsonNode json = ok(answer);
    return new PackageResult(
        pair(json),
        json.get("updated").booleanValue(),
        json.get("hashesDropped").booleanValue(),
        json.get("cached").booleanValue());
  }

  private static Requirements pair(JsonNode json) {
    return new Requirements(json.get("content").textValue(), json.get("hash").textValue());
  }

  private static JsonNode ok(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError("unexpected answer: " + answer);
    }
    return answer.json();
  }

  @Override
  public boolean set(String content, String hash) {
    throw new UnsupportedOperationException("not part of the REST interface");
  }

  @Override
  public boolean warm() {
    return ok(client.post("api/requirements/warm")).get("cached").booleanValue();
  }

  @Override
  public RequirementsStatus status() {
    throw new UnsupportedOperationException("not part of this resource");
  }
}
