import type { FileView } from '#contract/files'
import { isApiError } from '../../lib/api-error.ts'
import { startUpload } from '../../lib/uploads.ts'
import type { Upload } from '../../lib/uploads.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { isPicture, maxFiles, storedFile } from './composer-files.ts'
import type { ComposerFile } from './composer-files.ts'

/** Send was pressed while files were on their way. `afterwards` is called once the message got through. */
export type Waiting = { afterwards: (() => void) | undefined }

/**
 * The files of one composer: each is stored as soon as it is put in, so that sending never waits for a large one twice. It lives
 * outside the screen: who leaves the chat meanwhile finds his files when he comes back, and what was sent leaves without him.
 */
export class FileShelf {
  waiting: Waiting | null = null
  #files: readonly ComposerFile[]
  #uploads = new Map<string, Upload>()
  #listeners = new Set<() => void>()
  #whileAway: ((files: readonly ComposerFile[]) => void) | null = null

  constructor(initial: readonly FileView[]) {
    this.#files = initial.map(storedFile)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): readonly ComposerFile[] => this.#files

  /** Something is on its way, or did not get there. */
  get isBusy(): boolean {
    return this.#files.some((file) => file.state !== 'ready')
  }

  get isUploading(): boolean {
    return this.#files.some((file) => file.state === 'uploading')
  }

  /** Starts storing the files; how many there was no room for. */
  attach(given: readonly File[]): number {
    const taken = given.slice(0, this.#room).map(localFile)
    this.#set([...this.#files, ...taken])
    for (const file of taken) this.#start(file)
    return given.length - taken.length
  }

  /** Puts files in that the server has; how many there was no room for. */
  attachStored(given: readonly FileView[]): number {
    const fresh = given.filter((view) => !this.#files.some((file) => file.stored?.id === view.id))
    const taken = fresh.slice(0, this.#room).map(storedFile)
    this.#set([...this.#files, ...taken])
    return fresh.length - taken.length
  }

  /** Takes a file out; an upload under way is cancelled. */
  detach(id: string): void {
    this.#uploads.get(id)?.cancel()
    this.#set(this.#files.filter((file) => file.id !== id))
  }

  retry(id: string): void {
    const file = this.#files.find((known) => known.id === id)
    if (!file) return
    this.#patch(id, { state: 'uploading', progress: 0, problem: null })
    this.#start(file)
  }

  /** Replaces all by files the server already has. */
  reset(stored: readonly FileView[]): void {
    this.close()
    this.#set(stored.map(storedFile))
  }

  /** Nobody wants what is on its way any more. */
  close(): void {
    for (const upload of this.#uploads.values()) upload.cancel()
    this.#uploads.clear()
    this.#whileAway = null
    removeEventListener('beforeunload', this.#warn)
  }

  /** Its chat was left: `tell` hears of each change until somebody is back. */
  leave(tell: (files: readonly ComposerFile[]) => void): void {
    this.#whileAway = tell
  }

  comeBack(): void {
    this.#whileAway = null
  }

  get #room(): number {
    return Math.max(0, maxFiles - this.#files.length)
  }

  #start(file: ComposerFile): void {
    if (!file.source) return
    const upload = startUpload(file.id, file.source, ({ share, isWaiting }) =>
      this.#patch(file.id, { progress: share, isWaiting }),
    )
    this.#uploads.set(file.id, upload)
    upload.done
      .then((stored) => this.#patch(file.id, { state: 'ready', progress: 1, stored }))
      .catch((error: unknown) => {
        if (isApiError(error, 'network.cancelled')) return
        this.#patch(file.id, { state: 'failed', progress: 0, problem: error })
        errorToast(error)
      })
      .finally(() => this.#uploads.delete(file.id))
  }

  #patch(id: string, change: Partial<ComposerFile>): void {
    this.#set(this.#files.map((file) => (file.id === id ? { ...file, ...change } : file)))
  }

  #set(files: readonly ComposerFile[]): void {
    this.#files = files
    if (this.isUploading) addEventListener('beforeunload', this.#warn)
    else removeEventListener('beforeunload', this.#warn)
    for (const listener of this.#listeners) listener()
    this.#whileAway?.(files)
  }

  /** The browser asks before a page goes away with files that are not stored yet. */
  #warn = (event: BeforeUnloadEvent): void => event.preventDefault()
}

function localFile(source: File): ComposerFile {
  const mime = source.type === '' ? 'application/octet-stream' : source.type
  return {
    id: crypto.randomUUID(),
    name: source.name,
    mime,
    sizeBytes: source.size,
    previewUrl: isPicture(mime) ? URL.createObjectURL(source) : null,
    state: 'uploading',
    progress: 0,
    isWaiting: false,
    problem: null,
    source,
    stored: null,
  }
}
