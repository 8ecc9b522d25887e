package dev.larder.http.sample;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;

/** Answers that no cache has to do with, to test what tests stand on. */
@Path("/plain")
@Produces(MediaType.TEXT_PLAIN)
public class PlainResource {

  @GET
  public Response fields() {
    return Response.ok("plain").header("X-Several", "one").header("X-Several", "two").build();
  }

  @GET
  @Path("/chunks")
  public StreamingOutput chunks(@QueryParam("of") @DefaultValue("3") int number) {
    return out -> {
      for (int i = 0; i < number; i++) {
        out.write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    };
  }

  @POST
  public String echo(String body) {
    return body;
  }
}
