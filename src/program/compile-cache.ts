/** Keeps what Node has compiled of the program, so that it starts a fifth of a second sooner after a crash, when pages may be overdue. Where it cannot be kept nothing changes. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import path from 'node:path'

/**
 * To be called before most of the program is imported. In the data directory, which nobody else may write: what lies there is run.
 * @returns writes down what has been compiled since, for a process that is killed does not.
 */
export function keepCompiled(dataDir: string): () => void {
  enableCompileCache(path.join(dataDir, 'compiled'))
  return flushCompileCache
}
