/**
 * The framing in which the SDK sends a body whose length or checksum it learns only while sending: a length in hex, perhaps a signature,
 * the bytes, and trailers behind the last chunk. The emulator would store the framing as if it were the object.
 * Checksums and signatures are dropped unchecked. Format: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import type { DoorRequest } from '../http/messages.ts'

/** The body as the object that is meant. */
export function objectBytes(request: DoorRequest): Buffer {
  if (!String(request.headers['x-amz-content-sha256']).startsWith('STREAMING-')) return request.body
  const chunks: Buffer[] = []
  let position = 0
  for (;;) {
    const lineEnd = request.body.indexOf('\r\n', position)
    const lengthBytes = Number.parseInt(request.body.toString('latin1', position, lineEnd), 16)
    if (lineEnd < 0 || Number.isNaN(lengthBytes))
      throw new Error('The body is not in aws-chunked framing, as its header says.')
    if (lengthBytes === 0) return Buffer.concat(chunks)
    const start = lineEnd + 2
    chunks.push(request.body.subarray(start, start + lengthBytes))
    position = start + lengthBytes + 2
  }
}
