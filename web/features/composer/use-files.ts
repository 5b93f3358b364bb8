import { useCallback, useEffect, useRef, useState } from 'react'
import type { FileView } from '#contract/files'
import { isApiError } from '../../lib/api-error.ts'
import { startUpload } from '../../lib/uploads.ts'
import type { Upload } from '../../lib/uploads.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, failureToast } from '../../ui/toasts.tsx'
import { isPicture, maxFiles, storedFile } from './composer-files.ts'
import type { ComposerFile } from './composer-files.ts'
import { composerWords } from './labels.ts'

export type ComposerFiles = {
  files: ComposerFile[]
  /** Starts storing the files; how many there was no room for. */
  attach: (files: readonly File[]) => number
  /** Puts files in that the server has; how many there was no room for. */
  attachStored: (files: readonly FileView[]) => number
  /** Takes a file out; an upload under way is cancelled. */
  detach: (id: string) => void
  retry: (id: string) => void
  /** Replaces all by files the server already has. */
  reset: (files: readonly FileView[]) => void
}

/** The files of one composer: each is stored as soon as it is put in, so that sending never waits for a large one twice. */
export function useFiles(initial: readonly FileView[]): ComposerFiles {
  const say = useWords(composerWords)
  const [files, setFiles] = useState<ComposerFile[]>(() => initial.map(storedFile))
  const uploads = useRef(new Map<string, Upload>())
  useEffect(() => {
    const underway = uploads.current
    return () => {
      for (const upload of underway.values()) upload.cancel()
      underway.clear()
    }
  }, [])

  const isUploading = files.some((file) => file.state === 'uploading')
  useEffect(() => {
    if (!isUploading) return
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isUploading])

  const patch = (id: string, change: Partial<ComposerFile>): void =>
    setFiles((known) => known.map((file) => (file.id === id ? { ...file, ...change } : file)))

  const start = (file: ComposerFile): void => {
    if (!file.source) return
    const upload = startUpload(file.id, file.source, ({ share, isWaiting }) =>
      patch(file.id, { progress: share, isWaiting }),
    )
    uploads.current.set(file.id, upload)
    upload.done
      .then((stored) => patch(file.id, { state: 'ready', progress: 1, stored }))
      .catch((error: unknown) => {
        if (isApiError(error, 'network.cancelled')) return
        patch(file.id, { state: 'failed', progress: 0, problem: error })
        errorToast(error)
      })
      .finally(() => uploads.current.delete(file.id))
  }

  const reset = useCallback((stored: readonly FileView[]) => {
    for (const upload of uploads.current.values()) upload.cancel()
    setFiles(stored.map(storedFile))
  }, [])

  return {
    files,
    attach: (given) => {
      // Nothing would make an empty one go: it is told at once, and not put in.
      const full = given.filter((file) => file.size > 0)
      for (const { name } of given.filter((file) => file.size === 0)) {
        failureToast(say('comp.emptyFile', { name }))
      }
      const taken = full.slice(0, Math.max(0, maxFiles - files.length)).map(localFile)
      setFiles((known) => [...known, ...taken])
      for (const file of taken) start(file)
      return full.length - taken.length
    },
    attachStored: (given) => {
      const fresh = given.filter((view) => !files.some((file) => file.stored?.id === view.id))
      const taken = fresh.slice(0, Math.max(0, maxFiles - files.length)).map(storedFile)
      setFiles((known) => [...known, ...taken])
      return fresh.length - taken.length
    },
    detach: (id) => {
      uploads.current.get(id)?.cancel()
      setFiles((known) => known.filter((file) => file.id !== id))
    },
    retry: (id) => {
      const file = files.find((known) => known.id === id)
      if (!file) return
      patch(id, { state: 'uploading', progress: 0, problem: null })
      start(file)
    },
    reset,
  }
}

/** The browser asks before a page goes away with files that are not stored yet. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
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
