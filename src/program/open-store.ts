/** Opens whatever a plan calls a store: a bucket, or a folder of this machine. */
import type { ObjectStore, StoreAccess } from '../actions/object-store.ts'
import { createFolderStore } from '../adapters/folder/folder-store.ts'
import { createObjectStore } from '../adapters/s3/object-store.ts'

export const openStore = (access: StoreAccess): ObjectStore =>
  'folder' in access ? createFolderStore(access.folder) : createObjectStore(access)
