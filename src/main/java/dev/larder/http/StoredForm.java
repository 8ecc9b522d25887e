package dev.larder.http;

import dev.larder.http.HeaderFields.Field;
import dev.larder.http.StoredResponse.Selecting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The binary form of a stored response: small, and quick to read. It is pure.
 *
 * <pre>
 * version   1 byte
 * checksum  4 bytes  CRC-32C of the meta data
 * length    varint   of the meta data
 * meta data          status, times (epoch milliseconds), resource, selecting fields, fields,
 *                    length of the body
 * body               to the end
 * </pre>
 *
 * <p>What is of another version, cut off, too long, or damaged in its meta data is nothing. The
 * bytes of the body are not summed: that would cost each hit as much as copying them, for what
 * stores and networks see to already.
 */
public final class StoredForm {

  private static final byte VERSION = 1;

  private StoredForm() {}

  /**
   * Returns a prefix and the form of a response behind it, in one array.
   *
   * @param prefix bytes of the caller's own, which {@link #decode} leaves to him
   */
  public static byte[] encode(byte[] prefix, StoredResponse response) {
    FormWriter meta = new FormWriter();
    meta.number(response.status());
    long requested = response.requestTime().toEpochMilli();
    meta.signed(requested);
    meta.signed(response.responseTime().toEpochMilli() - requested);
    meta.signed(response.resource());
    meta.number(response.selecting().size());
    for (Selecting each : response.selecting()) {
      meta.name(each.name());
      meta.optional(each.value());
    }
    List<Field> lines = response.fields().lines();
    meta.number(lines.size());
    for (Field line : lines) {
      meta.name(line.name());
      meta.text(line.value());
    }
    meta.number(response.bodyLength());

    CRC32C checksum = new CRC32C();
    checksum.update(meta.array(), 0, meta.length());
    FormWriter length = new FormWriter();
    length.number(meta.length());
    int begin = prefix.length + 5 + length.length();
    byte[] form = new byte[Math.addExact(begin + meta.length(), response.bodyLength())];
    System.arraycopy(prefix, 0, form, 0, prefix.length);
    form[prefix.length] = VERSION;
    int sum = (int) checksum.getValue();
    for (int i = 0; i < 4; i++) {
      form[prefix.length + 1 + i] = (byte) (sum >>> (24 - 8 * i));
    }
    System.arraycopy(length.array(), 0, form, prefix.length + 5, length.length());
    System.arraycopy(meta.array(), 0, form, begin, meta.length());
    response.copyBody(form, begin + meta.length());
    return form;
  }

  /**
   * Returns the response whose form begins at an offset and ends with the array; empty when there
   * is none. The response keeps the array, which must not be changed any more.
   */
  public static Optional<StoredResponse> decode(byte[] bytes, int offset) {
    try {
      return Optional.of(read(new FormReader(bytes, offset)));
    } catch (DamagedFormException e) {
      return Optional.empty();
    }
  }

  private static StoredResponse read(FormReader in) throws DamagedFormException {
    in.expect(VERSION);
    int sum = in.int32();
    int length = in.count(1);
    int begin = in.position();
    CRC32C checksum = new CRC32C();
    checksum.update(in.array(), begin, length);
    if ((int) checksum.getValue() != sum) {
      throw new DamagedFormException();
    }
    int status = in.number();
    long requested = in.signed();
    long responded = requested + in.signed();
    long resource = in.signed();
    Selecting[] selecting = new Selecting[in.count(2)];
    for (int i = 0; i < selecting.length; i++) {
      selecting[i] = new Selecting(in.name(), in.optional());
    }
    Field[] fields = new Field[in.count(2)];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new Field(in.name(), in.text());
    }
    int bodyLength = in.count(1);
    if (in.position() != begin + length || bodyLength != in.remaining()) {
      throw new DamagedFormException();
    }
    return new StoredResponse(
        new ResponseHead(status, HeaderFields.of(List.of(fields))),
        in.array(),
        in.position(),
        bodyLength,
        Instant.ofEpochMilli(requested),
        Instant.ofEpochMilli(responded),
        List.of(selecting),
        resource);
  }
}
