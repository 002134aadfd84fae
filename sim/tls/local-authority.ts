/**
 * A certificate authority of the sandbox's own, made anew at each start, and a server certificate for the loopback that it signs.
 * A client that should trust it is given the authority's PEM file; nothing is installed on the machine. The private key of the
 * authority is dropped as soon as the one certificate is signed.
 */
import { writeFile } from 'node:fs/promises'
import { generate } from 'selfsigned'

export interface LocalCertificate {
  /** PEM of the authority that a client must trust. */
  ca: string
  /** PEM key and certificate of the server, for localhost, 127.0.0.1 and ::1; valid for a year of real time. */
  key: string
  cert: string
}

/**
 * @param caPath where the authority's certificate is written, as PEM; its folder must exist.
 * @throws when the file cannot be written.
 */
export async function makeLocalCertificate(caPath: string): Promise<LocalCertificate> {
  const kind = { keyType: 'ec', algorithm: 'sha256' } as const
  const authority = await generate([{ name: 'commonName', value: 'Muster sandbox authority' }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...kind,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  await writeFile(caPath, authority.cert)
  return { ca: authority.cert, key: server.private, cert: server.cert }
}
