/**
 * The container of an archive of evidence: the plainest form of POSIX ustar, in which a name and a size fix every byte of a header. Whoever has `tar`
 * can open it. The reader takes no other form, so that no byte of the container can be changed unseen. Promises bounded memory in both directions.
 */

const BLOCK = 512
const NAME_MAX = 100
const PREFIX_MAX = 155
/** Eleven octal digits. */
const SIZE_MAX = 8 ** 11 - 1

export interface Part {
  /** Path in the archive, in ASCII, with slashes. */
  path: string
  body: Uint8Array
}

/** What is wrong with the container itself; after that nothing of it can be trusted any more. */
export class ContainerDamaged extends Error {
  override name = 'ContainerDamaged'
  /** The file that was being read, or the last one before. */
  readonly path: string | undefined
  constructor(message: string, path?: string) {
    super(message)
    this.path = path
  }
}

export async function* writeTar(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  for await (const { path, body } of parts) {
    yield header(path, body.length)
    yield body
    yield Buffer.alloc(paddingOf(body.length))
  }
  yield Buffer.alloc(2 * BLOCK)
}

export interface Entry {
  path: string
  size: number
  /** To be read to its end before the next entry is asked for. */
  chunks: AsyncIterable<Uint8Array>
}

/** @throws ContainerDamaged at the first byte that `writeTar` would not have written. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const input = createInput(source)
  let last: string | undefined
  for (;;) {
    const block = await input.exactly(BLOCK, last)
    if (isEmpty(block)) return endOf(input, last)
    const { path, size } = parse(block, last)
    last = path
    yield { path, size, chunks: input.chunks(size, path) }
    if (!isEmpty(await input.exactly(paddingOf(size), path))) {
      throw new ContainerDamaged(`after ${path} stands something that should not be there`, path)
    }
  }
}

async function endOf(input: Input, last: string | undefined): Promise<void> {
  if (last === undefined) throw new ContainerDamaged('the archive is empty')
  if (!isEmpty(await input.exactly(BLOCK, last)) || !(await input.isAtEnd())) {
    throw new ContainerDamaged(`after the last file, ${last}, stands something that should not be there`, last)
  }
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK
const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

function header(path: string, size: number): Buffer {
  if (!/^[\x21-\x7e]+$/.test(path)) throw new TypeError(`${path} cannot be a path in an archive`)
  if (size > SIZE_MAX) throw new TypeError(`${path} is too large for an archive`)
  const [prefix, name] = splitPath(path)
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 'latin1')
  block.write('0000644\0' + '0000000\0' + '0000000\0', 100, 'latin1')
  block.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124, 'latin1')
  block.write(' '.repeat(8), 148, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\0' + '00', 257, 'latin1')
  block.write(prefix, 345, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** A long path is cut at the first slash that leaves the rest short enough. */
function splitPath(path: string): [prefix: string, name: string] {
  if (path.length <= NAME_MAX) return ['', path]
  const cut = path.indexOf('/', path.length - NAME_MAX - 1)
  if (cut <= 0 || cut > PREFIX_MAX || cut === path.length - 1) throw new TypeError(`${path} is too long for an archive`)
  return [path.slice(0, cut), path.slice(cut + 1)]
}

function parse(block: Buffer, last: string | undefined): { path: string; size: number } {
  const damaged = () =>
    new ContainerDamaged(
      last === undefined
        ? 'the first header is not as it was written'
        : `the header after ${last} is not as it was written`,
      last,
    )
  const textAt = (from: number, length: number) => block.toString('latin1', from, from + length).replace(/\0.*$/s, '')
  const [prefix, name, digits] = [textAt(345, PREFIX_MAX), textAt(0, NAME_MAX), textAt(124, 12)]
  const path = prefix === '' ? name : `${prefix}/${name}`
  try {
    const size = Number.parseInt(digits, 8)
    if (header(path, size).equals(block)) return { path, size }
  } catch {
    // A path or a size that no header can have.
  }
  throw damaged()
}

type Input = ReturnType<typeof createInput>

function createInput(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  let waiting: Uint8Array = new Uint8Array(0)
  /** At most so many bytes; none at the end. */
  const some = async (max: number): Promise<Uint8Array> => {
    while (waiting.length === 0) {
      const { done, value } = await iterator.next()
      if (done) return new Uint8Array(0)
      waiting = value
    }
    const taken = waiting.subarray(0, max)
    waiting = waiting.subarray(taken.length)
    return taken
  }
  async function* chunks(size: number, path: string | undefined): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const chunk = await some(left)
      if (chunk.length === 0) throw new ContainerDamaged(`the archive is cut off${path ? ` in ${path}` : ''}`, path)
      left -= chunk.length
      yield chunk
    }
  }
  return {
    chunks,
    async exactly(size: number, path: string | undefined): Promise<Buffer> {
      const read: Uint8Array[] = []
      for await (const chunk of chunks(size, path)) read.push(chunk)
      return Buffer.concat(read)
    },
    isAtEnd: async () => (await some(1)).length === 0,
  }
}
